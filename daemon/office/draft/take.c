#include "office/draft/take.h"

#include "office/draft/muster.h"
#include "office/state/incident.h"
#include "rules/route.h"

enum take_bar take_bar(const struct office *o, const struct incident *i, const struct person *p)
{
    const struct occasion then = incident_occasion(i, i->chain_start);

    if (p->rank < i->ack_rank)
        return TAKE_NEEDS_RANK;
    return rules_route(o->rules, &then)->second_person &&
                   slice_equal_string(slice_of(p->id), i->reporter)
               ? TAKE_NEEDS_ANOTHER
               : TAKE_FREE;
}

static bool is_named(const struct draft *d, const struct step *step, const struct person *p)
{
    for (size_t n = 0; n < step->n_targets; n++) {
        const struct target *t = &step->targets[n];

        if (t->kind == TARGET_PERSON
                ? t->person == p
                : t->kind == TARGET_POST && muster_holds(d->office, t->post, p, d->now))
            return true;
    }
    return false;
}

const struct person *take_by_typing(const struct draft *d, const struct route *route)
{
    const struct person *p = rules_person(d->office->rules, d->author.actor);

    if (!p || d->drill.is || p->rank == RANK_SERVICE || p->rank < route->ack_rank ||
        route->second_person)
        return NULL;
    return is_named(d, &route->chain->steps[0], p) ? p : NULL;
}

void take_entry(struct draft *d, const struct route *route, const char *how)
{
    struct span waited = d->incident ? instant_since(d->now, d->incident->began) : SPAN_US(0);
    struct field fields[4];
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_HOW, slice_of(how));
    if (route->idle_typed.us)
        fields[n++] = FIELD_NUMBER_OF(FIELD_IDLE, route->idle_typed.us);
    fields[n++] = FIELD_NUMBER_OF(FIELD_AFTER, 0);
    fields[n++] = FIELD_NUMBER_OF(FIELD_WAITED, span_in_seconds(waited).us);
    d->author.speaks = true;
    draft_entry(d, ENTRY_ACK, fields, n);
}
