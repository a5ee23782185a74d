#pragma once
/* Faults and doubts that show only in the configuration as a whole. Nothing past is reported. */
#include "config/reader.h"

/* Gaps, reliefs that change nothing, steps that reach nobody at times, routes for drills that reach
 * nobody, missing lists of holidays, people who cannot be reached; and what check_duties finds. */
void check_whole(struct reader *r);
