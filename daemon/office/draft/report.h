#pragma once
/* What the office itself reports: gaps, absences, roll calls. For the files of the machine only. */
#include "office/draft/draft.h"

/* Room for further fields of such a report. */
#define DRAFT_REPORT_FIELDS 4

/* The route of what the office itself reports now. */
const struct route *draft_own_route(const struct draft *d, enum incident_origin origin);
/* The report of a new incident, which the draft is about from here on. It has the class of its
 * origin, and the chain that the rules have for that; `more` (n of them) is what it is known by.
 * The chain begins at `due`; INSTANT_NONE: when its first step says. */
void draft_report(struct draft *d, enum incident_origin origin, struct slice text,
                  const struct field *more, size_t n, struct instant due);
