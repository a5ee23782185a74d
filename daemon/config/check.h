#pragma once
/* What is wrong, or doubtful, only as a whole: for the reader. Nothing that is over is told. */
#include "config/reader.h"
#include "rules/shifts.h"

/* Gaps, reliefs that change nothing, steps that reach nobody at times, routes for drills that reach
 * nobody, missing lists of holidays, people who cannot be reached; and what check_duties finds. */
void check_whole(struct reader *r);
/* Routes for drills whose chains never reach anybody of drill_to. */
void check_drills(struct reader *r);
/* People on leave who are on a roster, in two places at a time, on duty for too long, without rest.
 */
void check_duties(struct reader *r, struct instant until);
