#include "office/office.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/draft/recipients.h"
#include "office/parts.h"
#include "office/state/config_in_force.h"
#include "office/state/gateway_ids.h"
#include "office/state/names.h"
#include "office/state/numbers.h"
#include "office/state/seen.h"
#include "office/state/state.h"

/* Where the office points to what the part remembers. */
static void **member_of(struct office *o, const struct part *part)
{
    return (void **)(void *)((char *)o + part->member);
}

static void begin(struct office *o)
{
    o->kept = live_new();
    for (enum part_id k = 0; k < PART_COUNT; k++) {
        const struct part *part = &o->parts[k];

        agenda_reset(&o->agendas[k]);
        if (part->size)
            *member_of(o, part) = xcalloc(1, part->size);
        if (part->begin)
            part->begin(o);
    }
}

static void end(struct office *o)
{
    for (enum part_id k = PART_COUNT; k-- > 0;) {
        const struct part *part = &o->parts[k];

        if (part->end)
            part->end(o);
        if (part->size)
            free(*member_of(o, part));
        agenda_deinit(&o->agendas[k]);
    }
    names_free(o);
    live_free(o->kept);
}

struct office *office_new(struct rules *rules, const struct random_source *random)
{
    struct office *o = xcalloc(1, sizeof(*o));

    o->parts = part_table;
    o->rules = rules_ref(rules);
    o->random = random;
    begin(o);
    return o;
}

void office_free(struct office *o)
{
    if (!o)
        return;
    end(o);
    rules_unref(o->rules);
    free(o);
}

void office_clear(struct office *o)
{
    end(o);
    *o = (struct office){.parts = o->parts, .rules = o->rules, .random = o->random};
    begin(o);
}

/* ---- due ---- */

void office_due(struct office *o, struct instant now, struct decision *ret)
{
    decision_clear(ret);
    for (enum part_id k = 0; k < PART_COUNT && ret->n_entries == 0; k++) {
        const struct part *part = &o->parts[k];

        if (part->due && !instant_before(now, part->next_due(o, &o->agendas[k])))
            part->due(o, &o->agendas[k], now, ret);
    }
    decision_check(ret, o->last_seq, now);
}

struct instant office_next_due(const struct office *o)
{
    struct instant next = INSTANT_NEVER;

    for (enum part_id k = 0; k < PART_COUNT; k++)
        if (o->parts[k].next_due)
            next = instant_min(next, o->parts[k].next_due(o, &o->agendas[k]));
    return next;
}

/* ---- what is not decided ---- */

void office_set_rules(struct office *o, struct rules *rules)
{
    struct rules *old = o->rules;

    o->rules = rules_ref(rules);
    rules_unref(old);
    for (enum part_id k = 0; k < PART_COUNT; k++) {
        agenda_reset(&o->agendas[k]);
        if (o->parts[k].on_rules)
            o->parts[k].on_rules(o);
    }
}

void office_resume(struct office *o, uint64_t last_seq)
{
    o->last_seq = last_seq;
}

void office_forget(struct office *o, size_t keep, uint64_t durable, struct instant now)
{
    for (enum part_id k = 0; k < PART_COUNT; k++)
        if (o->parts[k].forget)
            o->parts[k].forget(o, now);
    incidents_let_go(o, keep, durable);
}

void office_hold_incident(struct office *o, struct incident_id id)
{
    incidents_hold(o, id);
}

void office_recall_held(struct office *o, const struct entry *e)
{
    if (incidents_is_missing(o, e->incident))
        office_recall(o, e);
}

void office_hold_no_incident(struct office *o)
{
    incidents_release(o);
}

struct live *office_live(struct office *o)
{
    return o->kept;
}

/* ---- questions ---- */

const struct rules *office_rules(const struct office *o)
{
    return o->rules;
}

const struct watch *office_watch(const struct office *o, struct slice post)
{
    return presence_watch(o, post);
}

struct instant office_seen(const struct office *o, const struct person *p)
{
    return seen_at(o, slice_of(p->id));
}

const struct standing *office_standing(const struct office *o, size_t *ret_n)
{
    *ret_n = o->standing->n;
    return o->standing->orders;
}

const struct cover *office_covers(const struct office *o, size_t *ret_n)
{
    *ret_n = o->reliefs->n;
    return o->reliefs->covers;
}

uint64_t office_last_seq(const struct office *o)
{
    return o->last_seq;
}

struct incident_id office_last_incident(const struct office *o)
{
    return o->numbers->last;
}

bool office_number_means(const struct office *o, struct number_said said, struct instant now,
                         struct incident_id *ret_id, struct incident_id *ret_other)
{
    return numbers_mean(o, said, now, ret_id, ret_other);
}

const char *office_config_digest(const struct office *o)
{
    return o->config->digest;
}

const struct incident *office_incident(const struct office *o, struct incident_id id)
{
    return incidents_find(o, id);
}

const struct incident *office_first_live(const struct office *o)
{
    return o->incidents->live;
}

struct selftest office_selftest(const struct office *o)
{
    return o->selftest->result;
}

struct office_counts office_counts(const struct office *o)
{
    return o->incidents->counts;
}

/* By the rules of now: might the page have been decided when it was? */
static bool is_inside(const struct office *o, const struct incident *i, const struct callout *c)
{
    struct recipients recipients = {0};
    bool is;

    if (!i->drill)
        return true;
    recipients_add_drill(&recipients, o, slice_of(i->reporter), c->queued);
    is = recipients_has(&recipients, rules_person(o->rules, slice_of(c->person)));
    recipients_deinit(&recipients);
    return is;
}

const struct callout *office_page_wanted(const struct office *o, struct incident_id id,
                                         uint64_t page, const char **ret_reason)
{
    const struct incident *i = incidents_find(o, id);
    const struct callout *c = i ? incident_callout_by_page(i, page) : NULL;
    const char *reason = NULL;

    if (i && i->state != INCIDENT_OPEN)
        reason = incident_state_to_string(i->state);
    else if (!i || !c)
        reason = "superseded";
    else if (c->earlier)
        reason = "the chain was started again";
    else if (c->declined)
        reason = "declined";
    else if (c->left)
        reason = "has left the post, which others hold";
    else if (!callout_is_waiting(c))
        reason = page_state_to_string(c->state);
    else if (!rules_person(o->rules, slice_of(c->person)))
        reason = "the person is no longer in the configuration";
    else if (!is_inside(o, i, c))
        reason = "a drill, and drill_to does not name the person";
    if (reason) {
        *ret_reason = reason;
        return NULL;
    }
    return c;
}

static void each_waiting(const struct incident *i,
                         void (*f)(const struct incident *i, const struct callout *c, void *arg),
                         void *arg)
{
    for (size_t n = 0; n < i->n_callouts; n++)
        if (callout_is_waiting(&i->callouts[n]))
            f(i, &i->callouts[n], arg);
}

void office_each_waiting_page(const struct office *o,
                              void (*f)(const struct incident *i, const struct callout *c,
                                        void *arg),
                              void *arg)
{
    for (const struct incident *i = o->incidents->live; i; i = i->next)
        each_waiting(i, f, arg);
    for (const struct incident *i = o->incidents->ended; i; i = i->next)
        each_waiting(i, f, arg);
}

void office_each_superseded_page(const struct office *o,
                                 void (*f)(const struct superseded_page *l, void *arg), void *arg)
{
    for (size_t i = 0; i < o->superseded->n; i++)
        f(&o->superseded->pages[i], arg);
}

void office_each_page_to(const struct office *o, struct incident_id id, const char *person,
                         void (*f)(uint64_t page, void *arg), void *arg)
{
    const struct incident *i = incidents_find(o, id);
    const struct callout *c = i ? incident_callout(i, slice_of(person)) : NULL;

    if (c && callout_is_waiting(c))
        f(c->page, arg);
    for (size_t n = 0; n < o->superseded->n; n++) {
        const struct superseded_page *l = &o->superseded->pages[n];
        if (incident_id_equal(l->incident, id) && l->person == person)
            f(l->page, arg);
    }
}

const struct notice *office_notice_wanted(const struct office *o, uint64_t id, struct instant now,
                                          const char **ret_reason)
{
    const struct notice *n = notice_find(o, id);
    const char *reason = NULL;

    if (!n)
        reason = "it has its outcome";
    else if (!instant_before(now, n->until))
        reason = "it comes too late";
    else if (!rules_person(o->rules, slice_of(n->person)))
        reason = "the person is no longer in the configuration";
    if (!reason)
        return n;
    *ret_reason = reason;
    return NULL;
}

void office_each_notice(const struct office *o, void (*f)(const struct notice *n, void *arg),
                        void *arg)
{
    struct notice *n, *next;

    HASH_ITER(by_id, o->notices, n, next) f(n, arg);
}
