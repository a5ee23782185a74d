#include "rules/days.h"

#include <stdlib.h>

#define WEEK 127U

enum kind { KIND_MAKE_UP, KIND_HOLIDAY, KIND_PLAIN };

/* Monday is 0. */
static unsigned weekday(int64_t day)
{
    int64_t w = (day + 3) % 7; /* 1970-01-01 was a Thursday */

    return (unsigned)(w < 0 ? w + 7 : w);
}

static bool is_of(unsigned days, unsigned wday, enum kind kind)
{
    bool workday = kind == KIND_MAKE_UP || (kind == KIND_PLAIN && wday < 5);

    return days == DAYS_EVERY || (days & 1U << wday) ||
           ((days & DAYS_HOLIDAY) && kind == KIND_HOLIDAY) || ((days & DAYS_WORKDAY) && workday) ||
           ((days & DAYS_RESTDAY) && !workday);
}

/* The weekdays of the set on plain days, as bits. */
static unsigned plain_week(unsigned days)
{
    unsigned week = days & WEEK;

    if (days == DAYS_EVERY)
        return WEEK;
    if (days & DAYS_WORKDAY)
        week |= 31;
    if (days & DAYS_RESTDAY)
        week |= 96;
    return week;
}

/* ---- the list ---- */

static int compare(const void *a, const void *b)
{
    const struct special_day *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (int)x->holiday - (int)y->holiday;
}

void special_days_prepare(struct special_days *s)
{
    unsigned so_far[2][7] = {0};
    size_t n = 0;

    if (s->n > 0)
        qsort(s->days, s->n, sizeof(*s->days), compare);
    for (size_t i = 0; i < s->n; i++) {
        if (n == 0 || s->days[n - 1].day != s->days[i].day)
            s->days[n++] = s->days[i];
    }
    s->n = n;
    for (size_t i = 0; s->days && i <= n; i++) {
        struct special_day *d = &s->days[i];

        for (unsigned w = 0; w < 7; w++) {
            d->before[0][w] = so_far[0][w];
            d->before[1][w] = so_far[1][w];
        }
        if (i < n)
            so_far[d->holiday][weekday(d->day)]++;
    }
}

/* The first that is not before the day; n if there is none. */
static size_t first_from(const struct special_days *s, int64_t day)
{
    size_t low = 0, high = s->n;

    if (s->n == 0 || day > s->days[s->n - 1].day)
        return s->n;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (s->days[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- sets ---- */

/* "mon" to "sun", or 7. */
static unsigned find_weekday(struct slice name)
{
    static const char *const names[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    unsigned w = 0;

    while (w < 7 && !slice_equal_string(name, names[w]))
        w++;
    return w;
}

static bool parse_weekdays(struct slice word, unsigned *days)
{
    struct slice rest = word, name = slice_cut(&rest, '-');
    bool span = name.len < word.len;
    unsigned first = find_weekday(slice_trim(name));
    unsigned last = span ? find_weekday(slice_trim(rest)) : first;

    if (first > 6 || last > 6)
        return false;
    for (unsigned w = first; w != last; w = (w + 1) % 7)
        *days |= 1U << w;
    *days |= 1U << last;
    return true;
}

bool days_parse(struct slice text, unsigned *ret_days)
{
    unsigned days = 0;
    bool more;

    do {
        size_t before = text.len;
        struct slice cut = slice_cut(&text, ','), word = slice_trim(cut);

        more = cut.len < before;
        if (slice_equal_string(word, "holiday"))
            days |= DAYS_HOLIDAY;
        else if (slice_equal_string(word, "workday"))
            days |= DAYS_WORKDAY;
        else if (slice_equal_string(word, "restday"))
            days |= DAYS_RESTDAY;
        else if (!parse_weekdays(word, &days))
            return false;
    } while (more);
    if ((days & WEEK) == WEEK || (days & DAYS_WORKDAY && days & DAYS_RESTDAY))
        days = DAYS_EVERY;
    *ret_days = days;
    return true;
}

bool days_need_list(unsigned days)
{
    return (days & ~WEEK) != 0;
}

bool days_match(unsigned days, const struct special_days *special, int64_t day)
{
    enum kind kind = KIND_PLAIN;

    if (days == DAYS_EVERY)
        return true;
    if (days_need_list(days)) {
        size_t i = first_from(special, day);

        if (i < special->n && special->days[i].day == day)
            kind = special->days[i].holiday ? KIND_HOLIDAY : KIND_MAKE_UP;
    }
    return is_of(days, weekday(day), kind);
}

int64_t days_count(unsigned days, const struct special_days *special, int64_t from, int64_t to)
{
    unsigned week = plain_week(days);
    int64_t count;

    if (to <= from)
        return 0;
    if (days == DAYS_EVERY)
        return to - from;
    count = (to - from) / 7 * __builtin_popcount(week);
    for (int64_t day = to - (to - from) % 7; day < to; day++)
        count += week >> weekday(day) & 1;
    if (special->n == 0 || !days_need_list(days))
        return count;
    const struct special_day *a = &special->days[first_from(special, from)];
    const struct special_day *b = &special->days[first_from(special, to)];
    for (unsigned holiday = 0; a < b && holiday < 2; holiday++) {
        for (unsigned w = 0; w < 7; w++) {
            int64_t n = (int64_t)b->before[holiday][w] - a->before[holiday][w];
            int special_is = is_of(days, w, holiday ? KIND_HOLIDAY : KIND_MAKE_UP);

            count += n * (special_is - (int)(week >> w & 1));
        }
    }
    return count;
}

int64_t days_find(unsigned days, const struct special_days *special, int64_t from, bool match)
{
    unsigned week = plain_week(days);
    bool weekly = match ? week != 0 : week != WEEK;

    if (days == DAYS_EVERY)
        return match ? from : DAY_NONE;
    for (int64_t day = from;; day++) {
        if (!weekly) { /* plain days do not count: on to the next special one */
            size_t i = days_need_list(days) ? first_from(special, day) : special->n;

            if (i == special->n)
                return DAY_NONE;
            day = special->days[i].day;
        }
        if (days_match(days, special, day) == match)
            return day;
    }
}
