#pragma once
/* When each person last did anything that is in the log. */
#include <uthash.h>

#include "base/instant.h"
#include "office/log/entry.h"

struct office;

struct seen {
    const char *person;
    struct instant at;
    uint64_t seq;
    UT_hash_handle by_person;
};

/* The person's last entry; INSTANT_NONE: there is none. */
struct instant seen_at(const struct office *o, struct slice person);

void seen_apply(struct office *o, const struct entry *e);
void seen_end(struct office *o);
