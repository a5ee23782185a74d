#pragma once
/*
 * LOGIN: who may, who has to wait, what the duty log says of it.
 *
 * Passwords are checked one at a time, and soon: what strangers have done wrong does not keep a
 * right one waiting. Only the answer of a wrong one is kept back, longer each time. Of those that
 * wait the one is next whose address, whose person from that address, and whose session have had
 * the fewest refused lately (guesses.h), and among these the one that came first; so guesses in
 * great number wait for everybody else. guesses.h also bounds how many passwords of one person
 * may be tried from one address.
 */
#include "base/instant.h"
#include "base/slice.h"

#define LOGIN_MAX_WAITING 512 /* attempts; beyond, the one whose turn is last gets 452 */
#define LOGIN_MAX_FROM 128    /* ... from one address */
#define LOGIN_LONGEST_DELAY SPAN_SECONDS(60)

struct logins;
struct net;
struct session;

struct logins *logins_new(struct net *n);
/* After all sessions have ended. Takes NULL. */
void logins_free(struct logins *l);
/* Attempts whose time has come, to be checked or answered, and sums for the log. */
void logins_tick(struct logins *l);
/* For tests: is a password being checked? */
bool logins_are_checking(const struct logins *l);
/* The daemon ends: nobody waits any longer, and the log gets what it is owed. */
void logins_drain(struct logins *l);

/*
 * The whole of LOGIN: it waits, replies, and puts the login into the duty log. `password` NULL: by
 * the uid of the peer on a Unix socket, which waits for nothing. The answer of the second refused
 * one of a person from an address, or of a session, is kept back for sessions.login_delay, doubled
 * each time up to LOGIN_LONGEST_DELAY; the session reads no line meanwhile. Slices are copied.
 *
 *     230 hello Li Wei, officer; post=officer
 *     452 too many logins at once; try again
 *     535 login refused: …
 */
void session_login(struct session *s, struct slice person, const struct slice *password);
