#pragma once
/* What entries mean for incidents. For the files of the machine only. */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

void incident_apply_begin(struct office *o);
void incident_apply_end(struct office *o);
/* Entries about no incident, or about one that is not in memory, are passed over. */
void incident_apply(struct office *o, const struct entry *e);
void incident_apply_clock_step(struct office *o, struct span by, struct instant at);
void incident_apply_held_up(struct office *o, uint64_t first, uint64_t last, struct span by);
