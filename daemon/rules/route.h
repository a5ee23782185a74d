#pragma once
/* Which chain a report takes. */
#include "rules/rules.h"

/* What a route depends on: what is known of the incident, and when its chain is started. */
struct occasion {
    unsigned grade; /* 0 = not known */
    struct slice class, place;
    bool drill;
    struct instant at;
};

/* The first route that fits; never NULL for checked rules. */
const struct route *rules_route(const struct rules *r, const struct occasion *occasion);
/* Does the place, folded (base/fold.h), contain the words? Where they begin or end with a Latin
 * letter or a digit they must not be part of a longer word: "pier" is in "West Pier", not in
 * "Napier". Scripts without spaces have no such limits. Empty words are in no place. */
bool place_has(struct slice folded_place, struct slice words);
