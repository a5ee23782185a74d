#include "rules/shifts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rules/rotation.h"

#define FAR SPAN_DAYS(366)

void shift_list_deinit(struct shift_list *list)
{
    free(list->shifts);
    *list = (struct shift_list){0};
}

/* The first day of the turn that an active day belongs to. */
static int64_t run_begin(const struct rotation *r, const struct special_days *special, int64_t day)
{
    int64_t cycle = rotation_cycle(r, special, day);

    while (rotation_is_active(r, special, day - 1) && rotation_cycle(r, special, day - 1) == cycle)
        day--;
    return day;
}

/* When the first of the turns that are under way began. */
static struct instant begin_of_turns(const struct roster *r, const struct post *post,
                                     struct instant at)
{
    const struct special_days *special = &r->rules->special;
    int64_t today = calendar_day(at), day;
    struct instant begin = at;

    for (size_t i = 0; i < post->n_rotations; i++) {
        const struct rotation *rotation = &post->rotations[i];

        if (!rotation_is_on(rotation, special, at, today, &day))
            continue;
        if (rotation_is_round_the_clock(rotation))
            day = run_begin(rotation, special, day);
        begin = instant_min(begin, rotation_begin(rotation, day));
    }
    return begin;
}

/* Like roster_next_change, but also at the end of each turn, even if the same people continue. */
static struct instant next_cut(const struct roster *r, const struct post *post, struct instant at,
                               const struct duty *duties, size_t n)
{
    struct instant next = roster_next_change(r, post, at);

    for (size_t i = 0; i < n; i++) {
        const struct rotation *rotation = duties[i].rotation;
        int64_t end;

        if ((i > 0 && duties[i - 1].rotation == rotation) || !rotation_is_round_the_clock(rotation))
            continue;
        end = rotation_run_end(rotation, &r->rules->special, duties[i].day);
        if (end != DAY_NONE)
            next = instant_min(next, rotation_begin(rotation, end));
    }
    return next;
}

static bool goes_on(const struct roster *r, const struct duty *a, const struct duty *b)
{
    const struct special_days *special = &r->rules->special;

    if (a->rotation != b->rotation || a->rostered != b->rostered || a->person != b->person ||
        a->relief != b->relief || a->on_leave != b->on_leave)
        return false;
    return a->day == b->day || (rotation_is_round_the_clock(a->rotation) &&
                                rotation_cycle(a->rotation, special, a->day) ==
                                    rotation_cycle(a->rotation, special, b->day));
}

/* The shift that ends where the duty continues, or NULL. Those under way are at the list's end. */
static struct shift *find_open(const struct roster *r, struct shift_list *list, size_t first,
                               const struct duty *duty, struct instant at)
{
    for (size_t i = list->n; i-- > first;) {
        struct shift *s = &list->shifts[i];

        if (s->to.us == at.us && goes_on(r, &s->duty, duty))
            return s;
    }
    return NULL;
}

void shifts_collect(const struct roster *r, const struct post *post, struct instant from,
                    struct instant until, struct shift_list *list)
{
    struct instant at = begin_of_turns(r, post, from);
    size_t first = list->n, closed = list->n, kept = list->n;
    bool more = true;

    while (more && !instant_is_never(at)) {
        struct duty duties[ROSTER_MAX];
        size_t n = roster_duties(r, post, at, duties);
        struct instant next = next_cut(r, post, at, duties, n);

        more = instant_before(next, until);
        while (closed < list->n && instant_before(list->shifts[closed].to, at))
            closed++;
        for (size_t i = 0; i < n; i++) {
            struct shift *s = find_open(r, list, closed, &duties[i], at);

            if (!s && instant_before(at, until)) {
                list->shifts = xgrow(list->shifts, &list->cap, list->n + 1, sizeof(*list->shifts));
                s = &list->shifts[list->n++];
                *s = (struct shift){.post = post, .duty = duties[i], .from = at};
            }
            if (s)
                s->to = next;
            more = more || s;
        }
        at = next;
    }
    for (size_t i = first; i < list->n; i++) { /* without those that were over before */
        if (instant_before(from, list->shifts[i].to))
            list->shifts[kept++] = list->shifts[i];
    }
    list->n = kept;
}

bool roster_next_gap(const struct roster *r, const struct post *post, struct instant from,
                     struct instant until, struct gap *ret_gap)
{
    const struct person *people[ROSTER_MAX];
    struct gap gap = {0};
    struct instant at = from, last = instant_add(until, FAR);

    for (; instant_before(at, until); at = roster_next_change(r, post, at)) {
        gap.fewest = roster_at(r, post, at, people);
        if (gap.fewest < post->staff)
            break;
    }
    if (!instant_before(at, until))
        return false;
    gap.from = at;
    do {
        size_t n;

        at = roster_next_change(r, post, at);
        n = roster_at(r, post, at, people);
        if (!instant_before(at, last) || n >= post->staff)
            break;
        gap.fewest = n < gap.fewest ? n : gap.fewest;
    } while (true);
    gap.to = instant_before(at, last) ? at : INSTANT_NEVER;
    *ret_gap = gap;
    return true;
}
