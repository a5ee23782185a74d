#include "paging/outbox.h"

#include <stddef.h>

/* The heap orders by a number. In `ready` that number is no time but a page's rank: its id, with
 * the repeats behind all first pages. */
#define REPEATS_FROM (INT64_C(1) << 62)

#define page_of(node, member)                                                                      \
    ((struct outbox_page *)((char *)(node)-offsetof(struct outbox_page, member)))

static struct instant rank_of(const struct outbox_page *page)
{
    int64_t id = (int64_t)(page->id & (uint64_t)(REPEATS_FROM - 1));

    return (struct instant){page->first ? id : REPEATS_FROM + id};
}

void outbox_deinit(struct outbox *o)
{
    heap_deinit(&o->ready);
    heap_deinit(&o->deferred);
}

void outbox_put(struct outbox *o, struct outbox_page *page, struct instant not_before)
{
    if (instant_is_set(not_before)) {
        heap_remove(&o->ready, &page->ready);
        heap_set(&o->deferred, &page->deferred, not_before);
    } else {
        heap_remove(&o->deferred, &page->deferred);
        heap_set(&o->ready, &page->ready, rank_of(page));
    }
}

void outbox_remove(struct outbox *o, struct outbox_page *page)
{
    heap_remove(&o->ready, &page->ready);
    heap_remove(&o->deferred, &page->deferred);
}

struct outbox_page *outbox_take(struct outbox *o, struct instant now, struct instant *ret_ask)
{
    struct heap_node *node;
    struct outbox_page *page;

    while ((node = heap_first(&o->deferred)) && !instant_before(now, node->at))
        outbox_put(o, page_of(node, deferred), INSTANT_NONE);
    node = heap_first(&o->ready);
    if (!node) {
        *ret_ask = outbox_next(o);
        return NULL;
    }
    page = page_of(node, ready);
    outbox_remove(o, page);
    return page;
}

struct instant outbox_next(const struct outbox *o)
{
    const struct heap_node *node = heap_first(&o->deferred);

    if (o->ready.len > 0)
        return INSTANT_NONE;
    return node ? node->at : INSTANT_NEVER;
}

size_t outbox_len(const struct outbox *o)
{
    return o->ready.len + o->deferred.len;
}
