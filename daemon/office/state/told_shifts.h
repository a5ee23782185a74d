#pragma once
/* Who was reminded of which shift to come (office/due/remind.h). */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

struct told_shift {
    const char *post, *person;
    struct instant since; /* when it begins */
    uint64_t seq;         /* of the entry that says so */
};

struct told_shifts {
    struct told_shift *told;
    size_t n, cap;
};

void told_shifts_apply(struct office *o, const struct entry *e);
void told_shifts_end(struct office *o);
