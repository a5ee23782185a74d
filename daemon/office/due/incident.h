#pragma once
/* What time brings to incidents, one by one: to the one that has waited longest. For the files of
 * the machine only. */
#include "office/draft/decision.h"
#include "office/state/part.h"
#include "office/state/state.h"

struct instant incident_next_due(const struct office *o, const struct agenda *a);
void incident_due(const struct office *o, struct agenda *a, struct instant now,
                  struct decision *ret);
