#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "office/state/config_in_force.h"
#include "office/state/state.h" /* faults are put in by hand */
#include "wire/net/admit.h"     /* clients come in by the listeners' own door */
#include "wire/net/login.h"
#include "wire/net/net.h"
#include "wire/net/parts.h"

#define MAX_CLIENTS 16
#define COMMIT_LIMIT SPAN_SECONDS(3)
#define MAX_VIAS 8
#define PATIENCE_MS 20000 /* for the password thread; a script that waits so long has failed */

struct run {
    void (*on_end)(void *owner, const struct hook_outcome *outcome);
    void *owner;
    int exit_code; /* -1: held */
    uint64_t page;
    struct run *next;
};

struct client {
    char name[32];
    int fd;
    struct buffer in;
    bool closed;
};

struct stage {
    struct event_base *base;
    struct instant now, monotonic;
    struct clock clock;
    uint64_t seed;
    struct random_source random;
    char config_file[32]; /* a file of ours that includes the one the script names */
    struct config *config;
    bool away, stalled, timer_stopped;
    struct instant held_since; /* monotonic: while stalled, when an entry was first held up */
    struct office *office;
    struct desk *desk;
    struct journal *journal;
    struct hook_runner runner;
    struct paging *paging;
    struct auditor *auditor;
    struct server *server;
    struct client clients[MAX_CLIENTS];
    size_t n_clients;
    struct run *runs;
    struct stage_page *pages;
    struct {
        char via[32];
        int exit_code;
    } vias[MAX_VIAS];
    size_t n_vias;
};

static struct instant wall(void *arg)
{
    return ((struct stage *)arg)->now;
}

static struct instant monotonic(void *arg)
{
    return ((struct stage *)arg)->monotonic;
}

/* ---- hooks ---- */

static const char *value_of(const struct hook_job *job, const char *name)
{
    for (size_t i = 0; i < job->n_values; i++)
        if (strcmp(job->values[i].name, name) == 0)
            return job->values[i].value;
    return "";
}

static int exit_of(const struct stage *s, const char *via)
{
    for (size_t i = 0; i < s->n_vias; i++)
        if (strcmp(s->vias[i].via, via) == 0)
            return s->vias[i].exit_code;
    return 0;
}

static void *hook_start(void *arg, const struct hook_job *job,
                        void (*on_end)(void *owner, const struct hook_outcome *outcome),
                        void *owner)
{
    struct stage *s = arg;
    struct run *r = xcalloc(1, sizeof(*r)), **last_run = &s->runs;
    struct stage_page *p = xcalloc(1, sizeof(*p)), **last_page = &s->pages;

    p->via = xstrdup(value_of(job, "DUTY_VIA"));
    p->to = xstrdup(value_of(job, "DUTY_TO"));
    p->person = xstrdup(value_of(job, "DUTY_PERSON"));
    p->text = xstrdup(value_of(job, "DUTY_TEXT"));
    p->incident = xstrdup(value_of(job, "DUTY_INCIDENT"));
    p->id = strtoull(value_of(job, "DUTY_PAGE"), NULL, 10);
    while (*last_page)
        last_page = &(*last_page)->next;
    *last_page = p;
    *r = (struct run){
        .on_end = on_end, .owner = owner, .exit_code = exit_of(s, p->via), .page = p->id};
    while (*last_run)
        last_run = &(*last_run)->next;
    *last_run = r;
    return r;
}

static void hook_cancel(void *arg, void *run)
{
    struct stage *s = arg;

    for (struct run **r = &s->runs; *r; r = &(*r)->next) {
        if (*r == run) {
            *r = (*r)->next;
            free(run);
            return;
        }
    }
}

static bool end_a_run(struct stage *s)
{
    struct run **at = &s->runs, *r;
    char reason[32], gateway[32];

    while (*at && (*at)->exit_code < 0)
        at = &(*at)->next;
    r = *at;
    if (!r)
        return false;
    *at = r->next;
    snprintf(reason, sizeof(reason), "exit %d", r->exit_code);
    snprintf(gateway, sizeof(gateway), "gw-%llu", (unsigned long long)r->page);
    struct hook_outcome outcome = {
        .verdict = r->exit_code == 0    ? HOOK_TAKEN
                   : r->exit_code == 75 ? HOOK_AGAIN
                                        : HOOK_FAILED,
        .line = r->exit_code == 0 ? slice_of(gateway) : (struct slice){0},
        .reason = r->exit_code == 0 ? NULL : reason,
    };
    r->on_end(r->owner, &outcome);
    free(r);
    return true;
}

void stage_set_hook(struct stage *s, const char *via, int exit_code)
{
    size_t i = 0;

    while (i < s->n_vias && strcmp(s->vias[i].via, via) != 0)
        i++;
    if (i == MAX_VIAS)
        abort();
    if (i == s->n_vias)
        s->n_vias++;
    snprintf(s->vias[i].via, sizeof(s->vias[i].via), "%s", via);
    s->vias[i].exit_code = exit_code;
}

void stage_end_hooks(struct stage *s, int exit_code)
{
    for (struct run *r = s->runs; r; r = r->next)
        if (r->exit_code < 0)
            r->exit_code = exit_code;
    stage_settle(s);
}

struct stage_page *stage_take_page(struct stage *s)
{
    struct stage_page *p;

    stage_settle(s);
    p = s->pages;
    if (p)
        s->pages = p->next;
    return p;
}

void stage_page_free(struct stage_page *p)
{
    free(p->via);
    free(p->to);
    free(p->person);
    free(p->text);
    free(p->incident);
    free(p);
}

/* ---- the daemon ---- */

static bool reload(void *arg, const struct person *by, struct config_report *ret_report)
{
    struct stage *s = arg;
    struct config *new = config_load(s->config_file, s->now, ret_report);

    if (!new)
        return false;
    if (!desk_use_config(s->desk, new, by)) {
        config_unref(new);
        return false;
    }
    config_unref(s->config);
    s->config = new;
    return true;
}

static void on_fenced(void *arg, const char *reason)
{
    (void)arg;
    fprintf(stderr, "the journal is fenced: %s\n", reason);
    abort();
}

static void start(struct stage *s)
{
    s->office = office_new(s->config->rules, &s->random);
    s->desk = desk_new(
        &(struct desk_options){.clock = &s->clock, .office = s->office, .version = "talk"});
    s->paging = paging_new(s->desk, s->config, &s->runner);
    s->auditor = auditor_new(&(struct auditor_options){
        .desk = s->desk, .paging = s->paging, .slack = s->config->audit_slack});
    s->server = server_new(&(struct server_options){.base = s->base,
                                                    .desk = s->desk,
                                                    .paging = s->paging,
                                                    .auditor = s->auditor,
                                                    .config = s->config,
                                                    .version = "talk",
                                                    .reload = reload,
                                                    .reload_arg = s});
    struct journal_listener listener = desk_journal_listener(s->desk, on_fenced, s);
    if (s->journal)
        memory_journal_set_listener(s->journal, &listener);
    else
        s->journal = memory_journal_new(&listener);
    desk_set_journal(s->desk, s->journal);
    if (!s->away)
        memory_journal_open(s->journal);
    stage_settle(s);
}

static void end(struct stage *s)
{
    server_free(s->server);
    auditor_free(s->auditor);
    paging_free(s->paging);
    desk_free(s->desk);
    office_free(s->office);
}

struct stage *stage_new(const char *config_file, struct instant now)
{
    struct stage *s = xcalloc(1, sizeof(*s));
    struct config_report report;

    s->now = now;
    s->monotonic = (struct instant){SPAN_HOURS(1).us};
    s->clock = (struct clock){.now = wall, .monotonic = monotonic, .arg = s};
    s->seed = 20261123;
    s->random = random_seeded(&s->seed);
    s->runner = (struct hook_runner){.start = hook_start, .cancel = hook_cancel, .arg = s};
    snprintf(s->config_file, sizeof(s->config_file), "/tmp/talk.XXXXXX");
    close(mkstemp(s->config_file));
    stage_set_config(s, config_file);
    s->config = config_load(s->config_file, now, &report);
    if (!s->config) {
        fprintf(stderr, "%s", report.text.data);
        config_report_deinit(&report);
        unlink(s->config_file);
        free(s);
        return NULL;
    }
    config_report_deinit(&report);
    s->base = event_base_new();
    start(s);
    return s;
}

static void hang_up_all(struct stage *s)
{
    for (size_t i = 0; i < s->n_clients; i++) {
        close(s->clients[i].fd);
        buffer_deinit(&s->clients[i].in);
    }
    s->n_clients = 0;
}

void stage_free(struct stage *s)
{
    struct stage_page *p;

    end(s);
    journal_free(s->journal);
    hang_up_all(s);
    while ((p = s->pages)) {
        s->pages = p->next;
        stage_page_free(p);
    }
    config_unref(s->config);
    event_base_free(s->base);
    unlink(s->config_file);
    free(s);
}

void stage_restart(struct stage *s)
{
    struct config_report report;

    end(s);
    hang_up_all(s);
    s->timer_stopped = false;
    config_unref(s->config);
    s->config = config_load(s->config_file, s->now, &report);
    config_report_deinit(&report);
    if (!s->config)
        abort(); /* a daemon that does not start plays no more */
    start(s);
}

void stage_set_away(struct stage *s, bool away)
{
    if (s->away == away)
        return;
    s->away = away;
    memory_journal_set_away(s->journal, away);
    if (!desk_is_ready(s->desk))
        memory_journal_open(s->journal);
    stage_settle(s);
}

void stage_set_stalled(struct stage *s, bool stalled)
{
    s->stalled = stalled;
    s->held_since = INSTANT_NONE;
    if (!stalled && !s->away)
        memory_journal_set_state(s->journal, JOURNAL_READY);
    stage_settle(s);
}

void stage_set_config(struct stage *s, const char *config_file)
{
    char *path = realpath(config_file, NULL);
    FILE *out = fopen(s->config_file, "w");

    if (!out)
        abort();
    fprintf(out, "@include \"%s\"\n", path ? path : config_file);
    fclose(out);
    free(path);
}

/* ---- time ---- */

struct instant stage_now(const struct stage *s)
{
    return s->now;
}

static struct instant next_tick(const struct stage *s)
{
    return s->timer_stopped ? INSTANT_NEVER : desk_next_due(s->desk);
}

void stage_settle(struct stage *s)
{
    bool busy = true;

    for (int quiet = 0; quiet < 3; quiet = busy ? 0 : quiet + 1) {
        event_base_loop(s->base, EVLOOP_NONBLOCK);
        busy = !s->stalled && memory_journal_flush(s->journal);
        busy = end_a_run(s) || busy;
        if (logins_are_checking(server_net(s->server)->logins)) {
            event_base_loop(s->base, EVLOOP_ONCE); /* which takes time, but none that passes */
            busy = true;
        }
        if (!instant_before(s->now, next_tick(s)))
            desk_tick(s->desk); /* as its timer would */
    }
}

static void move_clock(struct stage *s, struct instant to)
{
    s->monotonic = instant_add(s->monotonic, instant_since(to, s->now));
    s->now = to;
}

/* A commit that does not come back, as journal/writer.c sees it. */
static void watch_commit(struct stage *s)
{
    bool holds = s->stalled && !s->away && journal_get_stats(s->journal).pending > 0;

    if (!holds)
        s->held_since = INSTANT_NONE;
    else if (!instant_is_set(s->held_since))
        s->held_since = s->monotonic;
    else if (!instant_before(s->monotonic, instant_add(s->held_since, COMMIT_LIMIT)))
        memory_journal_set_state(s->journal, JOURNAL_STALLED);
}

static void pass(struct stage *s, struct instant to)
{
    watch_commit(s);
    move_clock(s, to);
    watch_commit(s);
    if (!s->timer_stopped)
        desk_tick(s->desk);
    net_tick(server_net(s->server));
    stage_settle(s);
}

/* The auditor's timer, with as little to do besides as may be: it comes half a million times a
 * year. */
static void audit(struct stage *s, struct instant at)
{
    uint64_t last = office_last_seq(s->office);

    move_clock(s, at);
    auditor_tick(s->auditor);
    if (office_last_seq(s->office) != last)
        stage_settle(s);
}

/* A real hook is ended at its limit; while the script holds one for longer the auditor, who would
 * say so, is not asked. */
static struct instant next_audit(const struct stage *s)
{
    for (const struct run *r = s->runs; r; r = r->next)
        if (r->exit_code < 0)
            return INSTANT_NEVER;
    if (instant_before(auditor_next_due(s->auditor), s->monotonic))
        return s->now;
    return instant_add(s->now, instant_since(auditor_next_due(s->auditor), s->monotonic));
}

void stage_advance(struct stage *s, struct span by)
{
    struct instant until = instant_add(s->now, by);

    stage_settle(s);
    for (;;) {
        struct instant next = next_tick(s);
        struct instant look = next_audit(s);
        if (instant_before(until, instant_min(next, look)))
            break;
        if (instant_before(look, next))
            audit(s, look);
        else
            pass(s, instant_before(next, s->now) ? s->now : next);
    }
    pass(s, until);
}

void stage_stop_timer(struct stage *s, bool stopped)
{
    s->timer_stopped = stopped;
    stage_settle(s);
}

void stage_lose_wake(struct stage *s, struct incident_id id)
{
    struct incident *i = incidents_find(s->office, id);

    if (i)
        heap_remove(&s->office->incidents->wakes, &i->wake);
}

void stage_set_clock(struct stage *s, struct span by)
{
    s->now = instant_add(s->now, by);
    if (!s->timer_stopped)
        desk_tick(s->desk);
    stage_settle(s);
}

/* ---- clients ---- */

static struct client *find_client(struct stage *s, const char *name)
{
    for (size_t i = 0; i < s->n_clients; i++)
        if (strcmp(s->clients[i].name, name) == 0)
            return &s->clients[i];
    return NULL;
}

void stage_connect(struct stage *s, const char *name, long uid)
{
    struct sockaddr_in peer = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                               .sin_port = htons((uint16_t)(40001 + s->n_clients))};
    struct client *c = &s->clients[s->n_clients];
    int pair[2];

    if (s->n_clients++ == MAX_CLIENTS || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
        abort();
    *c = (struct client){.fd = pair[0]};
    snprintf(c->name, sizeof(c->name), "%s", name);
    for (int i = 0; i < 2; i++)
        fcntl(pair[i], F_SETFL, O_NONBLOCK);
    admit_client(server_net(s->server), pair[1], uid < 0 ? (struct sockaddr *)&peer : NULL, uid,
                 NULL);
    stage_settle(s);
}

static struct client *client_of(struct stage *s, const char *name)
{
    if (!find_client(s, name))
        stage_connect(s, name, -1);
    return find_client(s, name);
}

static void fill(struct client *c)
{
    char bytes[4096];
    ssize_t n;

    while ((n = read(c->fd, bytes, sizeof(bytes))) > 0)
        buffer_append(&c->in, bytes, (size_t)n);
    if (n == 0 || (n < 0 && errno != EAGAIN))
        c->closed = true;
}

void stage_say(struct stage *s, const char *client, const char *bytes, size_t len)
{
    struct client *c = client_of(s, client);

    while (len) {
        ssize_t n = send(c->fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN)
            return;
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        }
        stage_settle(s);
        fill(c);
    }
}

char *stage_hear(struct stage *s, const char *client)
{
    struct client *c = client_of(s, client);

    for (int waited = 0; waited < PATIENCE_MS; waited += 5) {
        fill(c);
        char *end_of_line = c->in.len ? memchr(c->in.data, '\n', c->in.len) : NULL;
        if (end_of_line) {
            struct slice line = {c->in.data, (size_t)(end_of_line - c->in.data)};
            if (line.len && line.data[line.len - 1] == '\r')
                line.len--;
            char *copy = slice_dup(line);
            buffer_drain(&c->in, (size_t)(end_of_line - c->in.data) + 1);
            return copy;
        }
        if (c->closed)
            return NULL;
        stage_settle(s);
        poll(&(struct pollfd){.fd = c->fd, .events = POLLIN}, 1, waited ? 5 : 0);
    }
    return NULL;
}

bool stage_is_closed(struct stage *s, const char *client)
{
    struct client *c = client_of(s, client);

    stage_settle(s);
    fill(c);
    return c->closed && c->in.len == 0;
}

void stage_hang_up(struct stage *s, const char *client)
{
    for (size_t i = 0; i < s->n_clients; i++) {
        if (strcmp(s->clients[i].name, client) != 0)
            continue;
        close(s->clients[i].fd);
        buffer_deinit(&s->clients[i].in);
        s->clients[i] = s->clients[--s->n_clients];
        break;
    }
    stage_settle(s);
}
