#include "rules/answers.h"

#include <stdlib.h>

#include "base/tokens.h"
#include "base/utf8.h"

static bool is_wide(struct slice word)
{
    return tokens_is_wide(utf8_next(&word));
}

/* How many words the choice takes; 0 if they do not begin with it. */
static size_t match_choice(struct slice choice, const struct slice *words, size_t n)
{
    size_t at = 0;

    while (choice.len) {
        struct slice next;

        if (at == n || !slice_starts_with(choice, words[at]) || !words[at].len)
            return 0;
        choice = (struct slice){choice.data + words[at].len, choice.len - words[at].len};
        next = choice;
        if (choice.len && choice.data[0] == '_')
            choice = (struct slice){choice.data + 1, choice.len - 1};
        else if (choice.len && !is_wide(words[at]) && !tokens_is_wide(utf8_next(&next)))
            return 0; /* the word goes on */
        at++;
    }
    return at;
}

/* The most words that the phrase takes from here on. */
static size_t match_phrase(struct slice phrase, const struct slice *words, size_t n, bool *ret_fits)
{
    struct slice rest = phrase, place = slice_cut(&rest, ' ');
    bool optional = place.len && place.data[0] == '?', fits = false;
    size_t most = 0;

    *ret_fits = true;
    if (!phrase.len)
        return 0;
    if (optional) {
        place = (struct slice){place.data + 1, place.len - 1};
        most = match_phrase(rest, words, n, &fits);
    }
    while (place.len) {
        size_t taken = match_choice(slice_cut(&place, '|'), words, n), more;
        bool goes_on;

        if (!taken)
            continue;
        more = match_phrase(rest, words + taken, n - taken, &goes_on);
        if (goes_on && (!fits || taken + more > most))
            most = taken + more;
        fits = fits || goes_on;
    }
    *ret_fits = fits;
    return fits ? most : 0;
}

static size_t match_phrases(const char *phrases, const struct slice *words, size_t n)
{
    struct slice rest = slice_of(phrases);
    size_t longest = 0;

    while (rest.len) {
        bool fits;
        size_t taken = match_phrase(slice_trim(slice_cut(&rest, ';')), words, n, &fits);

        if (fits && taken > longest)
            longest = taken;
    }
    return longest;
}

size_t answers_longest(const struct answers *own, const struct slice *words, size_t n,
                       enum meaning *ret_meaning)
{
    size_t n_built_in, longest = 0, taken;
    const struct answer_words *built_in = answer_words(&n_built_in);

    if (n > ANSWER_WORDS)
        n = ANSWER_WORDS;
    *ret_meaning = MEANING_NONE;
    for (size_t k = 0; own && k < own->n; k++) {
        taken = match_phrases(own->phrases[k].words, words, n);
        if (taken > longest) {
            longest = taken;
            *ret_meaning = own->phrases[k].meaning;
        }
    }
    for (size_t k = 0; k < n_built_in; k++) {
        taken = match_phrases(built_in[k].phrases, words, n);
        if (taken > longest) {
            longest = taken;
            *ret_meaning = built_in[k].meaning;
        }
    }
    return longest;
}

bool answers_name_sender(struct slice word)
{
    size_t n;
    const struct answer_words *built_in = answer_words(&n);

    for (size_t k = 0; k < n; k++)
        if (built_in[k].meaning == MEANING_SELF && match_phrases(built_in[k].phrases, &word, 1))
            return true;
    return false;
}

void answers_deinit(struct answers *a)
{
    for (size_t n = 0; n < a->n; n++)
        free(a->phrases[n].words);
    free(a->phrases);
}
