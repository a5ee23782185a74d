#pragma once
/*
 * Whom a crowd's pages reach: nobody twice, nobody who declined, and in a drill nobody outside. For
 * the files of the machine only.
 */
#include "office/draft/draft.h"

/* May a page of this incident go to the person at all? False in a drill to those outside. */
bool reach_allows(struct draft *d, const struct person *p);
/* Does the step reach anybody of the crowd, now or by a page that is on its way or was sent?
 * `again`: it is a repeat. */
bool reach_anybody(struct draft *d, const struct crowd *crowd, bool again);
/* May anybody of the crowd still answer a page, other than `but`? */
bool reach_is_open(const struct draft *d, const struct crowd *crowd, const struct callout *but);
/* Pages those of the crowd who are to be paged: behind the entry that names them. */
void reach_page(struct draft *d, const struct crowd *crowd, bool again);
/* Those who will be paged, separated by commas. */
void reach_name(struct draft *d, const struct crowd *crowd, bool again, struct buffer *out);
/* Those who could be paged if this were no drill; nothing when it is none. */
void reach_name_outside(struct draft *d, const struct crowd *crowd, struct buffer *out);
