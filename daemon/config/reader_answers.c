#include "config/reader_answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tokens.h"

/* ---- one phrase ---- */

static bool is_word(const struct token *token)
{
    return token->kind == TOKEN_WORD || token->kind == TOKEN_WIDE || token->kind == TOKEN_NUMBER;
}

/* In the form of answer_words.h; false if it is not a phrase. *ret_known is what it means without
 * the configuration. */
static bool read_phrase(struct slice text, struct buffer *out, enum meaning *ret_known)
{
    struct slice words[ANSWER_WORDS];
    struct tokens tokens;
    bool good;

    tokens_init(&tokens, text);
    good = tokens.n > 0 && tokens.n <= ANSWER_WORDS;
    for (size_t n = 0; good && n < tokens.n; n++) {
        words[n] = tokens.list[n].text;
        good = is_word(&tokens.list[n]);
        buffer_printf(out, "%s%.*s", n ? "_" : "", SLICE_ARG(words[n]));
    }
    if (good && answers_longest(NULL, words, tokens.n, ret_known) != tokens.n)
        *ret_known = MEANING_NONE;
    tokens_deinit(&tokens);
    return good;
}

static bool says_yes(enum meaning meaning)
{
    return meaning == MEANING_YES || meaning == MEANING_HEARD || meaning == MEANING_COMING ||
           meaning == MEANING_ALONE;
}

/* A no, or something that turns a yes into one. */
static bool turns(enum meaning meaning)
{
    return meaning == MEANING_NO || meaning == MEANING_NOT || meaning == MEANING_CANNOT ||
           meaning == MEANING_UP || meaning == MEANING_NEGATION || meaning == MEANING_TURN ||
           meaning == MEANING_MACHINE;
}

/* ---- a list of them ---- */

static const struct list {
    const char *name;
    enum meaning meaning;
} lists[] = {{"yes", MEANING_YES}, {"no", MEANING_CANNOT}, {"harmless", MEANING_FILLER}};

static const char *name_of(enum meaning meaning)
{
    for (size_t n = 0; n < sizeof(lists) / sizeof(*lists); n++)
        if (lists[n].meaning == meaning)
            return lists[n].name;
    return "";
}

static const struct answer_phrase *find(const struct answers *answers, struct slice words)
{
    for (size_t n = 0; n < answers->n; n++)
        if (slice_equal_string(words, answers->phrases[n].words))
            return &answers->phrases[n];
    return NULL;
}

/* False: it is reported why it cannot be. */
static bool check(struct reader *r, const config_setting_t *at, const struct list *list,
                  struct slice words, enum meaning known)
{
    const char *text = config_setting_get_string(at);
    const struct answer_phrase *other = find(&r->rules->answers, words);

    if (other)
        reader_error(r, at, "\"%s\" is in \"%s\" already; take one out", text,
                     name_of(other->meaning));
    else if (list->meaning != MEANING_CANNOT && turns(known))
        reader_error(r, at, "\"%s\" says no or expresses doubt: it cannot be in \"%s\"", text,
                     list->name);
    else if (list->meaning == MEANING_CANNOT && says_yes(known))
        reader_error(r, at, "\"%s\" says yes: it cannot be in \"no\"", text);
    else
        return true;
    return false;
}

static void read_one(struct reader *r, const config_setting_t *at, const struct list *list)
{
    struct answers *answers = &r->rules->answers;
    const char *text = config_setting_get_string(at);
    struct buffer words = BUFFER_INIT;
    enum meaning known;

    if (!text || !read_phrase(slice_of(text), &words, &known))
        reader_error(r, at,
                     "\"%s\" contains something other than a text of 1 to %d words without "
                     "punctuation; write it as in "
                     "\"on my way\"",
                     list->name, ANSWER_WORDS);
    else if (check(r, at, list, buffer_slice(&words), known))
        answers->phrases[answers->n++] =
            (struct answer_phrase){list->meaning, buffer_steal(&words)};
    buffer_deinit(&words);
}

/* One text, or a list of such. */
static void read_list(struct reader *r, const config_setting_t *g, const struct list *list)
{
    const config_setting_t *s = reader_member(g, SECTION_ANSWERS, list->name);
    bool several = s && config_setting_is_aggregate(s);
    size_t n = several ? reader_count(s) : s != NULL;
    struct answers *answers = &r->rules->answers;

    answers->phrases = xrealloc(answers->phrases, (answers->n + n + 1) * sizeof(*answers->phrases));
    for (size_t i = 0; i < n; i++)
        read_one(r, several ? reader_item(s, i) : s, list);
}

void read_answers(struct reader *r)
{
    const config_setting_t *g = reader_top(r, "answers");

    for (size_t n = 0; g && n < sizeof(lists) / sizeof(*lists); n++)
        read_list(r, g, &lists[n]);
}
