#include "office/draft/inform.h"

#include "office/draft/eligible.h"
#include "office/draft/tell.h"
#include "office/state/incident.h"

/* By a notice of this very decision. */
static bool is_told(const struct draft *d, const struct person *p)
{
    for (size_t n = 0; n < d->decision->n_entries; n++) {
        const struct entry *e = d->decision->entries[n];

        if (e->kind == ENTRY_NOTICE && incident_id_equal(e->incident, d->id) &&
            slice_equal_string(entry_text(e, FIELD_PERSON), p->id))
            return true;
    }
    return false;
}

/* By a page, since the chain was started. */
static bool was_paged(const struct draft *d, const struct person *p)
{
    const struct callout *c = d->incident ? incident_callout(d->incident, slice_of(p->id)) : NULL;

    return c && c->reached;
}

/* Would a notice of what has changed go to the person, too (draft/news.h)? Then this one stands for
 * it. */
static bool hears_changes(const struct draft *d, const struct person *p)
{
    const struct callout *c = d->incident ? incident_callout(d->incident, slice_of(p->id)) : NULL;

    return c && !callout_is_under_way(c) && callout_may_come(c) &&
           entry_field(d->decision->entries[0], FIELD_TELL);
}

void draft_inform(struct draft *d, const struct route *was, const struct route *route,
                  const char *what)
{
    const struct person *by = rules_person(d->office->rules, d->author.actor);
    const struct telling t = {.what = what, .by = by};
    const struct field known = FIELD_NUMBER_OF(FIELD_KNOWN, (int64_t)d->office->last_seq + 1);
    struct recipients now = {0}, before = {0};

    recipients_add_targets(&now, d->office, route->inform, route->n_inform, d->now);
    if (was)
        recipients_add_targets(&before, d->office, was->inform, was->n_inform, d->now);
    for (size_t n = 0; n < now.n; n++) {
        const struct person *p = now.people[n];

        if (p != by && eligible_person(d, p) && !draft_has_paged(d, slice_of(p->id)) &&
            !is_told(d, p) && !(was && (recipients_has(&before, p) || was_paged(d, p))))
            draft_tell_what(d, p, &t, hears_changes(d, p) ? &known : NULL);
    }
    recipients_deinit(&before);
    recipients_deinit(&now);
}
