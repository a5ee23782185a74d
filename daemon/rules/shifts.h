#pragma once
/*
 * The roster as a list: shifts from beginning to end, and the gaps. For printing, export and the
 * check; all of it comes from the one resolver.
 */
#include "rules/roster.h"

/*
 * One person's stretch of duty in a post: with hours, the duty of one day; around the clock, the
 * whole turn (a day, a week, a month). Reliefs, leave and other rotations may cut it.
 */
struct shift {
    const struct post *post;
    struct duty duty; /* of its first moment */
    struct instant from, to;
};

struct shift_list {
    struct shift *shifts;
    size_t n, cap;
};

/* Adds the post's shifts under way at some moment of [from, until), in full, in the order in which
 * they begin, including those whose person is on leave. */
void shifts_collect(const struct roster *r, const struct post *post, struct instant from,
                    struct instant until, struct shift_list *list);
void shift_list_deinit(struct shift_list *list);

/* A stretch of time in which too few people hold a post, however they change within it. */
struct gap {
    struct instant from, to; /* to: INSTANT_NEVER if no end is in sight within a year */
    size_t fewest;           /* who hold it */
};

/* The first one that begins, or is under way, in [from, until); its end may be later. False:
 * none.
 */
bool roster_next_gap(const struct roster *r, const struct post *post, struct instant from,
                     struct instant until, struct gap *ret_gap);
