#include "base/phone_run.h"

#include "base/fold.h"
#include "base/phone_text.h"
#include "base/typed.h"

#define WHOLE 7        /* digits: fewer are no whole number */
#define WHOLE_BLIND 10 /* the same, where no country is known */
#define LOCAL_MOST 8   /* digits of a number without its area's code */
#define LOCAL_GROUP 4  /* the first group of such a number has so many */
#define COUNT_DIGITS 2 /* a group of so many may also count something */
#define MOST_DIGITS 15 /* of any number */

/* ---- groups ---- */

static bool is_group(struct slice word)
{
    struct buffer plain = BUFFER_INIT;
    bool digit = false, other = false;

    fold_signs(word, &plain);
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.data[i];

        if (c >= '0' && c <= '9')
            digit = true;
        else
            other = other || (c != '+' && c != '-' && c != '(' && c != ')' && c != '.' && c != '/');
    }
    buffer_deinit(&plain);
    return digit && !other;
}

/* The bytes up to the next space, or a comma, which ends the number too. */
static size_t word_length(struct slice s, bool *ret_last)
{
    size_t at = 0, len = 0;

    *ret_last = false;
    for (; at < s.len; at += len) {
        enum typed typed = typed_at((struct slice){s.data + at, s.len - at}, &len);

        if (typed == TYPED_SPACE || typed == TYPED_JOINING)
            break;
        if (typed == TYPED_COMMA || typed == TYPED_COLON || (typed == TYPED_STOP && len > 1)) {
            *ret_last = true;
            break;
        }
    }
    return at;
}

size_t phone_run_split(struct slice text, size_t ret_ends[PHONE_RUN_GROUPS])
{
    struct slice rest = text;
    size_t n = 0;
    bool last = false;

    while (n < PHONE_RUN_GROUPS && !last && rest.len) {
        size_t len = word_length(rest, &last);

        if (!is_group((struct slice){rest.data, len}))
            break;
        rest = (struct slice){rest.data + len, rest.len - len};
        ret_ends[n++] = text.len - rest.len;
        rest = typed_skip(rest);
    }
    return n;
}

/* ---- the number ---- */

/* The digits of the first groups, and whether they are a whole number. */
struct prefix {
    size_t digits, added;
    bool whole;
};

static struct prefix read_prefix(struct slice text, struct phone_home home, size_t digits_before)
{
    struct prefix p = {0};
    struct phone_number number;
    struct phone_text digits;

    phone_text_read(text, &digits);
    phone_read(text, home, &number);
    p.digits = digits.n_digits;
    p.added = digits.n_digits - digits_before;
    if (number.verdict == PHONE_GOOD || number.verdict == PHONE_OLD)
        p.whole = p.digits >= WHOLE;
    else if (number.verdict == PHONE_NO_COUNTRY || number.verdict == PHONE_FOREIGN)
        p.whole = p.digits >= WHOLE_BLIND && p.digits <= MOST_DIGITS;
    return p;
}

/* No beginning of it is a whole number: a short one, or a local one. */
static size_t take_local(const struct prefix *p, size_t n, bool text_follows, bool *ret_sure)
{
    *ret_sure = true;
    if (!text_follows) {
        *ret_sure = p[n - 1].digits <= MOST_DIGITS;
        return n;
    }
    if (p[1].added <= COUNT_DIGITS)
        return 1;
    *ret_sure = n == 2 && p[0].digits == LOCAL_GROUP && p[1].digits <= LOCAL_MOST;
    return 2;
}

/* Groups as even as in "030 12 34 56 78", from the first whole number to the last. */
static bool is_even(const struct prefix *p, size_t first, size_t last)
{
    for (size_t i = first + 1; i <= last; i++)
        if (p[i].added < 2 || p[i].added != p[i - 1].added)
            return false;
    return first > 0;
}

size_t phone_run_take(struct slice text, const size_t *ends, size_t n, struct phone_home home,
                      bool text_follows, bool *ret_sure)
{
    struct prefix p[PHONE_RUN_GROUPS];
    size_t first = n, last = n;

    for (size_t i = 0; i < n; i++) {
        p[i] = read_prefix((struct slice){text.data, ends[i]}, home, i ? p[i - 1].digits : 0);
        if (p[i].whole && first == n)
            first = i;
        if (p[i].whole)
            last = i;
    }
    *ret_sure = true;
    if (n < 2)
        return n;
    if (first == n)
        return take_local(p, n, text_follows, ret_sure);
    if (first == last || p[first + 1].added == 1)
        return first + 1;
    if (first == 0) /* it was written without spaces */
        return 1;
    if (!text_follows || is_even(p, first, last))
        return last + 1;
    *ret_sure = false;
    return first + 1;
}
