#pragma once
/* What time brings to who is there: shifts that begin, handovers nobody takes, roll calls. For the
 * files of the machine only. */
#include "office/draft/decision.h"
#include "office/state/part.h"
#include "office/state/state.h"

struct instant presence_next_due(const struct office *o, const struct agenda *a);
void presence_due(const struct office *o, struct agenda *a, struct instant now,
                  struct decision *ret);
