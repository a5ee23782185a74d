#include "wire/net/admit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include "base/log.h"
#include "wire/net/parts.h"
#include "wire/net/session.h"

#define PEER_SIZE 80

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

/* Strangers must not keep out those who have something to report: the one over TCP that has been
 * silent longest gives its place, even when it waits for a login, which may be long after a wrong
 * one. Who may open a Unix socket is no stranger. */
static bool make_room(struct net *n)
{
    struct session *s;

    TAILQ_FOREACH(s, &n->by_age, by_age)
    {
        if (s->uid < 0 && !s->person)
            break;
    }
    if (s)
        session_cut(s, "too many connections, and nobody has logged in on this one");
    return s != NULL;
}

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
        addresses_count(&n->addresses, &key) >= limits->per_address) {
        snprintf(words, sizeof(words), "too many connections from your address (%u); try again",
                 limits->per_address);
        turn_away(n, fd, name, words, tls);
        return NULL;
    }
    if (n->count >= limits->connections && !make_room(n)) {
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
