#include "office/state/apply.h"

#include <assert.h>

#include "office/state/incident_apply.h"
#include "office/state/state.h"

void office_fold(struct office *o, const struct entry *e, live_parts parts)
{
    assert(e->seq > o->last_seq);
    o->last_seq = e->seq;
    for (enum part_id k = 0; k < PART_COUNT; k++)
        if (parts & (live_parts)1 << k)
            o->parts[k].apply(o, e);
}

void office_apply(struct office *o, const struct entry *e)
{
    office_fold(o, e, LIVE_ALL);
}

void office_recall(struct office *o, const struct entry *e)
{
    incident_apply(o, e);
}
