#pragma once
/*
 * Kinds of days: which dates "mon-fri", "holiday" or "workday" mean. Dates are counted as in
 * date_to_days. Pure.
 *
 * A weekday always means that day of the week. A workday is Monday to Friday except holidays, and
 * every make-up day; a restday is any day that is not a workday.
 */
#include "base/slice.h"

#include <stdint.h>

/* A set of kinds: bit 0 is Monday, bit 6 Sunday. A date is in it if it is of any of the kinds. */
#define DAYS_EVERY 0U /* no restriction */
#define DAYS_HOLIDAY (1U << 7)
#define DAYS_WORKDAY (1U << 8)
#define DAYS_RESTDAY (1U << 9)

#define DAY_NONE INT64_MAX /* no such day */

struct special_day {
    int64_t day;
    bool holiday;          /* or a make-up workday */
    unsigned before[2][7]; /* how many of each kind and weekday come before it; for days_count */
};

/* In order, each day once; all zero: none. Made by special_days_prepare. */
struct special_days {
    struct special_day *days; /* one more than n */
    size_t n;
};

/* Takes n days with their `holiday` in any order (and room for one more), sorts them, drops
 * duplicates (a make-up day wins), and counts. */
void special_days_prepare(struct special_days *s);

/* "mon-fri", "sat,sun,holiday", "fri-mon": weekdays, ranges of them, holiday, workday, restday,
 * separated by commas. False for anything else. */
bool days_parse(struct slice text, unsigned *ret_days);
/* Does it depend on the list of holidays? */
bool days_need_list(unsigned days);
bool days_match(unsigned days, const struct special_days *special, int64_t day);
/* How many days of the set are in [from, to). */
int64_t days_count(unsigned days, const struct special_days *special, int64_t from, int64_t to);
/* The first day from `from` on that is (or, with `match` false, is not) in the set; DAY_NONE. */
int64_t days_find(unsigned days, const struct special_days *special, int64_t from, bool match);
