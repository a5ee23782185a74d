#pragma once
/* What is known of an incident, from the entries that say it. For apply only. */
#include "office/state/incident.h"

struct office;

/* The facts of the entry take the place of those that were known; a grade comes with its reason. */
void incident_keep_facts(struct office *o, struct incident *i, const struct entry *e);
