#pragma once
/*
 * One connection to PostgreSQL on an event loop: nothing here waits, but for the name of a host to
 * be looked up. Either one statement at a time, or (writer, once open) in pipeline mode, where
 * several go out together and end with one PQpipelineSync.
 *
 * A statement is never cancelled: a commit that is cancelled while it waits for a synchronous
 * standby claims success.
 */
#include <event2/event.h>
#include <libpq-fe.h>

#include "base/slice.h"

struct connection_listener {
    /* The connection stands; it is in no pipeline. */
    void (*on_up)(void *arg);
    /* It is gone, or could not be made; it is closed already. Nothing follows by itself. */
    void (*on_lost)(void *arg, const char *reason);
    /* A result of what was sent, in order (errors and skipped statements too). Borrowed. */
    void (*on_result)(void *arg, const PGresult *result);
    /* All results of what was sent have been delivered. */
    void (*on_done)(void *arg);
    /* A notice of severity WARNING. */
    void (*on_warning)(void *arg, const char *message);
    void *arg;
};

struct connection;

/* Never NULL; closed. The strings are copied. `name` is what the server shows as application_name.
 */
struct connection *connection_new(struct event_base *base, const char *conninfo, const char *name,
                                  const struct connection_listener *listener);
/* Takes NULL. Not from within a callback of the listener. */
void connection_free(struct connection *c);

/* Starts to connect; on_up or on_lost follows, later. */
void connection_open(struct connection *c);
/* No callback follows. Allowed in callbacks. */
void connection_close(struct connection *c);
bool connection_is_up(const struct connection *c);
/* Something was sent whose results are not all in. */
bool connection_is_busy(const struct connection *c);

/* Several statements without results of interest; one transaction by itself. */
void connection_run(struct connection *c, const char *sql);
/* One statement with text parameters (NULL = null), results in binary; by_row: a PGresult for each
 * row as it comes, so that a long answer never has to be in memory. */
void connection_ask(struct connection *c, const char *sql, int n_params, const char *const *params,
                    bool by_row);

/* For pipelines: send on this with PQsend…, then PQpipelineSync, then connection_sent. */
PGconn *connection_pg(struct connection *c);
/* Has everything on its way; failed: it could not be sent (on_lost follows, later). */
void connection_sent(struct connection *c, bool ok);
