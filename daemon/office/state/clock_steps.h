#pragma once
/*
 * What moved deadlines: by how much the wall clock was set, and when; and for how long the database
 * held entries up. Deadlines in earlier entries are those of before, so such a move is needed for
 * as long as anything older is that it moves.
 */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

struct clock_steps {
    struct instant last; /* when the clock was set last; INSTANT_NONE */
    uint64_t last_seq;   /* by which entry */
    uint64_t *seqs;      /* of the moves that are still needed, the oldest first */
    size_t n, cap;
};

/* Moves the times of every part that the entry has to do with. */
void clock_steps_apply(struct office *o, const struct entry *e);
void clock_steps_end(struct office *o);
