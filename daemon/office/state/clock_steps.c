#include "office/state/clock_steps.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/state.h"

/* Those that nothing older is left of; but the clock's last step is remembered. */
static void drop_old(struct office *o)
{
    struct clock_steps *c = o->clock_steps;
    live_parts moved = 0;
    uint64_t oldest;
    size_t kept = 0;

    for (enum part_id k = 0; k < PART_COUNT; k++)
        moved |= o->parts[k].on_clock_step || o->parts[k].on_held_up ? (live_parts)1 << k : 0;
    oldest = live_oldest(o->kept, moved);
    for (size_t i = 0; i < c->n; i++) {
        if (c->seqs[i] > oldest || c->seqs[i] == c->last_seq)
            c->seqs[kept++] = c->seqs[i];
        else
            live_drop(o, PART_CLOCK, c->seqs[i]);
    }
    c->n = kept;
}

static void keep(struct office *o, uint64_t seq)
{
    struct clock_steps *c = o->clock_steps;

    drop_old(o);
    c->seqs = xgrow(c->seqs, &c->cap, c->n + 1, sizeof(*c->seqs));
    c->seqs[c->n++] = seq;
    live_keep(o, PART_CLOCK, seq);
}

void clock_steps_apply(struct office *o, const struct entry *e)
{
    struct span by = {entry_number(e, FIELD_BY, 0)};
    uint64_t first = (uint64_t)entry_number(e, FIELD_OF, 0);
    uint64_t last = first + (uint64_t)entry_number(e, FIELD_ENTRIES, 1) - 1;

    if (e->kind != ENTRY_CLOCK_STEP && e->kind != ENTRY_HELD_UP)
        return;
    for (enum part_id k = 0; k < PART_COUNT; k++) {
        const struct part *p = &o->parts[k];

        agenda_reset(&o->agendas[k]);
        if (e->kind == ENTRY_CLOCK_STEP && p->on_clock_step)
            p->on_clock_step(o, by, e->at);
        else if (e->kind == ENTRY_HELD_UP && p->on_held_up)
            p->on_held_up(o, first, last, by);
    }
    if (e->kind == ENTRY_CLOCK_STEP) {
        o->clock_steps->last = e->at;
        o->clock_steps->last_seq = e->seq;
    }
    keep(o, e->seq);
}

void clock_steps_end(struct office *o)
{
    free(o->clock_steps->seqs);
}
