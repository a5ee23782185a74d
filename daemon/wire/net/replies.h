#pragma once
/*
 * Replies of one session that wait until the journal has made an entry durable, in the order of the
 * commands. One run of bytes and an array of marks; nothing is allocated while nothing waits.
 */
#include "base/buffer.h"
#include "base/instant.h"

/* The bytes from the mark before this one on are held back until entry `seq` is durable. The first
 * line among them is the reply that waits for it; those that follow came after it. */
struct reply_mark {
    uint64_t seq;
    size_t len;
    struct instant since; /* monotonic: when it began to wait */
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
 * waits for `seq`, or for that of the mark before it if that is higher. */
void replies_mark(struct replies *r, uint64_t seq, struct instant now);
/* n bytes were appended to r->bytes after the last mark. There must be one. */
void replies_extend(struct replies *r, size_t n);
/* Moves all that waits for nothing above `durable` to the end of out. */
void replies_release(struct replies *r, uint64_t durable, struct buffer *out);
/* Writes to out what is said instead of a line of a reply that waits in vain ("250-…" or "250 …").
 * Without the line's end. */
typedef void (*replies_reword)(void *arg, struct slice line, struct buffer *out);
/* The same for all that has waited since `since` or longer, but the reply that begins each mark
 * goes through reword. */
void replies_give_up(struct replies *r, struct instant since, replies_reword reword, void *arg,
                     struct buffer *out);
