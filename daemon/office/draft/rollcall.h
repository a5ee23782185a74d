#pragma once
/*
 * Roll calls, and tests of the paging: each person asked is an incident of its own, which ends with
 * their answer. For the files of the machine only.
 */
#include "office/draft/draft.h"
#include "office/state/watch.h"

/* Asks everybody who is at the post and is not being asked already: a ROLLCALL entry, then an
 * incident for each. False when there is nobody; the entry says so, if the office itself asks. */
bool rollcall_ask(struct draft *d, const struct post *post);
/* The same as a test of the paging (selftest.h), planned for `slot`. */
void rollcall_test(struct draft *d, const struct post *post, struct span limit,
                   struct instant slot);
/* The person asked is there: HERE, and the incident's end. */
void rollcall_answer(struct draft *d, const struct person *p, const struct field *fields, size_t n);
/* Draws the times of the shift, from now on, and writes them down. */
void rollcall_plan(struct draft *d, const struct post *post, const struct watch *w);
/* Those that were drawn are not held any more. */
void rollcall_cancel(struct draft *d, const struct watch *w);
/* Times are drawn for so long ahead at most. */
#define ROLLCALL_AHEAD SPAN_HOURS(24)
