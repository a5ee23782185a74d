#pragma once
/* iCalendar, RFC 5545: lines end with CR LF and are folded at 75 bytes, times are in UTC. */
#include "office/shifts.h"

void ics_print_begin(const struct rules *rules, struct buffer *out);
/* One event; its UID depends on the office's id, the post, the person and the start only. */
void ics_print_shift(const struct rules *rules, const struct shift *s, struct instant now,
                     struct buffer *out);
void ics_print_end(struct buffer *out);
