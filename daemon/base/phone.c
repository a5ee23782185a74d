#include "base/phone.h"

#include <string.h>

#include "base/utf8.h"

#define NATIONAL_DIGITS                                                                            \
    7 /* a number with a country's code before it has at least so many after it                    \
       */

/* What stands between digits: also the no-break spaces and dashes that telephones put there. */
static bool is_between(uint32_t c)
{
    static const uint32_t others[] = {0x00a0, 0x2007, 0x2009, 0x202a, 0x202c, 0x202d,
                                      0x202f, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014,
                                      0x2212, 0x3000, 0xff08, 0xff09, 0xff0d, 0xfeff};

    if (c < 0x80)
        return c && strchr(" \t-./()", (int)c);
    for (size_t n = 0; n < sizeof(others) / sizeof(*others); n++)
        if (others[n] == c)
            return true;
    return false;
}

/* The digits alone; false when there is anything else in it. */
static bool read_digits(struct slice text, char digits[PHONE_DIGITS + 1], bool *ret_plus)
{
    size_t n = 0;

    *ret_plus = false;
    while (text.len) {
        uint32_t c = utf8_next(&text);

        if (c >= 0xff10 && c <= 0xff19)
            c = '0' + (c - 0xff10);
        if ((c == '+' || c == 0xff0b) && n == 0 && !*ret_plus) {
            *ret_plus = true;
        } else if (c >= '0' && c <= '9') {
            if (n == PHONE_DIGITS)
                return false;
            digits[n++] = (char)c;
        } else if (!is_between(c)) {
            return false;
        }
    }
    digits[n] = '\0';
    return n > 0;
}

static void add_reading(struct phone *p, const char *head, const char *tail, bool international)
{
    struct phone_reading *r = &p->readings[p->n];
    size_t n = strlen(head), m = strlen(tail);

    if (m == 0 || n + m > PHONE_DIGITS)
        return;
    memcpy(r->digits, head, n);
    memcpy(r->digits + n, tail, m + 1);
    r->international = international;
    p->n++;
}

struct phone phone_parse(struct slice text, const char *country)
{
    char digits[PHONE_DIGITS + 1];
    struct phone p = {0};
    bool plus;

    if (!read_digits(text, digits, &plus))
        return p;
    if (plus) {
        add_reading(&p, "", digits, true);
    } else if (strncmp(digits, "00", 2) == 0) {
        add_reading(&p, "", digits + 2, true);
    } else {
        add_reading(&p, "", digits, false);
        if (country) /* one 0 before an area's code is dialled within the country only */
            add_reading(&p, country + 1, digits + (digits[0] == '0'), true);
    }
    return p;
}

bool phone_equal(const struct phone *a, const struct phone *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++)
            if (strcmp(a->readings[i].digits, b->readings[j].digits) == 0)
                return true;
    return false;
}

void phone_format(const struct phone *p, const char *country, struct buffer *out)
{
    const struct phone_reading *r = p->readings;
    size_t head = country ? strlen(country + 1) : 0;

    if (p->n == 0)
        return;
    if (r->international) {
        buffer_printf(out, "+%s", r->digits);
    } else if (head && strncmp(r->digits, country + 1, head) == 0 &&
               strlen(r->digits) > head + NATIONAL_DIGITS) {
        buffer_printf(out, "+%s", r->digits); /* its plus was dropped on the way */
    } else if (p->n > 1 && strlen(r->digits) >= NATIONAL_DIGITS) {
        buffer_printf(out, "+%s", p->readings[1].digits);
    } else {
        buffer_append_string(out, r->digits);
    }
}

bool phone_is_country(struct slice text)
{
    if (text.len < 2 || text.len > 4 || text.data[0] != '+' || text.data[1] == '0')
        return false;
    for (size_t n = 1; n < text.len; n++)
        if (text.data[n] < '0' || text.data[n] > '9')
            return false;
    return true;
}
