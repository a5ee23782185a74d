#include "hooks/hooks.h"

#include <stdlib.h>

#include "base/mem.h"
#include "hooks/lines.h"

struct hooks {
    struct hook_processes *processes;
    struct hook_lines *lines;
    struct hook_runner by_process, by_lines;
};

struct run {
    const struct hook_runner *by;
    void *run;
    void (*on_end)(void *owner, const struct hook_outcome *outcome);
    void *owner;
};

static void on_end(void *owner, const struct hook_outcome *outcome)
{
    struct run r = *(struct run *)owner;

    free(owner);
    r.on_end(r.owner, outcome);
}

static void *start(void *arg, const struct hook_job *job,
                   void (*on_run_end)(void *owner, const struct hook_outcome *outcome), void *owner)
{
    struct hooks *h = arg;
    struct run *r = xcalloc(1, sizeof(*r));

    r->by = job->lines ? &h->by_lines : &h->by_process;
    r->on_end = on_run_end;
    r->owner = owner;
    r->run = r->by->start(r->by->arg, job, on_end, r);
    return r;
}

static void cancel(void *arg, void *run)
{
    struct run *r = run;

    (void)arg;
    r->by->cancel(r->by->arg, r->run);
    free(r);
}

struct hooks *hooks_new(struct event_base *base)
{
    struct hooks *h = xcalloc(1, sizeof(*h));

    h->processes = hook_processes_new(base);
    h->lines = hook_lines_new(base);
    h->by_process = hook_processes_runner(h->processes);
    h->by_lines = hook_lines_runner(h->lines);
    return h;
}

void hooks_free(struct hooks *h)
{
    if (!h)
        return;
    hook_processes_free(h->processes);
    hook_lines_free(h->lines);
    free(h);
}

struct hook_runner hooks_runner(struct hooks *h)
{
    return (struct hook_runner){.start = start, .cancel = cancel, .arg = h};
}
