/*
 * Whoever holds a post is paged for what was brought to it and nobody has taken, and who holds it
 * no longer is not; what somebody took while holding it is not left with them in silence. Whoever
 * holds a post is found out apart from the office.
 */
#include "office/state/clock_steps.h"
#include "office/state/state.h"
#include "rules/mark.h"
#include "sim.h"

#define MOST_STEPS 64 /* of a chain */

/* The clock was set, and may be set back. */
static bool is_unsteady(const struct sim *s)
{
    struct instant stepped = s->f->office->clock_steps->last;

    return instant_is_set(stepped) &&
           instant_before(s->f->now, instant_add(stepped, SPAN_MINUTES(10)));
}

static bool is_anybody_on(const struct sim *s, const struct watch *w)
{
    bool is = false;

    for (size_t n = 0; w && n < w->n_on; n++)
        is = is || rules_person(s->f->rules, slice_of(w->on[n].person));
    return is;
}

/* Was the place taken over by somebody else, in this shift? */
static bool is_handed_over(const struct sim *s, const struct watch *w, const struct person *p,
                           struct instant at)
{
    for (size_t n = 0; w && n < w->n_departures; n++)
        if (strcmp(w->departures[n].person, p->id) == 0 &&
            instant_before(at, w->departures[n].until))
            return is_anybody_on(s, w);
    return false;
}

bool holds_post(const struct sim *s, const struct post *post, const struct person *p,
                struct instant at)
{
    struct roster roster = office_roster(s->shadow);
    const struct watch *w = office_watch(s->shadow, slice_of(post->id));

    if (w && watch_attendance(w, slice_of(p->id)))
        return true;
    return roster_holds(&roster, post, p, at) && !is_handed_over(s, w, p, at);
}

/* ---- an incident that nobody has ---- */

/* Should be at the post whose absence the incident is about, and is not; or is there: that alone
 * ends it. */
static bool is_about(const struct sim *s, const struct incident *i, const struct post *post,
                     const struct person *p)
{
    struct roster roster = office_roster(s->shadow);
    const struct post *unheld = rules_post(s->f->rules, slice_of(i->duty));
    const struct watch *w = unheld ? office_watch(s->shadow, slice_of(unheld->id)) : NULL;

    return unheld && !i->asked &&
           (unheld == post ||
            (roster_holds(&roster, unheld, p, s->f->now) && !watch_attendance(w, slice_of(p->id))));
}

/* A page that is not wanted from this person, whatever post they hold. */
static bool is_excused(const struct sim *s, const struct incident *i, const struct post *post,
                       const struct person *p)
{
    return p->n_contacts == 0 || !is_reached_by_drill(s, i, p, s->f->now) ||
           is_about(s, i, post, p) || (i->asked && strcmp(i->asked, p->id) == 0) ||
           (i->starter && strcmp(i->starter, p->id) == 0) ||
           (i->typist && strcmp(i->typist, p->id) == 0);
}

static void look_at_person(const struct sim *s, const struct incident *i, const struct post *post,
                           const struct person *p)
{
    const struct callout *c = incident_callout(i, slice_of(p->id));
    bool is_paged = c && !c->earlier && !c->left && (!c->last || callout_is_waiting(c));

    if (!is_paged && !(c && c->declined) && !is_excused(s, i, post, p) &&
        holds_post(s, post, p, s->f->now)) {
        fail(s, "somebody holds a post, and never heard of an incident that waits for it");
    }
}

static void look_at_open(const struct sim *s, const struct incident *i)
{
    const struct rules *r = s->f->rules;
    const struct chain *chain = rules_chain(r, slice_of(i->chain));
    uint64_t marks[MOST_STEPS];

    if (!chain || chain->n_steps > MOST_STEPS)
        return;
    mark_chain(chain, marks);
    for (size_t n = 0; n < chain->n_steps; n++) {
        const struct step *step = &chain->steps[n];
        for (size_t t = 0; incident_has_mark(i, marks[n]) && t < step->n_targets; t++)
            for (size_t k = 0; step->targets[t].kind == TARGET_POST && k < r->n_people; k++)
                look_at_person(s, i, step->targets[t].post, &r->people[k]);
    }
}

/* By a step that was done, or by the catch-all, which is paged where a step reaches nobody. */
static bool is_meant(const struct sim *s, const struct incident *i, const struct person *p,
                     struct instant at)
{
    const struct rules *r = s->f->rules;
    const struct chain *chain = rules_chain(r, slice_of(i->chain));
    uint64_t marks[MOST_STEPS];
    bool is = false;

    for (size_t t = 0; t < r->n_catch_all; t++)
        is = is || is_target(s, &r->catch_all[t], p, at);
    if (!chain || chain->n_steps > MOST_STEPS)
        return is;
    mark_chain(chain, marks);
    for (size_t n = 0; n < chain->n_steps; n++)
        for (size_t t = 0; incident_has_mark(i, marks[n]) && t < chain->steps[n].n_targets; t++)
            is = is || is_target(s, &chain->steps[n].targets[t], p, at);
    return is;
}

void look_at_holder(const struct sim *s, const struct incident *i, const struct entry *page)
{
    const struct post *post = rules_post(s->f->rules, entry_text(page, FIELD_DUTY));
    const struct person *p = rules_person(s->f->rules, entry_text(page, FIELD_PERSON));

    if (!entry_text(page, FIELD_DUTY).len || entry_field(page, FIELD_LAST) || is_unsteady(s))
        return;
    if (!p || (!(post && holds_post(s, post, p, page->at)) && !is_meant(s, i, p, page->at)))
        fail(s, "a page to somebody who has left the post");
}

/* ---- one that somebody has ---- */

static void look_at_acked(const struct sim *s, const struct incident *i)
{
    const struct post *post =
        i->acker_post ? rules_post(s->f->rules, slice_of(i->acker_post)) : NULL;
    const struct person *p = rules_person(s->f->rules, slice_of(i->acker));

    if (post && !(p && holds_post(s, post, p, s->f->now)) && !i->acker_left)
        fail(s, "who took an incident has left the post, and nobody knows");
}

void look_at_posts(const struct sim *s)
{
    if (is_unsteady(s))
        return;
    for (const struct incident *i = office_first_live(s->f->office); i; i = i->next) {
        if (i->state == INCIDENT_OPEN)
            look_at_open(s, i);
        else
            look_at_acked(s, i);
    }
}
