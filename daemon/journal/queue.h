#pragma once
/*
 * The entries that are not durable yet, each with its hash, in order:
 *
 *     durable | committed, in doubt | sent, outcome not known | waiting
 *             0                  committed                  sent       n
 *
 * The hash is made when the entry comes, since it depends on nothing that could still change; so
 * sending again after a loss sends the same bytes.
 */
#include "base/digest.h"
#include "office/log/entry.h"

struct queue {
    struct entry **entries;
    struct digest *hashes;
    size_t n, cap_entries, cap_hashes;
    size_t sent, committed;
    size_t bytes;
    uint64_t durable;           /* number of the last durable entry */
    struct digest durable_hash; /* and its hash */
};

/* What an entry costs in memory, roughly. */
size_t queue_entry_size(const struct entry *e);

void queue_deinit(struct queue *q); /* frees the entries too */
/* Consumes the entry; its seq must be the next. */
void queue_add(struct queue *q, struct entry *e);
/* The number of the last entry that is known to be committed. */
uint64_t queue_committed_seq(const struct queue *q);

enum queue_match {
    QUEUE_AGREES,   /* `committed` now says how far the log has our entries; what is after that was
                       not sent */
    QUEUE_DISAGREES /* the log ends with something that is not ours */
};
/* Looks where the log's end stands in what was sent. */
enum queue_match queue_resolve(struct queue *q, uint64_t seq, const struct digest *hash);

/* Takes out the first n, which are durable from now on. The array and the entries are the caller's
 * (free both). */
struct entry **queue_take(struct queue *q, size_t n);
