#include "wire/net/admit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "wire/net/parts.h"
#include "wire/net/session.h"

#define PEER_SIZE 80
#define QUIET SPAN_MINUTES(1) /* whoever has said something since is at work */

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
static void turn_away(struct net *n, int fd, const char *name, const char *words, bool tls)
{
    char line[128];
    struct transport t;
    int len = snprintf(line, sizeof(line), "421 %s\n", words);

    log_info("%s: turned away: %s", name, words);
    transport_init(&t, fd, NULL);
    if (!tls)
        transport_write(&t, line, (size_t)len);
    transport_deinit(&t, n->scratch, SESSION_SCRATCH);
}

/* ---- room for others ---- */

/* Is it in the middle of something: a reply is due to it, or half a text has come? */
static bool is_owed(const struct session *s)
{
    return s->waiting || s->text || !replies_is_empty(&s->held);
}

/* Somebody has logged in, but says nothing, and nothing is under way: it may give its place. */
static bool is_spare(const struct session *s, struct instant now)
{
    return s->person && !s->closing && !is_owed(s) &&
           !instant_before(now, instant_add(s->active, QUIET));
}

/* Of each person of the rules, in their order; the caller frees it. */
static unsigned *count_sessions(const struct net *n)
{
    const struct rules *rules = n->config->rules;
    unsigned *counts = xcalloc(rules->n_people, sizeof(*counts));
    const struct session *s;

    TAILQ_FOREACH(s, &n->by_age, by_age)
    {
        if (s->person)
            counts[s->person - rules->people]++;
    }
    return counts;
}

/* Is it rather `a` that gives its place? A watcher is silent because it listens; and whoever has
 * many connections can do without one. `b` has been silent longer, or as long. */
static bool gives_rather(const struct session *a, const struct session *b,
                         const struct rules *rules, const unsigned *counts)
{
    if (a->watching != b->watching)
        return !a->watching;
    return counts[a->person - rules->people] > counts[b->person - rules->people];
}

/* Strangers must not keep out those who have something to report: the one over TCP that has been
 * silent longest gives its place, even when it waits for a login, which may be long after a wrong
 * one. Who may open a Unix socket is no stranger. */
static struct session *find_stranger(const struct net *n)
{
    struct session *s;

    TAILQ_FOREACH(s, &n->by_age, by_age)
    {
        if (s->uid < 0 && !s->person)
            return s;
    }
    return NULL;
}

/* `from` NULL: from wherever. */
static struct session *find_spare(const struct net *n, const struct address *from)
{
    unsigned *counts = count_sessions(n);
    struct instant now = net_now(n);
    struct session *s, *found = NULL;

    TAILQ_FOREACH(s, &n->by_age, by_age)
    {
        if ((!from || s->address == from) && is_spare(s, now) &&
            (!found || gives_rather(s, found, n->config->rules, counts)))
            found = s;
    }
    free(counts);
    return found;
}

/* Nor may one uid that never logs in hold more than half of all: the longest silent of those. Not
 * for one more of its own. */
static struct session *find_crowding(const struct net *n, const struct address_key *newcomer)
{
    struct session *s;

    TAILQ_FOREACH(s, &n->by_age, by_age)
    {
        if (!s->person && s->address->sessions > n->config->sessions.connections / 2 &&
            memcmp(&s->address->key, newcomer, sizeof(*newcomer)) != 0)
            return s;
    }
    return NULL;
}

static bool make_room(struct net *n, const struct address_key *newcomer)
{
    struct session *s = find_stranger(n);

    if (s) {
        session_cut(s, "too many connections, and nobody has logged in on this one");
        return true;
    }
    s = find_spare(n, NULL);
    if (s) {
        session_cut(s, "too many connections, and this one has been silent longest; connect again");
        return true;
    }
    s = find_crowding(n, newcomer);
    if (s)
        session_cut(s, "too many connections, more than half of them from you, and nobody has "
                       "logged in on this one");
    return s != NULL;
}

static bool make_room_from(struct net *n, const struct address_key *key)
{
    struct session *s = find_spare(n, addresses_find(&n->addresses, key));

    if (s)
        session_cut(s, "too many connections from your address, and this one has been silent "
                       "longest; connect again");
    return s != NULL;
}

/* Programs know how many connections they need, and watchers are left open on purpose. */
static bool is_left_open(const struct session *s, const struct person *p)
{
    return s->person == p && !s->watching && !s->closing && p->rank != RANK_SERVICE;
}

/* Some places are kept for those who have not logged in yet: else a few who do it often enough, and
 * keep talking or watch, would shut out everybody. It is whoever has most of them that gives one;
 * those who have a single one never do. */
static void keep_some_free(struct session *just_in)
{
    struct net *n = just_in->net;
    const struct person *people = n->config->rules->people;
    const size_t connections = n->config->sessions.connections;
    unsigned *counts = count_sessions(n);
    struct session *s, *found = NULL;
    size_t all = 0;
    char words[192];

    TAILQ_FOREACH(s, &n->by_age, by_age)
    {
        if (!s->person)
            continue;
        all++;
        if (s == just_in || s->closing || counts[s->person - people] < 2)
            continue;
        if (!found || (!is_owed(s) && is_owed(found)) ||
            (is_owed(s) == is_owed(found) &&
             counts[s->person - people] > counts[found->person - people]))
            found = s;
    }
    free(counts);
    if (all <= connections - connections / ADMIT_KEPT_FREE || !found)
        return;
    snprintf(words, sizeof(words),
             "too many connections, and %s has logged in on most of them; connect again",
             found->person->id);
    session_cut(found, words);
}

/* Of very many that one person has left open, the one that has been silent longest ends. */
static void end_oldest(struct session *just_in)
{
    struct net *n = just_in->net;
    const struct person *p = just_in->person;
    size_t most = n->config->sessions.per_person, open = 0;
    struct session *s, *oldest = NULL;
    char words[192];

    if (most == 0)
        return;
    TAILQ_FOREACH(s, &n->by_age, by_age)
    {
        if (!is_left_open(s, p))
            continue;
        open++;
        if (!oldest && s != just_in && is_spare(s, net_now(n)))
            oldest = s;
    }
    if (open <= most || !oldest)
        return;
    snprintf(words, sizeof(words),
             "%s has logged in on more than %zu connections, and this one has been silent longest; "
             "connect again",
             p->id, most);
    session_cut(oldest, words);
}

void admit_person(struct session *just_in)
{
    end_oldest(just_in);
    keep_some_free(just_in);
}

/* ---- a new one ---- */

struct session *admit_client(struct net *n, int fd, const struct sockaddr *peer, long uid,
                             struct ssl_ctx_st *tls)
{
    struct address_key key = address_key_of(peer, uid);
    const struct sessions_config *limits = &n->config->sessions;
    char name[PEER_SIZE], words[96];

    name_peer(peer, uid, name);
    if (n->draining) {
        turn_away(n, fd, name, "the daemon is shutting down", tls);
        return NULL;
    }
    if (uid < 0 && limits->per_address > 0 &&
        addresses_count(&n->addresses, &key) >= limits->per_address && !make_room_from(n, &key)) {
        snprintf(words, sizeof(words), "too many connections from your address (%u); try again",
                 limits->per_address);
        turn_away(n, fd, name, words, tls);
        return NULL;
    }
    if (n->count >= limits->connections && !make_room(n, &key)) {
        snprintf(words, sizeof(words), "too many connections (%zu); try again", n->count);
        turn_away(n, fd, name, words, tls);
        return NULL;
    }
    return session_new(n, fd, name, uid, addresses_enter(&n->addresses, &key), tls);
}

struct session *admit_anyone(struct net *n, int fd, const char *peer, long uid)
{
    struct address_key key = address_key_of(NULL, uid);

    evutil_make_socket_nonblocking(fd);
    return session_new(n, fd, peer, uid, addresses_enter(&n->addresses, &key), NULL);
}
