#pragma once
/* What became of a page, and what follows from it. */
#include "office/decide/verb.h"

decide_verb decide_page_sent, decide_page_deferred, decide_page_failed, decide_page_dropped,
    decide_page_held, decide_page_bundled;

/* The page will not get there, by this means: the next means, else it is as if nobody had been
 * paged. Nothing if it has failed already, or nobody waits for it. */
void decide_page_is_lost(struct draft *d, const struct callout *callout);
