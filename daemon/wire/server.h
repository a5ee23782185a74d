#pragma once
/*
 * What clients connect to: the sessions of net/, the commands of commands/, and how they come
 * together.
 */
#include "config/load.h"
#include "health/heartbeat.h"

struct server_options {
    struct event_base *base;
    struct desk *desk;
    struct paging *paging;
    struct auditor *auditor;     /* may be NULL */
    struct heartbeat *heartbeat; /* may be NULL */
    struct config *config;       /* a reference is taken */
    const char *version;
    struct instant started; /* by the monotonic clock, for STATUS; INSTANT_NONE: not said */
    /* Reads the configuration again (RELOAD, SIGHUP); true when it was taken. What there is to say
     * is put in ret_report either way. */
    bool (*reload)(void *arg, const struct person *by, struct config_report *ret_report);
    void *reload_arg;
};

struct server *server_new(const struct server_options *options);
/* Closes at once. Takes NULL. */
void server_free(struct server *s);
/* Opens the listeners, as net_open does. 0, or a negative errno; it has been logged. */
int server_open(struct server *s);
/* Takes no connections and no commands any more; says what is owed, then 421 to everyone. */
void server_drain(struct server *s);
/* See net_cut. */
void server_cut(struct server *s);
/* How many sessions there are: 0 when a drain is done. */
size_t server_count(const struct server *s);

/* For tests. */
struct net *server_net(const struct server *s);
