#include "office/state/notices.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/gateway_ids.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"

static struct notice *find(const struct office *o, uint64_t id)
{
    struct notice *n;

    HASH_FIND(by_id, o->notices, &id, sizeof(id), n);
    return n;
}

const struct notice *notice_find(const struct office *o, uint64_t id)
{
    return find(o, id);
}

static void drop(struct office *o, struct notice *n)
{
    live_drop(o, PART_NOTICES, n->id);
    if (n->deferral)
        live_drop(o, PART_NOTICES, n->deferral);
    HASH_DELETE(by_id, o->notices, n);
    free(n->text);
    free(n);
}

static void add(struct office *o, const struct entry *e)
{
    struct notice *n = xcalloc(1, sizeof(*n));

    *n = (struct notice){
        .id = e->seq,
        .about = e->incident,
        .person = office_intern(o, entry_text(e, FIELD_PERSON)),
        .via = office_intern(o, entry_text(e, FIELD_VIA)),
        .address = office_intern(o, entry_text(e, FIELD_ADDRESS)),
        .text = slice_dup(entry_text(e, FIELD_TEXT)),
        .queued = e->at,
        .until = entry_instant(e, FIELD_UNTIL, INSTANT_NEVER),
        .retry = INSTANT_NONE,
        .drill = entry_number(e, FIELD_DRILL, 0) != 0,
        .means = (uint8_t)entry_number(e, FIELD_MEANS, 0),
    };
    HASH_ADD(by_id, o->notices, id, sizeof(n->id), n);
    live_keep(o, PART_NOTICES, e->seq);
}

static void defer(struct office *o, struct notice *n, const struct entry *e)
{
    if (n->deferral)
        live_drop(o, PART_NOTICES, n->deferral);
    n->deferral = e->seq;
    n->attempt = (uint8_t)entry_number(e, FIELD_ATTEMPT, n->attempt);
    n->retry = entry_instant(e, FIELD_RETRY, INSTANT_NONE);
    live_keep(o, PART_NOTICES, e->seq);
}

void notices_apply(struct office *o, const struct entry *e)
{
    uint64_t id;
    struct notice *n;

    if (!entry_kind_is_notice(e->kind))
        return;
    id = e->kind == ENTRY_NOTICE ? e->seq : (uint64_t)entry_number(e, FIELD_PAGE, 0);
    n = find(o, id);
    if (e->kind == ENTRY_NOTICE_SENT)
        gateway_ids_put(o, entry_text(e, FIELD_VIA), entry_text(e, FIELD_GATEWAY),
                        &(struct gateway_page){.page = id});
    if (e->kind == ENTRY_NOTICE && !n)
        add(o, e);
    else if (e->kind == ENTRY_NOTICE_DEFERRED && n)
        defer(o, n, e);
    else if (kind_table[e->kind].stage == STAGE_OUTCOME && n)
        drop(o, n);
}

void notices_on_clock_step(struct office *o, struct span by, struct instant at)
{
    struct notice *n, *next;

    (void)at;
    HASH_ITER(by_id, o->notices, n, next)
    {
        n->until = instant_add(n->until, by);
        if (instant_is_set(n->retry))
            n->retry = instant_add(n->retry, by);
    }
}

void notices_end(struct office *o)
{
    struct notice *n, *next;

    HASH_ITER(by_id, o->notices, n, next) drop(o, n);
}
