#pragma once
/* The number of the incident that was reported last: the next one goes on after it. */
#include "office/log/entry.h"

struct office;

struct numbers {
    struct incident_id last;
    uint64_t seq; /* of its report; 0: there was none */
};

/* The number of the next report. */
struct incident_id numbers_next(const struct office *o, struct instant now);

void numbers_apply(struct office *o, const struct entry *e);
