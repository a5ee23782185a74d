#include "office/decide/page.h"

#include "office/draft/chain.h"
#include "office/draft/page.h"
#include "office/draft/tell.h"
#include "office/state/callout.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/news.h"
#include "office/state/superseded.h"

/* The incident and callout that the outcome is about; NULL when the office has moved on since (the
 * entry is written all the same). */
static const struct callout *find_callout(struct draft *d, const struct command *c)
{
    const struct field *page = command_field(c, FIELD_PAGE);
    const struct incident *i = incidents_find(d->office, c->incident);

    if (i)
        draft_turn_to(d, i);
    return i && page ? incident_callout_by_page(i, (uint64_t)page->number) : NULL;
}

static bool is_wanted(const struct draft *d, const struct callout *c)
{
    return d->incident->state == INCIDENT_OPEN && callout_is_wanted(c) && !c->left;
}

static bool goes_on(const struct draft *d, const struct callout *c)
{
    return c && callout_is_waiting(c) && is_wanted(d, c);
}

/* Is there another try, or another means, after this page? */
static bool has_more(const struct draft *d, const struct callout *c)
{
    const struct person *p = rules_person(d->office->rules, slice_of(c->person));

    return p && !c->last && c->means < p->n_contacts &&
           (c->try < p->contacts[c->means].tries ||
            (c->means + 1u < p->n_contacts && !incident_is_testing(d->incident)));
}

/* It went out all the same: whom it was for is known from it. NULL: it is none of these. */
static const struct superseded_page *find_superseded(const struct draft *d, const struct command *c)
{
    const struct field *page = command_field(c, FIELD_PAGE);
    const struct superseded_page *l =
        page ? superseded_find(d->office, (uint64_t)page->number) : NULL;

    return l && d->incident && incident_id_equal(l->incident, d->incident->id) ? l : NULL;
}

/* Up to where the message knew the log says only where something has changed since. */
static bool is_no_news(const struct draft *d, const struct field *f)
{
    return f->id == FIELD_KNOWN &&
           (!d->incident || incident_last_change(d->incident) <= (uint64_t)f->number);
}

/* The outcome as it was reported, and whom it concerns, so that the entry speaks for itself. One
 * that comes late, or twice, leaves the next try where it is. */
static void outcome_entry(struct draft *d, const struct command *c, enum entry_kind kind,
                          const struct callout *callout, struct instant due)
{
    const struct superseded_page *superseded = find_superseded(d, c);
    struct field fields[FIELD_COUNT];
    size_t n = 0;

    for (size_t k = 0; k < c->n_fields; k++)
        if (!is_no_news(d, &c->fields[k]))
            fields[n++] = c->fields[k];
    if (callout) {
        fields[n++] = FIELD_NUMBER_OF(FIELD_STEP, callout->step);
        fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(callout->person));
        fields[n++] = FIELD_TEXT_OF(FIELD_VIA, slice_of(callout->via));
        if (!callout_is_waiting(callout))
            due = callout->due;
    } else if (superseded) {
        fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(superseded->person));
    }
    if (!instant_is_never(due))
        fields[n++] = FIELD_INSTANT_OF(FIELD_DUE, due);
    draft_entry(d, kind, fields, n);
}

/* A gateway has it: the next try, or the next means, counts from here. */
static void page_told(struct draft *d, const struct command *c, enum entry_kind kind)
{
    const struct callout *callout = find_callout(d, c);
    const struct superseded_page *superseded = find_superseded(d, c);
    const struct callout *heard = callout;
    struct instant due = INSTANT_NEVER;

    if (!callout && superseded)
        heard = incident_callout(d->incident, slice_of(superseded->person));
    if (goes_on(d, callout) && has_more(d, callout))
        due = instant_add(d->now, callout->gap);
    outcome_entry(d, c, kind, callout, due);
    if (heard && (heard != callout || callout_is_waiting(callout)) &&
        d->incident->state != INCIDENT_OPEN)
        draft_tell_late(d, heard);
}

void decide_page_sent(struct draft *d, const struct command *c)
{
    page_told(d, c, ENTRY_PAGE_SENT);
}

void decide_page_bundled(struct draft *d, const struct command *c)
{
    page_told(d, c, ENTRY_PAGE_BUNDLED);
}

void decide_page_deferred(struct draft *d, const struct command *c)
{
    outcome_entry(d, c, ENTRY_PAGE_DEFERRED, find_callout(d, c), INSTANT_NEVER);
}

void decide_page_is_lost(struct draft *d, const struct callout *callout)
{
    const struct person *p = rules_person(d->office->rules, slice_of(callout->person));

    if (!is_wanted(d, callout) || !callout_is_open(callout))
        return;
    if (!p || incident_is_testing(d->incident) || !draft_page(d, p, callout->means + 1u, 1))
        draft_page_lost(d, callout, p);
}

static void page_lost(struct draft *d, const struct command *c, enum entry_kind kind)
{
    const struct callout *callout = find_callout(d, c);

    outcome_entry(d, c, kind, callout, INSTANT_NEVER);
    if (callout && callout_is_waiting(callout))
        decide_page_is_lost(d, callout);
}

/* A page that is still wanted is dropped only because its person left the configuration. */
void decide_page_dropped(struct draft *d, const struct command *c)
{
    page_lost(d, c, ENTRY_PAGE_DROPPED);
}

void decide_page_failed(struct draft *d, const struct command *c)
{
    page_lost(d, c, ENTRY_PAGE_FAILED);
}

/*
 * It waits on, and so does the next try, which counts from when it was sent. What waits because its
 * hook is down reaches nobody for now: the chain goes on as if it had failed, and the page is tried
 * all the same.
 */
void decide_page_held(struct draft *d, const struct command *c)
{
    const struct callout *callout = find_callout(d, c);

    outcome_entry(d, c, ENTRY_PAGE_HELD, callout, INSTANT_NEVER);
    if (goes_on(d, callout) && command_field(c, FIELD_DOWN))
        draft_page_lost(d, callout, rules_person(d->office->rules, slice_of(callout->person)));
}
