#pragma once
/* Several pages in one message. */
#include "paging/state.h"
#include "paging/values.h"

/* The page, wanted for that callout, is about to be handed over: takes along what waits for the
 * same person and number, if that has become too much, and puts the words for all of them in the
 * place of its own. A drill and what is real are never in one message. */
void bundle_gather(struct page *page, const struct callout *wanted, const struct hook_config *hook,
                   struct page_values *values);
/* Its message was not taken: the person knows nothing of it. */
void bundle_undo(struct page *page);
/* Is it a repeat to somebody who has just been sent a bundle? Then it waits for a minute, so that
 * what falls due meanwhile goes with it, and the log says so. `wanted` as above; NULL: a notice.
 */
bool bundle_waits(struct page *page, const struct callout *wanted);
