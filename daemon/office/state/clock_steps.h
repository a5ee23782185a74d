#pragma once
/*
 * By how much the wall clock was set, and when. Deadlines in earlier entries are those of the clock
 * before, so a step is needed for as long as anything older is that it moves.
 */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

struct clock_steps {
    struct instant last; /* when the clock was set last; INSTANT_NONE */
    uint64_t *seqs;      /* of those that are still needed, the oldest first */
    size_t n, cap;
};

/* Moves the times of every part. */
void clock_steps_apply(struct office *o, const struct entry *e);
void clock_steps_end(struct office *o);
