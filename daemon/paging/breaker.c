#include "paging/breaker.h"

bool breaker_wants_probe(const struct breaker *b, struct instant now)
{
    return !instant_before(now, breaker_next_due(b));
}

struct instant breaker_next_due(const struct breaker *b)
{
    return b->is_open && !b->is_probing ? b->probe_at : INSTANT_NEVER;
}

void breaker_begin_probe(struct breaker *b)
{
    b->is_probing = true;
    b->probes++;
}

void breaker_close(struct breaker *b)
{
    *b = (struct breaker){0};
}

static enum breaker_change end_well(struct breaker *b)
{
    bool was_open = b->is_open;

    breaker_close(b);
    return was_open ? BREAKER_CLOSED : BREAKER_SAME;
}

enum breaker_change breaker_end(struct breaker *b, const struct breaker_terms *terms, bool is_taken,
                                bool is_probe, struct instant now)
{
    if (is_taken)
        return end_well(b);
    if (b->is_open) { /* also of a run that was under way when it was opened */
        if (is_probe) {
            b->is_probing = false;
            b->probe_at = instant_add(now, terms->probe);
        }
        return BREAKER_SAME;
    }
    b->failures++;
    if (terms->limit == 0 || b->failures < terms->limit)
        return BREAKER_SAME;
    b->is_open = true;
    b->since = now;
    b->probe_at = instant_add(now, terms->probe);
    return BREAKER_OPENED;
}
