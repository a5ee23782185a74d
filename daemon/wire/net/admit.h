#pragma once
/*
 * Who gets in: a new client becomes a session, or is turned away at the limits of the
 * configuration.
 */
#include <sys/socket.h>

/* One place in so many (sessions.connections) is kept for those who have not logged in yet. */
#define ADMIT_KEPT_FREE 8

struct net;
struct session;
struct ssl_ctx_st;

/* Consumes the socket; NULL when it was turned away. uid and tls as a listener gives them. */
struct session *admit_client(struct net *n, int fd, const struct sockaddr *peer, long uid,
                             struct ssl_ctx_st *tls);
/* Somebody has just logged in on the session: of very many that they have left open, the one that
 * has been silent longest ends; and of very many that all have, one of whoever has most. */
void admit_person(struct session *s);
/* For tests: without limits, on a connected socket that the caller made (consumed), named as in
 * session_peer. */
struct session *admit_anyone(struct net *n, int fd, const char *peer, long uid);
