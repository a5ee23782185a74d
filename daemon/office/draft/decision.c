#include "office/draft/decision.h"

#include <stdlib.h>
#include <string.h>

void decision_drop_entries(struct decision *d)
{
    for (size_t i = 0; i < d->n_entries && !d->lent; i++)
        free(d->entries[i]);
    d->n_entries = 0;
    d->lent = false;
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
