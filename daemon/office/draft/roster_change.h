#pragma once
/* Who is told that the roster of the coming days is another one. For the files of the machine
 * only. */
#include "office/draft/draft.h"

/* So far ahead a change is told. */
#define ROSTER_CHANGE_AHEAD SPAN_DAYS(7)

/* Behind the entry that changes it: each person whose shifts differ, of those that the new rules
 * have, gets one notice that says how. Nothing if the new rules do not want it (tell_roster). */
void draft_tell_roster(struct draft *d, const struct roster *before, const struct roster *after);
