#include "office/state/clock_steps.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/state.h"

/* Those that nothing older is left of. */
static void drop_old(struct office *o)
{
    struct clock_steps *c = o->clock_steps;
    live_parts moved = 0;
    uint64_t oldest;
    size_t kept = 0;

    for (enum part_id k = 0; k < PART_COUNT; k++)
        moved |= o->parts[k].on_clock_step ? (live_parts)1 << k : 0;
    oldest = live_oldest(o->kept, moved);
    for (size_t i = 0; i < c->n; i++) {
        if (c->seqs[i] > oldest)
            c->seqs[kept++] = c->seqs[i];
        else
            live_drop(o, PART_CLOCK, c->seqs[i]);
    }
    c->n = kept;
}

void clock_steps_apply(struct office *o, const struct entry *e)
{
    struct clock_steps *c = o->clock_steps;
    struct span by;

    if (e->kind != ENTRY_CLOCK_STEP)
        return;
    by = (struct span){entry_number(e, FIELD_BY, 0)};
    for (enum part_id k = 0; k < PART_COUNT; k++) {
        agenda_reset(&o->agendas[k]);
        if (o->parts[k].on_clock_step)
            o->parts[k].on_clock_step(o, by, e->at);
    }
    drop_old(o);
    c->seqs = xgrow(c->seqs, &c->cap, c->n + 1, sizeof(*c->seqs));
    c->seqs[c->n++] = e->seq;
    c->last = e->at;
    live_keep(o, PART_CLOCK, e->seq);
}

void clock_steps_end(struct office *o)
{
    free(o->clock_steps->seqs);
}
