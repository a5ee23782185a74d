#pragma once
/*
 * Notices of shifts to come: so long ahead as the post's `remind` says, each person hears once when
 * their shift begins, when it ends, and when the next one is. What has been told is folded from the
 * entries that say so. For the files of the machine only.
 */
#include "office/state/state.h"
#include "rules/roster.h"

struct told_shift {
    const char *post, *person;
    struct instant since; /* when it begins */
};

struct remind_watch {
    struct told_shift *told;
    size_t n_told, cap_told;
    /* As of gaps: when it is looked at next, of each post and of all; not state of the office. */
    struct instant *looks, look;
    size_t n_looks; /* 0: all of them now */
};

struct remind_watch *remind_watch_new(void);
void remind_watch_free(struct remind_watch *w);
/* The roster has changed, or the clock: it is looked at anew. */
void remind_look_again(struct office *o);
void remind_apply(struct office *o, const struct entry *e);
struct instant remind_next_due(const struct office *o);
/* Tells those whose shift at one post begins at one moment; clears nothing. */
void remind_due(const struct office *o, struct instant now, struct decision *ret);
