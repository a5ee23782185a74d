#pragma once
/*
 * Reply codes that were given out, and to whom. A code answers for its incident until that ends,
 * and is not given to another for OFFICE_CODE_REST after it. For the files of the machine only.
 */
#include <uthash.h>

#include "base/instant.h"
#include "office/log/entry.h"

#define OFFICE_CODE_REST SPAN_HOURS(24)

struct office;

/* The codes of one incident, from a report (or its being opened again) to its end and a day more.
 */
struct code_group {
    struct incident_id incident;
    uint64_t hash_key;
    struct instant free_at; /* INSTANT_NEVER while the incident is live */
    uint64_t *entries;      /* that gave them out, and the one that ended it */
    size_t n_entries, cap_entries;
    unsigned *codes; /* some may be another group's by now */
    size_t n_codes, cap_codes;
    UT_hash_handle by_incident;     /* while it is live */
    struct code_group *prev, *next; /* afterwards, in the order of their ends */
};

struct code_use {
    unsigned code;
    struct incident_id incident;
    const char *person;
    struct code_group *group;
    UT_hash_handle by_code;
};

/* Is the code free to be given out at `now`? */
bool office_code_is_free(const struct office *o, unsigned code, struct instant now);
/* What is known of the code, also for a day after its incident; NULL. */
const struct code_use *office_code_use(const struct office *o, unsigned code);
/* The incident of a live reply code, and the person it was given to; INCIDENT_NONE when no live
 * page has it. */
struct incident_id office_code(const struct office *o, unsigned code, const char **ret_person);
/* From when on it may be given out again; INSTANT_NEVER: its incident is live. */
struct instant code_use_free_at(const struct code_use *c);

void codes_apply(struct office *o, const struct entry *e);
void codes_forget(struct office *o, struct instant now);
void codes_end(struct office *o);
