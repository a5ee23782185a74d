#pragma once
/*
 * The whole daemon but its edges, in one process: real sessions over socket pairs, the real desk,
 * office and paging; a clock moved by hand, a journal in memory, and hooks played by the script. A
 * year of duty passes in the time it takes to compute it.
 */
#include <event2/event.h>

#include "health/auditor.h"
#include "journal/memory.h"
#include "wire/server.h"

struct stage;

/* What a hook was given. */
struct stage_page {
    char *via, *to, *person, *text, *incident;
    uint64_t id;
    struct stage_page *next;
};

/* NULL and a message on stderr when the configuration is not good. */
struct stage *stage_new(const char *config_file, struct instant now);
void stage_free(struct stage *s);

struct instant stage_now(const struct stage *s);
/* Time passes: everything falls due at its very instant. */
void stage_advance(struct stage *s, struct span by);
/* A fault: the timer forgets that the incident is to be looked at. */
void stage_lose_wake(struct stage *s, struct incident_id id);
/* A fault: the timer does not come any more (until a new daemon has one of its own). */
void stage_stop_timer(struct stage *s, bool stopped);
/* The clock is set, no time passes. */
void stage_set_clock(struct stage *s, struct span by);
/* Lets everything happen that can happen now. */
void stage_settle(struct stage *s);

/* What the client sent is read by the daemon as far as it likes. The client connects with its first
 * line. */
void stage_say(struct stage *s, const char *client, const char *bytes, size_t len);
/* The next whole line for that client, without its end; waits for the password thread if need be.
 * NULL when none comes, or the connection has been closed. The caller frees it. */
char *stage_hear(struct stage *s, const char *client);
/* Has the daemon closed it? */
bool stage_is_closed(struct stage *s, const char *client);
/* The client connects now: over TCP from the loopback, or, with a uid, over the Unix socket. */
void stage_connect(struct stage *s, const char *client, long uid);
void stage_hang_up(struct stage *s, const char *client);

/* How the hooks of `via` end from now on; exit -1: not at all (they run until stage_hooks_end). */
void stage_set_hook(struct stage *s, const char *via, int exit_code);
/* The runs that have been held end with this code. */
void stage_end_hooks(struct stage *s, int exit_code);
/* Takes the oldest page that a hook was given; NULL. The caller frees it with stage_page_free. */
struct stage_page *stage_take_page(struct stage *s);
void stage_page_free(struct stage_page *p);

void stage_set_away(struct stage *s, bool away);
/* The database is there, but answers nothing: what is sent to it is not durable yet. */
void stage_set_stalled(struct stage *s, bool stalled);
/* What the configuration file holds from now on; the next RELOAD, CHECK or start reads it. */
void stage_set_config(struct stage *s, const char *config_file);
/* The daemon is killed; what was not durable is lost; a new one starts, and waits for the database
 * if that is away. All connections end. */
void stage_restart(struct stage *s);
