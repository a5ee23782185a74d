#pragma once
/*
 * Whom pages may go to: to nobody twice, to nobody who declined, and in a drill to nobody outside.
 * For the files of the machine only.
 */
#include "office/draft/draft.h"
#include "office/state/callout.h"

/* May a page of this incident go to the person at all? False in a drill to those outside. */
bool eligible_person(struct draft *d, const struct person *p);
/* Is a page for the person due now? `again`: it is a repeat, also of one that was sent. */
bool eligible_for_page(struct draft *d, const struct person *p, bool again,
                       struct draft_cause cause);
/* Does the step reach anybody of the recipients, now or by a page that is on its way or was sent?
 * `again`: it is a repeat. */
bool eligible_anybody(struct draft *d, const struct recipients *recipients, bool again,
                      struct draft_cause cause);
/* May anybody of the recipients still answer a page, other than `but`? */
bool eligible_may_answer(const struct draft *d, const struct recipients *recipients,
                         const struct callout *but);
/* Those who will be paged, separated by commas. */
void eligible_name(struct draft *d, const struct recipients *recipients, bool again,
                   struct draft_cause cause, struct buffer *out);
/* Those who could be paged if this were no drill; nothing when it is none. */
void eligible_name_outside(struct draft *d, const struct recipients *recipients,
                           struct buffer *out);
