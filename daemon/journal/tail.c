#include "journal/tail.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "journal/queue.h"

void tail_clear(struct tail *t)
{
    for (size_t i = t->start; i < t->end; i++)
        free(t->entries[i]);
    t->start = t->end = 0;
    t->bytes = 0;
}

void tail_deinit(struct tail *t)
{
    tail_clear(t);
    free(t->entries);
    *t = (struct tail){0};
}

/* Moves the entries to the front only when half of the array is empty: each is moved once in a
 * while, not at every step. */
static void make_room(struct tail *t)
{
    if (t->end == t->cap && t->start > t->cap / 2) {
        memmove(t->entries, t->entries + t->start, (t->end - t->start) * sizeof(t->entries[0]));
        t->end -= t->start;
        t->start = 0;
    }
    t->entries = xgrow(t->entries, &t->cap, t->end + 1, sizeof(t->entries[0]));
}

void tail_add(struct tail *t, struct entry *e)
{
    make_room(t);
    t->entries[t->end++] = e;
    t->bytes += queue_entry_size(e);
    while (t->bytes > t->max_bytes && t->end - t->start > 1) {
        struct entry *oldest = t->entries[t->start++];

        t->bytes -= queue_entry_size(oldest);
        free(oldest);
    }
}

struct entry *const *tail_entries(const struct tail *t, size_t *ret_n)
{
    *ret_n = t->end - t->start;
    return t->entries ? t->entries + t->start : NULL;
}
