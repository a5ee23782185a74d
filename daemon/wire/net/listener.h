#pragma once
/*
 * The sockets that clients connect to: opened as the configuration says, or taken from systemd.
 * When no descriptor is left for a new client, accepting pauses for a moment instead of spinning.
 */
#include <event2/event.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "config/config.h"

struct listeners;
struct ssl_ctx_st;

struct listeners_options {
    struct event_base *base;
    const struct clock *clock;
    /* A new client. Consumes the socket. uid: of the peer on a Unix socket, else -1; tls NULL:
     * plain. */
    void (*on_client)(void *arg, int fd, const struct sockaddr *peer, long uid,
                      struct ssl_ctx_st *tls);
    void *arg;
};

/* Opens all of the configuration, in its order; those that systemd passed take the place of the
 * first ones. 0 and *ret_listeners, or a negative errno, logged. */
int listeners_open(const struct listeners_options *options, const struct config *config,
                   struct listeners **ret_listeners);
/* Closes; sockets in the file system that we made are removed. Takes NULL. */
void listeners_free(struct listeners *l);
/* Certificates of TLS listeners are read again; one that cannot be used leaves the old one in
 * force. */
void listeners_set_config(struct listeners *l, const struct config *config);
