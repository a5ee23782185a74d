#pragma once
/* Which known word did the user mean? */
#include "base/slice.h"

/* The nearest of `words` (ended by NULL) by edit distance, as base/fold.h compares; NULL if none is
 * near (at most half of the letters wrong, and at most 3). */
const char *words_nearest(struct slice said, const char *const *words);
