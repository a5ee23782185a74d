#pragma once
/*
 * Gaps in the roster ahead: a time in which too few hold a post, told once before it comes. The
 * office itself reports it as an incident of class gap, which goes the way of any other report, and
 * the catch-all is paged besides. What has been told is folded from those reports. For the files of
 * the machine only.
 */
#include "office/state/state.h"

/* What was told of a post: too few hold it from ... to (INSTANT_NEVER: no end was in sight). */
struct told_gap {
    const char *post;
    struct instant from, to;
};

struct gap_watch {
    struct told_gap *told;
    size_t n_told, cap_told;
    /* When the roster is looked at next. Not state of the office: what was found out about the
     * rules it has, so that they are not searched each time somebody asks. */
    struct instant look;
};

struct gap_watch *gap_watch_new(void);
void gap_watch_free(struct gap_watch *w);

/* The roster has changed, or the clock: it is looked at anew. */
void gap_look_again(struct office *o);
/* Keeps what a report tells of a gap; other entries are passed over. */
void gap_apply(struct office *o, const struct entry *e);
/* When gap_due wants to be asked next. */
struct instant gap_next_due(const struct office *o);
/* Reports one gap that begins within the notice (rules->gap_notice) or is under way, and has not
 * been told; of what has passed nothing is told. */
void gap_due(const struct office *o, struct instant now, struct decision *ret);
