#include "journal/connection.h"

#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/mem.h"

/* For each host that is tried; libpq itself bounds nothing when it must not block. */
#define CONNECT_SECONDS 10

struct connection {
    struct event_base *base;
    struct connection_listener listener;
    char *conninfo, *name;
    PGconn *pg;
    bool up, busy, send_failed;
    int socket;             /* that the event is for */
    struct event *io;       /* remade whenever libpq takes another socket */
    struct event *writable; /* added while libpq has something left to send */
    struct event *timer; /* limit for connecting; and what must not happen in the caller's frame */
};

static void on_io(evutil_socket_t fd, short what, void *arg);
static void on_writable(evutil_socket_t fd, short what, void *arg);
static void on_timer(evutil_socket_t fd, short what, void *arg);

struct connection *connection_new(struct event_base *base, const char *conninfo, const char *name,
                                  const struct connection_listener *listener)
{
    struct connection *c = xcalloc(1, sizeof(*c));

    c->base = base;
    c->listener = *listener;
    c->conninfo = xstrdup(conninfo ? conninfo : "");
    c->name = xstrdup(name);
    c->socket = -1;
    c->timer = evtimer_new(base, on_timer, c);
    return c;
}

static void free_events(struct connection *c)
{
    if (c->io)
        event_free(c->io);
    if (c->writable)
        event_free(c->writable);
    c->io = c->writable = NULL;
    c->socket = -1;
}

void connection_close(struct connection *c)
{
    evtimer_del(c->timer);
    free_events(c); /* before the descriptor is closed */
    PQfinish(c->pg);
    c->pg = NULL;
    c->up = c->busy = c->send_failed = false;
}

void connection_free(struct connection *c)
{
    if (!c)
        return;
    connection_close(c);
    event_free(c->timer);
    free(c->conninfo);
    free(c->name);
    free(c);
}

bool connection_is_up(const struct connection *c)
{
    return c->up;
}

bool connection_is_busy(const struct connection *c)
{
    return c->busy;
}

PGconn *connection_pg(struct connection *c)
{
    return c->pg;
}

static void lose(struct connection *c, const char *otherwise)
{
    const char *message = c->pg ? PQerrorMessage(c->pg) : "";
    char *reason = xstrdup(message[0] ? message : otherwise);

    reason[strcspn(reason, "\n")] = '\0';
    connection_close(c);
    c->listener.on_lost(c->listener.arg, reason);
    free(reason);
}

/* ---- connecting ---- */

static void on_notice(void *arg, const PGresult *notice)
{
    struct connection *c = arg;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);

    if (!severity || !message)
        log_debug("database: %s", PQresultErrorMessage(notice));
    else if (strcmp(severity, "WARNING") == 0)
        c->listener.on_warning(c->listener.arg, message);
    else
        log_debug("database: %s: %s", severity, message);
}

/* Waits for what libpq wants next. A new socket is a new try at another host or address. */
static void wait_for(struct connection *c, short what)
{
    const struct timeval limit = {.tv_sec = CONNECT_SECONDS};
    bool is_new = PQsocket(c->pg) != c->socket;

    free_events(c);
    c->socket = PQsocket(c->pg);
    c->io = event_new(c->base, c->socket, what, on_io, c);
    event_add(c->io, NULL);
    if (is_new)
        evtimer_add(c->timer, &limit);
}

static void come_up(struct connection *c)
{
    evtimer_del(c->timer);
    free_events(c);
    c->socket = PQsocket(c->pg);
    c->io = event_new(c->base, c->socket, EV_READ | EV_PERSIST, on_io, c);
    c->writable = event_new(c->base, c->socket, EV_WRITE, on_writable, c);
    event_add(c->io, NULL);
    PQsetnonblocking(c->pg, 1);
    c->up = true;
    c->listener.on_up(c->listener.arg);
}

static void poll_connecting(struct connection *c)
{
    switch (PQconnectPoll(c->pg)) {
    case PGRES_POLLING_READING:
        wait_for(c, EV_READ);
        break;
    case PGRES_POLLING_WRITING:
        wait_for(c, EV_WRITE);
        break;
    case PGRES_POLLING_OK:
        come_up(c);
        break;
    case PGRES_POLLING_FAILED:
    case PGRES_POLLING_ACTIVE:
    default:
        lose(c, "cannot connect");
        break;
    }
}

/* What stands before the conninfo it may change, what stands after it not. Dead peers are noticed
 * within half a minute. */
static void start_connecting(struct connection *c)
{
    const char *const keywords[] = {
        "keepalives_idle", "keepalives_interval", "keepalives_count",          "tcp_user_timeout",
        "dbname",          "client_encoding",     "fallback_application_name", NULL};
    const char *const values[] = {"10", "5", "3", "9000", c->conninfo, "UTF8", c->name, NULL};

    c->pg = PQconnectStartParams(keywords, values, 1);
    if (!c->pg)
        abort(); /* out of memory */
    PQsetNoticeReceiver(c->pg, on_notice, c);
    if (PQstatus(c->pg) == CONNECTION_BAD)
        lose(c, "cannot connect");
    else
        wait_for(c, EV_WRITE); /* as if PQconnectPoll had said so, says libpq's manual */
}

void connection_open(struct connection *c)
{
    connection_close(c);
    event_active(c->timer, EV_TIMEOUT, 0);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct connection *c = arg;

    (void)fd;
    (void)what;
    if (!c->pg)
        start_connecting(c);
    else if (c->send_failed)
        lose(c, "cannot send");
    else
        lose(c, "the server does not answer");
}

/* ---- results ---- */

static void flush(struct connection *c)
{
    int left = PQflush(c->pg);

    if (left > 0)
        event_add(c->writable, NULL);
    else if (left < 0)
        connection_sent(c, false);
}

/* True when a whole group is over: a NULL in plain mode, PGRES_PIPELINE_SYNC in a pipeline (where a
 * NULL only stands between two statements). */
static bool deliver_one(struct connection *c)
{
    PGresult *result = PQgetResult(c->pg);
    bool over = !result;

    if (!result)
        return PQpipelineStatus(c->pg) == PQ_PIPELINE_OFF;
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC)
        over = true;
    else
        c->listener.on_result(c->listener.arg, result);
    PQclear(result);
    return over;
}

static void deliver(struct connection *c)
{
    const PGconn *pg = c->pg;

    /* A callback may close the connection, or send the next. */
    while (c->pg == pg && c->busy && !PQisBusy(c->pg)) {
        bool over = deliver_one(c);

        if (c->pg != pg)
            return;
        if (PQstatus(c->pg) == CONNECTION_BAD) {
            lose(c, "the connection was cut");
            return;
        }
        if (over) {
            c->busy = false;
            c->listener.on_done(c->listener.arg);
        }
    }
}

static void on_io(evutil_socket_t fd, short what, void *arg)
{
    struct connection *c = arg;

    (void)fd;
    (void)what;
    if (!c->up) {
        poll_connecting(c);
        return;
    }
    if (!PQconsumeInput(c->pg)) {
        lose(c, "the connection was cut");
        return;
    }
    flush(c); /* libpq may have waited for room */
    if (c->send_failed)
        return; /* on_timer tells */
    if (c->busy)
        deliver(c);
    else
        (void)PQisBusy(c->pg); /* reads notices */
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    flush(arg);
}

/* ---- sending ---- */

void connection_sent(struct connection *c, bool ok)
{
    if (ok && !c->send_failed) {
        c->busy = true;
        flush(c);
    } else if (!c->send_failed) {
        c->send_failed = true;
        free_events(c); /* libpq may have closed the socket: its number may be another's next */
        event_active(c->timer, EV_TIMEOUT, 0);
    }
}

void connection_run(struct connection *c, const char *sql)
{
    connection_sent(c, PQsendQuery(c->pg, sql));
}

void connection_ask(struct connection *c, const char *sql, int n_params, const char *const *params,
                    bool by_row)
{
    bool ok = PQsendQueryParams(c->pg, sql, n_params, NULL, params, NULL, NULL, 1);

    if (ok && by_row)
        ok = PQsetSingleRowMode(c->pg);
    connection_sent(c, ok);
}
