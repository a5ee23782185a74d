#pragma once
/*
 * Whether a hook is worth running. Pure: it is given the time, by a clock that never steps. Zeroed
 * memory is a hook that works, as far as anybody knows.
 *
 * A run that was not taken counts, for whatever reason: an exit status cannot tell a gateway that
 * is away from a number that does not exist. So many of these in a row open the breaker: the hook
 * is down. Then one run at a time is let through as a probe, and the first that is taken closes it.
 */
#include <stdbool.h>

#include "base/instant.h"

struct breaker {
    unsigned failures; /* in a row */
    unsigned probes;   /* since it is open */
    bool is_open;
    bool is_probing;         /* a probe is under way */
    struct instant since;    /* when it was opened */
    struct instant probe_at; /* when the next probe may start */
};

/* At most so many failures in a row (0: it never opens), and the wait between probes. */
struct breaker_terms {
    unsigned limit;
    struct span probe;
};

enum breaker_change { BREAKER_SAME, BREAKER_OPENED, BREAKER_CLOSED };

/* May a probe start? Only while it is open. */
bool breaker_wants_probe(const struct breaker *b, struct instant now);
/* When breaker_wants_probe will be true; INSTANT_NEVER while it is closed or a probe runs. */
struct instant breaker_next_due(const struct breaker *b);
/* A run starts that is one. */
void breaker_begin_probe(struct breaker *b);
/* A run has ended; `is_probe` is what it was started as. */
enum breaker_change breaker_end(struct breaker *b, const struct breaker_terms *terms, bool is_taken,
                                bool is_probe, struct instant now);
/* It works again, by somebody's word. */
void breaker_close(struct breaker *b);
