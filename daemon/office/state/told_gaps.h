#pragma once
/* Which gaps in the roster ahead were reported already (office/due/gap.h). */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

/* What was reported of a post: too few hold it from ... to (INSTANT_NEVER: no end was in sight). */
struct told_gap {
    const char *post;
    struct instant from, to;
    uint64_t seq; /* of the report */
};

struct told_gaps {
    struct told_gap *told;
    size_t n, cap;
};

void told_gaps_apply(struct office *o, const struct entry *e);
void told_gaps_end(struct office *o);
