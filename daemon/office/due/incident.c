/* What time brings to an incident: the chain of command goes on, a person is tried again, an
 * acknowledged one has lain too long, who is on the way hears
 * what has changed. */
#include "office/due/incident.h"

#include "office/draft/chain.h"
#include "office/draft/eligible.h"
#include "office/draft/missed.h"
#include "office/draft/news.h"
#include "office/draft/page.h"
#include "office/due/succession.h"
#include "office/state/callout.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/news.h"
#include "office/state/state.h"

struct instant incident_next_due(const struct office *o, const struct agenda *a)
{
    const struct heap_node *first = heap_first(&o->incidents->wakes);

    return instant_min(a->look, first ? first->at : INSTANT_NEVER);
}

static void due_idle(struct draft *d)
{
    const struct incident *i = d->incident;
    const struct person *acker = rules_person(d->office->rules, slice_of(i->acker));
    struct field fields[2 + DRAFT_ROUTE_FIELDS];
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(i->acker));
    fields[n++] = FIELD_TEXT_OF(FIELD_REASON, SLICE("acknowledged, then no entry for too long"));
    n += draft_route(d, draft_find_route(d), fields + n);
    draft_entry(d, ENTRY_IDLE, fields, n);
    if (acker)
        draft_page(d, acker, 0, 1);
    draft_start_chain(d);
    draft_page_on_duty(d);
}

/* The same person again: another try by the same means, else the next means. */
static void due_callout(struct draft *d, const struct callout *c)
{
    const struct person *p = rules_person(d->office->rules, slice_of(c->person));

    bool paged = false;

    if (p && c->means < p->n_contacts && c->try < p->contacts[c->means].tries)
        paged = draft_page(d, p, c->means, c->try + 1u);
    else if (p && !incident_is_testing(d->incident))
        paged = draft_page(d, p, c->means + 1u, 1);
    if (paged)
        return;
    struct field fields[] = {
        FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)c->page),
        FIELD_NUMBER_OF(FIELD_STEP, c->step),
        FIELD_TEXT_OF(FIELD_PERSON, slice_of(c->person)),
        FIELD_TEXT_OF(FIELD_VIA, slice_of(c->via)),
        FIELD_TEXT_OF(FIELD_REASON,
                      p && !eligible_person(d, p)
                          ? SLICE("a drill, and drill_to does not name this person")
                          : SLICE("the configuration has no further contact of this person")),
    };
    draft_entry(d, ENTRY_PAGE_DROPPED, fields, sizeof(fields) / sizeof(*fields));
    if (!p) /* who is gone cannot answer what was sent, either */
        draft_page_lost(d, c, NULL);
}

static bool is_due(struct instant due, struct instant now)
{
    return !instant_before(now, due);
}

static void due_open(struct draft *d, const struct incident *i, struct instant now)
{
    if (is_due(i->chain_due, now)) {
        struct draft_cause cause = {0};

        if (incident_is_asking(i))
            cause.declined = rollcall_missed(d, MISSED_NO_ANSWER);
        draft_next_step(d, cause);
    }
    for (size_t n = 0; n < i->n_callouts; n++)
        if (is_due(i->callouts[n].due, now) && !draft_has_paged(d, slice_of(i->callouts[n].person)))
            due_callout(d, &i->callouts[n]);
}

void incident_due(const struct office *o, struct agenda *a, struct instant now,
                  struct decision *ret)
{
    const struct incident *i;
    struct draft d;

    /* Whoever has left is not tried once more before that is known. */
    if (succession_due(o, a, now, ret))
        return;
    i = incidents_due(o, now);
    if (!i)
        return;
    d = draft_begin(o, NULL, i, now, ret);
    if (is_due(incident_news_due(i), now))
        draft_tell_news(&d);
    else if (i->state == INCIDENT_ACKED)
        due_idle(&d);
    else
        due_open(&d, i, now);
    draft_end(&d);
}
