#pragma once
/*
 * The pages that wait for the hook of one means. Pure: it is told the time, starts nothing and owns
 * no page. Every call costs O(log n).
 *
 * First pages of incidents nobody answers for go before all others; among equals the lower id, that
 * is the earlier decision, goes first. A deferred page takes no part until its instant has come.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/heap.h"

/* Embedded in whatever the owner knows about a page. Zeroed memory is a page at rest. */
struct outbox_page {
    uint64_t id;
    bool first;                       /* set both before outbox_put */
    struct heap_node ready, deferred; /* in one of them at most */
};

/* Zeroed memory is an empty outbox. */
struct outbox {
    struct heap ready, deferred;
};

/* Pages that are still in it are let go, not freed. */
void outbox_deinit(struct outbox *o);
/* Adds the page, or moves it: ready at once (INSTANT_NONE), or not before an instant. */
void outbox_put(struct outbox *o, struct outbox_page *page, struct instant not_before);
/* Takes the page out, if it is in. */
void outbox_remove(struct outbox *o, struct outbox_page *page);
/* Here is the next page, no longer in the outbox; or NULL, and *ret_ask is when to ask again
 * (INSTANT_NEVER: not before another page is put in). */
struct outbox_page *outbox_take(struct outbox *o, struct instant now, struct instant *ret_ask);
/* When outbox_take has a page: INSTANT_NONE at once, INSTANT_NEVER when it is empty. */
struct instant outbox_next(const struct outbox *o);
size_t outbox_len(const struct outbox *o);
