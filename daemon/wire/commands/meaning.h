#pragma once
/*
 * What those mean who know other systems, or say it in another language: not what is spelt nearly
 * the same (base/words.h), but what does the same. Spelling goes second: DELETE is no DECLINE.
 */
#include "base/slice.h"

/* For a verb that is none here: what to type instead, and what that does; NULL. */
const char *meaning_of_verb(struct slice said);
/* For the name of a field: the n-th one, from 0 on, that may be meant; NULL beyond the last. */
const char *meaning_of_field(struct slice said, size_t n);
