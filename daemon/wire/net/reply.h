#pragma once
/*
 * What handlers of lines see of a session: who it is, and how it is replied to. Replies are kept in
 * the order of the lines.
 *
 * A reply is held back until everything before it has been said and the entries it speaks of are
 * durable. So a handler ends in exactly one of these ways:
 *   - session_reply (and session_reply_more before it): said as soon as all before is said
 *   - session_reply_durable: said when the journal has made `seq` durable; the next line is read
 * meanwhile (pipelining)
 *   - session_wait, and later, from a callback, session_reply and session_continue (session.h): no
 * line is read meanwhile. Waiting starts only when all earlier replies have been said (intake sees
 * to it for verbs whose form says `reads`), so that a reader sees its own writes.
 */
#include "desk/desk.h"

struct session;

struct desk *session_desk(const struct session *s);
/* Who has logged in; NULL. Looked up again after a reload. */
const struct person *session_person(const struct session *s);
void session_set_person(struct session *s, const struct person *p);
/* "127.0.0.1:51234", "unix uid 1000". */
const char *session_peer(const struct session *s);
bool session_is_watching(const struct session *s);
void session_set_watching(struct session *s, bool on);

/* One line that is not the last of its reply: "250-…". No LF in it; control characters are
 * replaced. */
void session_reply_more(struct session *s, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The lines of a reply that are said before session_reply_durable with the same entry wait as well.
 */
void session_hold(struct session *s, uint64_t seq);
/* The last line: "250 …". */
void session_reply(struct session *s, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void session_reply_durable(struct session *s, uint64_t seq, int code, struct slice words);
/* What the last line of the next reply has at its end: `done` if it is 250, `refused` if 501. */
void session_reply_adds(struct session *s, struct slice done, struct slice refused);
/* cancel(arg) is called when the session ends first; it must keep every later callback from coming.
 */
void session_wait(struct session *s, void (*cancel)(void *arg), void *arg);

/* ---- for net/ itself ---- */

/* "* …", between replies; only if watching. False: it reads too slowly to be shown more. */
bool session_push(struct session *s, struct slice words);
/* The journal has come so far. */
void session_release(struct session *s, uint64_t durable);
/* Replies that have waited for the journal since `since` (monotonic) or longer go out without it:
 * 450, kept=yes, what was to be said, and why. */
void session_give_up(struct session *s, struct instant since, const char *why);
size_t session_unsent(const struct session *s);
void session_free_adds(struct session *s);
/* May its next line be run? */
bool session_may_run(const struct session *s);
/* Something whole came from the client. */
void session_touch(struct session *s);
