#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "paging/hook.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

#define KEPT_BYTES 4096       /* of stdout and of stderr each */
#define BYTES_PER_PASS 65536  /* read from one pipe before others get their turn */
#define LINE_BYTES 200        /* of the first line */
#define GRACE SPAN_SECONDS(2) /* between SIGTERM and SIGKILL */
#define OWN_PREFIX "DUTYD_HOOK_"
#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin"

enum { HOOK_STDIN, HOOK_STDOUT, HOOK_STDERR, HOOK_PIPES };

struct run {
    TAILQ_ENTRY(run) link;
    struct hook_processes *processes;
    void (*on_end)(void *owner, const struct hook_outcome *outcome); /* NULL: cancelled */
    void *owner;
    pid_t pid;           /* 0: could not be started */
    int start_error;     /* then: why, as errno */
    int status;          /* of the leader, once it has ended */
    int fds[HOOK_PIPES]; /* our ends; -1 closed */
    struct event *events[HOOK_PIPES];
    struct event *limit;
    struct span timeout;
    bool timed_out;
    struct buffer input, output, errors;
};

TAILQ_HEAD(runs, run);

struct hook_processes {
    struct event_base *base;
    struct event *child;   /* SIGCHLD */
    struct event *deliver; /* made active when `ended` has something to tell */
    struct runs running, ended;
};

static struct timeval to_timeval(struct span s)
{
    return (struct timeval){.tv_sec = s.us / 1000000, .tv_usec = s.us % 1000000};
}

/* ---- pipes ---- */

static void close_pipe(struct run *r, int which)
{
    if (r->events[which])
        event_free(r->events[which]);
    r->events[which] = NULL;
    if (r->fds[which] >= 0)
        close(r->fds[which]);
    r->fds[which] = -1;
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
        close_pipe(r, HOOK_STDIN);
}

/* Reads what is there, up to a bound, and keeps the beginning. */
static void read_pipe(struct run *r, int which)
{
    struct buffer *kept = which == HOOK_STDOUT ? &r->output : &r->errors;
    char bytes[16384];
    size_t total = 0;
    ssize_t n = 0;

    while (total < BYTES_PER_PASS && (n = read(r->fds[which], bytes, sizeof(bytes))) > 0) {
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
    read_pipe(r, fd == r->fds[HOOK_STDOUT] ? HOOK_STDOUT : HOOK_STDERR);
}

/* The child's ends are put in ret_theirs, or nothing is left open. 0 or errno. */
static int open_pipes(struct run *r, int ret_theirs[HOOK_PIPES])
{
    int theirs[HOOK_PIPES] = {-1, -1, -1}, error = 0;

    for (int i = 0; i < HOOK_PIPES && !error; i++) {
        int ends[2], ours = i == HOOK_STDIN ? 1 : 0;

        if (pipe2(ends, O_CLOEXEC) < 0) {
            error = errno;
            break;
        }
        r->fds[i] = ends[ours];
        theirs[i] = ends[!ours];
        if (fcntl(r->fds[i], F_SETFL, O_NONBLOCK) < 0)
            error = errno;
    }
    for (int i = 0; i < HOOK_PIPES; i++) {
        if (error && theirs[i] >= 0)
            close(theirs[i]);
        if (error)
            close_pipe(r, i);
        else
            ret_theirs[i] = theirs[i];
    }
    return error;
}

/* ---- the start ---- */

/* Ended by NULL; the array and each of its strings belong to the caller. */
static char **make_environment(const struct hook_job *job)
{
    const char *path = getenv("PATH"), *zone = getenv("TZ");
    char **all = NULL;
    size_t n = 0, cap = 0;

    all = xgrow(all, &cap, job->n_values + 4, sizeof(char *));
    for (size_t i = 0; i < job->n_values; i++)
        all[n++] = xasprintf("%s=%s", job->values[i].name, job->values[i].value);
    all[n++] = xasprintf("PATH=%s", path ? path : DEFAULT_PATH);
    all[n++] = xstrdup("LANG=C.UTF-8");
    if (zone)
        all[n++] = xasprintf("TZ=%s", zone);
    for (char **e = environ; e && *e; e++) {
        if (!slice_starts_with(slice_of(*e), SLICE(OWN_PREFIX)))
            continue;
        all = xgrow(all, &cap, n + 2, sizeof(char *));
        all[n++] = xstrdup(*e);
    }
    all[n] = NULL;
    return all;
}

static void free_environment(char **all)
{
    for (char **e = all; *e; e++)
        free(*e);
    free(all);
}

/* {"page":"4711","to":"+1555",…} LF */
static void make_input(const struct hook_job *job, struct buffer *out)
{
    json_open(out);
    for (size_t i = 0; i < job->n_values; i++) {
        const char *name = job->values[i].name;
        char key[64];
        size_t n = 0;

        if (strncmp(name, "DUTY_", 5) == 0)
            name += 5;
        for (; name[n] && n < sizeof(key) - 1; n++)
            key[n] = (char)tolower((unsigned char)name[n]);
        key[n] = '\0';
        json_text(out, key, slice_of(job->values[i].value));
    }
    json_close(out);
    buffer_append_char(out, '\n');
}

static int spawn(const char *const *command, char **environment, const int theirs[HOOK_PIPES],
                 pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int error;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    error = 0;
    for (int i = 0; i < HOOK_PIPES && !error; i++)
        error = posix_spawn_file_actions_adddup2(&actions, theirs[i], i);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&actions, HOOK_PIPES);
    if (!error)
        error = posix_spawn(ret_pid, command[0], &actions, &attributes, (char *const *)command,
                            environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/* 0 or errno; then nothing of it is left. */
static int start_process(struct run *r, const struct hook_job *job)
{
    int theirs[HOOK_PIPES], error;
    char **environment;
    pid_t pid;

    error = open_pipes(r, theirs);
    if (error)
        return error;
    environment = make_environment(job);
    error = spawn(job->command, environment, theirs, &pid);
    free_environment(environment);
    for (int i = 0; i < HOOK_PIPES; i++) {
        close(theirs[i]);
        if (error)
            close_pipe(r, i);
    }
    if (!error)
        r->pid = pid;
    return error;
}

static void on_limit(evutil_socket_t fd, short what, void *arg)
{
    struct run *r = arg;
    struct timeval grace = to_timeval(GRACE);

    (void)fd;
    (void)what;
    kill(-r->pid, r->timed_out ? SIGKILL : SIGTERM);
    if (!r->timed_out)
        evtimer_add(r->limit, &grace);
    r->timed_out = true;
}

static void watch(struct run *r)
{
    struct event_base *base = r->processes->base;
    struct timeval timeout = to_timeval(r->timeout);

    for (int i = 0; i < HOOK_PIPES; i++) {
        bool in = i == HOOK_STDIN;

        r->events[i] = event_new(base, r->fds[i], (in ? EV_WRITE : EV_READ) | EV_PERSIST,
                                 in ? on_writable : on_readable, r);
        event_add(r->events[i], NULL);
    }
    r->limit = evtimer_new(base, on_limit, r);
    evtimer_add(r->limit, &timeout);
    on_writable(r->fds[HOOK_STDIN], EV_WRITE, r); /* nearly always all of it, with no wakeup */
}

static void *start(void *arg, const struct hook_job *job,
                   void (*on_end)(void *owner, const struct hook_outcome *outcome), void *owner)
{
    struct hook_processes *h = arg;
    struct run *r = xcalloc(1, sizeof(*r));

    r->processes = h;
    r->on_end = on_end;
    r->owner = owner;
    r->timeout = job->timeout;
    for (int i = 0; i < HOOK_PIPES; i++)
        r->fds[i] = -1;
    r->start_error = start_process(r, job);
    if (r->start_error) {
        TAILQ_INSERT_TAIL(&h->ended, r, link);
        event_active(h->deliver, 0, 0);
        return r;
    }
    TAILQ_INSERT_TAIL(&h->running, r, link);
    make_input(job, &r->input);
    watch(r);
    return r;
}

/* ---- the end ---- */

static void release(struct run *r)
{
    for (int i = 0; i < HOOK_PIPES; i++)
        close_pipe(r, i);
    if (r->limit)
        event_free(r->limit);
    r->limit = NULL;
}

static void free_run(struct run *r)
{
    release(r);
    buffer_deinit(&r->input);
    buffer_deinit(&r->output);
    buffer_deinit(&r->errors);
    free(r);
}

/* Valid UTF-8 without control characters, or empty. Changes the bytes in place. */
static struct slice first_line(struct buffer *b)
{
    struct slice rest = buffer_slice(b), line = slice_cut(&rest, '\n');
    char *bytes = b->data;

    for (size_t i = 0; i < line.len; i++) {
        if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f)
            bytes[i] = ' ';
    }
    line = utf8_head(slice_trim(line), LINE_BYTES);
    return utf8_is_valid(line) ? line : (struct slice){0};
}

static void say_reason(struct run *r, struct buffer *out)
{
    struct slice said = first_line(&r->errors);

    if (!r->pid) {
        buffer_printf(out, "cannot start: %s", strerror(r->start_error));
    } else if (r->timed_out) {
        buffer_append_string(out, "no end after ");
        span_format(r->timeout, out);
    } else if (WIFSIGNALED(r->status)) {
        buffer_printf(out, "killed by signal %d", WTERMSIG(r->status));
    } else {
        buffer_printf(out, "exit %d", WEXITSTATUS(r->status));
    }
    if (said.len > 0) {
        buffer_append_string(out, ": ");
        buffer_append_slice(out, said);
    }
}

static enum hook_verdict judge(const struct run *r)
{
    if (!r->pid || r->timed_out || !WIFEXITED(r->status))
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

static void tell(struct run *r)
{
    struct buffer reason = BUFFER_INIT;
    struct hook_outcome outcome = {.verdict = judge(r), .line = first_line(&r->output)};

    if (outcome.verdict != HOOK_TAKEN)
        say_reason(r, &reason);
    outcome.reason = reason.data ? reason.data : "";
    r->on_end(r->owner, &outcome);
    buffer_deinit(&reason);
}

/* on_end may start and cancel runs: the list is looked at anew each time. */
static void tell_ended(struct hook_processes *h)
{
    struct run *r;

    while ((r = TAILQ_FIRST(&h->ended))) {
        TAILQ_REMOVE(&h->ended, r, link);
        if (r->on_end)
            tell(r);
        free_run(r);
    }
}

static void on_deliver(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    tell_ended(arg);
}

/*
 * The group is killed while its leader is still a zombie, since only so long is its number certain
 * to be ours. What the leader wrote is in the pipes by now.
 */
static bool reap(struct run *r)
{
    siginfo_t info = {0};

    if (waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0)
        return false;
    for (int i = HOOK_STDOUT; i < HOOK_PIPES; i++) {
        if (r->fds[i] >= 0)
            read_pipe(r, i);
    }
    kill(-r->pid, SIGKILL);
    waitpid(r->pid, &r->status, 0);
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
    tell_ended(h);
}

/* It stays in its list, until it is reaped or its turn to be told of has come. */
static void cancel(void *arg, void *run)
{
    struct run *r = run;

    (void)arg;
    r->on_end = NULL;
    if (r->limit) {
        kill(-r->pid, SIGKILL);
        release(r);
    }
}

/* ---- all of them ---- */

struct hook_processes *hook_processes_new(struct event_base *base)
{
    struct hook_processes *h = xcalloc(1, sizeof(*h));

    h->base = base;
    TAILQ_INIT(&h->running);
    TAILQ_INIT(&h->ended);
    h->deliver = event_new(base, -1, 0, on_deliver, h);
    h->child = evsignal_new(base, SIGCHLD, on_child, h);
    event_add(h->child, NULL);
    return h;
}

void hook_processes_free(struct hook_processes *h)
{
    struct run *r;

    if (!h)
        return;
    while ((r = TAILQ_FIRST(&h->ended))) {
        TAILQ_REMOVE(&h->ended, r, link);
        free_run(r);
    }
    /* Does not wait for what it kills: one that hangs in the kernel would hold up the shutdown. */
    while ((r = TAILQ_FIRST(&h->running))) {
        TAILQ_REMOVE(&h->running, r, link);
        kill(-r->pid, SIGKILL);
        waitpid(r->pid, NULL, WNOHANG);
        free_run(r);
    }
    event_free(h->child);
    event_free(h->deliver);
    free(h);
}

struct hook_runner hook_processes_runner(struct hook_processes *h)
{
    return (struct hook_runner){.start = start, .cancel = cancel, .arg = h};
}
