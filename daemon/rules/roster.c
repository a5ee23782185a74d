#include "rules/roster.h"

#include "rules/rotation.h"

/* ---- who ---- */

static void relieve(struct duty *duty, const struct post *post, const struct relief *reliefs,
                    size_t n, struct instant at)
{
    for (size_t i = 0; i < n; i++) {
        if (reliefs[i].out == duty->person && reliefs[i].post == post &&
            period_covers(&reliefs[i].period, duty->day, at)) {
            duty->person = reliefs[i].in;
            duty->relief = &reliefs[i];
        }
    }
}

static bool is_on_leave(const struct person *p, int64_t day, struct instant at)
{
    for (size_t i = 0; i < p->n_leave; i++) {
        if (period_covers(&p->leave[i], day, at))
            return true;
    }
    return false;
}

size_t roster_duties(const struct roster *r, const struct post *post, struct instant at,
                     struct duty ret_duties[ROSTER_MAX])
{
    const struct special_days *special = &r->rules->special;
    size_t n = 0;
    int64_t today, day;

    if (instant_is_never(at))
        return 0;
    today = calendar_day(at);
    for (size_t i = 0; i < post->n_rotations; i++) {
        const struct rotation *rotation = &post->rotations[i];
        const struct turn *turn;

        if (!rotation_is_on(rotation, special, at, today, &day))
            continue;
        if (rotation->instead)
            n = 0;
        turn = &rotation->turns[(size_t)rotation_cycle(rotation, special, day) % rotation->n_turns];
        for (size_t p = 0; p < turn->n_people && n < ROSTER_MAX; p++) {
            struct duty *d = &ret_duties[n++];

            *d = (struct duty){.person = turn->people[p],
                               .rostered = turn->people[p],
                               .rotation = rotation,
                               .day = day};
            relieve(d, post, post->reliefs, post->n_reliefs, at);
            relieve(d, post, r->reliefs, r->n_reliefs, at);
            d->on_leave = is_on_leave(d->person, day, at);
        }
    }
    return n;
}

static bool is_among(const struct person *person, const struct person *const *people, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (people[i] == person)
            return true;
    }
    return false;
}

size_t roster_at(const struct roster *r, const struct post *post, struct instant at,
                 const struct person *ret_people[ROSTER_MAX])
{
    struct duty duties[ROSTER_MAX];
    size_t n_duties = roster_duties(r, post, at, duties), n = 0;

    for (size_t i = 0; i < n_duties; i++) {
        if (!duties[i].on_leave && !is_among(duties[i].person, ret_people, n))
            ret_people[n++] = duties[i].person;
    }
    return n;
}

bool roster_holds(const struct roster *r, const struct post *post, const struct person *person,
                  struct instant at)
{
    const struct person *people[ROSTER_MAX];

    return is_among(person, people, roster_at(r, post, at, people));
}

const struct post *roster_post_of(const struct roster *r, const struct person *person,
                                  struct instant at)
{
    for (size_t i = 0; i < r->rules->n_posts; i++) {
        if (roster_holds(r, &r->rules->posts[i], person, at))
            return &r->rules->posts[i];
    }
    return NULL;
}

/* ---- until when ---- */

/* The first in a sorted list that is greater than `than`, or `none`. */
static int64_t first_above(const int64_t *list, size_t n, int64_t than, int64_t none)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (list[middle] <= than)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n ? list[low] : none;
}

/* The first day after `day` on which a period by dates begins or has ended. */
static int64_t next_mark_day(const struct roster *r, int64_t day)
{
    int64_t next = first_above(r->rules->mark_days, r->rules->n_mark_days, day, DAY_NONE);

    for (size_t i = 0; i < r->n_reliefs; i++) {
        const struct period *p = &r->reliefs[i].period;

        if (p->by_day && p->first > day && p->first < next)
            next = p->first;
        if (p->by_day && p->last + 1 > day && p->last + 1 < next)
            next = p->last + 1;
    }
    return next;
}

/* The first instant after `at` at which a period by times begins or has ended. */
static struct instant next_mark(const struct roster *r, struct instant at)
{
    const struct rules *rules = r->rules;
    struct instant next = {
        first_above((const int64_t *)rules->marks, rules->n_marks, at.us, INSTANT_NEVER.us)};

    for (size_t i = 0; i < r->n_reliefs; i++) {
        const struct period *p = &r->reliefs[i].period;

        if (!p->by_day && instant_before(at, p->from))
            next = instant_min(next, p->from);
        if (!p->by_day && instant_before(at, p->to))
            next = instant_min(next, p->to);
    }
    return next;
}

static struct instant next_of_rotation(const struct roster *r, const struct rotation *rotation,
                                       struct instant at, int64_t today)
{
    const struct special_days *special = &r->rules->special;
    int64_t day = rotation_last_day(rotation, at, today), next, mark;
    bool active = rotation_is_active(rotation, special, day);

    if (active && !rotation_is_round_the_clock(rotation)) {
        struct instant end = rotation_end(rotation, day);

        if (instant_before(at, end))
            return end;
    }
    next = rotation_next_day(rotation, special, day);
    if (active && rotation_is_round_the_clock(rotation)) {
        mark = next_mark_day(r, day);
        next = mark < next ? mark : next;
    }
    return next == DAY_NONE ? INSTANT_NEVER : rotation_begin(rotation, next);
}

struct instant roster_next_change(const struct roster *r, const struct post *post,
                                  struct instant at)
{
    struct instant next;
    int64_t today;

    if (instant_is_never(at) || post->n_rotations == 0)
        return INSTANT_NEVER;
    next = next_mark(r, at);
    today = calendar_day(at);
    for (size_t i = 0; i < post->n_rotations; i++)
        next = instant_min(next, next_of_rotation(r, &post->rotations[i], at, today));
    return next;
}
