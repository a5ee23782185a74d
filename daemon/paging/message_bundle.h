#pragma once
/* One message for several pages of one person. */
#include "office/state/incident.h"

struct message_item {
    const struct incident *i;
    const struct callout *c;
};

#define MESSAGE_ITEMS 24

struct message_bundle {
    struct instant now; /* so that no two have the same words */
    bool drill;         /* all of it is */
    unsigned open;      /* how many pages the person may answer, also those that are not in it */
    struct message_item worst; /* of all these; either items[0] or none of them */
    struct message_item items[MESSAGE_ITEMS];
    size_t n, must; /* the first `must` (1 or 2) have to be in it */
};

/*
 * "10:15 12 open, worst 4711 II gas 12 Renmin Rd; 4712 III fire Pier 3, 4713 IV. Answer each code,
 * or: all ok": the worst with its class, place and figures of people (a quarter of a part at most),
 * then code and grade of as many items as fit, in their order; then how to answer all of them, then
 * their classes and places, as far as there is room. A drill says DRILL before the count. What has
 * no code is named by the incident's number, "[123]". Classes and places that are not in the GSM
 * 7-bit alphabet are left out, unless all items fit into one part with them: as many codes as
 * possible matter more. Returns how many items are in it. Appends to `out`.
 */
size_t message_compose_bundle(const struct message_bundle *b, struct buffer *out);
