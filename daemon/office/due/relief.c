#include "office/due/relief.h"

#include "office/draft/draft.h"
#include "office/draft/muster.h"
#include "office/state/reliefs.h"
#include "office/state/state.h"

struct instant relief_next_due(const struct office *o, const struct agenda *a)
{
    return o->reliefs->n ? a->look : INSTANT_NEVER;
}

void relief_due(const struct office *o, struct agenda *a, struct instant now, struct decision *ret)
{
    for (size_t i = 0; i < o->reliefs->n; i++) {
        const struct cover *c = &o->reliefs->covers[i];
        struct field fields[] = {
            FIELD_TEXT_OF(FIELD_DUTY, slice_of(c->post)),
            FIELD_TEXT_OF(FIELD_OUT, slice_of(c->out)),
            FIELD_TEXT_OF(FIELD_IN, slice_of(c->in)),
            FIELD_NUMBER_OF(FIELD_OF, (int64_t)c->seq),
            FIELD_TEXT_OF(FIELD_REASON, SLICE("the roster has changed: it fits no duty any more")),
        };
        struct draft d;

        if (!instant_before(now, c->to) || muster_cover_fits(o, c, now))
            continue;
        d = draft_begin(o, NULL, NULL, now, ret);
        draft_entry(&d, ENTRY_RELIEF_VOID, fields, sizeof(fields) / sizeof(*fields));
        draft_end(&d);
        return; /* looked at again when that is said and done */
    }
    a->look = INSTANT_NEVER;
}
