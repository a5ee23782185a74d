/* Who is there, beside who should be. */
#include "office/presence.h"

#include <string.h>

#define MAX_CHANGES 400 /* that are looked through for one in which people change */

bool presence_is_rostered(const struct office *o, const struct post *post, const struct person *p,
                          struct instant now)
{
    struct roster roster = office_roster(o);
    struct instant at = now, end = instant_add(now, PRESENCE_EARLY);

    while (!instant_before(end, at)) {
        if (roster_holds(&roster, post, p, at))
            return true;
        at = roster_next_change(&roster, post, at);
    }
    return false;
}

const char *presence_standin(const struct office *o, const struct post *post,
                             const struct person *p, struct instant now)
{
    if (presence_is_rostered(o, post, p, now))
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

struct muster presence_muster(const struct office *o, const struct post *post,
                              const struct watch *w, struct instant since, struct instant now)
{
    struct roster roster = office_roster(o);
    struct muster m = {0};

    m.n_rostered = roster_at(&roster, post, now, m.rostered);
    m.needed = m.n_rostered < post->staff ? m.n_rostered : post->staff;
    m.on = w ? w->n_on : 0;
    for (size_t i = 0; i < m.on; i++) {
        const struct attendance *a = &w->on[i];
        bool came = a->standin && !instant_before(instant_add(a->since, PRESENCE_EARLY), since);
        m.there += is_among(&m, a->person) || came;
    }
    return m;
}

static bool is_same_shift(const struct person *const *a, size_t n_a, const struct person *const *b,
                          size_t n_b)
{
    return n_a == n_b && memcmp(a, b, n_a * sizeof(*a)) == 0;
}

struct instant presence_next_shift(const struct office *o, const struct post *post,
                                   struct instant at)
{
    struct roster roster = office_roster(o);
    const struct person *before[ROSTER_MAX], *after[ROSTER_MAX];
    size_t n_before = roster_at(&roster, post, at, before);

    for (int i = 0; i < MAX_CHANGES; i++) {
        at = roster_next_change(&roster, post, at);
        if (instant_is_never(at) ||
            !is_same_shift(before, n_before, after, roster_at(&roster, post, at, after)))
            return at;
    }
    return at; /* nobody came or went: to be gone on from there */
}

bool presence_cover_fits(const struct office *o, const struct cover *c, struct instant now)
{
    const struct presence *p = o->presence;
    struct roster roster = {.rules = o->rules};
    const struct post *post = rules_post(o->rules, slice_of(c->post));
    struct instant at = instant_before(c->from, now) ? now : c->from;
    struct duty duties[ROSTER_MAX];

    /* Those made before it may bring its `out` on duty. */
    roster.reliefs = p->reliefs;
    while (roster.n_reliefs < p->n_reliefs && p->reliefs[roster.n_reliefs].reason != c->reason)
        roster.n_reliefs++;
    if (roster.n_reliefs == p->n_reliefs) /* its people or its post are gone */
        return false;
    for (; instant_before(at, c->to); at = roster_next_change(&roster, post, at)) {
        size_t n = roster_duties(&roster, post, at, duties);
        for (size_t i = 0; i < n; i++)
            if (strcmp(duties[i].person->id, c->out) == 0)
                return true;
    }
    return false;
}
