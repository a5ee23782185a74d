#include "wire/net/net.h"

#include <stdlib.h>

#include "base/mem.h"
#include "wire/net/admit.h"
#include "wire/net/listener.h"
#include "wire/net/login.h"
#include "wire/net/parts.h"
#include "wire/net/pass.h"
#include "wire/net/reply.h"
#include "wire/net/session.h"

#define TICK_SECONDS 1
#define REPLY_LIMIT SPAN_SECONDS(8) /* longer no client is left without an answer */

/* ---- what the journal has done ---- */

void net_release(struct net *n, uint64_t durable)
{
    struct session *s, *next;

    for (s = TAILQ_FIRST(&n->held); s; s = next) {
        next = TAILQ_NEXT(s, by_held);
        session_release(s, durable);
    }
}

/* What waits for the journal since `since` or longer is answered without it. */
static void give_up(struct net *n, struct instant since)
{
    const char *why = n->draining ? "the daemon ends before the database has answered: see LOG "
                                    "when it is back, or send it again with the same key"
                                  : "the database has not answered; it is written as soon as it "
                                    "does: see LOG then, or send it again with the same key";
    struct session *s, *next;

    for (s = TAILQ_FIRST(&n->held); s; s = next) {
        next = TAILQ_NEXT(s, by_held);
        session_give_up(s, since, why);
    }
}

bool net_has_watchers(const struct net *n)
{
    return !TAILQ_EMPTY(&n->watchers);
}

void net_push(struct net *n, struct slice words)
{
    struct session *s, *next;

    for (s = TAILQ_FIRST(&n->watchers); s; s = next) {
        next = TAILQ_NEXT(s, by_watch);
        if (!session_push(s, words))
            session_cut(s, "you read too slowly; connect again");
    }
}

/* ---- time ---- */

/* It has been silent for too long, unless somebody has logged in: an officer may have nothing to
 * type for hours. */
static void end_silent(struct session *s)
{
    if (s->stuck)
        session_cut(s, "you do not read what is said; connect again");
    else if (s->waiting || !replies_is_empty(&s->held) || s->closing)
        session_touch(s); /* it waits for us */
    else if (!s->person)
        session_close(s, 421,
                      "nothing was said for too long, and nobody has logged in; "
                      "connect again");
}

void net_tick(struct net *n)
{
    const struct span idle = n->config->sessions.idle;
    struct instant now = net_now(n);
    struct session *s, *next;

    logins_tick(n->logins);
    give_up(n, instant_add(now, SPAN_US(-REPLY_LIMIT.us)));
    for (s = TAILQ_FIRST(&n->by_age); s && !instant_before(now, instant_add(s->active, idle));
         s = next) {
        next = TAILQ_NEXT(s, by_age);
        end_silent(s);
    }
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    net_tick(arg);
}

/* ---- its life ---- */

static void on_client(void *arg, int fd, const struct sockaddr *peer, long uid,
                      struct ssl_ctx_st *tls)
{
    admit_client(arg, fd, peer, uid, tls);
}

struct net *net_new(const struct net_options *options)
{
    struct net *n = xcalloc(1, sizeof(*n));
    const struct timeval each = {.tv_sec = TICK_SECONDS};

    n->base = options->base;
    n->desk = options->desk;
    n->config = config_ref(options->config);
    n->version = options->version;
    n->handler = options->handler;
    TAILQ_INIT(&n->by_age);
    TAILQ_INIT(&n->held);
    TAILQ_INIT(&n->watchers);
    pass_init(&n->pass, n->base, session_settle, session_resume);
    addresses_init(&n->addresses);
    n->scratch = xmalloc(SESSION_SCRATCH);
    n->tick = event_new(n->base, -1, EV_PERSIST, on_tick, n);
    if (!n->tick || event_add(n->tick, &each) != 0)
        abort(); /* out of memory */
    n->logins = logins_new(n);
    return n;
}

void net_free(struct net *n)
{
    struct session *session;

    if (!n)
        return;
    listeners_free(n->listeners);
    while ((session = TAILQ_FIRST(&n->by_age)))
        session_destroy(session);
    pass_deinit(&n->pass);
    logins_free(n->logins);
    event_free(n->tick);
    addresses_deinit(&n->addresses);
    line_deinit(&n->line);
    config_unref(n->config);
    free(n->scratch);
    free(n);
}

int net_open(struct net *n)
{
    const struct listeners_options options = {
        .base = n->base, .clock = desk_clock(n->desk), .on_client = on_client, .arg = n};

    return listeners_open(&options, n->config, &n->listeners);
}

void net_set_config(struct net *n, struct config *config)
{
    struct config *old = n->config;
    struct session *session;

    n->config = config_ref(config);
    TAILQ_FOREACH(session, &n->by_age, by_age)
    {
        if (!session->person)
            continue;
        session->person = rules_person(config->rules, slice_of(session->person->id));
        if (!session->person)
            session_set_watching(session, false);
    }
    listeners_set_config(n->listeners, config);
    config_unref(old);
}

void net_drain(struct net *n)
{
    struct session *session, *next;

    if (n->draining)
        return;
    n->draining = true;
    listeners_free(n->listeners);
    n->listeners = NULL;
    logins_drain(n->logins);
    for (session = TAILQ_FIRST(&n->by_age); session; session = next) {
        next = TAILQ_NEXT(session, by_age);
        if (!session->waiting)
            session_close(session, 421, "the daemon is shutting down");
    }
}

void net_cut(struct net *n)
{
    struct session *session, *next;

    give_up(n, INSTANT_NEVER);
    for (session = TAILQ_FIRST(&n->by_age); session; session = next) {
        next = TAILQ_NEXT(session, by_age);
        session_cut(session, "the daemon is shutting down");
    }
}

size_t net_count(const struct net *n)
{
    return n->count;
}
