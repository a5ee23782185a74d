#pragma once
/* The latest entries, kept in memory up to so many bytes, for reading while the database is away.
 */
#include "journal/journal.h"

struct tail {
    struct entry **entries; /* in order; the first `start` are let go already */
    size_t start, end, cap;
    size_t bytes, max_bytes;
};

void tail_deinit(struct tail *t);
/* Keeps nothing any more; its bound stays. */
void tail_clear(struct tail *t);
/* Consumes the entry; lets go of the oldest ones beyond max_bytes (at least one is kept). */
void tail_add(struct tail *t, struct entry *e);
struct entry *const *tail_entries(const struct tail *t, size_t *ret_n);
