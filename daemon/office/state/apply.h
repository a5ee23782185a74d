#pragma once
/* What an entry means: the only code that changes an office. It looks at nothing but the office and
 * the entry, so that today's decision, the start after a crash and a test in ten years all end in
 * the same state. It cannot fail. */
#include "office/state/live.h"

/* Entries come in the order of their numbers. */
void office_apply(struct office *o, const struct entry *e);
/* At a start: into these parts only, those that needed it. */
void office_fold(struct office *o, const struct entry *e, live_parts parts);
/* The same for an incident that the journal still has and the office has let go: its entries, in
 * order. Does not move the numbering. */
void office_recall(struct office *o, const struct entry *e);
