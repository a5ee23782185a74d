#include "wire/net/listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "wire/net/inherit.h"
#include "wire/net/transport.h"

#define ACCEPTS_A_PASS 64
#define COMPLAIN_EVERY SPAN_MINUTES(1)
#define ACCEPT_PAUSE ((struct timeval){.tv_usec = 100 * 1000})

struct listener {
    struct event *event;
    struct event *again; /* ends a pause */
    const struct listeners *all;
    int fd;
    enum listen_kind kind;
    char *address;
    struct instant complained; /* when it last said that it cannot accept; monotonic */
    bool made_path;            /* the socket's name in the file system is ours: device and inode */
    dev_t device;
    ino_t inode;
    struct ssl_ctx_st *tls;
};

struct listeners {
    struct listeners_options options;
    struct listener *all;
    size_t n;
};

/* ---- opening ---- */

/* "127.0.0.1:2424", "[::1]:2424", ":2424". Splits a copy of the address in place. */
static bool split_address(char *address, const char **ret_host, const char **ret_port)
{
    char *colon = strrchr(address, ':');
    char *host = address;

    if (!colon)
        return false;
    *colon = '\0';
    if (host[0] == '[') {
        if (colon == host || colon[-1] != ']')
            return false;
        colon[-1] = '\0';
        host++;
    }
    *ret_host = host[0] && strcmp(host, "*") != 0 ? host : NULL;
    *ret_port = colon + 1;
    return true;
}

static int bind_tcp(const struct addrinfo *found)
{
    const int one = 1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error;

    if (fd < 0)
        return -errno;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (found->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
    if (bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    error = -errno;
    close(fd);
    return error;
}

static int open_tcp(const char *address)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    char *copy = xstrdup(address);
    const char *host, *port;
    int fd = -EINVAL, failed;

    if (split_address(copy, &host, &port)) {
        failed = getaddrinfo(host, port, &hints, &found);
        if (failed == 0)
            fd = bind_tcp(found);
        else
            log_error("listen: %s: %s", address, gai_strerror(failed));
    }
    if (found)
        freeaddrinfo(found);
    free(copy);
    return fd;
}

/* A name that is left from a daemon that has ended is removed; one where somebody answers is not.
 */
static int clear_path(const struct sockaddr_un *name)
{
    struct stat st;
    int fd, error = 0;

    if (lstat(name->sun_path, &st) != 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISSOCK(st.st_mode))
        return -EEXIST;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    if (connect(fd, (const struct sockaddr *)name, sizeof(*name)) == 0 || errno == EAGAIN)
        error = -EADDRINUSE;
    else if (errno != ECONNREFUSED)
        error = -errno;
    close(fd);
    if (!error && unlink(name->sun_path) != 0 && errno != ENOENT)
        error = -errno;
    return error;
}

static int open_unix(struct listener *l, unsigned mode)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    size_t len = strlen(l->address);
    struct stat st;
    mode_t mask;
    int fd, error;

    if (len >= sizeof(name.sun_path))
        return -ENAMETOOLONG;
    memcpy(name.sun_path, l->address, len);
    error = clear_path(&name);
    if (error)
        return error;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    mask = umask(0177); /* nobody else gets in before the mode is set */
    error = bind(fd, (const struct sockaddr *)&name, sizeof(name)) ? -errno : 0;
    umask(mask);
    if (!error && (chmod(l->address, (mode_t)mode) || listen(fd, SOMAXCONN)))
        error = -errno;
    if (error) {
        close(fd);
        return error;
    }
    if (lstat(l->address, &st) == 0) {
        l->made_path = true;
        l->device = st.st_dev;
        l->inode = st.st_ino;
    }
    return fd;
}

static int check_inherited(int fd, enum listen_kind kind)
{
    struct sockaddr_storage name = {0};
    socklen_t len = sizeof(name), option_len = sizeof(int);
    int listening = 0;

    if (getsockname(fd, (struct sockaddr *)&name, &len) != 0)
        return -errno;
    if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &option_len) != 0)
        return -errno;
    return listening && (name.ss_family == AF_UNIX) == (kind == LISTEN_UNIX) ? 0 : -EINVAL;
}

/* ---- accepting ---- */

static void on_pause_over(evutil_socket_t fd, short what, void *arg)
{
    struct listener *l = arg;

    (void)fd;
    (void)what;
    event_add(l->event, NULL);
}

static void pause_accepting(struct listener *l, int error)
{
    const struct timeval pause = ACCEPT_PAUSE;
    struct instant now = clock_monotonic(l->all->options.clock);

    if (!instant_is_set(l->complained) ||
        !instant_before(now, instant_add(l->complained, COMPLAIN_EVERY))) {
        l->complained = now;
        log_error("listen: %s: cannot accept: %s; trying again ten times a second", l->address,
                  strerror(error));
    }
    event_del(l->event);
    event_add(l->again, &pause);
}

/* A client that is gone without a word (a cable, a machine without power) is found within two
 * minutes, whether it is owed something or not: its session may stay open for days. */
static void prepare_tcp(int fd)
{
    const int one = 1, idle = 60, gap = 15, probes = 4;                 /* seconds */
    const unsigned unanswered = (unsigned)(idle + probes * gap) * 1000; /* milliseconds */

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &gap, sizeof(gap));
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unanswered, sizeof(unanswered));
}

static void welcome(struct listener *l, int fd, const struct sockaddr *peer)
{
    struct ucred who = {0};
    socklen_t len = sizeof(who);
    long uid = -1;

    if (l->kind != LISTEN_UNIX)
        prepare_tcp(fd);
    else if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0)
        uid = (long)who.uid;
    l->all->options.on_client(l->all->options.arg, fd, peer, uid, l->tls);
}

/* Errors that end with the client that they are about (accept(2)). */
static bool is_passing(int error)
{
    return error == ECONNABORTED || error == EINTR || error == EPROTO || error == EPERM ||
           error == ENETDOWN || error == ENOPROTOOPT || error == EHOSTDOWN || error == ENONET ||
           error == EHOSTUNREACH || error == EOPNOTSUPP || error == ENETUNREACH;
}

static void on_client(evutil_socket_t listening, short what, void *arg)
{
    struct listener *l = arg;

    (void)what;
    for (int i = 0; i < ACCEPTS_A_PASS; i++) {
        struct sockaddr_storage peer = {0};
        socklen_t len = sizeof(peer);
        int fd = accept4(listening, (struct sockaddr *)&peer, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0) {
            welcome(l, fd, (struct sockaddr *)&peer);
        } else if (errno == EAGAIN) {
            return;
        } else if (!is_passing(errno)) {
            pause_accepting(l, errno);
            return;
        }
    }
}

/* ---- all of them ---- */

/* The one that it got, where its address says 0. */
static unsigned port_of(const struct listener *l)
{
    struct sockaddr_storage name = {0};
    socklen_t len = sizeof(name);

    if (getsockname(l->fd, (struct sockaddr *)&name, &len) != 0)
        return 0;
    if (name.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *)&name)->sin_port);
    if (name.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&name)->sin6_port);
    return 0;
}

static int open_one(struct listener *l, const struct listen_config *config, int inherited)
{
    int error;

    l->kind = config->kind;
    l->address = xstrdup(config->address);
    if (inherited >= 0) {
        error = check_inherited(inherited, config->kind);
        l->fd = error ? error : inherited;
    } else {
        l->fd = config->kind == LISTEN_UNIX ? open_unix(l, config->mode) : open_tcp(l->address);
    }
    if (l->fd < 0) {
        log_error("listen: %s: %s%s", l->address, strerror(-l->fd),
                  inherited >= 0 ? " (the socket that systemd passed is not of this kind)" : "");
        return l->fd;
    }
    if (config->kind == LISTEN_TLS) {
        l->tls = transport_context_new(config->certificate, config->key);
        if (!l->tls)
            return -EINVAL;
    }
    l->event = event_new(l->all->options.base, l->fd, EV_READ | EV_PERSIST, on_client, l);
    l->again = evtimer_new(l->all->options.base, on_pause_over, l);
    if (!l->event || !l->again || event_add(l->event, NULL) != 0)
        return -ENOMEM;
    return 0;
}

static void log_open(const struct listener *l)
{
    const char *port = strrchr(l->address, ':');

    if (port && strcmp(port, ":0") == 0) /* whichever is free */
        log_info("listening on %s, port %u", l->address, port_of(l));
    else
        log_info("listening on %s", l->address);
}

int listeners_open(const struct listeners_options *options, const struct config *config,
                   struct listeners **ret_listeners)
{
    struct listeners *l;
    int passed = inherit_sockets(), error = 0;

    if (passed < 0 || (size_t)passed > config->n_listens) {
        log_error("listen: the sockets that systemd passed cannot be used: %s",
                  passed < 0 ? strerror(-passed) : "more than `listen` has");
        return passed < 0 ? passed : -EINVAL;
    }
    l = xcalloc(1, sizeof(*l));
    l->options = *options;
    l->n = config->n_listens;
    l->all = xcalloc(l->n ? l->n : 1, sizeof(l->all[0]));
    for (size_t i = 0; i < l->n; i++) {
        l->all[i].fd = -1;
        l->all[i].all = l;
    }
    for (size_t i = 0; i < l->n && !error; i++) {
        int fd = i < (size_t)passed ? INHERIT_FIRST + (int)i : -1;

        error = open_one(&l->all[i], &config->listens[i], fd);
        if (!error)
            log_open(&l->all[i]);
    }
    if (error) {
        listeners_free(l);
        return error;
    }
    *ret_listeners = l;
    return 0;
}

static void remove_path(const struct listener *l)
{
    struct stat st;

    if (l->made_path && lstat(l->address, &st) == 0 && st.st_dev == l->device &&
        st.st_ino == l->inode)
        unlink(l->address);
}

void listeners_free(struct listeners *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->n; i++) {
        struct listener *one = &l->all[i];

        if (one->event)
            event_free(one->event);
        if (one->again)
            event_free(one->again);
        if (one->fd >= 0) {
            remove_path(one);
            close(one->fd);
        }
        transport_context_free(one->tls);
        free(one->address);
    }
    free(l->all);
    free(l);
}

void listeners_set_config(struct listeners *l, const struct config *config)
{
    for (size_t i = 0; l && i < l->n; i++) {
        struct listener *one = &l->all[i];
        struct ssl_ctx_st *fresh;

        if (one->kind != LISTEN_TLS || i >= config->n_listens ||
            config->listens[i].kind != LISTEN_TLS)
            continue;
        fresh = transport_context_new(config->listens[i].certificate, config->listens[i].key);
        if (!fresh)
            continue;
        transport_context_free(one->tls);
        one->tls = fresh;
    }
}
