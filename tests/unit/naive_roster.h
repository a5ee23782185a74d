#pragma once
/*
 * A second resolver, for tests only: it knows no calendar and no cleverness. It walks through the
 * minutes, reads the local time of each from the C library, and does what a person with a list and
 * a clock does: at the hour of a rotation look at the date, cross off the days that count, and see
 * whose turn it is.
 */
#include "rules/roster.h"

struct naive;

/* Begins before all rotations of the post start. */
struct naive *naive_new(const struct roster *r, const struct post *post, int64_t first_minute);
void naive_free(struct naive *n);
/* Who holds the post in that minute, by the first letters of their ids; minutes have to come one
 * after the other. The text is good until the next call. */
const char *naive_minute(struct naive *n, int64_t minute);
