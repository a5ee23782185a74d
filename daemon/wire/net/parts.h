#pragma once
/*
 * What the files of net/ know of each other; outside, only tests include this.
 *
 * A session is small while it idles: this struct, its peer's name and nothing else. Nothing of it
 * is freed while code that has it may still run: session_destroy hands it to the pass, which frees
 * it at its end. All that a pass of the loop wants said goes out at its end (pass_mark ->
 * session_settle), in one write for each session.
 */
#include <event2/event.h>
#include <event2/event_struct.h>
#include <sys/queue.h>

#include "config/config.h"
#include "desk/desk.h"
#include "wire/net/address.h"
#include "wire/net/cutter.h"
#include "wire/net/handler.h"
#include "wire/net/replies.h"
#include "wire/net/transport.h"

#define SESSION_SCRATCH (64 * 1024)         /* one read */
#define SESSION_LINES_A_PASS 256            /* then the others get their turn */
#define SESSION_MAX_TEXT (64 * 1024)        /* sent with << */
#define SESSION_MAX_UNSENT (256 * 1024)     /* beyond, no line is read */
#define SESSION_MAX_UNSENT_OPEN (16 * 1024) /* the same while nobody has logged in */
#define SESSION_MAX_PUSHED (1024 * 1024)    /* so much unasked, and a watcher is cut off */

struct intake_text;
struct reply_adds;
struct listeners;
struct logins;

struct session {
    struct event event;
    struct net *net;
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
    unsigned refused;         /* logins on it, as whomever */
    struct intake_text *text; /* the lines after << are being read */
    struct reply_adds *adds;  /* of the command that is being answered; or NULL */
    void (*cancel)(void *arg);
    void *cancel_arg;
    short interest;        /* EV_READ, EV_WRITE: what the event is set to */
    struct cutter cutter;  /* of what comes in */
    const char *end_words; /* intake wants the connection ended with this; NULL */
    int end_code;
    bool has_lines : 1;   /* there may be whole lines in `in` */
    bool skipping : 1;    /* the line was too long: dropped up to its end */
    bool reads_later : 1; /* the next line waits for all earlier replies */
    bool in_reply : 1;    /* session_reply_more without its session_reply yet */
    bool split : 1;       /* its first lines may be out while the last is held: no push between */
    bool waiting : 1;     /* session_wait */
    bool watching : 1;
    bool held_listed : 1, dirty : 1, resuming : 1; /* is in that list */
    bool stuck : 1;                                /* the socket took no more */
    bool eof : 1;                                  /* the client will send nothing any more */
    bool closing : 1;                              /* closes when all is said */
    bool begun : 1;                                /* a line has come */
    bool dead : 1;
    char peer[];
};

TAILQ_HEAD(session_list, session);

/* What the pass of the event loop that is under way has still to do (pass.c). */
struct pass {
    struct event *flush, *resume;
    struct session_list dirty, resuming, dead;
    size_t n_resuming;
    void (*on_end)(struct session *s);
    void (*on_turn)(struct session *s);
};

struct net {
    struct event_base *base;
    struct desk *desk;
    struct config *config; /* a reference of its own */
    const char *version;
    struct net_handler handler;
    struct pass pass;
    struct event *tick;
    struct session_list by_age, held, watchers;
    size_t count;
    struct addresses addresses;
    struct listeners *listeners; /* NULL until net_open */
    struct logins *logins;
    struct line line; /* that is being read or run */
    char *scratch;    /* SESSION_SCRATCH bytes */
    bool draining;
};

/* Monotonic. */
static inline struct instant net_now(const struct net *n)
{
    return clock_monotonic(desk_clock(n->desk));
}
