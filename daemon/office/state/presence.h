#pragma once
/*
 * Who is there: the watches of all posts, the reliefs made at run time, what was remarked. For the
 * files of the machine only.
 */
#include "office/state/state.h"
#include "office/state/watch.h"

struct seen {
    const char *person;
    struct instant at;
    UT_hash_handle by_person;
};

struct presence {
    struct watch **watches;
    size_t n_watches, cap_watches;
    struct cover *covers; /* in the order in which they were made */
    size_t n_covers, cap_covers;
    struct log_note *remarks; /* the oldest first */
    size_t n_remarks, cap_remarks;
    struct standing *standing; /* the oldest first; some may be over */
    size_t n_standing, cap_standing;
    struct seen *seen;
    struct instant stepped; /* when the clock was set last; INSTANT_NONE */
    /* Not state of the office, but found out from it and the rules it has: */
    struct relief *reliefs; /* of `covers`, those that fit the rules */
    size_t n_reliefs, cap_reliefs;
    bool unchecked;      /* whether the covers still fit has to be looked at */
    struct instant look; /* when presence_due wants to be asked next */
    struct instant test; /* when selftest_due wants to be asked next */
};

/* presence.c: what entries mean for it */
struct presence *presence_new(void);
void presence_free(struct presence *p);
void presence_apply(struct office *o, const struct entry *e);
/* The rules have changed. */
void presence_use_rules(struct office *o);
/* The wall clock was set at `at`. */
void presence_shift_clock(struct office *o, struct span by, struct instant at);
/* The roster of these rules with the reliefs made at run time; those whose people or post the rules
 * do not have are not in it. Keeps them in *reliefs (which grows), good as long as the covers. */
struct roster presence_roster(const struct presence *p, const struct rules *rules,
                              struct relief **reliefs, size_t *cap);
/* NULL when nothing was ever said of the post. */
const struct watch *presence_watch(const struct office *o, struct slice post);
/* The person's last entry; INSTANT_NONE when none is in memory. */
struct instant presence_seen(const struct office *o, const char *person);
/* The first post in the rules' order at which the person has signed on, or NULL. */
const struct post *presence_post_of(const struct office *o, const struct person *p);

/* remark.c: what the next shift has to know */
void log_notes_apply(struct presence *p, struct office *o, const struct entry *e);
void log_notes_free(struct presence *p);
/* NULL: there is none in force of that number. */
const struct standing *log_notes_standing(const struct presence *p, uint64_t seq,
                                          struct instant now);

/* presence_due.c: what time brings */
struct instant presence_next_due(const struct office *o);
void presence_due(const struct office *o, struct instant now, struct decision *ret);
