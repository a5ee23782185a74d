#pragma once
/*
 * Whenever other people hold a post, by the clock or by whatever was done or configured:
 *
 *   - an incident that nobody has, and that was brought to the post by a step since its chain was
 *     started, is brought to those who hold it now and have not been paged for it. Who holds it no
 *     longer is tried no more, or, if nobody at the post can be counted on, paged once more;
 *   - one that somebody took while holding the post passes to whoever took the post over from them.
 *     If nobody did, it stays theirs, and those who hold the post now hear of it, once.
 *
 * All of it follows from what is, not from what has just happened: so it holds after a start too.
 */
#include "office/draft/decision.h"
#include "office/state/part.h"

/* Of the first incident with something to do; false: of none. The agenda then says when to look
 * again. */
bool succession_due(const struct office *o, struct agenda *a, struct instant now,
                    struct decision *ret);
