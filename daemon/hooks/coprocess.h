#pragma once
/*
 * A process that is kept for many pages: it is sent lines on stdin and says lines on stdout. What
 * they mean, and when it is started again, is its owner's matter.
 */
#include <event2/event.h>

#include "hooks/child.h"

struct coprocess_listener {
    /* A line it has said, without its end. False: it means nothing; after 64 KiB of such the
     * process is ended. */
    bool (*on_line)(void *arg, struct slice line);
    /* It has ended, and all that it said has been passed on: `status` as from waitpid; the reason
     * in words, with the last line of stderr after ": ". It may be started again, but not in here.
     */
    void (*on_end)(void *arg, int status, struct slice reason);
    void *arg;
};

/* Embedded. */
struct coprocess {
    struct event_base *base;
    struct coprocess_listener listener;
    const char *via;    /* for the log; borrowed */
    struct child child; /* pid 0: it does not run */
    struct event *events[CHILD_PIPES];
    struct event *kill; /* pending: it is to end */
    struct buffer input, line, errors;
    size_t noise;
    bool skipping; /* the rest of a line that is too long */
    bool stopping;
};

void coprocess_init(struct coprocess *p, struct event_base *base, const char *via,
                    const struct coprocess_listener *listener);
/* Does not end what runs; on_end is not called any more. */
void coprocess_deinit(struct coprocess *p);
/* 0, or errno. Only when it does not run. */
int coprocess_start(struct coprocess *p, char *const *command);
bool coprocess_runs(const struct coprocess *p);
/* It runs, and is not to end. */
bool coprocess_takes_lines(const struct coprocess *p);
/* Only when it takes lines. What the pipe does not take now is kept. */
void coprocess_send(struct coprocess *p, struct slice bytes);
/* It is sent no more; its stdin is closed, its group gets the signal if it is not 0, and SIGKILL
 * when it has not ended 2 s later. What it says until then is passed on. Logs why, if that is not
 * NULL.
 */
void coprocess_stop(struct coprocess *p, int number, const char *why);
/* To be called on SIGCHLD, when it runs: has it ended? */
void coprocess_reap(struct coprocess *p);
/* SIGTERM, and SIGKILL when it has not ended 100 ms later, for which this waits. */
void coprocess_end_at_once(struct coprocess *p);
