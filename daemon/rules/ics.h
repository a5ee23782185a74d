#pragma once
/* iCalendar, RFC 5545: lines end with CR LF and are folded at 75 bytes, times are in UTC. */
#include "rules/shifts.h"

void ics_print_begin(const struct rules *rules, struct buffer *out);
/* One event; its UID depends on the office's id, the post, the person, the start, and on `twin`: 0,
 * or 1 and up for more shifts of the same person that begin in the same post at the same moment. */
void ics_print_shift(const struct rules *rules, const struct shift *s, unsigned twin,
                     struct instant now, struct buffer *out);
void ics_print_end(struct buffer *out);
