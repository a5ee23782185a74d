#define _GNU_SOURCE 1
#include "client.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define OPEN_LIMIT_MS 10000

static int connect_unix(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof to.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(to.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int connect_tcp(const char *address)
{
    char host[256];
    const char *colon = strrchr(address, ':');
    if (!colon || (size_t)(colon - address) >= sizeof host) {
        errno = EINVAL;
        return -1;
    }
    memcpy(host, address, (size_t)(colon - address));
    host[colon - address] = '\0';
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    if (getaddrinfo(host, colon + 1, &hints, &found) != 0) {
        errno = EHOSTUNREACH;
        return -1;
    }
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) < 0) {
        close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    if (fd >= 0)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    return fd;
}

/* Waits for one whole reply. */
static bool await(struct client *c, int code)
{
    int got;
    struct slice words;
    while (!client_reply(c, &got, &words)) {
        struct pollfd p = {.fd = c->fd, .events = POLLIN};
        int n = poll(&p, 1, OPEN_LIMIT_MS);
        if (n == 0) {
            snprintf(c->why, sizeof c->why, "no reply within %d s", OPEN_LIMIT_MS / 1000);
            return false;
        }
        if (n < 0 && errno == EINTR)
            continue;
        if (!client_read(c) && !client_reply(c, &got, &words)) {
            snprintf(c->why, sizeof c->why, "connection lost");
            return false;
        }
    }
    if (got == code)
        return true;
    snprintf(c->why, sizeof c->why, "%d %.*s", got, (int)words.len, words.data);
    return false;
}

bool client_open(struct client *c, const char *address, const char *login)
{
    c->in.len = c->out.len = c->taken = 0;
    c->fd = address[0] == '/' ? connect_unix(address) : connect_tcp(address);
    if (c->fd < 0) {
        snprintf(c->why, sizeof c->why, "%s: %s", address, strerror(errno));
        return false;
    }
    bool open = await(c, 220);
    if (open && login) {
        buffer_printf(&c->out, "LOGIN %s\n", login);
        open = client_write(c) && await(c, 230);
    }
    if (!open)
        client_close(c);
    return open;
}

void client_close(struct client *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    buffer_deinit(&c->in);
    buffer_deinit(&c->out);
    c->taken = 0;
}

bool client_write(struct client *c)
{
    while (c->out.len > 0) {
        ssize_t n = send(c->fd, c->out.data, c->out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        buffer_drain(&c->out, (size_t)n);
    }
    return true;
}

bool client_read(struct client *c)
{
    buffer_drain(&c->in, c->taken);
    c->taken = 0;
    char block[65536];
    ssize_t n = recv(c->fd, block, sizeof block, MSG_DONTWAIT);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    buffer_append(&c->in, block, (size_t)n);
    return n > 0;
}

bool client_reply(struct client *c, int *ret_code, struct slice *ret_words)
{
    for (;;) {
        char *line = c->in.data + c->taken;
        char *end = c->in.len > c->taken ? memchr(line, '\n', c->in.len - c->taken) : NULL;
        if (!end)
            return false;
        c->taken += (size_t)(end + 1 - line);
        if (end - line < 4 || line[0] < '1' || line[0] > '9' || line[3] != ' ')
            continue;
        if (end[-1] == '\r')
            end--;
        *ret_code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        *ret_words = (struct slice){line + 4, (size_t)(end - line) - 4};
        return true;
    }
}
