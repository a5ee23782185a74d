#include "wire/net/reply.h"

#include <stdlib.h>

#include "base/mem.h"
#include "wire/net/parts.h"
#include "wire/net/pass.h"

struct desk *session_desk(const struct session *s)
{
    return s->net->desk;
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
        TAILQ_INSERT_TAIL(&s->net->watchers, s, by_watch);
    else
        TAILQ_REMOVE(&s->net->watchers, s, by_watch);
}

size_t session_unsent(const struct session *s)
{
    return s->out.len + s->held.bytes.len;
}

/* Where the next words of a reply go: after those that are held back, or straight out. */
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
    pass_mark(s);
}

/* What session_reply_adds was given. */
struct reply_adds {
    struct buffer done, refused;
};

void session_reply_adds(struct session *s, struct slice done, struct slice refused)
{
    session_free_adds(s);
    s->adds = xcalloc(1, sizeof(*s->adds));
    buffer_append_slice(&s->adds->done, done);
    buffer_append_slice(&s->adds->refused, refused);
}

void session_free_adds(struct session *s)
{
    if (!s->adds)
        return;
    buffer_deinit(&s->adds->done);
    buffer_deinit(&s->adds->refused);
    free(s->adds);
    s->adds = NULL;
}

static void append_adds(struct session *s, int code, struct buffer *b)
{
    if (s->adds && code == 250)
        buffer_append_slice(b, buffer_slice(&s->adds->done));
    else if (s->adds && (code == 501 || code == 505))
        buffer_append_slice(b, buffer_slice(&s->adds->refused));
    session_free_adds(s);
}

static void append_code(struct buffer *b, int code, char next)
{
    buffer_append_number(b, code);
    buffer_append_char(b, next);
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
    append_adds(s, code, b);
    close_line(s, b, start);
    end_reply(s);
}

void session_hold(struct session *s, uint64_t seq)
{
    if (s->dead || seq <= desk_durable(s->net->desk))
        return;
    replies_mark(&s->held, seq, net_now(s->net));
    if (!s->held_listed)
        TAILQ_INSERT_TAIL(&s->net->held, s, by_held);
    s->held_listed = true;
}

void session_reply_durable(struct session *s, uint64_t seq, int code, struct slice words)
{
    struct buffer *b;
    size_t start;

    if (s->dead)
        return;
    session_hold(s, seq);
    b = reply_buffer(s);
    start = b->len;
    append_code(b, code, ' ');
    buffer_append_slice(b, words);
    append_adds(s, code, b);
    close_line(s, b, start);
    s->split = s->split || (s->in_reply && b != &s->out);
    end_reply(s);
}

static void after_release(struct session *s)
{
    if (replies_is_empty(&s->held)) {
        s->reads_later = false;
        s->held_listed = false;
        TAILQ_REMOVE(&s->net->held, s, by_held);
        if (s->split) {
            s->split = false;
            end_reply(s);
        }
    }
    pass_mark(s);
}

void session_release(struct session *s, uint64_t durable)
{
    replies_release(&s->held, durable, &s->out);
    after_release(s);
}

/* A 2xx would say that it is durable. What was refused, and who has logged in, is so all the same.
 */
static void reword(void *arg, struct slice line, struct buffer *out)
{
    struct slice words = {line.data + 4, line.len - 4};

    if (line.len < 4 || line.data[0] != '2')
        buffer_append_slice(out, line);
    else if (line.data[3] == '-')
        buffer_printf(out, "450-%.*s", SLICE_ARG(words));
    else if (slice_starts_with(line, SLICE("230")))
        buffer_printf(out, "%.*s log=away this login is not in the duty log yet", SLICE_ARG(line));
    else
        buffer_printf(out, "450 not stored yet kept=yes %.*s -- %s", SLICE_ARG(words),
                      (const char *)arg);
}

void session_give_up(struct session *s, struct instant since, const char *why)
{
    replies_give_up(&s->held, since, reword, (void *)(uintptr_t)why, &s->out);
    after_release(s);
}

bool session_push(struct session *s, struct slice words)
{
    struct buffer *b = s->in_reply ? &s->pushes : &s->out;
    size_t start = b->len;

    if (!s->watching || s->dead || s->closing)
        return true;
    if (s->pushed + words.len > SESSION_MAX_PUSHED)
        return false;
    buffer_append_string(b, "* ");
    buffer_append_slice(b, words);
    close_line(s, b, start);
    s->pushed += b->len - start;
    return true;
}

void session_wait(struct session *s, void (*cancel)(void *arg), void *arg)
{
    if (s->dead)
        return;
    s->waiting = true;
    s->cancel = cancel;
    s->cancel_arg = arg;
}

void session_touch(struct session *s)
{
    s->active = net_now(s->net);
    TAILQ_REMOVE(&s->net->by_age, s, by_age);
    TAILQ_INSERT_TAIL(&s->net->by_age, s, by_age);
}

bool session_may_run(const struct session *s)
{
    size_t most = s->person ? SESSION_MAX_UNSENT : SESSION_MAX_UNSENT_OPEN;

    return !s->dead && !s->closing && !s->waiting && !s->net->draining &&
           session_unsent(s) <= most && !(s->reads_later && !replies_is_empty(&s->held));
}
