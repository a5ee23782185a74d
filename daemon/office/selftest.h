#pragma once
/*
 * The test of the paging: once a day, at a local time, those who are at a post are asked for an
 * answer by SMS, as in a roll call. For the files of the machine only; others ask office_selftest.
 */
#include "office/draft.h"

void selftest_apply(struct office *o, const struct entry *e);
/* The rules, or the clock, are others. */
void selftest_look_again(struct office *o);
struct instant selftest_next_due(const struct office *o);
void selftest_due(const struct office *o, struct instant now, struct decision *ret);
