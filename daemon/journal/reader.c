#include "journal/reader.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "journal/read.h"
#include "journal/read_verify.h"

static const char settings[] =
    "set statement_timeout = '8s'; set default_transaction_read_only = on; "
    "set search_path = pg_catalog";

static void go_on(struct reader *r)
{
    if (r->first)
        event_active(r->next, EV_TIMEOUT, 0);
}

static struct read *take_first(struct reader *r)
{
    struct read *read = r->first;

    r->first = read->next;
    if (!r->first)
        r->last = &r->first;
    read->next = NULL;
    r->running = NULL;
    return read;
}

static void put_last(struct reader *r, struct read *read)
{
    const struct timeval limit = span_to_timeval(READ_LIMIT);

    read->until = instant_add(clock_monotonic(r->writer->clock), READ_LIMIT);
    if (!r->first)
        evtimer_add(r->limit, &limit);
    *r->last = read;
    r->last = &read->next;
}

static void answer_first(struct reader *r, enum journal_answer answer)
{
    struct read *read = take_first(r);

    if (!read->is_cancelled)
        read->ops->answer(read, read->has_failed ? JOURNAL_ANSWER_FAILED : answer, r->tail);
    read->ops->free(read);
    go_on(r);
}

/* ---- what the connection tells ---- */

static void on_up(void *arg)
{
    struct reader *r = arg;

    r->is_connecting = false;
    connection_run(r->connection, settings);
}

static void on_lost(void *arg, const char *reason)
{
    struct reader *r = arg;

    r->is_set_up = r->is_connecting = r->failed = false;
    r->running = NULL;
    if (!r->first)
        return;
    log_warning("database, reading: %s", reason);
    answer_first(r, JOURNAL_ANSWER_FAILED);
}

static bool is_error(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_SINGLE_TUPLE;
}

static void on_result(void *arg, const PGresult *result)
{
    struct reader *r = arg;

    if (is_error(result)) {
        log_warning("database, reading: %s", PQresultErrorMessage(result));
        r->failed = true;
    } else if (r->running && !r->running->is_cancelled) {
        r->running->ops->on_result(r->running, result);
    }
}

static void on_done(void *arg)
{
    struct reader *r = arg;
    struct read *read = r->running;
    bool failed = r->failed;

    r->failed = false;
    r->is_set_up = true;
    if (!read) {
        go_on(r); /* the settings */
    } else if (failed) {
        answer_first(r, JOURNAL_ANSWER_FAILED);
    } else if (read->is_cancelled || !read->ops->is_over || read->ops->is_over(read)) {
        answer_first(r, JOURNAL_ANSWER_WHOLE);
    } else {
        put_last(r, take_first(r));
        go_on(r);
    }
}

static void on_warning(void *arg, const char *message)
{
    (void)arg;
    log_warning("database, reading: %s", message);
}

/* ---- the line ---- */

static void on_next(evutil_socket_t fd, short what, void *arg)
{
    struct reader *r = arg;

    (void)fd;
    (void)what;
    if (!r->first || r->running)
        return;
    if (r->first->is_cancelled || r->first->has_failed) {
        answer_first(r, JOURNAL_ANSWER_FAILED);
    } else if (r->writer->state != JOURNAL_READY) {
        answer_first(r, JOURNAL_ANSWER_PARTIAL);
    } else if (!connection_is_up(r->connection)) {
        if (!r->is_connecting)
            connection_open(r->connection);
        r->is_connecting = true;
    } else if (r->is_set_up && !connection_is_busy(r->connection)) {
        r->running = r->first;
        r->running->ops->send(r->running, r->connection);
    }
}

/* They stand in the order in which they were asked, so the first is the one to wait for. */
static void on_limit(evutil_socket_t fd, short what, void *arg)
{
    struct reader *r = arg;
    struct instant now = clock_monotonic(r->writer->clock);
    struct timeval rest;

    (void)fd;
    (void)what;
    for (struct read *read = r->first; read; read = read->next) {
        if (instant_before(now, read->until)) {
            rest = span_to_timeval(instant_since(read->until, now));
            evtimer_add(r->limit, &rest);
            break;
        }
        read->has_failed = true;
    }
    if (!r->first || !r->first->has_failed)
        return;
    log_warning("database, reading: no answer for %g s", (double)READ_LIMIT.us / 1e6);
    reader_reset(r);
}

static uint64_t add(struct reader *r, struct read *read)
{
    read->ticket = ++r->last_ticket;
    put_last(r, read);
    go_on(r);
    return read->ticket;
}

uint64_t reader_query(struct reader *r, const struct journal_query *q, journal_on_entries f,
                      void *arg)
{
    return add(r, read_entries_new(q, f, arg));
}

uint64_t reader_query_incidents(struct reader *r, const struct journal_incident_query *q,
                                journal_on_incidents f, void *arg)
{
    return add(r, read_incidents_new(q, f, arg));
}

uint64_t reader_verify(struct reader *r, uint64_t first, journal_on_verdict f, void *arg)
{
    const struct queue *q = &r->writer->queue;

    return add(r, read_verify_new(first, q->durable, &q->durable_hash, f, arg));
}

void reader_cancel(struct reader *r, uint64_t ticket)
{
    for (struct read *read = r->first; read; read = read->next) {
        if (read->ticket == ticket)
            read->is_cancelled = true;
    }
}

void reader_reset(struct reader *r)
{
    connection_close(r->connection);
    r->is_set_up = r->is_connecting = r->failed = false;
    if (r->running) {
        r->running->has_failed = true;
        r->running = NULL;
    }
    go_on(r);
}

void reader_init(struct reader *r, struct event_base *base, const struct postgres_options *options,
                 const struct writer *writer, const struct tail *tail)
{
    const struct connection_listener from_connection = {.on_up = on_up,
                                                        .on_lost = on_lost,
                                                        .on_result = on_result,
                                                        .on_done = on_done,
                                                        .on_warning = on_warning,
                                                        .arg = r};
    char *name = xasprintf("dutyd %s reader", options->version ? options->version : "");

    *r = (struct reader){.writer = writer, .tail = tail};
    r->last = &r->first;
    r->connection = connection_new(base, options->conninfo, name, &from_connection);
    r->next = event_new(base, -1, 0, on_next, r);
    r->limit = evtimer_new(base, on_limit, r);
    free(name);
}

void reader_deinit(struct reader *r)
{
    while (r->first) {
        struct read *read = take_first(r);

        read->ops->free(read);
    }
    connection_free(r->connection);
    event_free(r->next);
    event_free(r->limit);
}
