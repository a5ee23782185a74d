#pragma once
/*
 * What must be remembered: the entries that some part of the office still needs, and which parts
 * those are. It has one meaning: folding just these entries, each into the parts that need it,
 * gives the same office as folding the whole log.
 *
 * The journal keeps a copy as of a checkpoint (duty.live), so that a start does not read years of
 * history. The copy is brought up to date by difference, so that what lives shortly is never
 * written; and it is proven: the checkpoint is an entry of the log, and says how many rows there
 * were and their digest.
 */
#include "base/digest.h"
#include "office/state/part.h"

/* A set of parts: 1 << enum part_id. */
typedef uint32_t live_parts;

#define LIVE_ALL ((live_parts)((UINT64_C(1) << PART_COUNT) - 1))

/* Entries next to each other that the same parts need. */
struct live_row {
    uint64_t seq; /* of the first */
    unsigned n;
    live_parts parts;
};

/*
 * The digest of a set of rows, in whatever order: the sum, as four numbers modulo 2^64, of the
 * SHA-256 of each row (its seq in 8 bytes, n and its parts in 4 each, big-endian, the hash read as
 * four big-endian numbers). So a row is added or taken away without looking at the others.
 */
struct live_digest {
    uint64_t entries;
    uint64_t sum[4];
};

void live_digest_add(struct live_digest *d, const struct live_row *row);
void live_digest_remove(struct live_digest *d, const struct live_row *row);
bool live_digest_equal(const struct live_digest *a, const struct live_digest *b);
/* The sum as 64 hex digits; the number of entries is not in it. */
void live_digest_format(const struct live_digest *d, struct buffer *out);

struct live;

struct live *live_new(void);
void live_free(struct live *l);

/* For apply only: the part needs the entry, or needs it no more. Said twice is said once. */
void live_keep(struct office *o, enum part_id part, uint64_t seq);
void live_drop(struct office *o, enum part_id part, uint64_t seq);

/* Which parts need the entry. */
live_parts live_get(const struct live *l, uint64_t seq);
/* What is live now, in rows as the copy has them. O(of what has changed since the last checkpoint).
 */
struct live_digest live_digest_now(const struct live *l);
/* The oldest entry that any of these parts needs; UINT64_MAX: none. O(n). */
uint64_t live_oldest(const struct live *l, live_parts parts);
/* Calls f with each entry (n is 1), in no order. */
void live_each(const struct live *l, void (*f)(const struct live_row *row, void *arg), void *arg);

/* What the journal's copy must change to be as of an entry. */
struct live_changes {
    bool whole;                    /* nothing of what the copy holds counts */
    struct live_row *added, *kept; /* kept: the row of that seq is another than before */
    size_t n_added, cap_added, n_kept, cap_kept;
    uint64_t *dropped;
    size_t n_dropped, cap_dropped;
};

/* The copy holds this entry (n is 1), at a start, as it is read. */
void live_found(struct live *l, const struct live_row *row);
/* Nothing that was found counts: the next changes are the whole. */
void live_distrust(struct live *l);
/* Takes the changes since the last call, which the copy is taken to have from here on; free with
 * live_changes_free. */
struct live_changes *live_take_changes(struct live *l);
void live_changes_free(struct live_changes *c);
