#include "paging/quota.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void quota_deinit(struct quota *q)
{
    free(q->sent);
    *q = (struct quota){0};
}

/* A limit of n looks at the n-th message from the end, and no further. */
static size_t reach_of(const struct rates *limits)
{
    size_t most = 0;

    for (size_t k = 0; k < limits->n; k++)
        most = limits->of[k].count > most ? limits->of[k].count : most;
    return most;
}

static void remove_at(struct quota *q, size_t place)
{
    memmove(&q->sent[place], &q->sent[place + 1], (q->n - place - 1) * sizeof(*q->sent));
    q->n--;
}

void quota_add(struct quota *q, const struct rates *limits, struct instant at)
{
    size_t reach = reach_of(limits), place = q->n;

    if (reach == 0) {
        q->n = 0;
        return;
    }
    while (place > 0 && instant_before(at, q->sent[place - 1]))
        place--;
    q->sent = xgrow(q->sent, &q->cap, q->n + 1, sizeof(*q->sent));
    memmove(&q->sent[place + 1], &q->sent[place], (q->n - place) * sizeof(*q->sent));
    q->sent[place] = at;
    q->n++;
    while (q->n > reach)
        remove_at(q, 0);
}

void quota_remove(struct quota *q, struct instant at)
{
    for (size_t k = q->n; k > 0; k--) {
        if (q->sent[k - 1].us != at.us)
            continue;
        remove_at(q, k - 1);
        return;
    }
}

struct instant quota_opens(const struct quota *q, const struct rates *limits, struct instant now,
                           const struct rate **ret_limit)
{
    struct instant opens = INSTANT_NONE;

    for (size_t k = 0; k < limits->n; k++) {
        const struct rate *limit = &limits->of[k];
        struct instant end;

        if (q->n < limit->count)
            continue;
        end = instant_add(q->sent[q->n - limit->count], limit->per);
        if (instant_before(now, end) && instant_before(opens, end)) {
            opens = end;
            *ret_limit = limit;
        }
    }
    return opens;
}
