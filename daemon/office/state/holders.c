#include "office/state/holders.h"

#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/state.h"
#include "rules/roster.h"

static const struct watch *watch_of(const struct office *o, const struct post *post)
{
    return presence_watch(o, slice_of(post->id));
}

static bool is_anybody_on(const struct office *o, const struct watch *w)
{
    for (size_t i = 0; w && i < w->n_on; i++)
        if (rules_person(o->rules, slice_of(w->on[i].person)))
            return true;
    return false;
}

static bool has_left(const struct office *o, const struct watch *w, const struct person *p,
                     struct instant at)
{
    const struct departure *d = watch_departure(w, slice_of(p->id));

    return d && instant_before(at, d->until) && !watch_attendance(w, slice_of(p->id)) &&
           is_anybody_on(o, w);
}

bool office_has_handed_over(const struct office *o, const struct post *post, const struct person *p,
                            struct instant at)
{
    return has_left(o, watch_of(o, post), p, at);
}

void office_each_holder(const struct office *o, const struct post *post, struct instant at,
                        void (*f)(const struct person *p, void *arg), void *arg)
{
    struct roster roster = office_roster(o);
    const struct watch *w = watch_of(o, post);
    const struct person *on[ROSTER_MAX];
    size_t n = roster_at(&roster, post, at, on);

    for (size_t i = 0; i < n; i++)
        if (!has_left(o, w, on[i], at))
            f(on[i], arg);
    for (size_t i = 0; w && i < w->n_on; i++) {
        const struct person *p = rules_person(o->rules, slice_of(w->on[i].person));

        if (p && !roster_holds(&roster, post, p, at))
            f(p, arg);
    }
}

bool office_holds(const struct office *o, const struct post *post, const struct person *p,
                  struct instant at)
{
    struct roster roster = office_roster(o);
    const struct watch *w = watch_of(o, post);

    return watch_attendance(w, slice_of(p->id)) ||
           (roster_holds(&roster, post, p, at) && !has_left(o, w, p, at));
}

const struct post *office_post_of(const struct office *o, const struct person *p,
                                  struct instant now)
{
    struct roster roster = office_roster(o);
    const struct post *there = presence_post_of(o, p);

    for (size_t i = 0; !there && i < o->rules->n_posts; i++) {
        const struct post *post = &o->rules->posts[i];

        if (roster_holds(&roster, post, p, now) && !has_left(o, watch_of(o, post), p, now))
            there = post;
    }
    return there;
}

struct instant office_next_holders(const struct office *o, const struct post *post,
                                   struct instant at)
{
    struct roster roster = office_roster(o);
    struct instant next = roster_next_change(&roster, post, at);
    const struct watch *w = watch_of(o, post);

    for (size_t i = 0; w && i < w->n_departures; i++)
        if (instant_before(at, w->departures[i].until))
            next = instant_min(next, w->departures[i].until);
    return next;
}
