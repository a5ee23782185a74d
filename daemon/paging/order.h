#pragma once
/* What goes first: to each person, for each incident, the page before the notices that follow it.
 */
#include "office/state/notices.h"
#include "paging/state.h"

/*
 * The notice is about to be handed over. Does a page go first that was decided before it, to the
 * same person for the same incident? One that its hook has, or that is in the message its hook has,
 * does: it cannot be called back. So does one that waits, if it is wanted and would be the first
 * that reaches the person. Then the notice waits for what becomes of it, for the rest of its life
 * at most. A page that waits and that nobody wants any more is withdrawn. NULL, which is a page:
 * false.
 */
bool order_waits(struct page *page, const struct notice *notice);
