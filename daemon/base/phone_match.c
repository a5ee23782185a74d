#include "base/phone_match.h"

#include <string.h>

#include "base/phone_plan.h"
#include "base/phone_text.h"

#define NATIONAL_DIGITS 6 /* a number without its country has at least so many */
#define TAIL 4            /* the last digits are the same in every form of a number */

void phone_parse(struct slice text, struct phone_home home, struct phone *ret)
{
    struct phone_text t;

    *ret = (struct phone){0};
    phone_text_read(text, &t);
    if (t.kind != PHONE_TEXT_GOOD || t.n_digits >= PHONE_BYTES)
        return;
    strcpy(ret->digits, t.digits);
    phone_read(text, home, &ret->read);
    ret->plus = t.plus;
    ret->whole = t.plus && ret->read.verdict != PHONE_NO_SUCH_COUNTRY;
    if (ret->read.verdict <= PHONE_ODD)
        phone_plan_key(ret->read.number + 1, ret->key);
    else if (ret->whole && t.n_digits <= PHONE_E164_DIGITS && phone_plan_of(ret->digits))
        phone_plan_key(ret->digits, ret->key);
}

/* Is it `national` of that country, as it is or with what is dialled in front? */
static bool is_of(const char *national, const struct phone_plan *plan, const char *key)
{
    char digits[PHONE_BYTES + 4], other[PHONE_BYTES + 4];
    const char *trunks = plan->trunks;
    size_t len = 0;

    do {
        if (strlen(plan->code) + strlen(national + len) > PHONE_E164_DIGITS)
            continue;
        strcpy(digits, plan->code);
        strcat(digits, national + len);
        phone_plan_key(digits, other);
        if (strcmp(other, key) == 0)
            return true;
    } while (phone_plan_next_head(&trunks, national, &len));
    return false;
}

/* `a` shows no country: it may be one of b's, or begin with a code all the same. */
static bool may_be_national(const struct phone *a, const struct phone *b)
{
    char key[PHONE_BYTES];

    if (a->whole || !b->key[0] || strlen(a->digits) < NATIONAL_DIGITS)
        return false;
    if (strlen(a->digits) <= PHONE_E164_DIGITS) {
        phone_plan_key(a->digits, key);
        if (strcmp(key, b->key) == 0)
            return true;
    }
    return is_of(a->digits, phone_plan_of(b->key), b->key);
}

enum phone_match phone_compare(const struct phone *a, const struct phone *b)
{
    if (!a->digits[0] || !b->digits[0])
        return PHONE_OTHER;
    if (a->read.verdict <= PHONE_ODD && b->read.verdict <= PHONE_ODD &&
        strcmp(a->read.number, b->read.number) == 0)
        return PHONE_SAME;
    if (a->plus == b->plus && strcmp(a->digits, b->digits) == 0)
        return PHONE_SAME;
    if (a->key[0] && strcmp(a->key, b->key) == 0)
        return PHONE_FORM;
    return may_be_national(a, b) || may_be_national(b, a) ? PHONE_NATIONAL : PHONE_OTHER;
}

bool phone_may_be(const struct phone *phone, struct slice text)
{
    size_t len = strlen(phone->digits);

    if (len < TAIL || text.len < TAIL)
        return true;
    for (size_t i = 1; i <= TAIL; i++) {
        char c = text.data[text.len - i];

        if (c < '0' || c > '9')
            return true;
        if (c != phone->digits[len - i])
            return false;
    }
    return true;
}

void phone_format(const struct phone *phone, struct buffer *out)
{
    const struct phone_number *p = &phone->read;

    if (!phone->digits[0])
        return;
    if (p->verdict <= PHONE_ODD || p->verdict == PHONE_FOREIGN)
        buffer_append_string(out, p->number);
    else
        buffer_printf(out, "%s%s", phone->plus ? "+" : "", phone->digits);
}
