#include "hooks/lines.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/wait.h>

#include "base/log.h"
#include "base/mem.h"
#include "hooks/answer.h"
#include "hooks/coprocess.h"

#define FIRST_BACKOFF SPAN_MS(100)
#define MOST_BACKOFF SPAN_SECONDS(30)

/* A page that is to be answered. */
struct task {
    TAILQ_ENTRY(task) link;
    struct worker *worker;                                           /* NULL: ended */
    void (*on_end)(void *owner, const struct hook_outcome *outcome); /* NULL: cancelled */
    void *owner;
    char *page; /* its id */
    struct buffer input;
    struct event *limit;
    struct span timeout;
    bool handed_over;
    uint64_t answers_before; /* of the worker, when it was handed over */
    enum hook_verdict verdict;
    struct buffer words;
};

TAILQ_HEAD(tasks, task);

/* The process of one means and one command, over all its lives. */
struct worker {
    TAILQ_ENTRY(worker) link;
    struct hook_lines *all;
    char *via;
    char **command;
    struct coprocess process;
    struct event *restart; /* pending: not to be started yet */
    struct span backoff;
    struct tasks waiting, under_way;
    uint64_t answers;
    uint64_t answers_at_start; /* of this life */
    unsigned careful;          /* so many answers from now on: one page at a time */
    bool retired;              /* the means has another command now */
};

struct hook_lines {
    struct event_base *base;
    struct event *child;   /* SIGCHLD */
    struct event *settle;  /* made active when something may be handed over, started, freed */
    struct event *deliver; /* made active when `ended` has something to report */
    TAILQ_HEAD(, worker) workers;
    struct tasks ended;
};

static void settle_soon(struct hook_lines *h)
{
    event_active(h->settle, EV_TIMEOUT, 0);
}

/* ---- the end of a task ---- */

static void free_task(struct task *t)
{
    event_free(t->limit);
    buffer_deinit(&t->input);
    buffer_deinit(&t->words);
    free(t->page);
    free(t);
}

/* on_end is called by and by. The words are copied. */
static void end_task(struct task *t, enum hook_verdict verdict, struct slice words)
{
    struct worker *w = t->worker;

    TAILQ_REMOVE(t->handed_over ? &w->under_way : &w->waiting, t, link);
    event_del(t->limit);
    t->worker = NULL;
    t->verdict = verdict;
    buffer_append_slice(&t->words, words);
    if (TAILQ_EMPTY(&w->all->ended))
        event_active(w->all->deliver, EV_TIMEOUT, 0);
    TAILQ_INSERT_TAIL(&w->all->ended, t, link);
    settle_soon(w->all);
}

static void end_tasks(struct tasks *tasks, enum hook_verdict verdict, struct slice words)
{
    struct task *t;

    while ((t = TAILQ_FIRST(tasks)))
        end_task(t, verdict, words);
}

static void report(const struct task *t)
{
    struct hook_outcome outcome = {.verdict = t->verdict, .reason = ""};

    if (t->verdict == HOOK_TAKEN)
        outcome.line = buffer_slice(&t->words);
    else if (t->words.data)
        outcome.reason = t->words.data;
    t->on_end(t->owner, &outcome);
}

/* on_end may start and cancel runs: the list is looked at from the start each time. */
static void on_deliver(evutil_socket_t fd, short what, void *arg)
{
    struct hook_lines *h = arg;
    struct task *t;

    (void)fd;
    (void)what;
    while ((t = TAILQ_FIRST(&h->ended))) {
        TAILQ_REMOVE(&h->ended, t, link);
        if (t->on_end)
            report(t);
        free_task(t);
    }
}

static void on_limit(evutil_socket_t fd, short what, void *arg)
{
    struct task *t = arg;
    struct worker *w = t->worker;
    struct buffer reason = BUFFER_INIT;

    (void)fd;
    (void)what;
    if (t->handed_over && w->answers == t->answers_before)
        coprocess_stop(&w->process, SIGTERM, "answers nothing");
    buffer_append_string(&reason, t->handed_over ? "no answer after " : "not handed over within ");
    span_format(t->timeout, &reason);
    end_task(t, HOOK_FAILED, buffer_slice(&reason));
    buffer_deinit(&reason);
}

/* ---- what a process says ---- */

static struct task *find_task(struct worker *w, const char *page)
{
    struct task *t;

    TAILQ_FOREACH(t, &w->under_way, link)
    {
        if (strcmp(t->page, page) == 0)
            break;
    }
    return t;
}

static void take_answer(struct worker *w, struct task *t, const struct answer *a)
{
    struct buffer words = BUFFER_INIT;

    w->answers++;
    if (w->careful > 0)
        w->careful--;
    if (a->verdict != HOOK_TAKEN) {
        buffer_append_string(&words, a->verdict == HOOK_AGAIN ? "retry" : "failed");
        buffer_append_string(&words, a->text.len > 0 ? ": " : "");
    }
    buffer_append_slice(&words, buffer_slice(&a->text));
    end_task(t, a->verdict, buffer_slice(&words));
    buffer_deinit(&words);
}

static bool on_line(void *arg, struct slice line)
{
    struct worker *w = arg;
    struct answer a;
    struct task *t;

    if (!answer_parse(line, &a))
        return false;
    t = find_task(w, a.page);
    if (t)
        take_answer(w, t, &a);
    answer_deinit(&a);
    return t != NULL;
}

static void wait_before_restart(struct worker *w, bool in_peace)
{
    struct timeval wait;
    bool any = w->answers > w->answers_at_start;

    if (any)
        w->backoff = FIRST_BACKOFF;
    if (any && in_peace)
        return;
    wait = span_to_timeval(w->backoff);
    evtimer_add(w->restart, &wait);
    w->backoff.us *= 2;
    if (w->backoff.us > MOST_BACKOFF.us)
        w->backoff = MOST_BACKOFF;
}

static void on_end(void *arg, int status, struct slice reason)
{
    struct worker *w = arg;
    struct buffer words = BUFFER_INIT;
    unsigned lost = 0;
    struct task *t;

    TAILQ_FOREACH(t, &w->under_way, link)
    {
        lost++;
    }
    if (lost > w->careful)
        w->careful = lost;
    log_notice("the hook for via=%s has ended, %u pages under way: %.*s", w->via, lost,
               SLICE_ARG(reason));
    buffer_printf(&words, "ended before it answered: %.*s", SLICE_ARG(reason));
    end_tasks(&w->under_way, HOOK_AGAIN, buffer_slice(&words));
    wait_before_restart(w, lost == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    settle_soon(w->all);
    buffer_deinit(&words);
}

static void on_child(evutil_socket_t fd, short what, void *arg)
{
    struct hook_lines *h = arg;
    struct worker *w;

    (void)fd;
    (void)what;
    TAILQ_FOREACH(w, &h->workers, link)
    {
        if (coprocess_runs(&w->process))
            coprocess_reap(&w->process);
    }
}

/* ---- what is to be done now ---- */

static void start_process(struct worker *w)
{
    int error = coprocess_start(&w->process, w->command);
    struct buffer reason = BUFFER_INIT;

    w->answers_at_start = w->answers;
    if (!error)
        return;
    buffer_printf(&reason, "cannot start: %s", strerror(error));
    end_tasks(&w->waiting, HOOK_FAILED, buffer_slice(&reason));
    buffer_deinit(&reason);
}

static void hand_over(struct worker *w)
{
    struct buffer lines = BUFFER_INIT;
    struct task *t;

    while ((t = TAILQ_FIRST(&w->waiting)) && (w->careful == 0 || TAILQ_EMPTY(&w->under_way))) {
        TAILQ_REMOVE(&w->waiting, t, link);
        TAILQ_INSERT_TAIL(&w->under_way, t, link);
        t->handed_over = true;
        t->answers_before = w->answers;
        buffer_append_slice(&lines, buffer_slice(&t->input));
        buffer_deinit(&t->input);
    }
    if (lines.len > 0)
        coprocess_send(&w->process, buffer_slice(&lines));
    buffer_deinit(&lines);
}

static void free_worker(struct worker *w)
{
    TAILQ_REMOVE(&w->all->workers, w, link);
    coprocess_deinit(&w->process);
    event_free(w->restart);
    child_free_texts(w->command);
    free(w->via);
    free(w);
}

static void settle(struct worker *w)
{
    bool is_idle;

    if (!coprocess_runs(&w->process) && !TAILQ_EMPTY(&w->waiting) &&
        !evtimer_pending(w->restart, NULL))
        start_process(w);
    if (coprocess_takes_lines(&w->process))
        hand_over(w);
    is_idle = TAILQ_EMPTY(&w->waiting) && TAILQ_EMPTY(&w->under_way);
    if (w->retired && is_idle && coprocess_runs(&w->process))
        coprocess_stop(&w->process, SIGTERM, NULL);
    else if (w->retired && is_idle)
        free_worker(w);
}

static void on_settle(evutil_socket_t fd, short what, void *arg)
{
    struct hook_lines *h = arg;
    struct worker *w, *next;

    (void)fd;
    (void)what;
    for (w = TAILQ_FIRST(&h->workers); w; w = next) {
        next = TAILQ_NEXT(w, link);
        settle(w);
    }
}

static void on_restart(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    settle_soon(((struct worker *)arg)->all);
}

/* ---- the runner ---- */

static bool is_same_command(char *const *a, const char *const *b)
{
    size_t n = 0;

    while (a[n] && b[n] && strcmp(a[n], b[n]) == 0)
        n++;
    return !a[n] && !b[n];
}

static struct worker *add_worker(struct hook_lines *h, const struct hook_job *job)
{
    struct worker *w = xcalloc(1, sizeof(*w));
    const struct coprocess_listener listener = {.on_line = on_line, .on_end = on_end, .arg = w};

    w->all = h;
    w->via = xstrdup(job->via);
    w->command = child_copy_texts(job->command);
    coprocess_init(&w->process, h->base, w->via, &listener);
    w->restart = evtimer_new(h->base, on_restart, w);
    w->backoff = FIRST_BACKOFF;
    TAILQ_INIT(&w->waiting);
    TAILQ_INIT(&w->under_way);
    TAILQ_INSERT_TAIL(&h->workers, w, link);
    return w;
}

/* What waits for the one before goes to the one that takes its place. */
static void retire(struct worker *old, struct worker *by)
{
    struct task *t;

    old->retired = true;
    TAILQ_FOREACH(t, &old->waiting, link)
    {
        t->worker = by;
    }
    TAILQ_CONCAT(&by->waiting, &old->waiting, link);
}

static struct worker *worker_for(struct hook_lines *h, const struct hook_job *job)
{
    struct worker *old, *by;

    TAILQ_FOREACH(old, &h->workers, link)
    {
        if (!old->retired && strcmp(old->via, job->via) == 0)
            break;
    }
    if (old && is_same_command(old->command, job->command))
        return old;
    by = add_worker(h, job);
    if (old)
        retire(old, by);
    return by;
}

static const char *page_of(const struct hook_job *job)
{
    for (size_t i = 0; i < job->n_values; i++) {
        if (strcmp(job->values[i].name, "DUTY_PAGE") == 0)
            return job->values[i].value;
    }
    return "";
}

static void *start(void *arg, const struct hook_job *job,
                   void (*on_run_end)(void *owner, const struct hook_outcome *outcome), void *owner)
{
    struct hook_lines *h = arg;
    const struct timeval timeout = span_to_timeval(job->timeout);
    struct task *t = xcalloc(1, sizeof(*t));

    t->on_end = on_run_end;
    t->owner = owner;
    t->page = xstrdup(page_of(job));
    t->timeout = job->timeout;
    t->limit = evtimer_new(h->base, on_limit, t);
    evtimer_add(t->limit, &timeout);
    child_input(job->values, job->n_values, &t->input);
    t->worker = worker_for(h, job);
    TAILQ_INSERT_TAIL(&t->worker->waiting, t, link);
    settle_soon(h);
    return t;
}

/* What is handed over cannot be taken back: its answer will be one that nobody waits for. */
static void cancel(void *arg, void *run)
{
    struct task *t = run;

    (void)arg;
    t->on_end = NULL;
    if (t->worker)
        end_task(t, HOOK_FAILED, (struct slice){0});
}

/* ---- all of them ---- */

struct hook_lines *hook_lines_new(struct event_base *base)
{
    struct hook_lines *h = xcalloc(1, sizeof(*h));

    h->base = base;
    TAILQ_INIT(&h->workers);
    TAILQ_INIT(&h->ended);
    h->settle = event_new(base, -1, 0, on_settle, h);
    h->deliver = event_new(base, -1, 0, on_deliver, h);
    h->child = evsignal_new(base, SIGCHLD, on_child, h);
    event_add(h->child, NULL);
    return h;
}

void hook_lines_free(struct hook_lines *h)
{
    struct worker *w;
    struct task *t;

    if (!h)
        return;
    while ((w = TAILQ_FIRST(&h->workers))) {
        if (coprocess_runs(&w->process))
            coprocess_end_at_once(&w->process);
        end_tasks(&w->under_way, HOOK_AGAIN, (struct slice){0});
        end_tasks(&w->waiting, HOOK_AGAIN, (struct slice){0});
        free_worker(w);
    }
    while ((t = TAILQ_FIRST(&h->ended))) {
        TAILQ_REMOVE(&h->ended, t, link);
        free_task(t);
    }
    event_free(h->child);
    event_free(h->settle);
    event_free(h->deliver);
    free(h);
}

struct hook_runner hook_lines_runner(struct hook_lines *h)
{
    return (struct hook_runner){.start = start, .cancel = cancel, .arg = h};
}
