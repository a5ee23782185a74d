#include "wire/net/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "wire/net/intake.h"
#include "wire/net/parts.h"
#include "wire/net/pass.h"
#include "wire/net/reply.h"

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

void session_continue(struct session *s)
{
    if (s->dead)
        return;
    s->waiting = false;
    s->cancel = NULL;
    s->cancel_arg = NULL;
    session_touch(s);
    if (s->net->draining)
        session_close(s, 421, "the daemon is shutting down");
    pass_mark(s);
}

/* The pass has lists of its own. */
static void unlist(struct session *s)
{
    struct net *n = s->net;

    if (s->held_listed)
        TAILQ_REMOVE(&n->held, s, by_held);
    s->held_listed = false;
    TAILQ_REMOVE(&n->by_age, s, by_age);
    n->count--;
    addresses_leave(&n->addresses, s->address);
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
    transport_deinit(&s->transport, s->net->scratch, SESSION_SCRATCH);
    buffer_deinit(&s->out);
    buffer_deinit(&s->pushes);
    replies_deinit(&s->held);
    session_free_adds(s);
    intake_free_text(s);
    unlist(s);
    pass_bury(s);
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
    if (!s->closing)
        buffer_printf(&s->out, "421 %s\n", words);
    send_out(s);
    session_destroy(s);
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
    event_assign(&s->event, s->net->base, s->transport.fd, (short)(interest | EV_PERSIST), on_event,
                 s);
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
        pass_go_on_later(s);
    if (s->eof && !s->closing && !s->has_lines && !s->waiting && replies_is_empty(&s->held)) {
        intake_cut_off(s);
        s->closing = true;
    }
    if (s->closing && !s->waiting && session_unsent(s) == 0) {
        session_destroy(s);
        return;
    }
    if (s->closing)
        buffer_deinit(&s->in);
    renew_interest(s);
}

static void end_where_asked(struct session *s)
{
    if (s->end_words)
        session_close(s, s->end_code, s->end_words);
}

static void read_in(struct session *s)
{
    ssize_t n = transport_read(&s->transport, s->net->scratch, SESSION_SCRATCH);

    if (n == -EAGAIN)
        return;
    if (n < 0) {
        session_destroy(s);
        return;
    }
    if (n == 0)
        s->eof = true;
    else
        intake_take(s, s->net->scratch, (size_t)n);
    end_where_asked(s);
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
        pass_mark(s);
}

void session_resume(struct session *s)
{
    if (!session_may_run(s))
        return;
    if (s->has_lines) {
        intake_go_on(s);
        end_where_asked(s);
    } else if (may_read(s)) {
        read_in(s);
    }
    if (!s->dead)
        pass_mark(s);
}

struct session *session_new(struct net *n, int fd, const char *peer, long uid,
                            struct address *address, struct ssl_ctx_st *tls)
{
    size_t len = strlen(peer) + 1;
    struct session *s = xcalloc(1, sizeof(*s) + len);

    memcpy(s->peer, peer, len);
    s->net = n;
    s->uid = uid;
    s->address = address;
    s->active = net_now(n);
    transport_init(&s->transport, fd, tls);
    TAILQ_INSERT_TAIL(&n->by_age, s, by_age);
    n->count++;
    session_reply(s, 220, "%s dutyd %s ready, HELP for help", n->config->rules->office_id,
                  n->version);
    log_debug("%s: connected", s->peer);
    return s;
}
