#pragma once
/*
 * LOGIN: who may, who has to wait, what the duty log says of it.
 */
#include "base/slice.h"

struct logins;
struct net;
struct session;

struct logins *logins_new(struct net *n);
/* After all sessions have ended. Takes NULL. */
void logins_free(struct logins *l);
/* Attempts that had to wait and whose time has come. */
void logins_tick(struct logins *l);

/*
 * The whole of LOGIN: it waits, replies, and puts the login into the duty log. `password` NULL: by
 * the uid of the peer on a Unix socket. One attempt at a time is looked at from one address; after
 * a failed one the next waits (sessions.login_delay, doubled each time up to a minute). Slices are
 * copied.
 *
 *     230 hello Li Wei, officer; post=officer
 *     452 too many logins at once; try again
 *     535 login refused: …
 */
void session_login(struct session *s, struct slice person, const struct slice *password);
