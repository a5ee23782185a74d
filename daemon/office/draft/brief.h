#pragma once
/* What the outgoing leaves to the incoming, in words: a section or two from each part that has
 * something to hand over (the column `brief` of office/parts.c). For the files of the machine only.
 */
#include "office/state/state.h"
#include "office/state/watch.h"

/* For whom it is, and when. */
struct brief {
    const struct watch
        *watch; /* of the post that is handed over; NULL: nothing was ever said of it */
    struct instant now;
};

/* Appends the remarks, then all that is open: what a handover's entry carries. */
void brief_write(const struct office *o, const struct brief *b, struct slice remarks,
                 struct buffer *out);

/* Each appends its sections. */
void brief_incidents(const struct office *o, const struct brief *b, struct buffer *out);
/* Of all posts: a relief elsewhere is good to know, too. */
void brief_reliefs(const struct office *o, const struct brief *b, struct buffer *out);
void brief_standing(const struct office *o, const struct brief *b, struct buffer *out);
/* The latest first: they are what nobody else knows yet. */
void brief_log_notes(const struct office *o, const struct brief *b, struct buffer *out);
