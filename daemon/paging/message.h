#pragma once
/* The words of a page: one SMS, what matters first. */
#include "office/incident.h"

/*
 * "4711 II gas 12 Renmin Rd: smell of gas, 3 trapped [2026-000123]": code, DRILL for a drill, grade
 * (I to IV; ? unknown), class, place, then the text, as much as fits into one part: 160 septets if
 * all of it is GSM 7-bit, else 70 UTF-16 units. Cut on a character, never inside one;
 * *ret_truncated says that it was. Repeats (try > 1 or round > 0) end in " #2", so that carriers do
 * not drop them as doubles.
 */
void message_compose(const struct incident *i, const struct callout *c, unsigned repeat,
                     struct buffer *out, bool *ret_truncated);
