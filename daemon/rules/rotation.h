#pragma once
/*
 * The duties of one rotation, by the dates on which they begin: for the roster's own files.
 *
 * Instants come only from calendar_instant, which never goes back while local time goes forward. So
 * the end of one duty and the beginning of the next are always the same instant, even when clocks
 * change.
 */
#include "rules/rules.h"

/* On duty from some time to the same time on the next day: a duty ends where the next may begin. */
bool rotation_is_round_the_clock(const struct rotation *r);
struct instant rotation_begin(const struct rotation *r, int64_t day);
struct instant rotation_end(const struct rotation *r, int64_t day);
/* The day on which the latest duty could have begun at an instant whose local date is `today`,
 * whether or not there is one, and whether or not it has ended. */
int64_t rotation_last_day(const struct rotation *r, struct instant at, int64_t today);
/* Does a duty begin on that day? */
bool rotation_is_active(const struct rotation *r, const struct special_days *special, int64_t day);
/* How many cycles come before the one that an active day belongs to: the turn is this modulo
 * n_turns. */
int64_t rotation_cycle(const struct rotation *r, const struct special_days *special, int64_t day);
/* The first day after an active one that is not active or of another cycle; DAY_NONE. */
int64_t rotation_run_end(const struct rotation *r, const struct special_days *special, int64_t day);
/* Is there a duty at that instant? The day on which it began. */
bool rotation_is_on(const struct rotation *r, const struct special_days *special, struct instant at,
                    int64_t today, int64_t *ret_day);
/* The first day after `day` on which there is another turn, or none, or one after none; DAY_NONE.
 */
int64_t rotation_next_day(const struct rotation *r, const struct special_days *special,
                          int64_t day);
