#include <criterion/criterion.h>
#include <stdlib.h>

#include "rules/calendar.h"
#include "rules/days.h"

static int64_t day(const char *text)
{
    struct date d;

    cr_assert(date_parse(slice_of(text), &d), "%s", text);
    return date_to_days(d);
}

/* National Day of 2026: Thursday to Wednesday, with a Saturday to make up; one make-up day is given
 * twice, and as a holiday. */
static struct special_days october(void)
{
    struct special_days s = {calloc(12, sizeof(*s.days)), 0};

    s.days[s.n++] = (struct special_day){.day = day("2026-10-10")};
    s.days[s.n++] = (struct special_day){.day = day("2026-10-10"), .holiday = true};
    for (int64_t d = day("2026-10-07"); d >= day("2026-10-01"); d--)
        s.days[s.n++] = (struct special_day){.day = d, .holiday = true};
    s.days[s.n++] = (struct special_day){.day = day("2026-10-10")};
    special_days_prepare(&s);
    return s;
}

Test(days, kinds)
{
    static const struct {
        const char *set, *in; /* of 2026-09-28, a Monday, and the 15 days after: x is in */
    } rows[] = {
        {"mon-fri", "xxxxx..xxxxx..xx"},         {"sat,sun", ".....xx.....xx.."},
        {"fri-mon", "x...xxxx...xxxx."},         {"wed", "..x......x......"},
        {"holiday", "...xxxxxxx......"},         {"workday", "xxx.......xxx.xx"},
        {"restday", "...xxxxxxx...x.."},         {"sat,sun,holiday", "...xxxxxxx..xx.."},
        {"mon-fri,holiday", "xxxxxxxxxxxx..xx"}, {"workday,restday", "xxxxxxxxxxxxxxxx"},
        {"mon-sun", "xxxxxxxxxxxxxxxx"},         {" mon , tue-wed ", "xxx....xxx....xx"},
    };
    struct special_days s = october();
    int64_t first = day("2026-09-28");

    cr_expect_eq(s.n, 8);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        unsigned days;
        int64_t count = 0, next = 0;

        cr_assert(days_parse(slice_of(rows[i].set), &days), "%s", rows[i].set);
        for (int d = 0; d < 16; d++) {
            bool in = rows[i].in[d] == 'x';

            cr_expect_eq(days_match(days, &s, first + d), in, "%s, day %d", rows[i].set, d);
            cr_expect_eq(days_count(days, &s, first, first + d), count, "%s, day %d", rows[i].set,
                         d);
            count += in;
            if (in)
                cr_expect_eq(days_find(days, &s, first + next, true), first + d, "%s, day %d",
                             rows[i].set, d);
            next = in ? d + 1 : next;
            if (!in)
                cr_expect_eq(days_find(days, &s, first + d, false), first + d, "%s", rows[i].set);
        }
    }
    free(s.days);
}

Test(days, none_behind_the_last)
{
    struct special_days s = october(), none = {0};

    cr_expect_eq(days_find(DAYS_HOLIDAY, &s, day("2026-10-08"), true), DAY_NONE);
    cr_expect_eq(days_find(DAYS_HOLIDAY, &none, 0, true), DAY_NONE);
    cr_expect_eq(days_find(DAYS_EVERY, &s, 5, false), DAY_NONE);
    cr_expect_eq(days_count(DAYS_HOLIDAY, &none, 0, 10000), 0);
    cr_expect_eq(days_count(DAYS_WORKDAY, &none, day("2026-01-01"), day("2027-01-01")), 261);
    cr_expect_eq(days_count(DAYS_WORKDAY, &s, day("2026-01-01"), day("2027-01-01")), 257);
    free(s.days);
}

Test(days, what_is_no_set)
{
    static const char *const texts[] = {"",     ",",        "mon,",   "Mon",     "mon-",
                                        "-fri", "mon--fri", "monfri", "weekend", "mon,,tue"};
    unsigned days = 99;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        cr_expect(!days_parse(slice_of(texts[i]), &days) && days == 99, "%s", texts[i]);
}
