#include "paging/outbox.h"

#include <stdlib.h>

#include "base/container.h"
#include "base/mem.h"
#include "office/office.h"

#define page_of(node, member) container_of(node, struct outbox_page, member)
#define number_of(node, member) container_of(node, struct outbox_number, member)

/* The heap orders by a number. Of a page that waits its turn that is no time but its place in the
 * line: three bits of rank, four of grade, the rest its id. */
static struct instant place_of(const struct outbox_page *page)
{
    uint64_t grade = office_badness(page->grade) + (page->drill ? OFFICE_GRADES : 0);
    uint64_t id = page->id & ((UINT64_C(1) << 56) - 1);

    return (struct instant){(int64_t)((uint64_t)page->rank << 60 | grade << 56 | id)};
}

struct outbox_number *outbox_number(struct outbox *o, const char *address)
{
    struct outbox_number *n;

    HASH_FIND(by_address, o->numbers, address, strlen(address), n);
    if (!n) {
        n = xcalloc(1, sizeof(*n));
        n->address = xstrdup(address);
        HASH_ADD_KEYPTR(by_address, o->numbers, n->address, strlen(n->address), n);
    }
    return n;
}

void outbox_deinit(struct outbox *o)
{
    struct outbox_number *n, *next;

    HASH_ITER(by_address, o->numbers, n, next)
    {
        HASH_DELETE(by_address, o->numbers, n);
        heap_deinit(&n->pages);
        quota_deinit(&n->quota);
        free(n->address);
        free(n);
    }
    heap_deinit(&o->turns);
    heap_deinit(&o->wakes);
    heap_deinit(&o->deferred);
}

static bool is_held(const struct outbox_page *page)
{
    return page->rank >= OUTBOX_REPEAT && instant_is_set(page->number->opens);
}

/* After any change to the number. */
static void line_up(struct outbox *o, struct outbox_number *n)
{
    const struct heap_node *first = heap_first(&n->pages);
    bool held = first && is_held(page_of(first, ready));

    heap_set(&o->turns, &n->turn, first && !held ? first->at : INSTANT_NEVER);
    heap_set(&o->wakes, &n->wake, held ? n->opens : INSTANT_NEVER);
}

void outbox_close(struct outbox *o, struct outbox_number *number, struct instant until)
{
    number->opens = until;
    line_up(o, number);
}

void outbox_remove(struct outbox *o, struct outbox_page *page)
{
    if (page->ready.place || page->deferred.place)
        o->len--;
    heap_remove(&page->number->pages, &page->ready);
    heap_remove(&o->deferred, &page->deferred);
    line_up(o, page->number);
}

void outbox_put(struct outbox *o, struct outbox_page *page, struct instant not_before)
{
    outbox_remove(o, page);
    if (instant_is_set(not_before))
        heap_set(&o->deferred, &page->deferred, not_before);
    else
        heap_set(&page->number->pages, &page->ready, place_of(page));
    o->len++;
    line_up(o, page->number);
}

struct outbox_page *outbox_take_from(struct outbox *o, struct outbox_number *number)
{
    const struct heap_node *first = heap_first(&number->pages);
    struct outbox_page *page = first ? page_of(first, ready) : NULL;

    if (page)
        outbox_remove(o, page);
    return page;
}

struct outbox_page *outbox_take(struct outbox *o, struct instant now, struct instant *ret_ask)
{
    struct heap_node *node;

    while ((node = heap_first(&o->deferred)) && !instant_before(now, node->at))
        outbox_put(o, page_of(node, deferred), INSTANT_NONE);
    while ((node = heap_first(&o->wakes)) && !instant_before(now, node->at))
        outbox_close(o, number_of(node, wake), INSTANT_NONE);
    node = heap_first(&o->turns);
    if (!node) {
        *ret_ask = outbox_next_due(o);
        return NULL;
    }
    return outbox_take_from(o, number_of(node, turn));
}

void outbox_hurry(struct outbox *o)
{
    struct heap_node *node;

    while ((node = heap_first(&o->deferred)))
        outbox_put(o, page_of(node, deferred), INSTANT_NONE);
}

void outbox_each_held(const struct outbox_number *number,
                      void (*f)(struct outbox_page *page, void *arg), void *arg)
{
    for (size_t k = 0; k < number->pages.len; k++) {
        struct outbox_page *page = page_of(number->pages.nodes[k], ready);

        if (is_held(page))
            f(page, arg);
    }
}

struct instant outbox_next_due(const struct outbox *o)
{
    const struct heap_node *deferred = heap_first(&o->deferred), *wake = heap_first(&o->wakes);

    if (o->turns.len > 0)
        return INSTANT_NONE;
    return instant_min(deferred ? deferred->at : INSTANT_NEVER, wake ? wake->at : INSTANT_NEVER);
}

size_t outbox_len(const struct outbox *o)
{
    return o->len;
}
