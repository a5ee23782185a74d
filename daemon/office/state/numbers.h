#pragma once
/* The numbers of incidents: each report gets the next one of its year. */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

/* The number of the next report. */
struct incident_id numbers_next(const struct office *o, struct instant now);
