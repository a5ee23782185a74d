#pragma once
/*
 * Replies of one session that wait until the journal has made an entry durable, in the order of the
 * commands. One run of bytes and an array of marks; nothing is allocated while nothing waits.
 */
#include "base/buffer.h"

/* The bytes from the mark before this one on are held back until entry `seq` is durable. */
struct reply_mark {
    uint64_t seq;
    size_t len;
};

/* Zeroed: empty. */
struct replies {
    struct buffer bytes;
    struct reply_mark *marks;
    size_t n, cap;
};

void replies_deinit(struct replies *r); /* empty and usable again */

static inline bool replies_is_empty(const struct replies *r)
{
    return r->n == 0;
}

/* A new mark at the end: what is appended to r->bytes from here on, and counted by replies_extend,
 * waits for `seq`. Marks whose seq is not above the last one's are joined with it. */
void replies_mark(struct replies *r, uint64_t seq);
/* n bytes were appended to r->bytes after the last mark. There must be one. */
void replies_extend(struct replies *r, size_t n);
/* Moves all that waits for nothing above `durable` to the end of out. */
void replies_release(struct replies *r, uint64_t durable, struct buffer *out);
