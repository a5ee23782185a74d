#pragma once
/* Standing orders: what a leader has ordered for all shifts, until a time or until it is ended. */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

struct standing {
    uint64_t seq;             /* of its entry */
    struct instant at, until; /* until may be INSTANT_NEVER */
    const char *by;
    char *text;
};

struct standing_orders {
    struct standing *orders; /* the oldest first; some may be over */
    size_t n, cap;
};

/* NULL: there is none in force of that number. */
const struct standing *standing_find(const struct office *o, uint64_t seq, struct instant now);

void standing_apply(struct office *o, const struct entry *e);
void standing_end(struct office *o);
