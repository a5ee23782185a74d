#include "rules/rotation.h"

static int64_t month_number(struct date d)
{
    return (int64_t)d.year * 12 + d.month - 1;
}

/* The day on which the rotation changes in that month: the day of its start, or the month's last.
 */
static struct date day_in_month(int64_t month, int day)
{
    struct date d = {.year = (int)divide_down(month, 12), .month = 1, .day = day};

    d.month = (int)(month - (int64_t)d.year * 12) + 1;
    while (!date_is_valid(d) && d.day > 28)
        d.day--;
    return d;
}

/* The day on which the k-th calendar cycle begins. */
static int64_t cycle_start(const struct rotation *r, int64_t k)
{
    if (r->unit == CYCLE_DAYS)
        return date_to_days(r->start) + k * (int64_t)r->every;
    return date_to_days(day_in_month(month_number(r->start) + k * (int64_t)r->every, r->start.day));
}

int64_t rotation_cycle(const struct rotation *r, const struct special_days *special, int64_t day)
{
    int64_t months, k;

    if (r->count_active)
        return days_count(r->days, special, date_to_days(r->start), day) / (int64_t)r->every;
    if (r->unit == CYCLE_DAYS)
        return divide_down(day - date_to_days(r->start), r->every);
    months = month_number(date_from_days(day)) - month_number(r->start);
    k = divide_down(months, r->every);
    return day < cycle_start(r, k) ? k - 1 : k;
}

bool rotation_is_round_the_clock(const struct rotation *r)
{
    return r->whole_day || r->from == r->to;
}

struct instant rotation_begin(const struct rotation *r, int64_t day)
{
    return calendar_day_instant(day, r->from);
}

struct instant rotation_end(const struct rotation *r, int64_t day)
{
    return calendar_day_instant(r->to <= r->from ? day + 1 : day, r->to);
}

/* The date can go back by a day when clocks go back just after midnight, so the search begins at
 * tomorrow. */
int64_t rotation_last_day(const struct rotation *r, struct instant at, int64_t today)
{
    int64_t day = today;

    if (!instant_before(at, rotation_begin(r, today)))
        return instant_before(at, rotation_begin(r, today + 1)) ? today : today + 1;
    do
        day--;
    while (instant_before(at, rotation_begin(r, day)));
    return day;
}

bool rotation_is_active(const struct rotation *r, const struct special_days *special, int64_t day)
{
    return r->n_turns > 0 && day >= date_to_days(r->start) && days_match(r->days, special, day);
}

bool rotation_is_on(const struct rotation *r, const struct special_days *special, struct instant at,
                    int64_t today, int64_t *ret_day)
{
    int64_t day = rotation_last_day(r, at, today);

    if (!rotation_is_active(r, special, day))
        return false;
    if (!rotation_is_round_the_clock(r) && !instant_before(at, rotation_end(r, day)))
        return false;
    *ret_day = day;
    return true;
}

int64_t rotation_run_end(const struct rotation *r, const struct special_days *special, int64_t day)
{
    int64_t off = days_find(r->days, special, day + 1, false), end;

    if (r->count_active)
        end = day + (int64_t)r->every -
              days_count(r->days, special, date_to_days(r->start), day) % (int64_t)r->every;
    else
        end = cycle_start(r, rotation_cycle(r, special, day) + 1);
    return end < off ? end : off;
}

int64_t rotation_next_day(const struct rotation *r, const struct special_days *special, int64_t day)
{
    int64_t start = date_to_days(r->start);

    if (r->n_turns == 0)
        return DAY_NONE;
    if (!rotation_is_active(r, special, day))
        return days_find(r->days, special, day + 1 > start ? day + 1 : start, true);
    if (!rotation_is_round_the_clock(r))
        return days_find(r->days, special, day + 1, true);
    return r->n_turns == 1 ? days_find(r->days, special, day + 1, false)
                           : rotation_run_end(r, special, day);
}
