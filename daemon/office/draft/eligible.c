#include "office/draft/eligible.h"

#include "office/draft/muster.h"
#include "office/draft/take.h"
#include "office/state/callout.h"
#include "office/state/incident.h"

static const struct recipients *inside(struct draft *d)
{
    if (!d->drill.knows_inside) {
        d->drill.knows_inside = true;
        recipients_add_drill(&d->drill.inside, d->office, d->drill.reporter, d->now);
    }
    return &d->drill.inside;
}

bool eligible_person(struct draft *d, const struct person *p)
{
    return !d->drill.is || recipients_has(inside(d), p);
}

/* Who typed it knows of it. Later steps page whoever started the chain only if they could take it
 * and have not given it back: nobody has it, and that they do not know. In a drill they are paged
 * like everybody. */
static bool knows(const struct draft *d, const struct person *p)
{
    const struct incident *i = d->chain.anew || d->drill.is ? NULL : d->incident;

    return p == d->typist || (i && i->starter && slice_equal_string(slice_of(p->id), i->starter) &&
                              (i->gave_back || take_bar(d->office, i, p) != TAKE_FREE));
}

/* Not to be counted on: declined, not to be reached, asked in a roll call and did not answer,
 * absent from the very post that it is about, outside in a drill. */
static bool is_out(struct draft *d, const struct person *p, struct draft_cause cause)
{
    const struct incident *i = d->incident;

    return p == cause.declined || p == cause.failed || p->n_contacts == 0 ||
           !eligible_person(d, p) || (!cause.anybody && knows(d, p)) ||
           (d->unheld && muster_is_absent(d->office, d->unheld, p, d->now)) ||
           (i && i->asked && i->missed && slice_equal_string(slice_of(p->id), i->asked));
}

/* NULL: the chain, as it runs now, has not called the person out. */
static const struct callout *callout_of(const struct draft *d, const struct person *p)
{
    const struct callout *c =
        d->incident && !d->chain.anew ? incident_callout(d->incident, slice_of(p->id)) : NULL;

    return c && callout_counts(d->incident, c) ? c : NULL;
}

/* A page that was dropped never went out: somebody had taken the incident meanwhile. */
bool eligible_for_page(struct draft *d, const struct person *p, bool again,
                       struct draft_cause cause)
{
    const struct callout *c = callout_of(d, p);

    if (is_out(d, p, cause) || draft_has_paged(d, slice_of(p->id)))
        return false;
    if (!c)
        return true;
    return !c->declined && (c->state == PAGE_DROPPED || (again && !callout_is_waiting(c)));
}

bool eligible_anybody(struct draft *d, const struct recipients *recipients, bool again,
                      struct draft_cause cause)
{
    for (size_t i = 0; i < recipients->n; i++) {
        const struct callout *c = callout_of(d, recipients->people[i]);
        if (!is_out(d, recipients->people[i], cause) &&
            (!c || (!c->declined && (again || !callout_is_lost(c)))))
            return true;
    }
    return false;
}

bool eligible_may_answer(const struct draft *d, const struct recipients *recipients,
                         const struct callout *but)
{
    for (size_t i = 0; i < recipients->n; i++) {
        const struct callout *c = callout_of(d, recipients->people[i]);
        if (c && c != but && callout_may_answer(c))
            return true;
    }
    return false;
}

void eligible_name(struct draft *d, const struct recipients *recipients, bool again,
                   struct draft_cause cause, struct buffer *out)
{
    for (size_t i = 0; i < recipients->n; i++)
        if (eligible_for_page(d, recipients->people[i], again, cause))
            draft_list_person(out, recipients->people[i]->id);
}

void eligible_name_outside(struct draft *d, const struct recipients *recipients, struct buffer *out)
{
    for (size_t i = 0; i < recipients->n; i++)
        if (recipients->people[i]->n_contacts > 0 && !eligible_person(d, recipients->people[i]))
            draft_list_person(out, recipients->people[i]->id);
}
