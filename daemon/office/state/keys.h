#pragma once
/*
 * Which command keys were used, for what: a command that comes twice is done once. Remembered for
 * OFFICE_KEY_LIFE. For the files of the machine only.
 */
#include <uthash.h>

#include "base/instant.h"
#include "office/log/entry.h"

#define OFFICE_KEY_LIFE SPAN_DAYS(7)

struct office;

struct key_use {
    struct digest_prefix {
        uint64_t high, low;
    } id; /* of the key's digest */
    uint64_t digest, seq;
    struct instant at;
    UT_hash_handle by_id;
    struct key_use *prev, *next; /* in order of time */
};

/* NULL when it was not used within OFFICE_KEY_LIFE. */
const struct key_use *office_key(const struct office *o, struct slice key, struct instant now);

void keys_apply(struct office *o, const struct entry *e);
void keys_forget(struct office *o, struct instant now);
void keys_end(struct office *o);
