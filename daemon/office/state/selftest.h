#pragma once
/* The last test of the paging, and how it was answered (office/due/selftest.h). */
#include "base/instant.h"
#include "office/log/entry.h"
#include "rules/roster.h"

struct office;

/* Of so many people asked. */
struct selftest {
    struct instant at;        /* when it was made; INSTANT_NONE: there was none */
    int64_t day;              /* the local day whose test it was, moved with a clock that is set */
    struct incident_id first; /* of its incidents, whose numbers follow each other */
    unsigned asked;
    unsigned answered; /* in time */
    unsigned missed;   /* not answered in time, or done away with */
    unsigned late;     /* answered all the same */
    unsigned console;  /* of all answers: not by SMS */
};

struct last_selftest {
    struct selftest result;
    bool missed[ROSTER_MAX]; /* of its incidents: there was no answer in time */
    uint64_t *entries;       /* that it was made of */
    size_t n_entries, cap_entries;
};

void selftest_apply(struct office *o, const struct entry *e);
void selftest_on_clock_step(struct office *o, struct span by, struct instant at);
void selftest_end(struct office *o);
