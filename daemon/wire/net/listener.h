#pragma once
/*
 * The sockets that clients connect to: opened as the configuration says, or taken from systemd.
 * When no descriptor is left for a new client, accepting pauses for a moment instead of spinning.
 */
#include "config/config.h"

struct server;
struct listeners;

/* Opens all of the server's configuration, in its order; those that systemd passed take the place
 * of the first ones. 0 and *ret_listeners, or a negative errno, logged. */
int listeners_open(struct server *server, struct listeners **ret_listeners);
/* Closes; sockets in the file system that we made are removed. Takes NULL. */
void listeners_free(struct listeners *l);
/* Certificates of TLS listeners are read anew; one that cannot be used leaves the old one in force.
 */
void listeners_set_config(struct listeners *l, const struct config *config);
/* The port that listener i got, when its address said 0; for tests. 0: it is none of TCP. */
unsigned listeners_port(const struct listeners *l, size_t i);
