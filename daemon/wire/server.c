#include "wire/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "wire/commands/render.h"
#include "wire/net/session_parts.h"

#define PEER_SIZE 80

/* ---- the end of a pass ---- */

static const struct timeval at_once = {0};

void server_mark_dirty(struct session *s)
{
    struct server *server = s->server;

    if (s->dirty || s->dead)
        return;
    if (TAILQ_EMPTY(&server->dirty))
        event_active(server->flush, EV_TIMEOUT, 0);
    s->dirty = true;
    TAILQ_INSERT_TAIL(&server->dirty, s, by_dirty);
}

/* By a timer: an event made active would come again in this same pass, before the others. */
void server_resume_later(struct session *s)
{
    struct server *server = s->server;

    if (s->resuming || s->dead)
        return;
    if (TAILQ_EMPTY(&server->resuming))
        evtimer_add(server->resume, &at_once);
    s->resuming = true;
    TAILQ_INSERT_TAIL(&server->resuming, s, by_resume);
    server->n_resuming++;
}

static void unlist_resuming(struct session *s)
{
    s->resuming = false;
    TAILQ_REMOVE(&s->server->resuming, s, by_resume);
    s->server->n_resuming--;
}

void server_bury(struct session *s)
{
    struct server *server = s->server;

    if (s->dirty)
        TAILQ_REMOVE(&server->dirty, s, by_dirty);
    if (s->resuming)
        unlist_resuming(s);
    if (s->held_listed)
        TAILQ_REMOVE(&server->held, s, by_held);
    s->dirty = s->held_listed = false;
    TAILQ_REMOVE(&server->by_age, s, by_age);
    server->count--;
    addresses_leave(&server->addresses, s->address, server_now(server));
    if (TAILQ_EMPTY(&server->dead))
        event_active(server->flush, EV_TIMEOUT, 0);
    TAILQ_INSERT_TAIL(&server->dead, s, by_age);
}

static void free_dead(struct server *server)
{
    struct session *s;

    while ((s = TAILQ_FIRST(&server->dead))) {
        TAILQ_REMOVE(&server->dead, s, by_age);
        buffer_deinit(&s->in);
        free(s);
    }
}

static void on_flush(evutil_socket_t fd, short what, void *arg)
{
    struct server *server = arg;
    struct session *s;

    (void)fd;
    (void)what;
    while ((s = TAILQ_FIRST(&server->dirty))) {
        TAILQ_REMOVE(&server->dirty, s, by_dirty);
        s->dirty = false;
        session_settle(s);
    }
    free_dead(server);
}

static void on_resume(evutil_socket_t fd, short what, void *arg)
{
    struct server *server = arg;
    struct session *s;

    (void)fd;
    (void)what;
    /* Those that come back in are at the end, and wait for the next pass. */
    for (size_t n = server->n_resuming; n > 0 && (s = TAILQ_FIRST(&server->resuming)); n--) {
        unlist_resuming(s);
        session_resume(s);
    }
    if (!TAILQ_EMPTY(&server->resuming))
        evtimer_add(server->resume, &at_once);
}

/* ---- what the desk tells ---- */

static void show_watchers(struct server *server, const struct entry *e)
{
    struct session *s, *next;

    buffer_clear(&server->pushed);
    render_push(e, &server->pushed);
    if (server->pushed.len == 0)
        return;
    for (s = TAILQ_FIRST(&server->watchers); s; s = next) {
        next = TAILQ_NEXT(s, by_watch);
        session_push(s, buffer_slice(&server->pushed));
    }
}

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct server *server = arg;
    struct session *s, *next;
    uint64_t durable;

    if (n == 0)
        return;
    durable = entries[n - 1]->seq;
    for (s = TAILQ_FIRST(&server->held); s; s = next) {
        next = TAILQ_NEXT(s, by_held);
        session_release(s, durable);
    }
    for (size_t i = 0; i < n && !TAILQ_EMPTY(&server->watchers); i++)
        show_watchers(server, entries[i]);
}

/* ---- time ---- */

struct instant server_now(const struct server *s)
{
    return clock_monotonic(desk_clock(s->options.desk));
}

/* The one that has been silent longest has been silent for too long. */
static void end_silent(struct session *s)
{
    if (s->stuck)
        session_cut(s, "you do not read what is said; connect again");
    else if (s->waiting || !replies_is_empty(&s->held) || s->watching || s->closing)
        session_touch(s); /* it waits for us */
    else
        session_close(s, 421, "nothing was said for too long; connect again");
}

void server_tick(struct server *s)
{
    struct instant now = server_now(s);
    struct session *oldest;

    logins_tick(s->logins);
    while ((oldest = TAILQ_FIRST(&s->by_age)) && s->config->sessions.idle.us > 0 &&
           !instant_before(now, instant_add(oldest->active, s->config->sessions.idle)))
        end_silent(oldest);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    server_tick(arg);
}

/* ---- clients ---- */

static void name_peer(const struct sockaddr *peer, long uid, char ret_name[PEER_SIZE])
{
    char host[INET6_ADDRSTRLEN] = "?";

    if (peer && peer->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)peer;

        inet_ntop(AF_INET, &in->sin_addr, host, sizeof(host));
        snprintf(ret_name, PEER_SIZE, "%s:%u", host, ntohs(in->sin_port));
    } else if (peer && peer->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const void *)peer;

        inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
        snprintf(ret_name, PEER_SIZE, "[%s]:%u", host, ntohs(in6->sin6_port));
    } else {
        snprintf(ret_name, PEER_SIZE, "unix uid %ld", uid);
    }
}

/* Under TLS the words could not be said before a handshake: it is closed without. */
static void turn_away(struct server *s, int fd, const char *name, const char *words, bool tls)
{
    char line[128];
    struct transport t;
    int n = snprintf(line, sizeof(line), "421 %s\n", words);

    log_info("%s: turned away: %s", name, words);
    transport_init(&t, fd, NULL);
    if (!tls)
        transport_write(&t, line, (size_t)n);
    transport_deinit(&t, s->scratch, SESSION_SCRATCH);
}

/* Strangers must not keep out those who have something to report: the one over TCP that has been
 * silent longest gives its place, even when it waits for a login, which may be long after a wrong
 * one. Who may open a Unix socket is no stranger. */
static bool make_room(struct server *server)
{
    struct session *s;

    TAILQ_FOREACH(s, &server->by_age, by_age)
    {
        if (s->uid < 0 && !s->person)
            break;
    }
    if (s)
        session_cut(s, "too many connections, and nobody has logged in on this one");
    return s != NULL;
}

struct session *server_accept(struct server *s, int fd, const struct sockaddr *peer, long uid,
                              struct ssl_ctx_st *tls)
{
    struct address_key key = address_key_of(peer, uid);
    const struct sessions_config *limits = &s->config->sessions;
    char name[PEER_SIZE], words[96];

    name_peer(peer, uid, name);
    if (s->draining) {
        turn_away(s, fd, name, "the daemon is shutting down", tls);
        return NULL;
    }
    if (uid < 0 && limits->per_address > 0 &&
        addresses_count(&s->addresses, &key) >= limits->per_address) {
        snprintf(words, sizeof(words), "too many connections from your address (%u); try again",
                 limits->per_address);
        turn_away(s, fd, name, words, tls);
        return NULL;
    }
    if (s->count >= limits->connections && !make_room(s)) {
        snprintf(words, sizeof(words), "too many connections (%zu); try again", s->count);
        turn_away(s, fd, name, words, tls);
        return NULL;
    }
    return session_new(s, fd, name, uid, addresses_enter(&s->addresses, &key), tls);
}

struct session *server_adopt(struct server *s, int fd, const char *peer, long uid)
{
    struct address_key key = address_key_of(NULL, uid);

    evutil_make_socket_nonblocking(fd);
    return session_new(s, fd, peer, uid, addresses_enter(&s->addresses, &key), NULL);
}

/* ---- its life ---- */

struct server *server_new(const struct server_options *options)
{
    struct server *s = xcalloc(1, sizeof(*s));
    const struct timeval each = {.tv_sec = SERVER_TICK.us / 1000000};
    const struct desk_listener listener = {.on_durable = on_durable, .arg = s};

    s->options = *options;
    s->config = config_ref(options->config);
    s->options.config = s->config;
    TAILQ_INIT(&s->by_age);
    TAILQ_INIT(&s->held);
    TAILQ_INIT(&s->watchers);
    TAILQ_INIT(&s->dirty);
    TAILQ_INIT(&s->resuming);
    TAILQ_INIT(&s->dead);
    addresses_init(&s->addresses);
    s->scratch = xmalloc(SESSION_SCRATCH);
    s->flush = event_new(options->base, -1, 0, on_flush, s);
    s->resume = evtimer_new(options->base, on_resume, s);
    s->tick = event_new(options->base, -1, EV_PERSIST, on_tick, s);
    if (!s->flush || !s->resume || !s->tick || event_add(s->tick, &each) != 0)
        abort(); /* out of memory */
    s->logins = logins_new(s);
    desk_listen(options->desk, &listener);
    return s;
}

void server_free(struct server *s)
{
    struct session *session;

    if (!s)
        return;
    listeners_free(s->listeners);
    while ((session = TAILQ_FIRST(&s->by_age)))
        session_destroy(session);
    free_dead(s);
    logins_free(s->logins);
    event_free(s->flush);
    event_free(s->resume);
    event_free(s->tick);
    addresses_deinit(&s->addresses);
    line_deinit(&s->line);
    buffer_deinit(&s->pushed);
    config_unref(s->config);
    free(s->scratch);
    free(s);
}

int server_open(struct server *s)
{
    return listeners_open(s, &s->listeners);
}

/* People are looked up anew: whoever is gone is logged out. */
void server_set_config(struct server *s, struct config *config)
{
    struct config *old = s->config;
    struct session *session;

    s->config = config_ref(config);
    s->options.config = s->config;
    TAILQ_FOREACH(session, &s->by_age, by_age)
    {
        if (!session->person)
            continue;
        session->person = rules_person(config->rules, slice_of(session->person->id));
        if (!session->person)
            session_set_watching(session, false);
    }
    listeners_set_config(s->listeners, config);
    config_unref(old);
}

void server_drain(struct server *s)
{
    struct session *session, *next;

    if (s->draining)
        return;
    s->draining = true;
    listeners_free(s->listeners);
    s->listeners = NULL;
    for (session = TAILQ_FIRST(&s->by_age); session; session = next) {
        next = TAILQ_NEXT(session, by_age);
        if (!session->waiting)
            session_close(session, 421, "the daemon is shutting down");
    }
}

size_t server_count(const struct server *s)
{
    return s->count;
}

struct desk *server_desk(const struct server *s)
{
    return s->options.desk;
}

struct paging *server_paging(const struct server *s)
{
    return s->options.paging;
}

struct config *server_config(const struct server *s)
{
    return s->config;
}

const struct server_options *server_get_options(const struct server *s)
{
    return &s->options;
}

struct listeners *server_listeners(const struct server *s)
{
    return s->listeners;
}
