#pragma once
/* Which of the words that we know did the user mean? */
#include "base/slice.h"

/* The nearest of `words` (ended by NULL) by edit distance, ASCII case ignored; NULL when none is
 * near (more than half of the letters off, or more than 3). */
const char *words_nearest(struct slice said, const char *const *words);
