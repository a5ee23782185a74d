/* A client of the daemon, as simple as can be: it blocks. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "daemon_help.h"

static bool open_to(struct line *l, int family, const struct sockaddr *address, socklen_t len)
{
    const struct timeval patience = {.tv_sec = PATIENCE.us / 1000000};
    const char *greeting;

    *l = (struct line){.fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(l->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(l->fd, address, len) < 0 || !(greeting = line_read(l)) ||
        strncmp(greeting, "220 ", 4) != 0) {
        line_close(l);
        return false;
    }
    return true;
}

bool line_open(struct line *l, uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return open_to(l, AF_INET, (struct sockaddr *)&address, sizeof(address));
}

bool line_open_unix(struct line *l, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    return open_to(l, AF_UNIX, (struct sockaddr *)&address, sizeof(address));
}

void line_close(struct line *l)
{
    if (l->fd >= 0)
        close(l->fd);
    buffer_deinit(&l->in);
    free(l->text);
    *l = (struct line){.fd = -1};
}

void line_send(struct line *l, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(l->fd, bytes, n, MSG_NOSIGNAL);

        if (sent < 0) {
            cr_assert(errno == EPIPE || errno == ECONNRESET, "send: %s", strerror(errno));
            return;
        }
        bytes += sent;
        n -= (size_t)sent;
    }
}

const char *line_read(struct line *l)
{
    char *end;

    while (!(end = l->in.len ? memchr(l->in.data, '\n', l->in.len) : NULL)) {
        ssize_t n = recv(l->fd, buffer_reserve(&l->in, 4096), 4096, 0);

        cr_assert(n >= 0 || errno == ECONNRESET, "no answer: %s", strerror(errno));
        if (n <= 0)
            return NULL;
        l->in.len += (size_t)n;
    }
    *end = '\0';
    free(l->text);
    l->text = xstrdup(l->in.data);
    buffer_drain(&l->in, (size_t)(end + 1 - l->in.data));
    return l->text;
}

const char *line_reply(struct line *l)
{
    const char *text;

    do {
        text = line_read(l);
    } while (text && (text[0] == '*' || strlen(text) < 4 || text[3] != ' '));
    return text;
}

static const char *ask(struct line *l, const char *format, va_list args)
{
    struct buffer b = BUFFER_INIT;
    const char *reply;

    buffer_vprintf(&b, format, args);
    buffer_append_char(&b, '\n');
    line_send(l, b.data, b.len);
    buffer_deinit(&b);
    reply = line_reply(l);
    return reply;
}

const char *line_ask(struct line *l, const char *format, ...)
{
    const char *reply;
    va_list args;

    va_start(args, format);
    reply = ask(l, format, args);
    va_end(args);
    return reply;
}

const char *line_expect(struct line *l, const char *expected, const char *format, ...)
{
    const char *reply;
    va_list args;

    va_start(args, format);
    reply = ask(l, format, args);
    va_end(args);
    cr_assert(reply && strncmp(reply, expected, strlen(expected)) == 0, "%s: \"%s\", not \"%s\"",
              format, reply ? reply : "(closed)", expected);
    return reply;
}

void line_login(struct line *l, const struct station *s, const char *person)
{
    cr_assert(line_open(l, s->port), "nobody listens");
    line_expect(l, "230 ", "LOGIN %s " PASSWORD, person);
}

char *reply_field(const char *reply, const char *key)
{
    char *mark = xasprintf(" %s=", key);
    const char *begin = strstr(reply, mark);
    char *value;

    begin = begin ? begin + strlen(mark) : "";
    value = xstrdup(begin);
    value[strcspn(value, " ")] = '\0';
    free(mark);
    return value;
}
