#include "office/roster.h"

/*
 * Everything is counted in the local dates on which shifts begin; an instant comes in only through
 * calendar_instant, which never goes back when the local time given to it goes on. So the end of
 * one shift and the beginning of the next are the same instant on every day, also on those on which
 * the clocks change.
 */

static int64_t divide_down(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t month_number(struct date d)
{
    return (int64_t)d.year * 12 + d.month - 1;
}

/* The day of the month number on which the rotation changes: the day of its start, or the month's
 * last. */
static struct date day_in_month(int64_t month, int day)
{
    struct date d = {.year = (int)divide_down(month, 12), .month = 1, .day = day};

    d.month = (int)(month - (int64_t)d.year * 12) + 1;
    while (!date_is_valid(d) && d.day > 28)
        d.day--;
    return d;
}

/* The day on which the k-th cycle begins. */
static int64_t cycle_start(const struct rotation *r, int64_t k)
{
    if (r->unit == CYCLE_DAYS)
        return date_to_days(r->start) + k * (int64_t)r->every;
    return date_to_days(day_in_month(month_number(r->start) + k * (int64_t)r->every, r->start.day));
}

/* The cycle that a day belongs to; negative before the start. */
static int64_t cycle_of(const struct rotation *r, int64_t day)
{
    int64_t months, k;

    if (r->unit == CYCLE_DAYS)
        return divide_down(day - date_to_days(r->start), r->every);
    months = month_number(date_from_days(day)) - month_number(r->start);
    k = divide_down(months, r->every);
    return day < cycle_start(r, k) ? k - 1 : k;
}

static struct instant shift_begin(const struct rotation *r, int64_t day)
{
    return calendar_instant(date_from_days(day), r->from);
}

static struct instant shift_end(const struct rotation *r, int64_t day)
{
    return calendar_instant(date_from_days(r->to <= r->from ? day + 1 : day), r->to);
}

/* The day on which the latest shift began, whether or not it has ended. The date can go back by a
 * day when clocks go back just behind midnight, so the search begins at tomorrow. */
static int64_t last_shift(const struct rotation *r, struct instant at)
{
    int64_t day = date_to_days(calendar_date(at)) + 1;

    while (instant_before(at, shift_begin(r, day)))
        day--;
    return day;
}

static bool is_round_the_clock(const struct rotation *r)
{
    return r->whole_day || r->from == r->to;
}

static const struct turn *turn_at(const struct rotation *r, struct instant at)
{
    int64_t day = last_shift(r, at), k;

    if (r->n_turns == 0 || day < date_to_days(r->start))
        return NULL;
    if (!is_round_the_clock(r) && !instant_before(at, shift_end(r, day)))
        return NULL;
    k = cycle_of(r, day);
    return &r->turns[(size_t)k % r->n_turns];
}

static struct instant next_change(const struct rotation *r, struct instant at)
{
    int64_t day = last_shift(r, at), start = date_to_days(r->start);

    if (r->n_turns == 0)
        return INSTANT_NEVER;
    if (day < start)
        return shift_begin(r, start);
    if (is_round_the_clock(r)) {
        return r->n_turns == 1 ? INSTANT_NEVER
                               : shift_begin(r, cycle_start(r, cycle_of(r, day) + 1));
    }
    return instant_before(at, shift_end(r, day)) ? shift_end(r, day) : shift_begin(r, day + 1);
}

static bool is_among(const struct person *person, const struct person *const *people, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (people[i] == person)
            return true;
    }
    return false;
}

size_t roster_at(const struct post *post, struct instant at,
                 const struct person *ret_people[ROSTER_MAX])
{
    size_t n = 0;

    if (instant_is_never(at))
        return 0;
    for (size_t i = 0; i < post->n_rotations; i++) {
        const struct turn *turn = turn_at(&post->rotations[i], at);

        for (size_t p = 0; turn && p < turn->n_people && n < ROSTER_MAX; p++) {
            if (!is_among(turn->people[p], ret_people, n))
                ret_people[n++] = turn->people[p];
        }
    }
    return n;
}

struct instant roster_next_change(const struct post *post, struct instant at)
{
    struct instant next = INSTANT_NEVER;

    if (instant_is_never(at))
        return next;
    for (size_t i = 0; i < post->n_rotations; i++)
        next = instant_min(next, next_change(&post->rotations[i], at));
    return next;
}

bool roster_holds(const struct post *post, const struct person *person, struct instant at)
{
    const struct person *people[ROSTER_MAX];

    return is_among(person, people, roster_at(post, at, people));
}

const struct post *roster_post_of(const struct rules *rules, const struct person *person,
                                  struct instant at)
{
    for (size_t i = 0; i < rules->n_posts; i++) {
        if (roster_holds(&rules->posts[i], person, at))
            return &rules->posts[i];
    }
    return NULL;
}
