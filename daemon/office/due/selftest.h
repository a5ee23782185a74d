#pragma once
/*
 * The test of the paging: once a day, at a local time, those who are at a post are asked for an
 * answer by SMS, as in a roll call (rollcall.c), but by no other means, and it is missed at once
 * when no message can be sent. Made late by up to an hour; the day of the last one is known by its
 * entry. For the files of the machine only; others ask office_selftest.
 */
#include "office/draft/draft.h"

void selftest_apply(struct office *o, const struct entry *e);
/* The rules are others. */
void selftest_look_again(struct office *o);
void selftest_shift_clock(struct office *o, struct span by);
struct instant selftest_next_due(const struct office *o);
void selftest_due(const struct office *o, struct instant now, struct decision *ret);
