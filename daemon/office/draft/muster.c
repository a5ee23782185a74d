#include "office/draft/muster.h"

#include <assert.h>
#include <string.h>

#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/watch.h"
#include "rules/roster.h"
#include "rules/rotation.h"
#include "rules/shifts.h"

#define MAX_CHANGES 400 /* that are looked through for one in which people change */

bool muster_is_rostered(const struct office *o, const struct post *post, const struct person *p,
                        struct instant now)
{
    struct roster roster = office_roster(o);
    struct instant at = now, end = instant_add(now, MUSTER_EARLY);

    while (!instant_before(end, at)) {
        if (roster_holds(&roster, post, p, at))
            return true;
        at = roster_next_change(&roster, post, at);
    }
    return false;
}

const char *muster_standin(const struct office *o, const struct post *post, const struct person *p,
                           struct instant now)
{
    if (muster_is_rostered(o, post, p, now))
        return NULL;
    return p->rank >= RANK_LEADER ? "authorised" : "unauthorised";
}

static bool is_among(const struct muster *m, const char *person)
{
    for (size_t i = 0; i < m->n_rostered; i++)
        if (strcmp(m->rostered[i]->id, person) == 0)
            return true;
    return false;
}

struct muster muster_of(const struct office *o, const struct post *post, const struct watch *w,
                        struct instant since, struct instant now)
{
    struct roster roster = office_roster(o);
    struct muster m = {0};

    m.n_rostered = roster_at(&roster, post, now, m.rostered);
    m.needed = m.n_rostered < post->staff ? m.n_rostered : post->staff;
    m.on = w ? w->n_on : 0;
    for (size_t i = 0; i < m.on; i++) {
        const struct attendance *a = &w->on[i];
        bool came = a->standin && !instant_before(instant_add(a->since, MUSTER_EARLY), since);
        m.there += is_among(&m, a->person) || came;
    }
    assert(m.needed <= m.n_rostered && m.there <= m.on);
    return m;
}

bool muster_is_absent(const struct office *o, const struct post *post, const struct person *p,
                      struct instant now)
{
    struct roster roster = office_roster(o);

    return roster_holds(&roster, post, p, now) &&
           !watch_attendance(presence_watch(o, slice_of(post->id)), slice_of(p->id));
}

/* Has anybody signed on since then? */
static bool is_anybody_on(const struct watch *w, struct instant since)
{
    for (size_t i = 0; w && i < w->n_on; i++)
        if (!instant_before(instant_add(w->on[i].since, MUSTER_EARLY), since))
            return true;
    return false;
}

bool muster_holds(const struct office *o, const struct post *post, const struct person *p,
                  struct instant now)
{
    const struct watch *w = presence_watch(o, slice_of(post->id));
    struct roster roster = office_roster(o);
    struct duty duties[ROSTER_MAX];
    size_t n = roster_duties(&roster, post, now, duties);

    if (watch_attendance(w, slice_of(p->id)))
        return true;
    for (size_t i = 0; i < n; i++)
        if (duties[i].person == p && !duties[i].on_leave &&
            !is_anybody_on(w, rotation_begin(duties[i].rotation, duties[i].day)))
            return true;
    return false;
}

/* One place in a shift: the same person's next turn is another shift. */
struct place {
    const struct person *person;
    const struct rotation *rotation;
    int64_t cycle;
};

static size_t places_at(const struct office *o, const struct post *post, struct instant at,
                        struct place ret_places[ROSTER_MAX])
{
    struct roster roster = office_roster(o);
    struct duty duties[ROSTER_MAX];
    size_t n = roster_duties(&roster, post, at, duties), kept = 0;

    for (size_t i = 0; i < n; i++)
        if (!duties[i].on_leave)
            ret_places[kept++] = (struct place){
                duties[i].person, duties[i].rotation,
                rotation_cycle(duties[i].rotation, &o->rules->special, duties[i].day)};
    return kept;
}

static bool is_same_shift(const struct place *a, size_t n_a, const struct place *b, size_t n_b)
{
    return n_a == n_b && memcmp(a, b, n_a * sizeof(*a)) == 0;
}

/* Who is alone in a rotation changes nobody, but has a turn each time. */
static struct instant next_turn(const struct roster *roster, const struct post *post,
                                struct instant at)
{
    struct instant next = roster_next_change(roster, post, at);
    struct duty duties[ROSTER_MAX];
    size_t n = roster_duties(roster, post, at, duties);

    for (size_t i = 0; i < n; i++) {
        const struct rotation *r = duties[i].rotation;
        int64_t end = rotation_run_end(r, &roster->rules->special, duties[i].day);
        if (end != DAY_NONE && instant_before(at, rotation_begin(r, end)))
            next = instant_min(next, rotation_begin(r, end));
    }
    return next;
}

struct instant muster_next_shift(const struct office *o, const struct post *post, struct instant at)
{
    struct place before[ROSTER_MAX], after[ROSTER_MAX];
    struct roster roster = office_roster(o);
    size_t n_before = places_at(o, post, at, before);

    for (int i = 0; i < MAX_CHANGES; i++) {
        at = next_turn(&roster, post, at);
        if (instant_is_never(at) ||
            !is_same_shift(before, n_before, after, places_at(o, post, at, after)))
            return at;
    }
    return at; /* nobody came or went: to be gone on from there */
}

struct instant muster_shift_end(const struct office *o, const struct post *post,
                                const struct person *p, struct instant now)
{
    struct roster roster = office_roster(o);
    struct shift_list list = {0};
    struct instant end = now;

    shifts_collect(&roster, post, now, instant_add(now, SPAN_US(1)), &list);
    for (size_t i = 0; i < list.n; i++)
        if (list.shifts[i].duty.person == p && !list.shifts[i].duty.on_leave)
            end = instant_max(end, list.shifts[i].to);
    shift_list_deinit(&list);
    return end;
}

bool muster_cover_fits(const struct office *o, const struct cover *c, struct instant now)
{
    const struct reliefs *all = o->reliefs;
    struct roster roster = {.rules = o->rules};
    const struct post *post = rules_post(o->rules, slice_of(c->post));
    struct instant at = instant_before(c->from, now) ? now : c->from;
    struct duty duties[ROSTER_MAX];

    /* Those made before it may bring its `out` on duty. */
    roster.reliefs = all->fitting;
    while (roster.n_reliefs < all->n_fitting && all->fitting[roster.n_reliefs].reason != c->reason)
        roster.n_reliefs++;
    if (roster.n_reliefs == all->n_fitting) /* its people or its post are gone */
        return false;
    for (; instant_before(at, c->to); at = roster_next_change(&roster, post, at)) {
        size_t n = roster_duties(&roster, post, at, duties);
        for (size_t i = 0; i < n; i++)
            if (strcmp(duties[i].person->id, c->out) == 0)
                return true;
    }
    return false;
}
