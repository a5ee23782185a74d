#include "base/heap.h"

#include <stdlib.h>

#include "base/mem.h"

/* The nodes may be gone already, so they are not touched. */
void heap_deinit(struct heap *h)
{
    free(h->nodes);
    *h = (struct heap){0};
}

static void put(struct heap *h, struct heap_node *node, size_t place)
{
    h->nodes[place - 1] = node;
    node->place = (uint32_t)place;
}

/* Moves the node from where it is to where its instant belongs. */
static void settle(struct heap *h, struct heap_node *node)
{
    size_t place = node->place;

    while (place > 1 && instant_before(node->at, h->nodes[place / 2 - 1]->at)) {
        put(h, h->nodes[place / 2 - 1], place);
        place /= 2;
    }
    while (place * 2 <= h->len) {
        size_t child = place * 2;

        if (child < h->len && instant_before(h->nodes[child]->at, h->nodes[child - 1]->at))
            child++;
        if (!instant_before(h->nodes[child - 1]->at, node->at))
            break;
        put(h, h->nodes[child - 1], place);
        place = child;
    }
    put(h, node, place);
}

void heap_set(struct heap *h, struct heap_node *node, struct instant at)
{
    node->at = at;
    if (instant_is_never(at)) {
        heap_remove(h, node);
        return;
    }
    if (node->place == 0) {
        h->nodes = xgrow(h->nodes, &h->cap, h->len + 1, sizeof(struct heap_node *));
        h->len++;
        put(h, node, h->len);
    }
    settle(h, node);
}

void heap_remove(struct heap *h, struct heap_node *node)
{
    struct heap_node *last;
    size_t place = node->place;

    if (place == 0)
        return;
    node->place = 0;
    last = h->nodes[--h->len];
    if (last != node) {
        put(h, last, place);
        settle(h, last);
    }
}

struct heap_node *heap_first(const struct heap *h)
{
    return h->len > 0 ? h->nodes[0] : NULL;
}
