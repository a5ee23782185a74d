/* The line grammar: first byte = how many words the verb takes, the rest = a line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
    if (!holds)
        abort();
}

static void check_line(const struct line *l, size_t max_words)
{
    expect(l->n_words <= max_words && l->n_words <= LINE_MAX_WORDS);
    expect(l->n_fields <= LINE_MAX_FIELDS);
    expect(l->has_text == (l->text.len > 0));
    for (size_t i = 0; i < l->n_words; i++)
        expect(l->words[i].len > 0 && !memchr(l->words[i].data, ' ', l->words[i].len));
    for (size_t i = 0; i < l->n_fields; i++) {
        expect(l->fields[i].name.len > 0 &&
               !memchr(l->fields[i].name.data, '=', l->fields[i].name.len));
        /* Reads every byte, for the sanitizer. */
        expect(slice_equal(l->fields[i].value, l->fields[i].value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct line l = {0};
    struct slice rest, raw;
    size_t max_words;
    char *copy;

    if (size < 1)
        return 0;
    max_words = data[0] % (LINE_MAX_WORDS + 1);
    copy = malloc(size);
    expect(copy);
    memcpy(copy, data + 1, size - 1);
    raw = (struct slice){copy, size - 1};
    if (line_check(raw) == LINE_OK) {
        expect(line_verb(raw, &rest).len > 0);
        /* Twice with the same line: it is used again and again. */
        for (int i = 0; i < 2; i++) {
            if (line_rest(rest, max_words, &l) == LINE_OK)
                check_line(&l, max_words);
        }
    }
    line_deinit(&l);
    free(copy);
    return 0;
}
