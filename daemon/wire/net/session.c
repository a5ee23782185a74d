#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "wire/net/session_parts.h"

/* ---- what handlers see ---- */

struct server *session_server(const struct session *s)
{
    return s->server;
}

uint64_t session_number(const struct session *s)
{
    return s->number;
}

const struct person *session_person(const struct session *s)
{
    return s->person;
}

void session_set_person(struct session *s, const struct person *p)
{
    s->person = p;
}

const char *session_peer(const struct session *s)
{
    return s->peer;
}

bool session_is_watching(const struct session *s)
{
    return s->watching;
}

void session_set_watching(struct session *s, bool on)
{
    if (s->watching == on || s->dead)
        return;
    s->watching = on;
    if (on)
        TAILQ_INSERT_TAIL(&s->server->watchers, s, by_watch);
    else
        TAILQ_REMOVE(&s->server->watchers, s, by_watch);
}

size_t session_unsent(const struct session *s)
{
    return s->out.len + s->held.bytes.len;
}

/* Where the next words of a reply go: behind those that are held back, or straight out. */
static struct buffer *reply_buffer(struct session *s)
{
    return replies_is_empty(&s->held) ? &s->out : &s->held.bytes;
}

static void close_line(struct session *s, struct buffer *b, size_t start)
{
    for (size_t i = start; i < b->len; i++) {
        unsigned char c = (unsigned char)b->data[i];

        if (c < 0x20)
            b->data[i] = ' ';
        else if (c == 0x7f)
            b->data[i] = '?';
    }
    buffer_append_char(b, '\n');
    if (b == &s->held.bytes)
        replies_extend(&s->held, b->len - start);
    server_mark_dirty(s);
}

static void append_code(struct buffer *b, int code, char behind)
{
    buffer_append_number(b, code);
    buffer_append_char(b, behind);
}

static void end_reply(struct session *s)
{
    if (s->split)
        return;
    s->in_reply = false;
    if (s->pushes.len > 0) {
        buffer_append_slice(&s->out, buffer_slice(&s->pushes));
        buffer_deinit(&s->pushes);
    }
}

void session_reply_more(struct session *s, int code, const char *format, ...)
{
    struct buffer *b = reply_buffer(s);
    size_t start = b->len;
    va_list args;

    if (s->dead)
        return;
    s->in_reply = true;
    append_code(b, code, '-');
    va_start(args, format);
    buffer_vprintf(b, format, args);
    va_end(args);
    close_line(s, b, start);
}

void session_reply(struct session *s, int code, const char *format, ...)
{
    struct buffer *b = reply_buffer(s);
    size_t start = b->len;
    va_list args;

    if (s->dead)
        return;
    append_code(b, code, ' ');
    va_start(args, format);
    buffer_vprintf(b, format, args);
    va_end(args);
    close_line(s, b, start);
    end_reply(s);
}

void session_reply_durable(struct session *s, uint64_t seq, int code, struct slice words)
{
    struct buffer *b;
    size_t start;

    if (s->dead)
        return;
    if (seq > desk_durable(s->server->options.desk)) {
        replies_mark(&s->held, seq);
        if (!s->held_listed)
            TAILQ_INSERT_TAIL(&s->server->held, s, by_held);
        s->held_listed = true;
    }
    b = reply_buffer(s);
    start = b->len;
    append_code(b, code, ' ');
    buffer_append_slice(b, words);
    close_line(s, b, start);
    s->split = s->split || (s->in_reply && b != &s->out);
    end_reply(s);
}

void session_push(struct session *s, struct slice words)
{
    struct buffer *b = s->in_reply ? &s->pushes : &s->out;
    size_t start = b->len;

    if (!s->watching || s->dead || s->closing)
        return;
    if (s->pushed + words.len > SESSION_MAX_PUSHED) {
        session_cut(s, "you read too slowly; connect again");
        return;
    }
    buffer_append_string(b, "* ");
    buffer_append_slice(b, words);
    close_line(s, b, start);
    s->pushed += b->len - start;
}

void session_wait(struct session *s, void (*cancel)(void *arg), void *arg)
{
    if (s->dead)
        return;
    s->waiting = true;
    s->cancel = cancel;
    s->cancel_arg = arg;
}

void session_continue(struct session *s)
{
    if (s->dead)
        return;
    s->waiting = false;
    s->cancel = NULL;
    s->cancel_arg = NULL;
    session_touch(s);
    if (s->server->draining)
        session_close(s, 421, "the daemon is shutting down");
    server_mark_dirty(s);
}

void session_close(struct session *s, int code, const char *words)
{
    if (s->dead || s->closing)
        return;
    if (code != 221)
        log_info("%s: closed: %s", s->peer, words);
    session_reply(s, code, "%s", words);
    s->closing = true;
    s->has_lines = false;
    intake_free_text(s);
    session_touch(s);
}

/* ---- its life ---- */

void session_touch(struct session *s)
{
    s->active = server_now(s->server);
    TAILQ_REMOVE(&s->server->by_age, s, by_age);
    TAILQ_INSERT_TAIL(&s->server->by_age, s, by_age);
}

void session_destroy(struct session *s)
{
    if (s->dead)
        return;
    log_debug("%s: gone", s->peer);
    session_set_watching(s, false);
    s->dead = true;
    if (s->waiting && s->cancel)
        s->cancel(s->cancel_arg);
    s->waiting = false;
    if (s->interest)
        event_del(&s->event);
    s->interest = 0;
    transport_deinit(&s->transport, s->server->scratch, SESSION_SCRATCH);
    buffer_deinit(&s->out);
    buffer_deinit(&s->pushes);
    replies_deinit(&s->held);
    intake_free_text(s);
    server_bury(s);
}

static void send_out(struct session *s)
{
    ssize_t n = transport_write(&s->transport, s->out.data, s->out.len);

    if (n == -EAGAIN) {
        s->stuck = true;
    } else if (n < 0) {
        session_destroy(s);
    } else if ((size_t)n == s->out.len) {
        s->stuck = false;
        buffer_deinit(&s->out);
    } else {
        if (s->stuck)
            session_touch(s);
        s->stuck = true;
        buffer_drain(&s->out, (size_t)n);
    }
    if (s->pushed > s->out.len + s->pushes.len)
        s->pushed = s->out.len + s->pushes.len;
}

void session_cut(struct session *s, const char *words)
{
    if (s->dead)
        return;
    log_info("%s: cut off: %s", s->peer, words);
    buffer_printf(&s->out, "421 %s\n", words);
    send_out(s);
    session_destroy(s);
}

bool session_may_run(const struct session *s)
{
    size_t most = s->person ? SESSION_MAX_UNSENT : SESSION_MAX_UNSENT_OPEN;

    return !s->dead && !s->closing && !s->waiting && !s->server->draining &&
           session_unsent(s) <= most && !(s->reads_behind && !replies_is_empty(&s->held));
}

static bool may_read(const struct session *s)
{
    return !s->eof && !s->has_lines && session_may_run(s);
}

static void on_event(evutil_socket_t fd, short what, void *arg);

static void set_interest(struct session *s, short interest)
{
    if (interest == s->interest)
        return;
    if (s->interest)
        event_del(&s->event);
    s->interest = interest;
    if (!interest)
        return;
    event_assign(&s->event, s->server->options.base, s->transport.fd,
                 (short)(interest | EV_PERSIST), on_event, s);
    event_add(&s->event, NULL);
}

/* A session that pauses keeps its interest in reading until something really comes (see on_event):
 * most pauses end before, and cost no system call. */
static void renew_interest(struct session *s)
{
    short interest = s->interest & EV_READ;

    if (may_read(s))
        interest |= s->transport.read_wants == TRANSPORT_WANTS_WRITE ? EV_WRITE : EV_READ;
    else if (s->eof || s->closing)
        interest = 0;
    if (s->stuck)
        interest |= s->transport.write_wants == TRANSPORT_WANTS_READ ? EV_READ : EV_WRITE;
    set_interest(s, interest);
}

void session_settle(struct session *s)
{
    if (s->dead)
        return;
    if (s->out.len > 0 && !s->stuck)
        send_out(s);
    if (s->dead)
        return;
    if ((s->has_lines && session_may_run(s)) || (may_read(s) && transport_has_more(&s->transport)))
        server_resume_later(s);
    if (s->eof && !s->has_lines && !s->waiting && replies_is_empty(&s->held))
        s->closing = true;
    if (s->closing && !s->waiting && session_unsent(s) == 0) {
        session_destroy(s);
        return;
    }
    if (s->closing)
        buffer_deinit(&s->in);
    renew_interest(s);
}

static void read_in(struct session *s)
{
    ssize_t n = transport_read(&s->transport, s->server->scratch, SESSION_SCRATCH);

    if (n == -EAGAIN)
        return;
    if (n < 0) {
        session_destroy(s);
        return;
    }
    if (n == 0)
        s->eof = true;
    else
        intake_take(s, s->server->scratch, (size_t)n);
}

static void on_event(evutil_socket_t fd, short what, void *arg)
{
    struct session *s = arg;

    (void)fd;
    if (s->stuck && ((what & EV_WRITE) || s->transport.tls))
        send_out(s);
    if (!s->dead && ((what & EV_READ) || s->transport.tls)) {
        if (may_read(s))
            read_in(s);
        else if (!(s->stuck && s->transport.write_wants == TRANSPORT_WANTS_READ))
            set_interest(s, s->interest & EV_WRITE);
    }
    if (!s->dead)
        server_mark_dirty(s);
}

void session_release(struct session *s, uint64_t durable)
{
    replies_release(&s->held, durable, &s->out);
    if (replies_is_empty(&s->held)) {
        s->reads_behind = false;
        s->held_listed = false;
        TAILQ_REMOVE(&s->server->held, s, by_held);
        if (s->split) {
            s->split = false;
            end_reply(s);
        }
    }
    server_mark_dirty(s);
}

void session_resume(struct session *s)
{
    if (!session_may_run(s))
        return;
    if (s->has_lines)
        intake_go_on(s);
    else if (may_read(s))
        read_in(s);
    if (!s->dead)
        server_mark_dirty(s);
}

struct session *session_new(struct server *server, int fd, const char *peer, long uid,
                            struct address *address, struct ssl_ctx_st *tls)
{
    size_t len = strlen(peer) + 1;
    struct session *s = xcalloc(1, sizeof(*s) + len);

    memcpy(s->peer, peer, len);
    s->server = server;
    s->number = ++server->last_number;
    s->uid = uid;
    s->address = address;
    s->active = server_now(server);
    transport_init(&s->transport, fd, tls);
    TAILQ_INSERT_TAIL(&server->by_age, s, by_age);
    server->count++;
    session_reply(s, 220, "%s dutyd %s ready, HELP for help", server->config->rules->office_id,
                  server->options.version);
    log_debug("%s: connected", s->peer);
    return s;
}
