#pragma once
/*
 * Who is there: the watches of all posts, the reliefs made at run time, what was remarked. For the
 * files of the machine only.
 */
#include "office/draft/draft.h"
#include "office/state/watch.h"

/* Who comes on duty may sign on so long before. */
#define PRESENCE_EARLY SPAN_HOURS(1)

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

/* presence_roster.c: presence beside the roster */
/* Is the person on the roster of the post, now or within PRESENCE_EARLY? */
bool presence_is_rostered(const struct office *o, const struct post *post, const struct person *p,
                          struct instant now);
/* NULL on the roster; else in what way the person stands in. */
const char *presence_standin(const struct office *o, const struct post *post,
                             const struct person *p, struct instant now);
/* Have enough of those who are on duty now signed on, counting stand-ins who did for this shift? A
 * post that nobody is to hold is held. `but` (or NULL) is not counted. */
struct muster {
    const struct person *rostered[ROSTER_MAX];
    size_t n_rostered;
    size_t needed, there; /* of them, and of stand-ins who came for this shift */
    size_t on;            /* have signed on, whoever they are */
};
/* Of the shift that began at `since`. */
struct muster presence_muster(const struct office *o, const struct post *post,
                              const struct watch *w, struct instant since, struct instant now);
/* The next moment behind `at` at which a shift begins or ends: other people come on duty, or the
 * turn is another one; INSTANT_NEVER. */
struct instant presence_next_shift(const struct office *o, const struct post *post,
                                   struct instant at);
/* Is the person on the roster of the post now, and has not signed on? */
bool presence_is_absent(const struct office *o, const struct post *post, const struct person *p,
                        struct instant now);
/* Does the relief change anything from `now` on? */
bool presence_cover_fits(const struct office *o, const struct cover *c, struct instant now);

/* presence_brief.c: what the incoming is told */
void presence_brief(const struct office *o, const struct watch *w, struct slice remarks,
                    struct instant now, struct buffer *out);

/* presence_due.c: what time brings */
struct instant presence_next_due(const struct office *o);
void presence_due(const struct office *o, struct instant now, struct decision *ret);

/* rollcall.c */
/* Asks everybody who is at the post and is not being asked already: a ROLLCALL entry, then an
 * incident for each. False when there is nobody; the entry says so, if the office itself asks. */
bool rollcall_ask(struct draft *d, const struct post *post);
/* The same as a test of the paging (selftest.h), planned for `slot`. */
void rollcall_test(struct draft *d, const struct post *post, struct span limit,
                   struct instant slot);
/* What it is that asks for a sign of somebody: a roll call, or a test of the paging. */
const char *rollcall_name(const struct incident *i);
/* Behind the limit, or for that reason, before the chain goes on: the absence. */
void rollcall_missed(struct draft *d, const char *reason);
/* The person asked is there: HERE, and the incident's end. */
void rollcall_answer(struct draft *d, const struct person *p, const struct field *fields, size_t n);
/* Draws the times of the shift, from now on, and writes them down. */
void rollcall_plan(struct draft *d, const struct post *post, const struct watch *w);
/* Those that were drawn are not held any more. */
void rollcall_cancel(struct draft *d, const struct watch *w);
/* Times are drawn for so long ahead at most. */
#define ROLLCALL_AHEAD SPAN_HOURS(24)
