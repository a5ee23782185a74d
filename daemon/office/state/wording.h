#pragma once
/* What messages say of an incident in words of their own: those of the table of fields. */
#include "office/state/incident.h"

/* Is it written in Chinese: its place, its text, or why it has its grade? Then so are the words. */
bool incident_is_han(const struct incident *i);
/* Why it has its grade; empty when nobody has said. */
struct slice incident_grade_reason(const struct incident *i);
/* "dead 5, trapped 3", or "死5 被困3": the figures of people that are known, without those that are
 * 0, in the table's order. Appends. */
void incident_append_figures(const struct incident *i, bool han, struct buffer *out);
