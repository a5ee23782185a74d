#pragma once
/* Who holds a post over a stretch of time, piece by piece, for the check and for printing. */
#include "rules/roster.h"

#define COVERAGE_DAYS 30 /* checked, printed by --check, and counted by STATUS */

struct stretch {
    struct instant from, to; /* to: not included */
    const struct person *people[ROSTER_MAX];
    size_t n_people;
};

/* The longest stretch from `from`, but not beyond `end`, in which the same people hold the post. */
void coverage_stretch(const struct roster *r, const struct post *post, struct instant from,
                      struct instant end, struct stretch *ret_stretch);
/* "Mon 11-23 08:30", local. */
void coverage_print_time(struct instant at, struct buffer *out);
/* ", and 3 times more within 30 days" */
void coverage_print_more(size_t n, struct buffer *out);
/* Who holds each post over the coming days, as a table for people, printed by dutyd --check and
 * CHECK. */
void coverage_print(const struct rules *rules, struct instant now, unsigned days,
                    struct buffer *out);
