#pragma once
/* Which known word did the user mean? */
#include "base/slice.h"

/*
 * The one of `words` (ended by NULL) that `said` is a slip of the keyboard for, or the beginning
 * of; as base/fold.h compares. NULL where that is none, or might be several: no word is better than
 * a wrong one. A letter added or left out, two that changed places, and the key beside the
 * right one (of QWERTY) count 1, any other letter 2; at the beginning, where slips are rare, one
 * more. The shorter word bears 1 with three letters, 2 with four to seven, 3 with more.
 */
const char *words_nearest(struct slice said, const char *const *words);
