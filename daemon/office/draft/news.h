#pragma once
/* What changed of an incident reaches those who act on it. For the files of the machine only. */
#include "office/draft/draft.h"

/* For an entry with these fields about the draft's incident: adds when those who were paged are to
 * hear of what it changes (FIELD_TELL), if it changes anything that is news to anybody and the
 * rules want that. Returns how many fields it added, at most 1. */
size_t draft_news(const struct draft *d, const struct field *fields, size_t n, struct field *ret);
/* When that has come: a notice to each who is to hear of something. At least one entry. */
void draft_tell_news(struct draft *d);
