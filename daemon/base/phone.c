#include "base/phone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/phone_plan.h"
#include "base/phone_text.h"

#define SERVICE_LEAST 3 /* digits of a short number */
#define SERVICE_MOST 6
#define GUESS_LEAST 11 /* digits that are more likely a number with its country's code */
#define OPEN_PLAN 3    /* lengths of a country's numbers that are so far apart */

/* A plan with what the office knows better of its own country. */
struct way {
    struct phone_home home;
    bool plus; /* the country's code was there for sure */
};

static struct phone_plan plan_for(const struct way *w, const struct phone_plan *known)
{
    struct phone_plan plan = *known;

    if (w->home.trunk && w->home.country && strcmp(w->home.country + 1, plan.code) == 0)
        plan.trunks = w->home.trunk[0] ? w->home.trunk : NULL;
    return plan;
}

static unsigned least(unsigned lengths)
{
    return (unsigned)__builtin_ctz(lengths);
}

static unsigned most(unsigned lengths)
{
    return 31U - (unsigned)__builtin_clz(lengths);
}

/* ---- one way to read it ---- */

static enum phone_verdict judge_length(unsigned n, unsigned right, unsigned all, bool plus)
{
    unsigned lengths = right ? right : all, more = plus ? 2 : 1;

    if (n < 32 && right & (1U << n))
        return PHONE_GOOD;
    if (n + 1 < least(lengths))
        return PHONE_SHORT;
    return n > most(lengths) + more ? PHONE_LONG : PHONE_ODD;
}

/* `digits` as they are: nothing in front of the national number. */
static void read_plainly(const struct way *w, const char *code, const char *national,
                         struct phone_number *ret)
{
    char digits[PHONE_TEXT_DIGITS + 8];
    struct phone_plan plan;
    unsigned right;
    bool old;

    *ret = (struct phone_number){0};
    snprintf(digits, sizeof(digits), "%s%s", code, national);
    old = strlen(digits) <= PHONE_E164_DIGITS && phone_plan_renew(digits);
    plan = plan_for(w, phone_plan_of(digits));
    national = digits + strlen(plan.code);
    right = phone_plan_lengths(&plan, national);
    strcpy(ret->code, plan.code);
    ret->digits = (unsigned)strlen(national);
    ret->lengths = right;
    if (strlen(digits) > PHONE_E164_DIGITS)
        ret->verdict = PHONE_LONG;
    else if (national[0] == '0' && plan.trunks)
        ret->verdict = PHONE_NO_SUCH_NUMBER;
    else
        ret->verdict = judge_length(ret->digits, right, phone_plan_all_lengths(&plan), w->plus);
    if (ret->verdict == PHONE_GOOD && old)
        ret->verdict = PHONE_OLD;
    if (!phone_is_wrong(ret->verdict))
        snprintf(ret->number, sizeof(ret->number), "+%.15s", digits);
}

static unsigned rank(const struct phone_number *p)
{
    static const unsigned char ranks[PHONE_FOREIGN + 1] = {
        [PHONE_GOOD] = 5, [PHONE_OLD] = 4, [PHONE_ODD] = 2, [PHONE_SHORT] = 1, [PHONE_LONG] = 1};

    return ranks[p->verdict] + (p->verdict == PHONE_ODD && p->lengths);
}

/* The better of two ways to read a number; the first, if they are as good. */
static void keep_better(struct phone_number *best, const struct phone_number *other)
{
    if (rank(other) > rank(best))
        *best = *other;
}

/* With the country's code in front; what is dialled within the country only may stand behind it. */
static void read_whole(const struct way *w, const char *digits, struct phone_number *ret)
{
    const struct phone_plan *known = phone_plan_of(digits);
    const char *national, *trunks;
    struct phone_plan plan;
    struct phone_number other;
    size_t len;

    *ret = (struct phone_number){.verdict = PHONE_NO_SUCH_COUNTRY};
    if (!known)
        return;
    plan = plan_for(w, known);
    national = digits + strlen(plan.code);
    read_plainly(w, plan.code, national, ret);
    trunks = plan.trunks;
    while (phone_plan_next_head(&trunks, national, &len)) {
        if (!len)
            continue;
        read_plainly(w, plan.code, national + len, &other);
        keep_better(ret, &other);
    }
    if (national[0] == '0' && plan.trunks) {
        read_plainly(w, plan.code, national + 1, &other);
        keep_better(ret, &other);
    }
}

/* ---- all ways ---- */

/* Dialled from abroad's list of prefixes; false when it begins with none of them. */
static bool read_from_abroad(const struct way *w, const char *prefixes, const char *digits,
                             struct phone_number *ret)
{
    const struct way from_abroad = {w->home, true};
    bool found = false;
    size_t len;

    while (phone_plan_next_head(&prefixes, digits, &len)) {
        struct phone_number other;

        if (!len || !phone_plan_of(digits + len))
            continue;
        read_whole(&from_abroad, digits + len, &other);
        if (found)
            keep_better(ret, &other);
        else
            *ret = other;
        found = true;
    }
    return found;
}

static bool is_open(unsigned lengths)
{
    return most(lengths) - least(lengths) >= OPEN_PLAN;
}

/* Where the country's code stands without a plus: first, if a national number cannot be so long, or
 * would have begun with a trunk's prefix. */
static bool is_whole_first(const struct phone_plan *plan, const char *digits)
{
    unsigned lengths = phone_plan_all_lengths(plan);

    return strncmp(digits, plan->code, strlen(plan->code)) == 0 &&
           (strlen(digits) > most(lengths) ||
            (plan->trunks && plan->trunks[0] && is_open(lengths)));
}

/* Digits without a plus, at home. */
static void read_at_home(const struct way *w, const char *digits, struct phone_number *ret)
{
    const struct phone_plan *known = phone_plan_of(w->home.country + 1);
    struct phone_plan plan = plan_for(w, known);
    char whole[PHONE_TEXT_DIGITS + 8];
    struct phone_number other;
    bool first = is_whole_first(&plan, digits);

    snprintf(whole, sizeof(whole), "%s%s", plan.code, digits);
    read_whole(w, first ? digits : whole, ret);
    read_whole(w, first ? whole : digits, &other);
    if (strcmp(other.code, plan.code) == 0)
        keep_better(ret, &other);
    if (read_from_abroad(w, plan.abroad, digits, &other) ||
        read_from_abroad(w, "00 011", digits, &other))
        keep_better(ret, &other);
}

/* Without a plus the digits may begin with a code all the same. */
static void guess_country(const char *digits, enum phone_verdict verdict, struct phone_number *ret)
{
    const struct way with_plus = {.plus = true};
    struct phone_number other;

    if (strlen(digits) < GUESS_LEAST)
        return;
    read_whole(&with_plus, digits, &other);
    if (other.verdict > PHONE_OLD)
        return;
    *ret = other;
    ret->verdict = verdict;
}

static void read_digits(const struct way *w, const char *digits, struct phone_number *ret)
{
    size_t n = strlen(digits);

    if (w->plus) {
        if (digits[0] != '0' || !read_from_abroad(w, "00 011", digits, ret))
            read_whole(w, digits, ret);
        return;
    }
    if (w->home.country && phone_plan_of(w->home.country + 1)) {
        read_at_home(w, digits, ret);
        if (ret->verdict > PHONE_OLD && n > SERVICE_MOST)
            guess_country(digits, PHONE_FOREIGN, ret);
    } else if ((!read_from_abroad(w, "00", digits, ret) || ret->verdict > PHONE_ODD) &&
               (!read_from_abroad(w, "011", digits, ret) || ret->verdict > PHONE_OLD)) {
        *ret = (struct phone_number){.verdict = PHONE_NO_COUNTRY};
        guess_country(digits, PHONE_NO_COUNTRY, ret);
    }
    if (ret->verdict <= PHONE_OLD || n > SERVICE_MOST)
        return;
    *ret = (struct phone_number){.verdict = n >= SERVICE_LEAST ? PHONE_SERVICE : PHONE_SHORT,
                                 .digits = (unsigned)n};
    if (n >= SERVICE_LEAST)
        strcpy(ret->number, digits);
}

void phone_read(struct slice text, struct phone_home home, struct phone_number *ret)
{
    static const enum phone_verdict verdicts[] = {
        [PHONE_TEXT_WORDS] = PHONE_WORDS,         [PHONE_TEXT_SIGN_IN] = PHONE_SIGN,
        [PHONE_TEXT_LETTER_IN] = PHONE_LETTER,    [PHONE_TEXT_TWO] = PHONE_TWO,
        [PHONE_TEXT_EXTENSION] = PHONE_EXTENSION,
    };
    struct phone_text t;
    struct way w = {.home = home};

    phone_text_read(text, &t);
    w.plus = t.plus;
    *ret = (struct phone_number){0};
    if (t.kind == PHONE_TEXT_GOOD || t.kind == PHONE_TEXT_LETTER_IN) {
        if (t.n_digits > PHONE_TEXT_DIGITS)
            *ret = (struct phone_number){.verdict = PHONE_LONG, .digits = (unsigned)t.n_digits};
        else
            read_digits(&w, t.digits, ret);
    }
    if (t.kind == PHONE_TEXT_GOOD)
        return;
    if (ret->verdict >= PHONE_SERVICE)
        ret->number[0] = '\0';
    ret->verdict = verdicts[t.kind];
    strcpy(ret->sign, t.sign);
}

bool phone_is_wrong(enum phone_verdict verdict)
{
    return verdict >= PHONE_WORDS;
}

bool phone_is_country(struct slice text)
{
    char digits[4] = {0};
    const struct phone_plan *plan;

    if (text.len < 2 || text.len > sizeof(digits) || text.data[0] != '+')
        return false;
    memcpy(digits, text.data + 1, text.len - 1);
    plan = phone_plan_of(digits);
    return plan && strcmp(plan->code, digits) == 0;
}

/* ---- in words ---- */

/* "10 or 11", "7 to 9". */
static void put_lengths(unsigned lengths, struct buffer *out)
{
    unsigned from = least(lengths), to = most(lengths);

    if (from == to) {
        buffer_printf(out, "%u", from);
    } else if (__builtin_popcount(lengths) == 2) {
        buffer_printf(out, "%u or %u", from, to);
    } else {
        buffer_printf(out, "%u to %u", from, to);
    }
}

static void explain_length(const struct phone_number *p, struct buffer *out)
{
    const struct phone_plan *plan = phone_plan_of(p->code);

    buffer_printf(out, "%u digits behind +%s", p->digits, p->code);
    if (p->lengths) {
        buffer_append_string(out, ", where such a number has ");
        put_lengths(p->lengths, out);
    } else {
        buffer_append_string(out, ", where numbers have ");
        put_lengths(phone_plan_all_lengths(plan), out);
        if (p->verdict == PHONE_ODD)
            buffer_append_string(out, " and none is known that begins so");
    }
}

static void put_meant(const struct phone_number *p, struct buffer *out)
{
    if (p->number[0])
        buffer_printf(out, "; did you mean \"%s\"?", p->number);
    else
        buffer_append_string(out, "; write + and digits, as in \"+8613800000001\"");
}

void phone_explain(const struct phone_number *p, struct slice text, struct buffer *out)
{
    if (p->verdict == PHONE_GOOD)
        return;
    buffer_printf(out, "\"%.*s\" ", SLICE_ARG(text));
    switch (p->verdict) {
    case PHONE_GOOD:
        break;
    case PHONE_OLD:
        buffer_printf(out, "is an old form of the number, which is %s today", p->number);
        break;
    case PHONE_ODD:
        buffer_append_string(out, "is an odd number: ");
        explain_length(p, out);
        buffer_append_string(out, "; see that it is right");
        break;
    case PHONE_SERVICE:
        buffer_append_string(out, "is a short number: it goes to the gateway as it is; a person's "
                                  "own is written as in \"+8613800000001\"");
        break;
    case PHONE_WORDS:
        buffer_append_string(out, "is no telephone number");
        put_meant(p, out);
        break;
    case PHONE_SIGN:
        buffer_printf(out,
                      "has \"%s\" in it; write the telephone number alone, as in "
                      "\"+8613800000001\"",
                      p->sign);
        break;
    case PHONE_LETTER:
        buffer_printf(out, "has the letter \"%s\" where a digit belongs", p->sign);
        put_meant(p, out);
        break;
    case PHONE_TWO:
        buffer_append_string(out, "is more than one telephone number; write one, and each other as "
                                  "a contact of its own, or in \"also\"");
        break;
    case PHONE_EXTENSION:
        buffer_append_string(out, "has an extension, which no gateway dials; write the telephone "
                                  "number alone");
        break;
    case PHONE_SHORT:
    case PHONE_LONG:
        buffer_printf(out, "is too %s for a telephone number",
                      p->verdict == PHONE_SHORT ? "short" : "long");
        if (p->code[0]) {
            buffer_append_string(out, ": ");
            explain_length(p, out);
            buffer_append_string(out, p->verdict == PHONE_SHORT ? "; write all of it"
                                                                : "; write one number");
        } else {
            put_meant(p, out);
        }
        break;
    case PHONE_NO_SUCH_COUNTRY:
        buffer_append_string(out,
                             "begins with no country's code; write + and the code first, as in "
                             "\"+8613800000001\"");
        break;
    case PHONE_NO_SUCH_NUMBER:
        buffer_printf(out,
                      "is no telephone number: none of +%s begins so; write +%s and the number",
                      p->code, p->code);
        break;
    case PHONE_NO_COUNTRY:
        buffer_append_string(out, "does not say its country");
        put_meant(p, out);
        buffer_append_string(out, " (Or say \"country\" in office, for all numbers without one.)");
        break;
    case PHONE_FOREIGN:
        buffer_printf(out, "is no number of the office's country; did you mean \"%s\"?", p->number);
        break;
    }
}

struct phone_home phone_home_copy(struct phone_home home)
{
    return (struct phone_home){.country = home.country ? xstrdup(home.country) : NULL,
                               .trunk = home.trunk ? xstrdup(home.trunk) : NULL};
}

void phone_home_deinit(struct phone_home *home)
{
    free((char *)home->country);
    free((char *)home->trunk);
    *home = (struct phone_home){0};
}
