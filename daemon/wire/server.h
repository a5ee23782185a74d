#pragma once
/*
 * The listeners and all sessions: limits, idle connections, watchers, the end.
 */
#include "config/load.h"
#include "health/heartbeat.h"
#include "wire/net/session.h"

struct server_options {
    struct event_base *base;
    struct desk *desk;
    struct paging *paging;
    struct auditor *auditor;     /* may be NULL */
    struct heartbeat *heartbeat; /* may be NULL */
    struct config *config;       /* a reference is taken */
    const char *version;
    struct instant started; /* by the monotonic clock, for STATUS; INSTANT_NONE: not said */
    /* Reads the configuration anew (RELOAD, SIGHUP); true when it was taken. What there is to say
     * is put in ret_report either way. */
    bool (*reload)(void *arg, const struct person *by, struct config_report *ret_report);
    void *reload_arg;
};

struct server *server_new(const struct server_options *options);
/* Closes at once. Takes NULL. */
void server_free(struct server *s);
/* Opens the listeners of the configuration, or takes those that systemd passed (LISTEN_FDS) in
 * their order. 0, or a negative errno; it has been logged. */
int server_open(struct server *s);
void server_set_config(struct server *s, struct config *config);
/* Takes no connections and no commands any more; says what is owed, then 421 to everyone. */
void server_drain(struct server *s);
/* How many sessions there are: 0 when a drain is done. */
size_t server_count(const struct server *s);

/* What time has brought (idle sessions, logins that had to wait); a timer calls it once a second,
 * and a test that moves the clock by hand. */
void server_tick(struct server *s);
/* NULL before server_open. */
struct listeners *server_listeners(const struct server *s);

/* For tests: a session on a connected socket that the caller made (consumed). `peer` as in
 * session_peer; uid of the peer or -1. */
struct session *server_adopt(struct server *s, int fd, const char *peer, long uid);

struct desk *server_desk(const struct server *s);
struct paging *server_paging(const struct server *s);
struct config *server_config(const struct server *s);
const struct server_options *server_get_options(const struct server *s);
