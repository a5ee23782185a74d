#pragma once
/*
 * One client's connection: reads lines, runs them through the table of commands (wire/commands.h),
 * and keeps replies in the order of the commands.
 *
 * A reply is held back until everything before it has been said and the entries it speaks of are
 * durable. So a handler ends in exactly one of these ways:
 *   - session_reply (and session_reply_more before it): said as soon as all before is said
 *   - session_reply_durable: said when the journal has made `seq` durable; the next line is read
 * meanwhile (pipelining)
 *   - session_wait, and later, from a callback, session_reply and session_continue: no line is read
 * meanwhile. Waiting starts only when all earlier replies have been said (the dispatcher sees to it
 * for commands marked COMMAND_READS), so that a reader sees its own writes.
 */
#include "base/line.h"
#include "config/config.h"
#include "desk/desk.h"
#include "paging/paging.h"

struct server;
struct session;

struct server *session_server(const struct session *s);
uint64_t session_number(const struct session *s); /* unique in this run of the daemon */
/* Who has logged in; NULL. Looked up anew after a reload. */
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
/* The last line: "250 …". */
void session_reply(struct session *s, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void session_reply_durable(struct session *s, uint64_t seq, int code, struct slice words);
/* "* …", between replies; only if watching. */
void session_push(struct session *s, struct slice words);

/* cancel(arg) is called when the session ends first; it must keep every later callback from coming.
 */
void session_wait(struct session *s, void (*cancel)(void *arg), void *arg);
void session_continue(struct session *s);
/* Says what is owed, then closes. */
void session_close(struct session *s, int code, const char *words);
