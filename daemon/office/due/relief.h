#pragma once
/* Reliefs that the roster has moved away under: looked for once new rules are in force, and after a
 * start, since what was read back may be older than the rules. For the files of the machine only.
 */
#include "office/draft/decision.h"
#include "office/state/part.h"
#include "office/state/state.h"

struct instant relief_next_due(const struct office *o, const struct agenda *a);
void relief_due(const struct office *o, struct agenda *a, struct instant now, struct decision *ret);
