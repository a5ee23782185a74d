#include "office/decide/answer.h"

#include "office/decide/allowed.h"
#include "office/decide/speaker.h"
#include "office/draft/chain.h"
#include "office/draft/missed.h"
#include "office/draft/muster.h"
#include "office/draft/rollcall.h"
#include "office/draft/take.h"
#include "office/draft/tell.h"
#include "office/state/callout.h"
#include "office/state/incident.h"
#include "rules/route.h"

/* Who answers by SMS knows of ACK alone: from the person asked it is as good as HERE. */
static void answer_roll_call(struct draft *d, const struct command *c, const struct person *p)
{
    struct field fields[1];

    if (slice_equal_string(slice_of(p->id), d->incident->asked))
        rollcall_answer(d, p, fields, decide_route(c, p, fields));
    else
        draft_refuse(d, REFUSAL_RANK, "this %s asks %s, nobody else", rollcall_name(d->incident),
                     d->incident->asked);
}

/* In whole seconds. */
static struct field seconds_since(enum field_id id, const struct draft *d, struct instant then)
{
    return FIELD_NUMBER_OF(id, span_in_seconds(instant_since(d->now, then)).us);
}

/* Then it is refused, and the chain goes on. */
static bool is_barred(struct draft *d, const struct person *p)
{
    switch (take_bar(d->office, d->incident, p)) {
    case TAKE_FREE:
        return false;
    case TAKE_NEEDS_RANK:
        draft_refuse(d, REFUSAL_RANK,
                     "this one needs the acknowledgement of a %s; %s is %s: NOTE what you do, "
                     "the chain goes on",
                     rank_to_string(d->incident->ack_rank), p->id, rank_to_string(p->rank));
        break;
    case TAKE_NEEDS_ANOTHER:
        draft_refuse(d, REFUSAL_RANK,
                     "this one needs a second person; %s reported it: NOTE what you do, the chain "
                     "goes on",
                     p->id);
        break;
    }
    return true;
}

void decide_ack(struct draft *d, const struct command *c)
{
    const struct incident *i = d->incident;
    const struct occasion then = incident_occasion(i, i->chain_start);
    const struct route *route = rules_route(d->office->rules, &then);
    const struct person *p;
    struct field fields[6];
    size_t n = 0;

    if (!decide_speaker(d, c, &p) || !decide_allowed(d, ENTRY_ACK, false))
        return;
    if (incident_is_asking(d->incident)) {
        answer_roll_call(d, c, p);
        return;
    }
    if (i->state == INCIDENT_ACKED && slice_equal_string(slice_of(p->id), i->acker)) {
        struct buffer since = BUFFER_INIT;
        calendar_format_short(i->acked, d->now, &since);
        draft_refuse(d, REFUSAL_STATE, "%s has acknowledged it already, at %s", p->id, since.data);
        buffer_deinit(&since);
        return;
    }
    if (d->unheld && muster_is_absent(d->office, d->unheld, p, d->now)) {
        draft_refuse(d, REFUSAL_STATE, "%s should be at post %s: ON %s ends it", p->id,
                     d->unheld->id, d->unheld->id);
        return;
    }
    if (is_barred(d, p))
        return;
    if (command_text(c, FIELD_TEXT).len)
        fields[n++] = *command_field(c, FIELD_TEXT);
    n += decide_route(c, p, fields + n);
    if (route->idle.us)
        fields[n++] = FIELD_NUMBER_OF(FIELD_IDLE, route->idle.us);
    fields[n++] = seconds_since(FIELD_AFTER, d, i->chain_start);
    fields[n++] = seconds_since(FIELD_WAITED, d, i->began);
    draft_entry(d, ENTRY_ACK, fields, n);
    draft_tell_taken(d, p);
}

/* Said twice, it would take the chain two steps further. */
static bool has_declined(struct draft *d, const struct person *p)
{
    const struct callout *c = incident_callout(d->incident, slice_of(p->id));

    if (d->incident->state != INCIDENT_OPEN || !c || !c->declined)
        return false;
    draft_refuse(d, REFUSAL_STATE, "%s has declined it already: the chain has gone on", p->id);
    return true;
}

void decide_decline(struct draft *d, const struct command *c)
{
    const struct person *p;
    struct field fields[2];
    size_t n = 0;

    if (!decide_speaker(d, c, &p) || !decide_allowed(d, ENTRY_DECLINE, false) || has_declined(d, p))
        return;
    if (d->incident->state == INCIDENT_ACKED &&
        !slice_equal_string(slice_of(p->id), d->incident->acker)) {
        draft_refuse(d, REFUSAL_STATE, "%s has acknowledged it: there is nothing to decline",
                     d->incident->acker);
        return;
    }
    if (d->incident->state == INCIDENT_OPEN && !incident_callout(d->incident, slice_of(p->id))) {
        draft_refuse(d, REFUSAL_STATE,
                     "%s was not called out for it: ESCALATE brings it to the next step", p->id);
        return;
    }
    if (command_text(c, FIELD_REASON).len)
        fields[n++] = *command_field(c, FIELD_REASON);
    n += decide_route(c, p, fields + n);
    draft_entry(d, ENTRY_DECLINE, fields, n);
    if (incident_is_asking(d->incident))
        rollcall_missed(d, MISSED_DECLINED);
    draft_next_step(d, (struct draft_cause){.reason = "declined", .declined = p});
}

/* It was taken by being typed, and has been since: its first step would page those beside its
 * taker, who wants somebody higher. */
static bool was_never_paged(const struct draft *d)
{
    const struct incident *i = d->incident;

    return i->state == INCIDENT_ACKED && i->how && i->step == 0;
}

void decide_escalate(struct draft *d, const struct command *c)
{
    const struct draft_cause cause = {.reason = "escalated by hand"};

    if (!decide_allowed(d, ENTRY_ESCALATE, false) || !decide_goes_on(d))
        return;
    draft_entry(d, ENTRY_ESCALATE, c->fields, c->n_fields);
    draft_is_typed(d);
    draft_next_step(d, cause);
    if (was_never_paged(d) && d->chain.step == 1)
        draft_next_step(d, cause);
}
