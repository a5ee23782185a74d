#include "office/decide/reply_verdict.h"

#define MEANINGS (MEANING_MACHINE + 1)

/* What there is in an answer, and how often. */
struct sum {
    size_t of[MEANINGS];
    size_t codes, questions;
};

/* ---- what stands beside a word ---- */

static bool parts(const struct item *item)
{
    return item->kind != ITEM_WORD || item->is_symbol;
}

static bool starts_clause(const struct item *items, size_t at)
{
    return at == 0 || parts(&items[at]) || parts(&items[at - 1]);
}

static bool ends_clause(const struct item *items, size_t n, size_t at)
{
    return at + 1 == n || parts(&items[at]) || parts(&items[at + 1]);
}

static bool is_harmless(const struct item *item, bool with_no)
{
    static const enum meaning beside_no[] = {MEANING_SORRY, MEANING_SELF, MEANING_ALL,
                                             MEANING_BOTH,  MEANING_NOT,  MEANING_NO,
                                             MEANING_CANNOT};

    if (item->kind != ITEM_WORD)
        return false;
    for (size_t n = 0; with_no && n < sizeof(beside_no) / sizeof(*beside_no); n++)
        if (item->meaning == beside_no[n])
            return true;
    return item->meaning == MEANING_FILLER;
}

/* Said by itself. Thanks may follow; around a no there may be regrets. */
static bool is_clause(const struct item *items, size_t n, size_t at)
{
    bool no = items[at].meaning == MEANING_NOT;

    return (starts_clause(items, at) || (no && is_harmless(&items[at - 1], true))) &&
           (ends_clause(items, n, at) || is_harmless(&items[at + 1], no));
}

static bool has_code(const struct item *items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (items[k].kind == ITEM_CODE)
            return true;
    return false;
}

/* What the word at `at` means there. */
static enum meaning meaning_at(const struct item *items, size_t n, size_t at)
{
    const struct item *item = &items[at];
    enum meaning meaning = item->meaning;

    if (meaning == MEANING_ALONE)
        return is_clause(items, n, at) ? MEANING_YES : MEANING_NONE;
    if (meaning == MEANING_NOT)
        return is_clause(items, n, at) ? MEANING_NO : MEANING_NEGATION;
    if (meaning == MEANING_ADDRESS)
        return ends_clause(items, n, at) ? MEANING_FILLER : MEANING_NONE;
    if ((meaning == MEANING_NO || meaning == MEANING_UP) && item->is_short && !has_code(items, n) &&
        !ends_clause(items, n, at) && !is_harmless(&items[at + 1], true))
        return MEANING_NONE;
    return meaning;
}

static struct sum sum_up(const struct item *items, size_t n)
{
    struct sum sum = {0};

    for (size_t k = 0; k < n; k++)
        if (sum.codes && items[k].meaning == MEANING_GREETING)
            sum.of[MEANING_FILLER]++; /* after the code it may ask who that is */
        else if (items[k].kind == ITEM_WORD && !items[k].name)
            sum.of[meaning_at(items, n, k)]++;
        else if (items[k].kind == ITEM_CODE)
            sum.codes++;
        else if (items[k].kind == ITEM_QUESTION)
            sum.questions++;
    return sum;
}

/* ---- the kinds of answers ---- */

static bool is_no_word(enum meaning meaning)
{
    return meaning == MEANING_NO || meaning == MEANING_CANNOT;
}

static size_t first_no(const struct item *items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (items[k].kind == ITEM_WORD && is_no_word(meaning_at(items, n, k)))
            return k;
    return n;
}

/* Nothing stands before a no that may make it another's, or turn it round: what is not understood
 * only in another sentence, and then the no says whose it is. */
static bool is_own_no(const struct item *items, size_t n, size_t no)
{
    bool self = items[no].has_self, unknown = false, same = true;

    for (size_t k = no; k-- > 0;) {
        enum meaning meaning = items[k].kind == ITEM_WORD ? meaning_at(items, n, k) : MEANING_AND;

        if (items[k].kind == ITEM_BREAK || items[k].kind == ITEM_LINE)
            same = false;
        if (same && (meaning == MEANING_NONE || meaning == MEANING_NEGATION))
            return false;
        unknown = unknown || meaning == MEANING_NONE || meaning == MEANING_NEGATION;
        self = self || items[k].has_self;
    }
    return self || !unknown;
}

static bool is_no(const struct item *items, size_t n, const struct sum *sum)
{
    if (sum->of[MEANING_YES] || sum->of[MEANING_COMING] || sum->of[MEANING_TURN])
        return false;
    if (sum->of[MEANING_HEARD] && (!sum->of[MEANING_CANNOT] || sum->of[MEANING_NO]))
        return false;
    return is_own_no(items, n, first_no(items, n));
}

static bool is_up(const struct item *items, size_t n, const struct sum *sum)
{
    size_t at = 0;

    if (sum->of[MEANING_YES] || sum->of[MEANING_HEARD] || sum->of[MEANING_COMING] ||
        sum->of[MEANING_NEGATION] || sum->of[MEANING_TURN])
        return false;
    while (items[at].kind != ITEM_WORD || items[at].meaning == MEANING_GREETING ||
           is_harmless(&items[at], true))
        at++;
    if (items[at].meaning != MEANING_UP)
        return false;
    return !items[at].is_short || ends_clause(items, n, at) || sum->of[MEANING_NONE] > 0;
}

static bool is_yes(const struct sum *sum)
{
    static const enum meaning never[] = {MEANING_NONE, MEANING_NO,       MEANING_CANNOT,
                                         MEANING_UP,   MEANING_SELF,     MEANING_SORRY,
                                         MEANING_TURN, MEANING_NEGATION, MEANING_ABOUT};
    size_t words = sum->of[MEANING_YES] + sum->of[MEANING_HEARD] + sum->of[MEANING_COMING];
    size_t all = sum->of[MEANING_ALL] + sum->of[MEANING_BOTH];

    for (size_t n = 0; n < sizeof(never) / sizeof(*never); n++)
        if (sum->of[never[n]])
            return false;
    if (all && (sum->codes == 1 || sum->of[MEANING_YES] + sum->of[MEANING_HEARD] == 0))
        return false;
    return words || (sum->codes > sum->of[MEANING_AND] && !sum->of[MEANING_FILLER]);
}

struct verdict verdict_of(const struct item *items, size_t n)
{
    const struct sum sum = sum_up(items, n);
    size_t no = sum.of[MEANING_NO] + sum.of[MEANING_CANNOT];
    struct verdict v = {.is_sure = sum.of[MEANING_NONE] == 0 || sum.of[MEANING_NO] > 0,
                        .is_all = sum.of[MEANING_ALL] > 0,
                        .is_both = sum.of[MEANING_BOTH] > 0};

    v.has_word = no || sum.of[MEANING_UP] || sum.of[MEANING_YES] || sum.of[MEANING_HEARD] ||
                 sum.of[MEANING_COMING];
    if (sum.questions || sum.of[MEANING_MACHINE])
        v.kind = ANSWER_UNCLEAR;
    else if (no)
        v.kind = is_no(items, n, &sum) ? ANSWER_NO : ANSWER_UNCLEAR;
    else if (sum.of[MEANING_UP])
        v.kind = is_up(items, n, &sum) ? ANSWER_UP : ANSWER_UNCLEAR;
    else
        v.kind = is_yes(&sum) ? ANSWER_YES : ANSWER_UNCLEAR;
    return v;
}
