#pragma once
/*
 * The test of the paging: once a day, at a local time, those who are at a post are asked for an
 * answer by SMS, as in a roll call (draft/rollcall.h), but by no other means, and it is missed at
 * once when no message can be sent. Made late by up to an hour; the day of the last one is known by
 * its entry. For the files of the machine only; others ask office_selftest.
 */
#include "office/draft/decision.h"
#include "office/state/part.h"
#include "office/state/state.h"

struct instant selftest_next_due(const struct office *o, const struct agenda *a);
void selftest_due(const struct office *o, struct agenda *a, struct instant now,
                  struct decision *ret);
/* When the next one is planned; INSTANT_NEVER: the rules have none. */
struct instant office_selftest_next(const struct office *o, struct instant now);
