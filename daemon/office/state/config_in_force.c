#include "office/state/config_in_force.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/state.h"

void config_in_force_begin(struct office *o)
{
    o->config->digest = xstrdup("");
}

void config_in_force_end(struct office *o)
{
    free(o->config->digest);
}

void config_in_force_apply(struct office *o, const struct entry *e)
{
    if (e->kind != ENTRY_CONFIG)
        return;
    live_drop(o, PART_CONFIG, o->config->seq);
    live_keep(o, PART_CONFIG, e->seq);
    free(o->config->digest);
    *o->config = (struct config_in_force){slice_dup(entry_text(e, FIELD_DIGEST)), e->seq};
}
