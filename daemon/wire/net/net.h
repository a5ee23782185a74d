#pragma once
/*
 * The listeners and all sessions: idle connections, watchers, a new configuration, the end.
 */
#include "config/config.h"
#include "desk/desk.h"
#include "wire/net/handler.h"

struct net_options {
    struct event_base *base;
    struct desk *desk;
    struct config *config; /* a reference is taken */
    const char *version;   /* for the greeting */
    struct net_handler handler;
};

struct net *net_new(const struct net_options *options);
/* Closes at once. Takes NULL. */
void net_free(struct net *n);
/* Opens the listeners of the configuration, or takes those that systemd passed (LISTEN_FDS) in
 * their order. 0, or a negative errno; it has been logged. */
int net_open(struct net *n);
/* People are looked up again: whoever is gone is logged out. */
void net_set_config(struct net *n, struct config *config);
/* Takes no connections and no lines any more; says what is owed, then 421 to everyone. */
void net_drain(struct net *n);
/* The end of a drain that takes too long: what is not durable is answered with 450, and all are cut
 * off. */
void net_cut(struct net *n);
/* How many sessions there are: 0 when a drain is done. */
size_t net_count(const struct net *n);

/* What time has brought (idle sessions, logins that had to wait); a timer calls it once a second.
 */
void net_tick(struct net *n);
/* The journal has come so far: replies that waited for it are said. */
void net_release(struct net *n, uint64_t durable);
bool net_has_watchers(const struct net *n);
/* One line to every session that watches. */
void net_push(struct net *n, struct slice words);
