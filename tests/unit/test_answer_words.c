/* The words that answers consist of. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tokens.h"
#include "rules/answers.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* One way to say a phrase, and what it means. */
struct spelling {
    char *words; /* with a space between */
    enum meaning meaning;
};

static struct spelling *spellings;
static size_t n_spellings, spellings_cap;

static void add_spelling(struct slice words, enum meaning meaning)
{
    spellings = xgrow(spellings, &spellings_cap, n_spellings + 1, sizeof(*spellings));
    spellings[n_spellings++] = (struct spelling){slice_dup(words), meaning};
}

/* All that a phrase stands for, words apart: "so far" and then the places that are left. */
static void spell(struct buffer *so_far, struct slice phrase, enum meaning meaning)
{
    struct slice rest = phrase, place = slice_cut(&rest, ' ');
    size_t len = so_far->len;

    if (!phrase.len) {
        if (so_far->len)
            add_spelling(slice_trim(buffer_slice(so_far)), meaning);
        return;
    }
    cr_assert(place.len, "two spaces");
    if (place.data[0] == '?') {
        place = (struct slice){place.data + 1, place.len - 1};
        spell(so_far, rest, meaning);
    }
    cr_assert(place.len, "an empty place before \"%.*s\"", SLICE_ARG(rest));
    while (place.len) {
        struct slice choice = slice_cut(&place, '|');

        cr_assert(choice.len && choice.data[0] != '?', "\"%.*s\"", SLICE_ARG(phrase));
        buffer_append_char(so_far, ' ');
        for (size_t n = 0; n < choice.len; n++)
            buffer_append_char(so_far, choice.data[n] == '_' ? ' ' : choice.data[n]);
        spell(so_far, rest, meaning);
        so_far->len = len;
    }
}

static void spell_all(void)
{
    size_t n;
    const struct answer_words *words = answer_words(&n);

    for (size_t k = 0; k < n; k++) {
        struct slice rest = slice_of(words[k].phrases);

        while (rest.len) {
            struct buffer so_far = BUFFER_INIT;
            struct slice phrase = slice_trim(slice_cut(&rest, ';'));

            cr_expect(phrase.len, "an empty phrase in \"%s\"", words[k].phrases);
            spell(&so_far, phrase, words[k].meaning);
            buffer_deinit(&so_far);
        }
    }
}

static int by_words(const void *a, const void *b)
{
    return strcmp(((const struct spelling *)a)->words, ((const struct spelling *)b)->words);
}

/* The choice as it is read in a message: "make_it" is "makeit" of two words. */
static void expect_as_read(struct slice choice)
{
    struct buffer said = BUFFER_INIT, read = BUFFER_INIT, written = BUFFER_INIT;
    struct tokens t;

    for (size_t n = 0; n < choice.len; n++) {
        buffer_append_char(&said, choice.data[n] == '_' ? ' ' : choice.data[n]);
        if (choice.data[n] != '_')
            buffer_append_char(&written, choice.data[n]);
    }
    tokens_init(&t, buffer_slice(&said));
    for (size_t n = 0; n < t.n; n++)
        buffer_append_slice(&read, t.list[n].text);
    cr_expect(slice_equal(buffer_slice(&read), buffer_slice(&written)), "\"%.*s\" is read \"%.*s\"",
              SLICE_ARG(choice), SLICE_ARG(buffer_slice(&read)));
    tokens_deinit(&t);
    buffer_deinit(&said);
    buffer_deinit(&read);
    buffer_deinit(&written);
}

/* Else it is never found. */
Test(answer_words, are_as_read)
{
    size_t n;
    const struct answer_words *words = answer_words(&n);

    for (size_t k = 0; k < n; k++) {
        struct slice rest = slice_of(words[k].phrases);

        while (rest.len) {
            struct slice phrase = slice_trim(slice_cut(&rest, ';'));

            while (phrase.len) {
                struct slice place = slice_cut(&phrase, ' ');

                if (place.data[0] == '?')
                    place = (struct slice){place.data + 1, place.len - 1};
                while (place.len)
                    expect_as_read(slice_cut(&place, '|'));
            }
        }
    }
}

static size_t find(const char *message, enum meaning *ret_meaning)
{
    struct slice words[ANSWER_WORDS];
    struct tokens t;
    size_t n;

    tokens_init(&t, slice_of(message));
    for (n = 0; n < t.n && n < ANSWER_WORDS; n++)
        words[n] = t.list[n].text;
    n = answers_longest(NULL, words, n, ret_meaning);
    tokens_deinit(&t);
    return n;
}

Test(answer_words, the_longest_counts)
{
    static const struct {
        const char *message;
        size_t n;
        enum meaning meaning;
    } rows[] = {
        {"", 0, MEANING_NONE},
        {"xyz", 0, MEANING_NONE},
        {"no", 1, MEANING_NOT},
        {"no problem here", 2, MEANING_HEARD},
        {"coming", 1, MEANING_COMING},
        {"not coming", 2, MEANING_CANNOT},
        {"I'm not coming", 3, MEANING_CANNOT},
        {"I can't possibly make it tonight", 5, MEANING_CANNOT},
        {"on my way", 3, MEANING_COMING},
        {"on my list", 0, MEANING_NONE},
        {"来", 1, MEANING_ALONE},
        {"来不了", 3, MEANING_CANNOT},
        {"我来不了", 4, MEANING_CANNOT},
        {"不来", 2, MEANING_NOT},
        {"没问题", 3, MEANING_HEARD},
        {"没", 1, MEANING_NEGATION},
        {"komme nicht", 2, MEANING_NOT},
        {"ich kann heute leider nicht kommen", 6, MEANING_CANNOT},
        {"Pas de problème", 3, MEANING_HEARD},
    };

    for (size_t k = 0; k < COUNT(rows); k++) {
        enum meaning meaning;
        size_t n = find(rows[k].message, &meaning);

        cr_expect(n == rows[k].n && meaning == rows[k].meaning, "\"%s\": %zu words mean %d",
                  rows[k].message, n, (int)meaning);
    }
}

Test(answer_words, have_one_meaning)
{
    spell_all();
    qsort(spellings, n_spellings, sizeof(*spellings), by_words);
    for (size_t k = 1; k < n_spellings; k++)
        cr_expect(strcmp(spellings[k].words, spellings[k - 1].words) != 0 ||
                      spellings[k].meaning == spellings[k - 1].meaning,
                  "\"%s\" means %d and %d", spellings[k].words, (int)spellings[k - 1].meaning,
                  (int)spellings[k].meaning);
}
