#include "health/heartbeat.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

#define VALUES 6
#define STILL SPAN_SECONDS(10) /* without an answer to a probe */

struct heartbeat {
    struct desk *desk;
    struct auditor *auditor;
    struct paging *paging;
    struct hook_runner runner;
    struct config *config;
    struct event *timer;
    bool open, stopped;    /* heartbeat_begin, heartbeat_stop were called */
    void *run;             /* under way */
    struct instant next;   /* by the steady clock */
    struct instant probed; /* when a commit was asked for that has not come back; or NONE */
    uint64_t proofs;       /* by then */
    const char *silent;    /* at the last beat */
    char *reason;
    bool told;                    /* the log says that it fails */
    struct heartbeat_stats stats; /* the counters only */
};

static struct instant steady_now(const struct heartbeat *h)
{
    return clock_monotonic(desk_clock(h->desk));
}

/* ---- is the office well? ---- */

static bool stands_still(const struct heartbeat *h)
{
    return instant_is_set(h->probed) &&
           !instant_before(steady_now(h), instant_add(h->probed, STILL));
}

/* Asks for a commit at each beat: a night without entries would not show that the database has
 * ceased to take any. */
static void probe(struct heartbeat *h, const struct journal_stats *stats)
{
    if (stats->state != JOURNAL_READY || stats->proofs != h->proofs)
        h->probed = INSTANT_NONE;
    if (stats->state != JOURNAL_READY || instant_is_set(h->probed))
        return;
    h->probed = steady_now(h);
    h->proofs = stats->proofs;
    journal_probe(desk_journal(h->desk));
}

/* Then nobody inside can be reached. */
static bool is_every_hook_down(const struct heartbeat *h)
{
    struct paging_hook_stats stats;
    size_t n = 0;

    while (paging_get_hook_stats(h->paging, n, &stats)) {
        if (!stats.is_down)
            return false;
        n++;
    }
    return n > 0;
}

static const char *why_silent(const struct heartbeat *h)
{
    struct auditor_stats audit = auditor_get_stats(h->auditor);

    if (h->stopped)
        return "the daemon is ending";
    if (!h->open)
        return "clients are not listened to";
    if (audit.held)
        return audit.held;
    if (!auditor_is_content(h->auditor))
        return "the auditor has found something";
    return is_every_hook_down(h) ? "all hooks are down" : NULL;
}

/* ---- a run ---- */

/* False: the desk cannot take it now. */
static bool report(struct heartbeat *h, enum field_id id, const char *words)
{
    struct field field = FIELD_TEXT_OF(id, slice_of(words));
    struct command c = {.verb = VERB_HEARTBEAT, .fields = &field, .n_fields = 1};
    struct decision decision = {0};
    enum desk_answer answer = desk_submit(h->desk, &c, &decision);

    decision_deinit(&decision);
    return answer == DESK_TAKEN;
}

static void on_end(void *owner, const struct hook_outcome *outcome)
{
    struct heartbeat *h = owner;
    bool failed_before = h->reason != NULL;

    h->run = NULL;
    free(h->reason);
    h->reason = NULL;
    if (outcome->verdict == HOOK_TAKEN) {
        h->stats.taken++;
        h->stats.at = clock_now(desk_clock(h->desk));
        if (failed_before)
            log_notice("the heartbeat works again");
        if (h->told)
            h->told = !report(h, FIELD_OUTCOME, "works again");
        return;
    }
    h->stats.failed++;
    h->reason = xstrdup(outcome->reason);
    if (!failed_before)
        log_error("the heartbeat fails: %s", h->reason);
    if (!h->told)
        h->told = report(h, FIELD_REASON, h->reason);
}

static void start(struct heartbeat *h, const struct journal_stats *stats)
{
    const struct heartbeat_config *config = &h->config->heartbeat;
    struct office_counts counts = office_counts(desk_office(h->desk));
    struct buffer at = BUFFER_INIT;
    char entry[24], open[24], acked[24];
    struct hook_value values[VALUES];
    struct hook_job job = {.via = "heartbeat",
                           .command = (const char *const *)config->command,
                           .timeout = config->timeout,
                           .values = values,
                           .n_values = VALUES};

    instant_format_utc(clock_now(desk_clock(h->desk)), &at);
    snprintf(entry, sizeof(entry), "%llu", (unsigned long long)stats->durable);
    snprintf(open, sizeof(open), "%zu", counts.open);
    snprintf(acked, sizeof(acked), "%zu", counts.acked);
    values[0] = (struct hook_value){"DUTY_OFFICE", h->config->rules->office_id};
    values[1] = (struct hook_value){"DUTY_STATE", "well"};
    values[2] = (struct hook_value){"DUTY_AT", at.data};
    values[3] = (struct hook_value){"DUTY_ENTRY", entry};
    values[4] = (struct hook_value){"DUTY_OPEN", open};
    values[5] = (struct hook_value){"DUTY_ACKED", acked};
    h->run = h->runner.start(h->runner.arg, &job, on_end, h);
    buffer_deinit(&at);
}

/* NULL: it beats. */
static void fall_silent(struct heartbeat *h, const char *why)
{
    if (why && !h->silent)
        log_warning("the heartbeat is silent: %s", why);
    else if (!why && h->silent)
        log_notice("the heartbeat beats");
    h->silent = why;
}

void heartbeat_tick(struct heartbeat *h)
{
    struct journal_stats stats;

    if (instant_before(steady_now(h), heartbeat_next_due(h)))
        return;
    stats = journal_get_stats(desk_journal(h->desk));
    h->next = instant_add(steady_now(h), h->config->heartbeat.every);
    probe(h, &stats);
    fall_silent(h, stands_still(h) ? "commits stand still" : why_silent(h));
    if (!h->silent && !h->run)
        start(h, &stats);
}

/* ---- life ---- */

static void arm(struct heartbeat *h)
{
    struct instant next = heartbeat_next_due(h);
    struct timeval t;

    if (!h->timer)
        return;
    evtimer_del(h->timer);
    if (instant_is_never(next))
        return;
    t = span_to_timeval(instant_since(next, steady_now(h)));
    evtimer_add(h->timer, &t);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    heartbeat_tick(arg);
    arm(arg);
}

static void on_config(void *arg, struct config *config)
{
    struct heartbeat *h = arg;
    struct config *old = h->config;

    h->config = config_ref(config);
    config_unref(old);
    h->next = steady_now(h);
    arm(h);
}

struct heartbeat *heartbeat_new(const struct heartbeat_options *options)
{
    struct heartbeat *h = xcalloc(1, sizeof(*h));

    h->desk = options->desk;
    h->auditor = options->auditor;
    h->paging = options->paging;
    h->runner = *options->runner;
    h->config = config_ref(options->config);
    h->silent = "clients are not listened to";
    if (options->base)
        h->timer = evtimer_new(options->base, on_timer, h);
    desk_listen(h->desk, &(struct desk_listener){.on_config = on_config, .arg = h});
    return h;
}

static void cancel(struct heartbeat *h)
{
    if (h->run)
        h->runner.cancel(h->runner.arg, h->run);
    h->run = NULL;
}

void heartbeat_free(struct heartbeat *h)
{
    if (!h)
        return;
    cancel(h);
    if (h->timer)
        event_free(h->timer);
    config_unref(h->config);
    free(h->reason);
    free(h);
}

void heartbeat_begin(struct heartbeat *h)
{
    h->open = true;
    h->next = steady_now(h);
    arm(h);
}

void heartbeat_stop(struct heartbeat *h)
{
    h->stopped = true;
    cancel(h);
    arm(h);
}

struct heartbeat_stats heartbeat_get_stats(const struct heartbeat *h)
{
    struct heartbeat_stats stats = h->stats;

    stats.is_configured = h->config->heartbeat.command != NULL;
    stats.silent = why_silent(h); /* what is so by now comes before what was */
    if (!stats.silent)
        stats.silent = h->silent;
    stats.reason = h->reason;
    return stats;
}

struct instant heartbeat_next_due(const struct heartbeat *h)
{
    return h->open && !h->stopped && h->config->heartbeat.command ? h->next : INSTANT_NEVER;
}
