#pragma once
/*
 * Values in the words of those who type them: on any keyboard, in haste, in the languages that
 * answers are read in (rules/answer_words.c). What has one meaning is understood; nothing is
 * guessed. Case, full-width signs and digits of other scripts do not matter (base/fold.h).
 */
#include "base/slice.h"

/* Says that the value is not known: nothing at all, "?", "unknown", "不明" … */
bool value_is_unknown(struct slice said);
/* A grade, 1 (the worst) to 4: "2", "II", "Ⅱ", "二级", "2级", "重大" (State Council Order 493).
 * False, as of all below, for anything else, and *ret is untouched. */
bool value_parse_grade(struct slice said, long long *ret_grade);
/* A whole number in [min, max]. */
bool value_parse_number(struct slice said, long long min, long long max, long long *ret_number);
/* The same of people, up to 9999 in Chinese too: "3", "3人", "3 people", "十二人". */
bool value_parse_people(struct slice said, long long min, long long max, long long *ret_number);
/* A flag: "yes", "y", "true", "1", "on", "是", "ja" …, or "no" … */
bool value_parse_flag(struct slice said, bool *ret_flag);
