#pragma once
/*
 * The auditor: looks at every live incident once a minute (or at twice the slack, if that is less),
 * and compares what was done with what should have been (office/audit.h). It has a timer of its own
 * by the steady clock, and asks neither the desk's timer nor its heap, so that a fault there is
 * found.
 *
 * What it finds it looks for a second time a few seconds later, since a process that slept wakes to
 * a heap of work. What is still there is an alarm: an entry of kind "audit" for each thing, once,
 * which watchers see; the catch-all gets a notice. It is well again: an entry too. Of very many the
 * first ones are named, 20 in a pass.
 *
 * While the database is away or busy beyond its bound nothing can be decided: no pass is made, and
 * nothing is late until it has been back for the slack. Clocks that are set raise no alarm.
 *
 * The service manager's watchdog is to be left unfed for what a new process would not have: a timer
 * that does not know what is due, a page that nobody hands over, something late though the desk had
 * nothing else to do. Not for a backlog that is being worked off, not for what is in the log
 * itself, not while the database is away, and not for what was found before this process began:
 * that a new process did not help with.
 */
#include "paging/paging.h"

struct auditor;

struct auditor_options {
    struct event_base *base; /* borrowed; NULL: no timer, the owner calls auditor_tick (tests) */
    struct desk *desk;       /* borrowed; the auditor listens to it */
    struct paging *paging;   /* borrowed */
    struct span slack;
};

struct auditor *auditor_new(const struct auditor_options *options);
void auditor_free(struct auditor *a); /* takes NULL */
/* The daemon is ending: no more passes, and no restart is to be asked for. */
void auditor_stop(struct auditor *a);

struct auditor_stats {
    struct instant at; /* of the last whole pass, by the wall clock; INSTANT_NONE: none yet */
    struct span took;  /* its longest look */
    size_t looked;     /* incidents it saw */
    size_t found;      /* things that were wrong, seen twice */
    uint64_t alarms;   /* entries about one, since the start */
    const char *held;  /* why no pass is made now; NULL */
    const char *worst; /* one thing that is wrong, in words; NULL: none. Good until the next tick */
};
struct auditor_stats auditor_get_stats(const struct auditor *a);
/* Everything was as it should be in a pass that is not old, and none is held up. */
bool auditor_is_content(const struct auditor *a);
/* Would a new process help? Then the watchdog is not to be fed. Asked each time when it would be.
 */
bool auditor_wants_restart(struct auditor *a);

/* When auditor_tick has something to do next, by the steady clock. */
struct instant auditor_next_due(const struct auditor *a);
/* A piece of a pass, if it is time; the timer calls it. */
void auditor_tick(struct auditor *a);
