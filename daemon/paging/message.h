#pragma once
/* The words of a page: one SMS, what matters first. */
#include "office/state/incident.h"

/*
 * "4711 II gas 12 Renmin Rd: smell of gas, 3 trapped [2026-000123]": code, DRILL for a drill
 * ("DRILL 演练" where the rest is not GSM 7-bit either), grade (I to IV; ? unknown), class, place,
 * then the text, as much as fits into one part: 160 septets if all of it is GSM 7-bit, else 70
 * UTF-16 units. Cut on a character, never inside one; *ret_truncated says that it was. What is not
 * known is left out; line breaks and tabs are spaces.
 *
 * The text goes before the incident's number: where "[2026-000123]" has no room "[123]" stands for
 * it, else nothing. A place that takes more than half of the part is cut to half when the text
 * needs the room. `repeat` counts the pages of one person for one incident: from 2 on the message
 * ends in " #2", " #3" …, whatever else is cut, so that carriers do not drop it as a double.
 * Appends to `out`.
 */
void message_compose(const struct incident *i, const struct callout *c, unsigned repeat,
                     struct buffer *out, bool *ret_truncated);
/* As much of the text as fits into one part, made flat; by the same rules. Appends to `out`. */
void message_fit(struct slice text, struct buffer *out, bool *ret_truncated);

/* One message for several pages of one person. */
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
 * "10:15 12 open, worst 4711 II gas 12 Renmin Rd; 4712 III fire Pier 3, 4713 IV. Answer each code":
 * the worst with its class and place (a quarter of a part at most), then code and grade of as many
 * items as fit, in their order; then their classes and places, as far as there is room. A drill
 * says DRILL before the count. What has no code is named by the incident's number, "[123]". Classes
 * and places that are not in the GSM 7-bit alphabet are left out, unless all items fit into one
 * part with them: as many codes as possible matter more. Returns how many items are in it. Appends
 * to `out`.
 */
size_t message_compose_bundle(const struct message_bundle *b, struct buffer *out);
