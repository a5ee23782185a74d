#pragma once
/* Notices of a roster that has changed for the coming days. For the files of the machine
 * only. */
#include "office/draft/draft.h"
#include "rules/roster.h"

/* Changes within this time are reported. */
#define ROSTER_CHANGE_AHEAD SPAN_DAYS(7)

/* After the entry that changes it: each person whose shifts differ, of those that the new rules
 * have, gets one notice that says how. Nothing if the new rules do not want it (tell_roster). */
void draft_tell_roster(struct draft *d, const struct roster *before, const struct roster *after);
