#pragma once
/*
 * A hook: any executable that takes one page. What it gets and what it may do is written in
 * docs/hooks.md. The runner is handed in, so that conversations in tests can play the hook.
 */
#include "base/instant.h"
#include "base/slice.h"

/* One run. Borrowed for the call of start. */
struct hook_job {
    const char *via;            /* the means */
    const char *const *command; /* argv, ended by NULL */
    bool lines;                 /* one process for many pages: hooks/coprocess.h */
    struct span timeout;
    const struct hook_value { /* DUTY_PAGE, DUTY_TO …: the environment, and, in lower case without
                                 DUTY_, the JSON object on stdin */
        const char *name;
        const char *value;
    } * values;
    size_t n_values;
};

enum hook_verdict {
    HOOK_TAKEN, /* exit 0 */
    HOOK_AGAIN, /* exit 75, EX_TEMPFAIL */
    HOOK_FAILED /* any other exit, a signal, the time limit, could not be started */
};

struct hook_outcome {
    enum hook_verdict verdict;
    struct slice line; /* first line of stdout, at most 200 bytes, valid UTF-8 (else empty) */
    const char
        *reason; /* not taken: in words: "exit 3", "killed by signal 9", "no end after 30s", "cannot
                    start: No such file or directory"; with the first line of stderr after ": " */
};

struct hook_runner {
    /* Starts a run; on_end is called once, never inside this call, also when it could not be
     * started. */
    void *(*start)(void *arg, const struct hook_job *job,
                   void (*on_end)(void *owner, const struct hook_outcome *outcome), void *owner);
    /* Kills a run (its whole process group); on_end is not called any more. */
    void (*cancel)(void *arg, void *run);
    void *arg;
};
