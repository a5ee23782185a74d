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

/* A number without its year. */
struct number_said {
    uint32_t number;
    bool has_ended; /* an incident that has ended is meant, else rather one that is open */
};

/*
 * Which incident is meant? This year's; or, in January and as long as this year has not come to the
 * number, last year's where that alone is open. One that has ended is last year's in January, where
 * this year's is open or not there yet. False: both are open, and *ret_id, this year's, is as
 * likely as *ret_other.
 */
bool numbers_mean(const struct office *o, struct number_said said, struct instant now,
                  struct incident_id *ret_id, struct incident_id *ret_other);

void numbers_apply(struct office *o, const struct entry *e);
