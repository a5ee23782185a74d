#pragma once
/* Whom a target can ever reach, whoever holds a post at the moment. */
#include "rules/rules.h"

/* May a page to the target ever go to the person? Posts count with all their rotations and reliefs.
 */
bool target_may_mean(const struct target *t, const struct person *p);
