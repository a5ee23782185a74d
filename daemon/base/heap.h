#pragma once
/*
 * A binary min-heap of things that wake up at an instant. The node is embedded in the thing; the
 * heap owns only its array of pointers. Adding, moving and removing cost O(log n).
 */
#include "base/instant.h"

struct heap_node {
    struct instant at;
    uint32_t place; /* 1-based index in the heap; 0 = not in it, as in zeroed memory. */
};

struct heap {
    struct heap_node **nodes;
    size_t len, cap;
};

void heap_deinit(struct heap *h);
/* Puts the node at `at`, adding or moving it; INSTANT_NEVER takes it out. */
void heap_set(struct heap *h, struct heap_node *node, struct instant at);
void heap_remove(struct heap *h, struct heap_node *node);
/* The earliest node, or NULL; it stays in the heap. */
struct heap_node *heap_first(const struct heap *h);
