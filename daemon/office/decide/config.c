#include "office/decide/config.h"

#include <stdlib.h>

#include "office/draft/muster.h"
#include "office/draft/roster_change.h"
#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/watch.h"
#include "rules/roster.h"

/*
 * From when on shifts are still to be looked at. One that has begun by the roster before has its
 * grace from then; one that only the new roster lets begin in the past, nobody has missed.
 */
static struct instant first_to_look_at(const struct draft *d, const struct watch *w)
{
    struct instant since = instant_max(instant_add(d->now, SPAN_US(-w->grace.us)), w->checked);
    const struct post *post = rules_post(d->office->rules, slice_of(w->post));

    if (post && instant_before(d->now, muster_next_shift(d->office, post, since)))
        return instant_max(d->now, w->checked);
    return since;
}

/*
 * Shifts that began by the roster before are not held against the new one: those who are there stay
 * responsible until they hand over. But a grace later somebody must be there.
 */
void decide_config(struct draft *d, const struct command *c)
{
    const struct presence *p = d->office->presence;

    draft_entry(d, ENTRY_CONFIG, c->fields, c->n_fields);
    for (size_t i = 0; i < p->n; i++) {
        const struct watch *w = p->watches[i];
        struct field fields[] = {
            FIELD_TEXT_OF(FIELD_DUTY, slice_of(w->post)),
            FIELD_INSTANT_OF(FIELD_SINCE, first_to_look_at(d, w)),
            FIELD_NUMBER_OF(FIELD_GRACE, w->grace.us),
            FIELD_INSTANT_OF(FIELD_DUE, instant_add(d->now, w->grace)),
            FIELD_TEXT_OF(FIELD_REASON, SLICE("the configuration was read again")),
        };
        if (w->watched)
            draft_entry(d, ENTRY_WATCH, fields, sizeof(fields) / sizeof(*fields));
    }
    if (c->rules) {
        struct roster before = office_roster(d->office);
        struct relief *reliefs = NULL;
        size_t cap = 0;
        struct roster after = reliefs_roster(d->office->reliefs, c->rules, &reliefs, &cap);
        draft_tell_roster(d, &before, &after);
        free(reliefs);
    }
}
