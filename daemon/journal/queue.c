#include "journal/queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "journal/chain.h"

size_t queue_entry_size(const struct entry *e)
{
    return sizeof(*e) + e->n_fields * sizeof(e->fields[0]) + 2 * e->body.len + e->actor.len +
           e->post.len + e->key.len;
}

void queue_deinit(struct queue *q)
{
    for (size_t i = 0; i < q->n; i++)
        free(q->entries[i]);
    free(q->entries);
    free(q->hashes);
    *q = (struct queue){0};
}

void queue_add(struct queue *q, struct entry *e)
{
    const struct digest *before = q->n > 0 ? &q->hashes[q->n - 1] : &q->durable_hash;
    struct digest hash = chain_hash_entry(before, e);

    assert(e->seq == q->durable + q->n + 1);
    q->entries = xgrow(q->entries, &q->cap_entries, q->n + 1, sizeof(q->entries[0]));
    q->hashes = xgrow(q->hashes, &q->cap_hashes, q->n + 1, sizeof(q->hashes[0]));
    q->entries[q->n] = e;
    q->hashes[q->n] = hash;
    q->n++;
    q->bytes += queue_entry_size(e);
}

uint64_t queue_committed_seq(const struct queue *q)
{
    return q->durable + q->committed;
}

enum queue_match queue_resolve(struct queue *q, uint64_t seq, const struct digest *hash)
{
    const struct digest *ours;

    if (seq < q->durable || seq - q->durable > q->sent)
        return QUEUE_DISAGREES;
    ours = seq == q->durable ? &q->durable_hash : &q->hashes[seq - q->durable - 1];
    if (!digest_equal(ours, hash))
        return QUEUE_DISAGREES;
    q->committed = q->sent = (size_t)(seq - q->durable);
    return QUEUE_AGREES;
}

struct entry **queue_take(struct queue *q, size_t n)
{
    struct entry **taken = xmalloc((n > 0 ? n : 1) * sizeof(taken[0]));

    assert(n <= q->n);
    if (n == 0)
        return taken;
    memcpy(taken, q->entries, n * sizeof(taken[0]));
    q->durable += n;
    q->durable_hash = q->hashes[n - 1];
    for (size_t i = 0; i < n; i++)
        q->bytes -= queue_entry_size(taken[i]);
    q->n -= n;
    memmove(q->entries, q->entries + n, q->n * sizeof(q->entries[0]));
    memmove(q->hashes, q->hashes + n, q->n * sizeof(q->hashes[0]));
    q->sent = q->sent > n ? q->sent - n : 0;
    q->committed = q->committed > n ? q->committed - n : 0;
    return taken;
}
