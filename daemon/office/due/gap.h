#pragma once
/*
 * Gaps in the roster ahead: a time in which too few hold a post, reported once before it comes. The
 * office itself reports it as an incident of class gap, which goes the way of any other report, and
 * the catch-all is paged besides. For the files of the machine only.
 */
#include "office/draft/decision.h"
#include "office/state/part.h"
#include "office/state/state.h"

struct instant gap_next_due(const struct office *o, const struct agenda *a);
/* Reports one gap that begins within the notice (rules->gap_notice) or is under way, and was not
 * reported before (state/told_gaps.h); of what has passed nothing is reported. */
void gap_due(const struct office *o, struct agenda *a, struct instant now, struct decision *ret);
