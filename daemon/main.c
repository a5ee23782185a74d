/*
 * The map of the program: what there is, in the order in which it starts, and in reverse how it
 * ends.
 *
 *     configuration -> office -> desk -> journal -> paging -> auditor -> wire
 *
 * The listeners open, and the service manager hears READY, only when the journal has been read.
 */
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/log.h"
#include "base/log_out.h"
#include "base/mem.h"
#include "base/notify.h"
#include "cli/exit_codes.h"
#include "cli/options.h"
#include "config/load.h"
#include "health/heartbeat.h"
#include "hooks/hooks.h"
#include "journal/postgres.h"
#include "wire/server.h"

#define DRAIN_LIMIT_SECONDS 10 /* how long an end in order may take */
#define N_SIGNALS 3

struct daemon {
    struct event_base *base;
    struct event *signals[N_SIGNALS];
    struct event *watchdog;
    struct event *drain; /* looks again while the end is under way */
    struct config *config;
    struct office *office;
    struct desk *desk;
    struct journal *journal;
    struct hooks *hooks;
    struct hook_runner runner;
    struct paging *paging;
    struct auditor *auditor;
    struct heartbeat *heartbeat;
    struct server *server;
    struct instant drain_until;
    bool starved; /* the watchdog is not fed, and that has been said */
    bool stopping, stop_written;
    int exit_code;
};

static void leave(struct daemon *d, int exit_code)
{
    d->exit_code = exit_code;
    event_base_loopbreak(d->base);
}

/* ---- what the floors call back ---- */

/* The journal has been read: duty begins. */
static void on_ready(void *arg)
{
    struct daemon *d = arg;
    struct office_counts counts = office_counts(d->office);

    if (server_open(d->server) < 0) {
        leave(d, EXIT_SYSTEM);
        return;
    }
    heartbeat_begin(d->heartbeat);
    log_notice("on duty: %zu open, %zu acknowledged, the log ends with entry %llu", counts.open,
               counts.acked, (unsigned long long)office_last_seq(d->office));
    notify_send("READY=1\nSTATUS=on duty");
}

static void on_state(void *arg, enum journal_state state)
{
    (void)arg;
    notify_send(state == JOURNAL_READY ? "STATUS=on duty"
                : state == JOURNAL_STALLED
                    ? "STATUS=the database does not answer: reports are refused"
                    : "STATUS=the database is away: reports are refused");
}

static void on_fenced(void *arg, const char *reason)
{
    log_crit("the log is not ours any more: %s; this process ends, the next one reads it again",
             reason);
    leave(arg, EXIT_FENCED);
}

static void log_report(const struct config_report *report)
{
    struct slice text = buffer_slice(&report->text);

    while (text.len) {
        struct slice line = slice_cut(&text, '\n');
        if (report->errors)
            log_error("%.*s", SLICE_ARG(line));
        else
            log_warning("%.*s", SLICE_ARG(line));
    }
}

/* All or nothing: RELOAD and SIGHUP. */
static bool reload(void *arg, const struct person *by, struct config_report *ret_report)
{
    struct daemon *d = arg;
    struct config *new = config_load(d->config->file, clock_now(&clock_system), ret_report);
    struct buffer fixed = BUFFER_INIT;

    if (!new)
        return false;
    calendar_set_zone(d->config->rules->zone); /* one zone as long as the daemon runs */
    config_fixed_changes(d->config, new, &fixed);
    if (fixed.len) {
        buffer_printf(&ret_report->text, "%s: %s: takes effect at the next start only\n", new->file,
                      fixed.data);
        ret_report->warnings++;
    }
    buffer_deinit(&fixed);
    if (!desk_use_config(d->desk, new, by)) {
        buffer_printf(&ret_report->text, "%s: the database is away: what is in force stays\n",
                      new->file);
        ret_report->errors++;
        config_unref(new);
        return false;
    }
    config_unref(d->config);
    d->config = new;
    return true;
}

/* ---- the end, in order ---- */

static void start_stop(struct daemon *d, const char *reason)
{
    struct timeval soon = {.tv_usec = 10000};

    log_notice("%s: ending in order", reason);
    notify_send("STOPPING=1\nSTATUS=ending");
    d->stopping = true;
    d->drain_until = instant_add(clock_monotonic(&clock_system), SPAN_SECONDS(DRAIN_LIMIT_SECONDS));
    server_drain(d->server);
    paging_drain(d->paging);
    auditor_stop(d->auditor);
    heartbeat_stop(d->heartbeat);
    event_add(d->drain, &soon);
}

/* Everything that was taken is durable and answered, and no hook runs: the last entry may be
 * written, then this process may go. */
static void on_drain(evutil_socket_t fd, short what, void *arg)
{
    struct daemon *d = arg;
    bool late = !instant_before(clock_monotonic(&clock_system), d->drain_until);
    bool done = journal_is_idle(d->journal) &&
                (d->stop_written ||
                 (server_count(d->server) == 0 && paging_get_stats(d->paging).running == 0));

    (void)fd;
    (void)what;
    if (late)
        log_warning("not all could be finished in %d s: what is not durable is answered with 450, "
                    "pages under way will be sent again",
                    DRAIN_LIMIT_SECONDS);
    if (late)
        server_cut(d->server);
    if (late || (done && (d->stop_written || !desk_is_ready(d->desk)))) {
        leave(d, EXIT_OK);
        return;
    }
    if (done) {
        struct field why = FIELD_TEXT_OF(FIELD_REASON, SLICE("asked to end"));
        struct command stop = {.verb = VERB_STOP, .fields = &why, .n_fields = 1};
        struct decision decision = {0};
        desk_submit(d->desk, &stop, &decision);
        decision_deinit(&decision);
        d->stop_written = true;
    }
    event_add(d->drain, &(struct timeval){.tv_usec = 10000});
}

static void on_end_signal(evutil_socket_t number, short what, void *arg)
{
    struct daemon *d = arg;

    (void)what;
    if (d->stopping) {
        log_warning("asked again: ending at once");
        leave(d, EXIT_OK);
        return;
    }
    start_stop(d, number == SIGINT ? "SIGINT" : "SIGTERM");
}

static void on_reload_signal(evutil_socket_t number, short what, void *arg)
{
    struct daemon *d = arg;
    struct config_report report;

    (void)number;
    (void)what;
    notify_reloading();
    bool taken = reload(d, NULL, &report);
    log_report(&report);
    config_report_deinit(&report);
    if (taken)
        log_notice("read again: %s", d->config->file);
    else
        log_error("%s was not taken: what was in force stays", d->config->file);
    notify_send("READY=1");
}

/* ---- the start ---- */

/* Not fed for what a new process would not have: the service manager then starts one. */
static void on_watchdog(evutil_socket_t fd, short what, void *arg)
{
    struct daemon *d = arg;
    bool starved = auditor_wants_restart(d->auditor);

    (void)fd;
    (void)what;
    if (!starved)
        notify_send("WATCHDOG=1");
    else if (!d->starved)
        log_crit("the watchdog is not fed, so that this process is started again: see the audit");
    d->starved = starved;
}

static void start_watchdog(struct daemon *d)
{
    struct span every = notify_watchdog();
    struct timeval half = span_to_timeval(SPAN_US(every.us / 2));

    if (every.us == 0)
        return;
    d->watchdog = event_new(d->base, -1, EV_PERSIST, on_watchdog, d);
    event_add(d->watchdog, &half);
    notify_send("WATCHDOG=1");
}

static void start_signals(struct daemon *d)
{
    static const struct {
        int number;
        event_callback_fn f;
    } handled[N_SIGNALS] = {
        {SIGTERM, on_end_signal},
        {SIGINT, on_end_signal},
        {SIGHUP, on_reload_signal},
    };

    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < N_SIGNALS; i++) {
        d->signals[i] = evsignal_new(d->base, handled[i].number, handled[i].f, d);
        event_add(d->signals[i], NULL);
    }
}

/* As many connections as the system lets us have. */
static void raise_limits(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    mallopt(M_ARENA_MAX, 1); /* one loop, one arena: the password thread needs none of its own */
}

static void start(struct daemon *d)
{
    struct desk_listener duty = {.on_ready = on_ready, .on_state = on_state, .arg = d};

    d->base = event_base_new();
    d->drain = evtimer_new(d->base, on_drain, d);
    start_signals(d);
    d->office = office_new(d->config->rules, &random_system);
    d->desk = desk_new(&(struct desk_options){
        .base = d->base, .clock = &clock_system, .office = d->office, .version = DUTYD_VERSION});
    d->hooks = hooks_new(d->base);
    d->runner = hooks_runner(d->hooks);
    d->paging = paging_new(d->desk, d->config, &d->runner);
    d->auditor = auditor_new(&(struct auditor_options){
        .base = d->base, .desk = d->desk, .paging = d->paging, .slack = d->config->audit_slack});
    d->heartbeat = heartbeat_new(&(struct heartbeat_options){.base = d->base,
                                                             .desk = d->desk,
                                                             .auditor = d->auditor,
                                                             .paging = d->paging,
                                                             .runner = &d->runner,
                                                             .config = d->config});
    d->server = server_new(&(struct server_options){.base = d->base,
                                                    .desk = d->desk,
                                                    .paging = d->paging,
                                                    .auditor = d->auditor,
                                                    .heartbeat = d->heartbeat,
                                                    .config = d->config,
                                                    .version = DUTYD_VERSION,
                                                    .started = clock_monotonic(&clock_system),
                                                    .reload = reload,
                                                    .reload_arg = d});
    desk_listen(d->desk, &duty);

    struct journal_listener listener = desk_journal_listener(d->desk, on_fenced, d);
    d->journal =
        postgres_journal_new(d->base,
                             &(struct postgres_options){.conninfo = d->config->conninfo,
                                                        .commit_limit = d->config->commit_limit,
                                                        .clock = &clock_system,
                                                        .office = d->office,
                                                        .version = DUTYD_VERSION},
                             &listener);
    desk_set_journal(d->desk, d->journal);
    start_watchdog(d);
}

static void stop(struct daemon *d)
{
    server_free(d->server);
    heartbeat_free(d->heartbeat);
    auditor_free(d->auditor);
    paging_free(d->paging);
    hooks_free(d->hooks);
    journal_free(d->journal);
    desk_free(d->desk);
    office_free(d->office);
    if (d->watchdog)
        event_free(d->watchdog);
    for (size_t i = 0; i < N_SIGNALS; i++)
        if (d->signals[i])
            event_free(d->signals[i]);
    event_free(d->drain);
    event_base_free(d->base);
    config_unref(d->config);
}

/* Else a socket takes the number of one that is closed, and gets what is written to stderr. */
static void open_standard_files(void)
{
    int fd;

    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

int main(int argc, char **argv)
{
    struct options options;
    struct config_report report;
    struct daemon d = {.exit_code = EXIT_OK};
    int code;

    open_standard_files();
    code = options_read(argc, argv, &options);

    if (code >= 0)
        return code;
    d.config = config_load(options.config, clock_now(&clock_system), &report);
    log_report(&report);
    config_report_deinit(&report);
    if (!d.config)
        return EXIT_CONFIG;
    raise_limits();
    log_notice("dutyd " DUTYD_VERSION " for %s starts", d.config->rules->office_id);
    start(&d);
    event_base_dispatch(d.base);
    stop(&d);
    log_notice("dutyd has ended");
    log_out_flush(SPAN_SECONDS(1));
    return d.exit_code;
}
