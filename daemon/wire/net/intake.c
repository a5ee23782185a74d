#include "wire/net/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "wire/net/parts.h"
#include "wire/net/reply.h"

struct intake_text {
    struct verb_form form;
    struct buffer head; /* the line that ended with << */
    struct buffer text;
    bool started; /* text has a line, maybe an empty one */
    bool too_long, long_line;
    enum line_error error; /* of the first bad line */
};

void intake_free_text(struct session *s)
{
    if (!s->text)
        return;
    buffer_deinit(&s->text->head);
    buffer_deinit(&s->text->text);
    free(s->text);
    s->text = NULL;
}

static void refuse_line(struct session *s, enum line_error error)
{
    session_reply(s, 500, "%s", line_error_to_string(error));
}

static bool must_wait(struct session *s, const struct verb_form *form, bool has_text)
{
    bool reads = form->reads || (form->reads_text_less && !has_text);

    s->reads_later = reads && !replies_is_empty(&s->held);
    return s->reads_later;
}

/* ---- the text after << ---- */

static void begin_text(struct session *s, const struct verb_form *form, struct slice raw)
{
    s->text = xcalloc(1, sizeof(*s->text));
    s->text->form = *form;
    buffer_append_slice(&s->text->head, raw);
    session_reply(s, 350, "send the text, end with a line of a single .");
}

static void run(struct session *s, const struct verb_form *form, const struct line *line)
{
    const struct net_handler *h = &s->net->handler;

    h->run_line(h->arg, s, form->command, line);
}

static void end_text(struct session *s)
{
    struct intake_text *t = s->text;
    struct line *line = &s->net->line;
    struct slice rest;

    s->text = NULL;
    if (t->error) {
        session_reply(s, 500, "%s; nothing of the text was stored", line_error_to_string(t->error));
    } else if (t->long_line) {
        session_reply(s, 500,
                      "a line of the text is too long: at most %d bytes with its end; "
                      "nothing of the text was stored",
                      LINE_MAX_BYTES);
    } else if (t->too_long) {
        session_reply(s, 501, "the text is too long: at most %d bytes; nothing was stored",
                      SESSION_MAX_TEXT);
    } else {
        line->verb = line_verb(buffer_slice(&t->head), &rest);
        line_rest(rest, t->form.max_words, line); /* was sound when the text began */
        line->text = buffer_slice(&t->text);
        line->has_text = line->text.len > 0;
        run(s, &t->form, line);
    }
    buffer_deinit(&t->head);
    buffer_deinit(&t->text);
    free(t);
}

static void add_to_text(struct intake_text *t, struct slice raw)
{
    enum line_error error = line_check(raw);

    if (error && error != LINE_EMPTY && !t->error)
        t->error = error;
    if (raw.len > 0 && raw.data[0] == '.')
        raw = (struct slice){raw.data + 1, raw.len - 1};
    if (t->error || t->too_long)
        return;
    if (t->text.len + t->started + raw.len > SESSION_MAX_TEXT) {
        t->too_long = true;
        buffer_deinit(&t->text);
        return;
    }
    if (t->started)
        buffer_append_char(&t->text, '\n');
    buffer_append_slice(&t->text, raw);
    t->started = true;
}

/* ---- lines ---- */

/* False: not yet, come again with the same line. */
static bool take_text_line(struct session *s, struct slice raw)
{
    if (!slice_equal(raw, SLICE("."))) {
        add_to_text(s->text, raw);
        return true;
    }
    if (must_wait(s, &s->text->form, s->text->text.len > 0))
        return false;
    end_text(s);
    return true;
}

static bool take_command(struct session *s, struct slice raw)
{
    const struct net_handler *h = &s->net->handler;
    struct line *line = &s->net->line;
    enum line_error error = line_check(raw);
    struct verb_form form;
    struct slice rest;

    if (error == LINE_EMPTY)
        return true;
    if (error) {
        refuse_line(s, error);
        return true;
    }
    line->verb = line_verb(raw, &rest);
    form = h->find_verb(h->arg, line->verb);
    error = line_rest(rest, form.max_words, line);
    if (!error && must_wait(s, &form, line->has_text))
        return false;
    if (error && form.command)
        refuse_line(s, error);
    else if (form.takes_text && line->text_follows) {
        if (h->accepts_text(h->arg, s, form.command, line))
            begin_text(s, &form, raw);
    } else {
        run(s, &form, line);
    }
    return true;
}

static bool take_line(struct session *s, struct slice raw)
{
    bool taken;

    if (raw.len > 0 && raw.data[raw.len - 1] == '\r')
        raw.len--;
    taken = s->text ? take_text_line(s, raw) : take_command(s, raw);
    if (taken && !s->dead)
        session_touch(s);
    return taken;
}

static void take_long_line(struct session *s)
{
    if (s->text) {
        s->text->long_line = true;
        return;
    }
    session_reply(s, 500,
                  "the line is too long: at most %d bytes with its end; send a long text with <<",
                  LINE_MAX_BYTES);
}

/* The head of a line without its end. Returns how much of it need not be kept. */
static size_t take_part(struct session *s, size_t n)
{
    if (s->skipping)
        return n;
    if (n < LINE_MAX_BYTES)
        return 0;
    take_long_line(s);
    s->skipping = true;
    return n;
}

/* Runs lines as far as the session may; returns how many bytes are done with. */
static size_t run_lines(struct session *s, const char *bytes, size_t n)
{
    size_t done = 0;
    unsigned lines = 0;

    s->has_lines = false;
    while (done < n) {
        const char *end = memchr(bytes + done, '\n', n - done);
        size_t len;

        if (!end)
            return done + take_part(s, n - done);
        if (lines++ == SESSION_LINES_A_PASS || !session_may_run(s)) {
            s->has_lines = !s->dead && !s->closing;
            return done;
        }
        len = (size_t)(end - bytes) - done;
        if (s->skipping)
            s->skipping = false;
        else if (len + 1 > LINE_MAX_BYTES)
            take_long_line(s);
        else if (!take_line(s, (struct slice){bytes + done, len})) {
            s->has_lines = true;
            return done;
        }
        done += len + 1;
    }
    return done;
}

/* Keeps the last n bytes of `in`, in no more memory than they need. */
static void keep_tail(struct session *s, size_t n)
{
    struct buffer old = s->in;

    if (n == old.len)
        return;
    s->in = BUFFER_INIT;
    buffer_append(&s->in, old.data + old.len - n, n);
    buffer_deinit(&old);
}

void intake_go_on(struct session *s)
{
    size_t done;

    if (s->in.len == 0)
        return;
    done = run_lines(s, s->in.data, s->in.len);
    if (s->dead || s->closing)
        return;
    keep_tail(s, s->in.len - done);
}

void intake_take(struct session *s, const char *bytes, size_t n)
{
    size_t done;

    if (s->in.len > 0) {
        buffer_append(&s->in, bytes, n);
        intake_go_on(s);
        return;
    }
    done = run_lines(s, bytes, n);
    if (!s->dead && !s->closing)
        buffer_append(&s->in, bytes + done, n - done);
}
