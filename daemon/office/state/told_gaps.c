#include "office/state/told_gaps.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

void told_gaps_apply(struct office *o, const struct entry *e)
{
    struct told_gaps *g = o->gaps;
    struct slice post = entry_text(e, FIELD_GAP_POST);
    size_t kept = 0;

    if (e->kind != ENTRY_REPORT || post.len == 0)
        return;
    for (size_t i = 0; i < g->n; i++) {
        if (instant_before(e->at, g->told[i].to))
            g->told[kept++] = g->told[i];
        else
            live_drop(o, PART_GAPS, g->told[i].seq);
    }
    g->n = kept;
    g->told = xgrow(g->told, &g->cap, g->n + 1, sizeof(*g->told));
    g->told[g->n++] = (struct told_gap){
        .post = office_intern(o, post),
        .from = entry_instant(e, FIELD_GAP_FROM, e->at),
        .to = entry_instant(e, FIELD_GAP_TO, INSTANT_NEVER),
        .seq = e->seq,
    };
    live_keep(o, PART_GAPS, e->seq);
    agenda_reset(&o->agendas[PART_GAPS]);
}

void told_gaps_end(struct office *o)
{
    free(o->gaps->told);
}
