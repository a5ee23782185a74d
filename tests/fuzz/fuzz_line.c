/* The line grammar: first byte = how many words the verb takes, the rest = a line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/line.h"
#include "base/line_fault.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
    if (!holds)
        abort();
}

/* By the first letter of the name, so that every kind occurs. */
static enum line_key key_of(const void *arg, struct slice name)
{
    (void)arg;
    switch (name.data[0]) {
    case 'p':
        return fold_equal(name, SLICE("phone")) ? LINE_KEY_PHONE : LINE_KEY_TEXT;
    case 'g':
        return LINE_KEY_NUMBER;
    case 'c':
        return LINE_KEY_WORD;
    case 'l':
        return LINE_KEY_LIST;
    case 'k':
        return LINE_KEY_TOKEN;
    case 'x':
        return LINE_KEY_NEAR;
    default:
        return LINE_KEY_NONE;
    }
}

static void touch(struct slice s)
{
    expect(slice_equal(s, s)); /* reads every byte, for the sanitizer */
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
        touch(l->fields[i].name);
        touch(l->fields[i].value);
        touch(l->fields[i].whole);
    }
    for (size_t i = 0; i < l->n_strays; i++) {
        touch(l->strays[i].name);
        touch(l->strays[i].whole);
    }
    touch(l->text);
}

/* Twice with the same line: it is used again and again. */
static void read_twice(struct slice rest, const struct line_form *form, struct line *l)
{
    for (int i = 0; i < 2; i++) {
        enum line_error error = line_rest(rest, form, l);
        struct buffer words = BUFFER_INIT;

        if (error == LINE_OK)
            check_line(l, form->max_words);
        else
            line_explain(error, l->fault, &words);
        buffer_deinit(&words);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct line l = {0};
    struct slice rest, raw, fault;
    struct line_form form = {.key = key_of};
    struct buffer words = BUFFER_INIT;
    enum line_error error;
    char *copy;

    if (size < 1)
        return 0;
    form.max_words = data[0] % (LINE_MAX_WORDS + 1);
    form.to_the_letter = data[0] & 0x80;
    if (data[0] & 0x40)
        form.home.country = "+86";
    copy = malloc(size);
    expect(copy);
    memcpy(copy, data + 1, size - 1);
    raw = (struct slice){copy, size - 1};
    error = line_check(raw, &fault);
    if (error == LINE_OK) {
        line_verb(raw, &l, &rest);
        touch(l.verb);
        read_twice(rest, &form, &l);
    } else {
        line_explain(error, fault, &words);
    }
    buffer_deinit(&words);
    line_deinit(&l);
    free(copy);
    return 0;
}
