#pragma once
/* Which chain a report takes. */
#include "rules/rules.h"

/* What a route looks at: what is known of the matter, and when its chain is started. */
struct occasion {
    unsigned grade; /* 0 = not known */
    struct slice class, place;
    bool drill;
    struct instant at;
};

/* The first route that fits; never NULL for checked rules. */
const struct route *rules_route(const struct rules *r, const struct occasion *occasion);
/* Are the words in the place, ASCII letters in either case? Where they begin or end with a Latin
 * letter or a digit no further one may stand beside it: "pier" is in "West Pier", not in "Napier".
 * Scripts without spaces know no such bounds. Empty words are in none. */
bool place_has(struct slice place, struct slice words);
