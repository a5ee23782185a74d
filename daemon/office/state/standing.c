#include "office/state/standing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

const struct standing *standing_find(const struct office *o, uint64_t seq, struct instant now)
{
    const struct standing_orders *s = o->standing;

    for (size_t i = 0; i < s->n; i++)
        if (s->orders[i].seq == seq && instant_before(now, s->orders[i].until))
            return &s->orders[i];
    return NULL;
}

/* Those that are over at `at`, and number `seq`. */
static void drop(struct office *o, struct instant at, uint64_t seq)
{
    struct standing_orders *s = o->standing;
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (instant_before(at, s->orders[i].until) && s->orders[i].seq != seq) {
            s->orders[kept++] = s->orders[i];
        } else {
            live_drop(o, PART_STANDING, s->orders[i].seq);
            free(s->orders[i].text);
        }
    }
    s->n = kept;
}

void standing_apply(struct office *o, const struct entry *e)
{
    struct standing_orders *s = o->standing;
    uint64_t ended;

    if (e->kind != ENTRY_STANDING)
        return;
    ended = (uint64_t)entry_number(e, FIELD_OF, 0);
    drop(o, e->at, ended);
    if (ended)
        return;
    s->orders = xgrow(s->orders, &s->cap, s->n + 1, sizeof(*s->orders));
    s->orders[s->n++] = (struct standing){
        .seq = e->seq,
        .at = e->at,
        .until = entry_instant(e, FIELD_UNTIL, INSTANT_NEVER),
        .by = office_intern(o, e->actor),
        .text = slice_dup(entry_text(e, FIELD_TEXT)),
    };
    live_keep(o, PART_STANDING, e->seq);
}

void standing_end(struct office *o)
{
    drop(o, INSTANT_NEVER, 0);
    free(o->standing->orders);
}
