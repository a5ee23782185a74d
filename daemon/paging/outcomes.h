#pragma once
/*
 * What paging has to say to the desk: what became of pages, and of hooks. In order; what a busy
 * desk does not take waits here and is offered again.
 */
#include "desk/desk.h"

struct outcome;

struct outcomes {
    struct desk *desk; /* borrowed */
    struct outcome *first, **last;
    struct instant offer_again; /* by the clock that never steps */
};

#define OUTCOME_FIELDS 9

void outcomes_init(struct outcomes *o, struct desk *desk);
/* What still waits is lost: the journal knows nothing of it, and a new start does it again. */
void outcomes_deinit(struct outcomes *o);
/* Says it now, or keeps a copy. At most OUTCOME_FIELDS fields. */
void outcomes_say(struct outcomes *o, enum verb verb, struct incident_id incident,
                  const struct field *fields, size_t n);
/* Does what became of that page wait here? */
bool outcomes_has(const struct outcomes *o, uint64_t page);
/* Offers again what waits. */
void outcomes_flush(struct outcomes *o);
/* When outcomes_flush should be called, by the clock that never steps; INSTANT_NEVER. */
struct instant outcomes_next_due(const struct outcomes *o);
