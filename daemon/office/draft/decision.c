#include "office/draft/decision.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void decision_drop_after(struct decision *d, size_t kept)
{
    for (size_t i = kept; i < d->n_entries && !d->lent; i++)
        free(d->entries[i]);
    if (d->n_entries > kept)
        d->n_entries = kept;
}

void decision_drop_entries(struct decision *d)
{
    decision_drop_after(d, 0);
    d->lent = false;
}

void decision_check(const struct decision *d, uint64_t last_seq, struct instant now)
{
    assert(d->refusal == REFUSAL_NONE || d->n_entries == 0);
    for (size_t i = 0; i < d->n_entries; i++) {
        assert(d->entries[i]->seq == last_seq + 1 + i);
        assert(d->entries[i]->at.us == now.us);
        assert(i == 0 || d->entries[i]->key.len == 0);
    }
    (void)last_seq;
    (void)now;
}

void decision_clear(struct decision *d)
{
    decision_drop_entries(d);
    d->refusal = REFUSAL_NONE;
    d->again = 0;
    buffer_clear(&d->why);
}

void decision_deinit(struct decision *d)
{
    decision_clear(d);
    free(d->entries);
    buffer_deinit(&d->why);
    memset(d, 0, sizeof(*d));
}
