#pragma once
/*
 * The heartbeat: runs a hook every minute, by which somebody outside knows that the office is well:
 * a dead man's switch, which raises the alarm when it hears nothing. So it is run only while the
 * daemon does its duty: its log is read and takes entries, commits do not stand still, the auditor
 * is content, clients are listened to, at least one hook for pages is not down. Otherwise it is
 * silent; it never says that something is wrong.
 *
 * By the steady clock, with a timer of its own. Never two runs at once: while one is under way the
 * next beat is left out; a run is killed at its time limit. A hook that fails is reported once
 * (log, entry), and once more when it works again.
 */
#include "health/auditor.h"

struct heartbeat;

struct heartbeat_options {
    struct event_base *base; /* borrowed; NULL: no timer, the owner calls heartbeat_tick (tests) */
    struct desk *desk;       /* these four are borrowed */
    struct auditor *auditor;
    struct paging *paging;
    const struct hook_runner *runner;
    struct config *config; /* a reference is taken */
};

struct heartbeat *heartbeat_new(const struct heartbeat_options *options);
void heartbeat_free(struct heartbeat *h); /* kills what runs; takes NULL */
/* The listeners are open: the first beat comes now. */
void heartbeat_begin(struct heartbeat *h);
/* The daemon is ending: silence. */
void heartbeat_stop(struct heartbeat *h);

struct heartbeat_stats {
    bool is_configured;
    struct instant at; /* of the last run that was taken, by the wall clock; INSTANT_NONE: none */
    uint64_t taken, failed; /* runs since the start */
    const char *silent;     /* why it is not run now; NULL: it is */
    const char *reason; /* why the last run failed; NULL: it did not. Good until the next tick */
};
struct heartbeat_stats heartbeat_get_stats(const struct heartbeat *h);

/* When heartbeat_tick has something to do next, by the steady clock; INSTANT_NEVER. */
struct instant heartbeat_next_due(const struct heartbeat *h);
void heartbeat_tick(struct heartbeat *h);
