#include "office/due/succession.h"

#include <string.h>

#include "office/draft/chain.h"
#include "office/draft/eligible.h"
#include "office/draft/page.h"
#include "office/draft/take.h"
#include "office/draft/tell.h"
#include "office/state/callout.h"
#include "office/state/clock_steps.h"
#include "office/state/holders.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/presence.h"
#include "office/state/state.h"

/* A clock that was set may be wrong, and set back: it is not on that account that others are paged
 * before it has run for so long. */
#define STEADY SPAN_MINUTES(10)

/* ---- an incident that nobody has ---- */

/* One of the posts that it was brought to, with those who hold it now. */
struct change {
    struct draft *d;
    const struct recipients *called; /* by all its steps */
    const char *post;                /* id */
    struct buffer left, joined;
};

static bool holds(const struct draft *d, const char *post, const struct person *p)
{
    const struct post *known = rules_post(d->office->rules, slice_of(post));

    return known && office_holds(d->office, known, p, d->now);
}

/* Was paged as the holder of a post, and is not meant by anything any more. */
static bool has_left(const struct change *c, const struct callout *called)
{
    const struct person *p = rules_person(c->d->office->rules, slice_of(called->person));

    return p && called->post && callout_is_wanted(called) && !called->left && !called->last &&
           !holds(c->d, called->post, p) && !recipients_has(c->called, p);
}

/* Does the person know that nobody has it, without having been paged since its chain was started:
 * having started it, or made it go on? */
static bool has_done_it(const struct incident *i, const struct person *p)
{
    return (i->starter && slice_equal_string(slice_of(p->id), i->starter)) ||
           (i->typist && slice_equal_string(slice_of(p->id), i->typist));
}

/* Holds a post now that it was brought to, and has not been paged for it. Who is to be at the very
 * post whose absence it is about ends it by coming. */
static bool has_joined(const struct change *c, size_t n)
{
    const struct incident *i = c->d->incident;
    const struct person *p = c->called->people[n];
    const struct post *post = c->called->posts[n];
    const struct callout *called = incident_callout(i, slice_of(p->id));

    if (!post || post == c->d->unheld)
        return false;
    if (called && !called->earlier && !callout_has_left(called))
        return false;
    return !has_done_it(i, p) && eligible_for_page(c->d, p, false, (struct draft_cause){0});
}

/* Can somebody who holds the post be counted on, by a page that is still to come or open? */
static bool is_anybody_there(const struct change *c)
{
    if (c->joined.len)
        return true;
    for (size_t n = 0; n < c->d->incident->n_callouts; n++) {
        const struct callout *called = &c->d->incident->callouts[n];
        const struct person *p = rules_person(c->d->office->rules, slice_of(called->person));

        if (p && callout_may_answer(called) && holds(c->d, c->post, p))
            return true;
    }
    return false;
}

/* The first post at which something has changed; NULL. */
static const char *find_post(const struct change *c)
{
    const struct incident *i = c->d->incident;

    for (size_t n = 0; n < i->n_callouts; n++)
        if (has_left(c, &i->callouts[n]))
            return i->callouts[n].post;
    for (size_t n = 0; n < c->called->n; n++)
        if (has_joined(c, n))
            return c->called->posts[n]->id;
    return NULL;
}

static bool is_of(const struct change *c, size_t n)
{
    return c->called->posts[n] && strcmp(c->called->posts[n]->id, c->post) == 0;
}

static void name_people(struct change *c)
{
    const struct incident *i = c->d->incident;

    for (size_t n = 0; n < i->n_callouts; n++)
        if (has_left(c, &i->callouts[n]) && strcmp(i->callouts[n].post, c->post) == 0)
            draft_list_person(&c->left, i->callouts[n].person);
    for (size_t n = 0; n < c->called->n; n++)
        if (is_of(c, n) && has_joined(c, n))
            draft_list_person(&c->joined, c->called->people[n]->id);
}

static void passed_entry(struct change *c, bool last)
{
    struct field fields[5];
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(c->post));
    if (c->left.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_OUT, buffer_slice(&c->left));
    if (c->joined.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&c->joined));
    if (last)
        fields[n++] = FIELD_NUMBER_OF(FIELD_LAST, 1);
    fields[n++] = FIELD_TEXT_OF(
        FIELD_REASON, last ? SLICE("nobody else is at the post: who left is paged once more")
                           : SLICE("others hold the post now"));
    draft_entry(c->d, ENTRY_PASSED, fields, n);
}

/* Whose page waits gets that one. */
static void page_once_more(struct change *c)
{
    struct slice people = buffer_slice(&c->left);

    while (people.len) {
        struct slice id = slice_cut(&people, ',');
        const struct callout *called = incident_callout(c->d->incident, id);

        if (!callout_is_waiting(called))
            draft_page_holder(c->d, rules_person(c->d->office->rules, id), slice_of(c->post), true);
    }
}

static void page_joined(struct change *c)
{
    struct slice people = buffer_slice(&c->joined);

    while (people.len)
        draft_page_holder(c->d, rules_person(c->d->office->rules, slice_cut(&people, ',')),
                          slice_of(c->post), false);
}

static void look_at_open(struct draft *d)
{
    struct recipients called = {0};
    struct change c = {.d = d, .called = &called};

    draft_called(d, &called);
    c.post = find_post(&c);
    if (c.post) {
        bool last;

        name_people(&c);
        last = c.left.len && !is_anybody_there(&c);
        passed_entry(&c, last);
        if (last)
            page_once_more(&c);
        page_joined(&c);
    }
    buffer_deinit(&c.left);
    buffer_deinit(&c.joined);
    recipients_deinit(&called);
}

/* ---- one that somebody has ---- */

/* Who took the post over from the acker since they have the incident, or from whoever did that; and
 * is there. NULL: nobody. */
static const struct person *find_successor(const struct office *o, const struct incident *i)
{
    const struct watch *w = presence_watch(o, slice_of(i->acker_post));
    const struct departure *d = watch_departure(w, slice_of(i->acker));
    uint64_t since = i->acker_seq;

    while (d && d->seq > since && !watch_attendance(w, slice_of(d->in))) {
        since = d->seq;
        d = watch_departure(w, slice_of(d->in));
    }
    return d && d->seq > since ? rules_person(o->rules, slice_of(d->in)) : NULL;
}

static void pass_to(struct draft *d, const struct person *to)
{
    const struct incident *i = d->incident;
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_DUTY, slice_of(i->acker_post)),
        FIELD_TEXT_OF(FIELD_OUT, slice_of(i->acker)),
        FIELD_TEXT_OF(FIELD_IN, slice_of(to->id)),
        FIELD_TEXT_OF(FIELD_REASON, SLICE("took the post over")),
    };

    draft_entry(d, ENTRY_PASSED, fields, sizeof(fields) / sizeof(*fields));
}

struct hearing {
    struct draft *draft;
    struct recipients recipients;
};

static void add_hearer(const struct person *p, void *arg)
{
    struct hearing *h = arg;

    if (p->n_contacts > 0 && eligible_person(h->draft, p) &&
        !slice_equal_string(slice_of(p->id), h->draft->incident->acker))
        recipients_add(&h->recipients, p);
}

/* Whoever has gone may still be at it: the incident stays theirs, but not without others knowing.
 */
static void say_left(struct draft *d, const struct post *post)
{
    const struct incident *i = d->incident;
    struct hearing h = {.draft = d};
    struct buffer whom = BUFFER_INIT;
    struct field fields[4];
    size_t n = 0;

    office_each_holder(d->office, post, d->now, add_hearer, &h);
    for (size_t k = 0; k < h.recipients.n; k++)
        draft_list_person(&whom, h.recipients.people[k]->id);
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(i->acker_post));
    fields[n++] = FIELD_TEXT_OF(FIELD_OUT, slice_of(i->acker));
    if (whom.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&whom));
    fields[n++] = FIELD_TEXT_OF(FIELD_REASON, SLICE("has left the post, and nobody took it over"));
    draft_entry(d, ENTRY_PASSED, fields, n);
    draft_tell_left(d, &h.recipients);
    buffer_deinit(&whom);
    recipients_deinit(&h.recipients);
}

static void look_at_acked(struct draft *d)
{
    const struct office *o = d->office;
    const struct incident *i = d->incident;
    const struct post *post = rules_post(o->rules, slice_of(i->acker_post));
    const struct person *acker = rules_person(o->rules, slice_of(i->acker)), *successor;

    if (!post || (acker && office_holds(o, post, acker, d->now)))
        return;
    successor = find_successor(o, i);
    if (successor && take_bar(o, i, successor) == TAKE_FREE)
        pass_to(d, successor);
    else if (!i->acker_left)
        say_left(d, post);
}

/* ---- all of them ---- */

static const struct incident *first_left(const struct office *o, const struct agenda *a)
{
    const struct incident *i = incidents_find(o, a->walked);

    return i && (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED) ? i : o->incidents->live;
}

static void look_at(const struct incident *i, struct draft *d)
{
    if (i->state == INCIDENT_OPEN)
        look_at_open(d);
    else if (i->acker_post)
        look_at_acked(d);
}

static struct instant next_look(const struct office *o, struct instant now)
{
    struct instant next = INSTANT_NEVER;

    for (size_t n = 0; n < o->rules->n_posts; n++)
        next = instant_min(next, office_next_holders(o, &o->rules->posts[n], now));
    return next;
}

bool succession_due(const struct office *o, struct agenda *a, struct instant now,
                    struct decision *ret)
{
    struct instant steady = instant_add(o->clock_steps->last, STEADY);
    struct draft d;

    if (instant_before(now, a->look))
        return false;
    if (instant_is_set(o->clock_steps->last) && instant_before(now, steady)) {
        a->look = steady;
        return false;
    }
    d = draft_begin(o, NULL, NULL, now, ret);
    for (const struct incident *i = first_left(o, a); i && ret->n_entries == 0; i = i->next) {
        draft_turn_to(&d, i);
        look_at(i, &d);
        a->walked = i->id;
    }
    draft_end(&d);
    if (ret->n_entries == 0) {
        a->walked = INCIDENT_NONE;
        a->look = next_look(o, now);
    }
    return ret->n_entries > 0;
}
