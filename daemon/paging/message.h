#pragma once
/* The words of a page: one SMS, what matters first. */
#include "office/state/incident.h"

/*
 * "4711 II gas 12 Renmin Rd: dead 1, trapped 3; second building; smell of gas [2026-000123]": code,
 * DRILL for a drill ("DRILL 演练" where the rest is not GSM 7-bit either), grade (I to IV; ?
 * unknown), class, place, the figures of people, why it has that grade, then the text, as much as
 * fits into one part: 160 septets if all of it is GSM 7-bit, else 70 UTF-16 units. Typographic
 * quotes, dashes, ellipses and spaces and full-width signs are written plainly where that makes all
 * of it GSM 7-bit; what cannot be seen is left out. Cut on a character, never inside one, and what
 * was cut ends in "…" ("..." in GSM 7-bit, which does not have it); *ret_truncated says that it
 * was. What is not known is left out; line breaks and tabs are spaces.
 *
 * The text goes before the incident's number: where "[2026-000123]" has no room "[123]" stands for
 * it, else nothing. Where there is too little room a place takes at most half of the part, and the
 * reason of the grade a quarter. `repeat` counts the pages of one person for one incident: from 2
 * on the message ends in " #2", " #3" …, whatever else is cut, so that carriers do not drop it as a
 * double. Appends to `out`.
 */
void message_compose(const struct incident *i, const struct callout *c, unsigned repeat,
                     struct buffer *out, bool *ret_truncated);
/* As much of the text as fits into one part, made flat; by the same rules. Appends to `out`. */
void message_fit(struct slice text, struct buffer *out, bool *ret_truncated);
