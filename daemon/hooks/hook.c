#include "hooks/hook.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "hooks/child.h"

#define KEPT_BYTES 4096       /* of stdout and of stderr each */
#define BYTES_PER_PASS 65536  /* read from one pipe before others get their turn */
#define GRACE SPAN_SECONDS(2) /* between SIGTERM and SIGKILL */

struct run {
    TAILQ_ENTRY(run) link;
    struct hook_processes *processes;
    void (*on_end)(void *owner, const struct hook_outcome *outcome); /* NULL: cancelled */
    void *owner;
    char **command, **environment; /* until it is started */
    struct child child;            /* pid 0: not started yet, or could not be */
    int start_error;               /* then: why, as errno */
    int status;                    /* of the leader, once it has ended */
    struct event *events[CHILD_PIPES];
    struct event *limit;
    struct span timeout;
    bool timed_out;
    struct buffer input, output, errors;
};

TAILQ_HEAD(runs, run);

struct hook_processes {
    struct event_base *base;
    struct event *ended_child; /* SIGCHLD */
    struct event *starter;     /* made active when something is in `starting` */
    struct event *deliver;     /* made active when `ended` has something to report */
    struct runs starting, running, ended;
};

/* ---- pipes ---- */

static void close_pipe(struct run *r, enum child_pipe which)
{
    if (r->events[which])
        event_free(r->events[which]);
    r->events[which] = NULL;
    child_close(&r->child, which);
}

/* A hook need not read its stdin: EPIPE is as good as done. SIGPIPE is ignored by the daemon. */
static void on_writable(evutil_socket_t fd, short what, void *arg)
{
    struct run *r = arg;
    ssize_t n = write(fd, r->input.data, r->input.len);

    (void)what;
    if (n > 0)
        buffer_drain(&r->input, (size_t)n);
    if (r->input.len == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        close_pipe(r, CHILD_STDIN);
}

/* Reads what is there, up to a bound, and keeps the beginning. */
static void read_pipe(struct run *r, enum child_pipe which)
{
    struct buffer *kept = which == CHILD_STDOUT ? &r->output : &r->errors;
    char bytes[16384];
    size_t total = 0;
    ssize_t n = 0;

    while (total < BYTES_PER_PASS && (n = read(r->child.fds[which], bytes, sizeof(bytes))) > 0) {
        size_t room = KEPT_BYTES - kept->len;

        buffer_append(kept, bytes, (size_t)n < room ? (size_t)n : room);
        total += (size_t)n;
    }
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        close_pipe(r, which);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    struct run *r = arg;

    (void)what;
    read_pipe(r, fd == r->child.fds[CHILD_STDOUT] ? CHILD_STDOUT : CHILD_STDERR);
}

/* ---- the start ---- */

static void on_limit(evutil_socket_t fd, short what, void *arg)
{
    struct run *r = arg;
    struct timeval grace = span_to_timeval(GRACE);

    (void)fd;
    (void)what;
    kill(-r->child.pid, r->timed_out ? SIGKILL : SIGTERM);
    if (!r->timed_out)
        evtimer_add(r->limit, &grace);
    r->timed_out = true;
}

static void watch(struct run *r)
{
    struct event_base *base = r->processes->base;
    struct timeval timeout = span_to_timeval(r->timeout);

    on_writable(r->child.fds[CHILD_STDIN], EV_WRITE, r); /* nearly always all of it */
    for (int i = 0; i < CHILD_PIPES; i++) {
        bool in = i == CHILD_STDIN;

        if (r->child.fds[i] < 0)
            continue;
        r->events[i] = event_new(base, r->child.fds[i], (in ? EV_WRITE : EV_READ) | EV_PERSIST,
                                 in ? on_writable : on_readable, r);
        event_add(r->events[i], NULL);
    }
    r->limit = evtimer_new(base, on_limit, r);
    evtimer_add(r->limit, &timeout);
}

/* A process takes as long to start as many replies: what this pass of the loop has made ready goes
 * first. */
static void *start(void *arg, const struct hook_job *job,
                   void (*on_end)(void *owner, const struct hook_outcome *outcome), void *owner)
{
    struct hook_processes *h = arg;
    struct run *r = xcalloc(1, sizeof(*r));

    r->processes = h;
    r->on_end = on_end;
    r->owner = owner;
    r->timeout = job->timeout;
    r->child = (struct child){.fds = {-1, -1, -1}};
    r->command = child_copy_texts(job->command);
    r->environment = child_environment(job->values, job->n_values);
    child_input(job->values, job->n_values, &r->input);
    if (TAILQ_EMPTY(&h->starting))
        event_active(h->starter, EV_TIMEOUT, 0);
    TAILQ_INSERT_TAIL(&h->starting, r, link);
    return r;
}

static void start_now(struct hook_processes *h, struct run *r)
{
    if (r->on_end)
        r->start_error = child_start(&r->child, r->command, r->environment);
    child_free_texts(r->command);
    child_free_texts(r->environment);
    r->command = r->environment = NULL;
    if (r->child.pid) {
        TAILQ_INSERT_TAIL(&h->running, r, link);
        watch(r);
    } else {
        TAILQ_INSERT_TAIL(&h->ended, r, link);
        event_active(h->deliver, EV_TIMEOUT, 0);
    }
}

static void on_start(evutil_socket_t fd, short what, void *arg)
{
    struct hook_processes *h = arg;
    struct run *r;

    (void)fd;
    (void)what;
    while ((r = TAILQ_FIRST(&h->starting))) {
        TAILQ_REMOVE(&h->starting, r, link);
        start_now(h, r);
    }
}

/* ---- the end ---- */

static void release(struct run *r)
{
    for (int i = 0; i < CHILD_PIPES; i++)
        close_pipe(r, (enum child_pipe)i);
    if (r->limit)
        event_free(r->limit);
    r->limit = NULL;
}

static void free_run(struct run *r)
{
    release(r);
    child_free_texts(r->command);
    child_free_texts(r->environment);
    buffer_deinit(&r->input);
    buffer_deinit(&r->output);
    buffer_deinit(&r->errors);
    free(r);
}

static void say_reason(struct run *r, struct buffer *out)
{
    if (!r->child.pid) {
        buffer_printf(out, "cannot start: %s", strerror(r->start_error));
    } else if (r->timed_out) {
        buffer_append_string(out, "no end after ");
        span_format(r->timeout, out);
    } else {
        child_say_status(r->status, out);
    }
    child_say_line(child_first_line(&r->errors), out);
}

static enum hook_verdict judge(const struct run *r)
{
    if (!r->child.pid || r->timed_out || !WIFEXITED(r->status))
        return HOOK_FAILED;
    switch (WEXITSTATUS(r->status)) {
    case 0:
        return HOOK_TAKEN;
    case 75: /* EX_TEMPFAIL */
        return HOOK_AGAIN;
    default:
        return HOOK_FAILED;
    }
}

static void report(struct run *r)
{
    struct buffer reason = BUFFER_INIT;
    struct hook_outcome outcome = {.verdict = judge(r), .line = child_first_line(&r->output)};

    if (outcome.verdict != HOOK_TAKEN)
        say_reason(r, &reason);
    outcome.reason = reason.data ? reason.data : "";
    r->on_end(r->owner, &outcome);
    buffer_deinit(&reason);
}

/* on_end may start and cancel runs: the list is looked at from the start each time. */
static void report_ended(struct hook_processes *h)
{
    struct run *r;

    while ((r = TAILQ_FIRST(&h->ended))) {
        TAILQ_REMOVE(&h->ended, r, link);
        if (r->on_end)
            report(r);
        free_run(r);
    }
}

static void on_deliver(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    report_ended(arg);
}

/*
 * The group is killed while its leader is still a zombie, since only so long is its number certain
 * to be ours. What the leader wrote is in the pipes by now.
 */
static bool reap(struct run *r)
{
    siginfo_t info = {0};

    if (waitid(P_PID, (id_t)r->child.pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 ||
        info.si_pid == 0)
        return false;
    for (int i = CHILD_STDOUT; i < CHILD_PIPES; i++) {
        if (r->child.fds[i] >= 0)
            read_pipe(r, (enum child_pipe)i);
    }
    kill(-r->child.pid, SIGKILL);
    waitpid(r->child.pid, &r->status, 0);
    release(r);
    return true;
}

static void on_child(evutil_socket_t fd, short what, void *arg)
{
    struct hook_processes *h = arg;
    struct run *r, *next;

    (void)fd;
    (void)what;
    for (r = TAILQ_FIRST(&h->running); r; r = next) {
        next = TAILQ_NEXT(r, link);
        if (!reap(r))
            continue;
        TAILQ_REMOVE(&h->running, r, link);
        TAILQ_INSERT_TAIL(&h->ended, r, link);
    }
    report_ended(h);
}

/* It stays in its list, until it is reaped or its turn has come. */
static void cancel(void *arg, void *run)
{
    struct run *r = run;

    (void)arg;
    r->on_end = NULL;
    if (r->limit) {
        kill(-r->child.pid, SIGKILL);
        release(r);
    }
}

/* ---- all of them ---- */

struct hook_processes *hook_processes_new(struct event_base *base)
{
    struct hook_processes *h = xcalloc(1, sizeof(*h));

    h->base = base;
    TAILQ_INIT(&h->starting);
    TAILQ_INIT(&h->running);
    TAILQ_INIT(&h->ended);
    h->starter = event_new(base, -1, 0, on_start, h);
    h->deliver = event_new(base, -1, 0, on_deliver, h);
    h->ended_child = evsignal_new(base, SIGCHLD, on_child, h);
    event_add(h->ended_child, NULL);
    return h;
}

void hook_processes_free(struct hook_processes *h)
{
    struct run *r;

    if (!h)
        return;
    TAILQ_CONCAT(&h->ended, &h->starting, link);
    while ((r = TAILQ_FIRST(&h->ended))) {
        TAILQ_REMOVE(&h->ended, r, link);
        free_run(r);
    }
    /* Does not wait for what it kills: one that hangs in the kernel would hold up the shutdown. */
    while ((r = TAILQ_FIRST(&h->running))) {
        TAILQ_REMOVE(&h->running, r, link);
        kill(-r->child.pid, SIGKILL);
        waitpid(r->child.pid, NULL, WNOHANG);
        free_run(r);
    }
    event_free(h->ended_child);
    event_free(h->starter);
    event_free(h->deliver);
    free(h);
}

struct hook_runner hook_processes_runner(struct hook_processes *h)
{
    return (struct hook_runner){.start = start, .cancel = cancel, .arg = h};
}
