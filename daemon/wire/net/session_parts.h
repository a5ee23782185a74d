#pragma once
/*
 * What session.c, intake.c, server.c, listener.c and login_session.c know of each other; nobody
 * else includes this.
 *
 * A session is small while it idles: this struct, its peer's name and nothing else. Nothing of it
 * is freed while code that has it may still run: session_destroy puts it on the server's dead list,
 * which the end of the pass empties. All that a pass of the loop wants said goes out at its end
 * (server_mark_dirty -> session_settle), in one write for each session.
 */
#include <event2/event.h>
#include <event2/event_struct.h>
#include <sys/queue.h>

#include "wire/commands/table.h"
#include "wire/net/address.h"
#include "wire/net/listener.h"
#include "wire/net/login.h"
#include "wire/net/replies.h"
#include "wire/net/transport.h"
#include "wire/server.h"

#define SESSION_SCRATCH (64 * 1024)         /* one read */
#define SESSION_LINES_A_PASS 256            /* then the others get their turn */
#define SESSION_MAX_TEXT (64 * 1024)        /* sent with << */
#define SESSION_MAX_UNSENT (256 * 1024)     /* beyond, no line is read */
#define SESSION_MAX_UNSENT_OPEN (16 * 1024) /* the same while nobody has logged in */
#define SESSION_MAX_PUSHED (1024 * 1024)    /* so much unasked, and a watcher is cut off */
#define SERVER_TICK SPAN_SECONDS(1)

struct intake_text;

struct session {
    struct event event;
    struct server *server;
    uint64_t number;
    TAILQ_ENTRY(session) by_age; /* all that live, the longest silent first; or the dead */
    TAILQ_ENTRY(session) by_held;
    TAILQ_ENTRY(session) by_watch;
    TAILQ_ENTRY(session) by_dirty;
    TAILQ_ENTRY(session) by_resume;
    struct transport transport;
    struct instant active; /* monotonic: its last whole line, or when it last took what was stuck */
    const struct person *person;
    struct address *address;
    long uid;             /* of the peer on a Unix socket, else -1 */
    struct buffer in;     /* what came and could not be run yet: mostly part of a line */
    struct buffer out;    /* to be sent */
    struct buffer pushes; /* came while a reply was half said */
    size_t pushed;        /* how much of what is to be sent came unasked, at most */
    struct replies held;
    struct intake_text *text; /* lines behind << are being read */
    void (*cancel)(void *arg);
    void *cancel_arg;
    short interest;        /* EV_READ, EV_WRITE: what the event is set to */
    bool has_lines : 1;    /* there may be whole lines in `in` */
    bool skipping : 1;     /* the line was too long: dropped up to its end */
    bool reads_behind : 1; /* the next line waits for all earlier replies */
    bool in_reply : 1;     /* session_reply_more without its session_reply yet */
    bool split : 1;        /* its first lines may be out while the last is held: no push between */
    bool waiting : 1;      /* session_wait */
    bool watching : 1;
    bool held_listed : 1, dirty : 1, resuming : 1; /* is in that list */
    bool stuck : 1;                                /* the socket took no more */
    bool eof : 1;                                  /* the client will send nothing any more */
    bool closing : 1;                              /* closes when all is said */
    bool dead : 1;
    char peer[];
};

TAILQ_HEAD(session_list, session);

struct server {
    struct server_options options;
    struct config *config;
    struct event *flush, *resume, *tick;
    struct session_list by_age, held, watchers, dirty, resuming, dead;
    size_t count, n_resuming;
    uint64_t last_number;
    struct addresses addresses;
    struct listeners *listeners; /* NULL until server_open */
    struct logins *logins;
    struct line line;     /* of the command that runs */
    struct buffer pushed; /* an entry as watchers see it */
    char *scratch;        /* SESSION_SCRATCH bytes */
    bool draining;
};

/* ---- session.c ---- */

/* Consumes the socket. The address is entered already. */
struct session *session_new(struct server *server, int fd, const char *peer, long uid,
                            struct address *address, struct ssl_ctx_st *tls);
void session_destroy(struct session *s);
/* A last try to say why, then the end, whatever is still owed. */
void session_cut(struct session *s, const char *words);
/* Sends, reads on, closes: whatever its state asks for. At the end of each pass in which something
 * happened to it. */
void session_settle(struct session *s);
/* The journal has come so far. */
void session_release(struct session *s, uint64_t durable);
/* Its turn again: lines that are here already. */
void session_resume(struct session *s);
bool session_may_run(const struct session *s);
size_t session_unsent(const struct session *s);
/* Something whole came from the client. */
void session_touch(struct session *s);

/* ---- intake.c ---- */

/* Runs the lines in what has come; keeps what is left. */
void intake_take(struct session *s, const char *bytes, size_t n);
/* Goes on with what was kept. */
void intake_go_on(struct session *s);
void intake_free_text(struct session *s);

/* ---- server.c ---- */

void server_mark_dirty(struct session *s);
void server_resume_later(struct session *s);
/* Takes it out of all lists, and frees it when the pass ends. */
void server_bury(struct session *s);
struct instant server_now(const struct server *s); /* monotonic */
/* A new client: checks the limits. Consumes the socket; NULL when it was turned away. */
struct session *server_accept(struct server *s, int fd, const struct sockaddr *peer, long uid,
                              struct ssl_ctx_st *tls);

/* ---- login_session.c ---- */

struct logins *logins_new(struct server *server);
void logins_free(struct logins *l);
/* Attempts that had to wait and whose time has come. */
void logins_tick(struct logins *l);
