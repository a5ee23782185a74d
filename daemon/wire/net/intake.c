#include "wire/net/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/line_fault.h"
#include "base/mem.h"
#include "wire/net/foreign.h"
#include "wire/net/parts.h"
#include "wire/net/pass.h"
#include "wire/net/reply.h"
#include "wire/net/telnet.h"

struct intake_text {
    struct verb_form form;
    struct buffer head; /* the line that ended with << */
    struct buffer text;
    bool started; /* text has a line, maybe an empty one */
    bool by_hand; /* begun with the mark of an input method */
    bool too_long, long_line;
    struct buffer fault; /* what is wrong with the first bad line */
};

static void free_text(struct intake_text *t)
{
    buffer_deinit(&t->head);
    buffer_deinit(&t->text);
    buffer_deinit(&t->fault);
    free(t);
}

void intake_free_text(struct session *s)
{
    if (s->text)
        free_text(s->text);
    s->text = NULL;
}

static void refuse_line(struct session *s, enum line_error error, struct slice fault)
{
    struct buffer words = BUFFER_INIT;

    line_explain(error, fault, &words);
    session_reply(s, 500, "%.*s", SLICE_ARG(buffer_slice(&words)));
    buffer_deinit(&words);
}

static bool must_wait(struct session *s, const struct verb_form *form, bool has_text)
{
    bool reads = form->reads || (form->reads_text_less && !has_text);

    s->reads_later = reads && !replies_is_empty(&s->held);
    return s->reads_later;
}

/* Nothing more is read. */
static void end(struct session *s, int code, const char *words)
{
    s->end_code = code;
    s->end_words = words;
}

/* ---- the text after << ---- */

static void begin_text(struct session *s, const struct verb_form *form, struct slice raw)
{
    struct slice mark = slice_trim(raw);

    s->text = xcalloc(1, sizeof(*s->text));
    s->text->form = *form;
    buffer_append_slice(&s->text->head, raw);
    s->text->by_hand = mark.len < 2 || memcmp(mark.data + mark.len - 2, "<<", 2) != 0;
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
    if (t->fault.len) {
        session_reply(s, 500, "%s; nothing of the text was stored", t->fault.data);
    } else if (t->long_line) {
        session_reply(s, 500,
                      "a line of the text is too long: at most %d bytes with its end; "
                      "nothing of the text was stored",
                      LINE_MAX_BYTES);
    } else if (t->too_long) {
        session_reply(s, 501, "the text is too long: at most %d bytes; nothing was stored",
                      SESSION_MAX_TEXT);
    } else {
        line_verb(buffer_slice(&t->head), line, &rest);
        line_rest(rest, &t->form.line, line); /* was sound when the text began */
        line->text = buffer_slice(&t->text);
        line->has_text = line->text.len > 0;
        run(s, &t->form, line);
    }
    free_text(t);
}

static void add_to_text(struct intake_text *t, struct slice raw)
{
    struct slice fault;
    enum line_error error = line_check(raw, &fault);

    if (error && error != LINE_EMPTY && !t->fault.len)
        line_explain(error, fault, &t->fault);
    if (raw.len > 0 && raw.data[0] == '.')
        raw = (struct slice){raw.data + 1, raw.len - 1};
    if (t->fault.len || t->too_long)
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

/* Spaces behind the dot are not seen; a client that sends such a line doubles its dot. */
static bool ends_text(const struct intake_text *t, struct slice raw)
{
    static const char *const stops[] = {"。", "．", "｡"};
    struct slice stop = slice_trim(raw);

    for (size_t i = 0; t->by_hand && i < sizeof(stops) / sizeof(*stops); i++)
        if (slice_equal_string(stop, stops[i]))
            return true;
    return raw.len > 0 && raw.data[0] == '.' && stop.len == 1;
}

/* Ctrl-C in telnet. */
static void interrupt_text(struct session *s)
{
    if (!s->text)
        return;
    intake_free_text(s);
    session_reply(s, 500, "interrupted: nothing of the text was stored");
}

static void say_cut_off(struct session *s, const char *what)
{
    intake_free_text(s);
    session_reply(s, 500, "the connection was ended before the %s was: nothing of it was stored",
                  what);
}

void intake_cut_off(struct session *s)
{
    bool is_line = false;

    for (size_t i = 0; i < s->in.len; i++)
        is_line = is_line || (unsigned char)s->in.data[i] > ' ';

    buffer_deinit(&s->in);
    if (s->text || is_line)
        say_cut_off(s, s->text ? "text" : "line");
}

/* False: not yet, come again with the same line. */
static bool take_text_line(struct session *s, struct slice raw)
{
    if (!ends_text(s->text, raw)) {
        add_to_text(s->text, raw);
        return true;
    }
    if (must_wait(s, &s->text->form, s->text->text.len > 0))
        return false;
    end_text(s);
    return true;
}

static bool run_command(struct session *s, const struct verb_form *form, struct slice raw,
                        struct slice rest)
{
    const struct net_handler *h = &s->net->handler;
    struct line *line = &s->net->line;
    enum line_error error = line_rest(rest, &form->line, line);

    if (!error && must_wait(s, form, line->has_text))
        return false;
    if (error && form->command)
        refuse_line(s, error, line->fault);
    else if (form->takes_text && line->text_follows) {
        if (h->accepts_text(h->arg, s, form->command, line))
            begin_text(s, form, raw);
    } else {
        run(s, form, line);
    }
    return true;
}

static bool take_command(struct session *s, struct slice raw)
{
    const struct net_handler *h = &s->net->handler;
    struct line *line = &s->net->line;
    struct slice rest, fault;
    enum line_error error = line_check(raw, &fault);
    struct verb_form form;
    const char *foreign;

    if (error == LINE_EMPTY)
        return true;
    if (error) {
        refuse_line(s, error, fault);
        return true;
    }
    line_verb(raw, line, &rest);
    form = h->find_verb(h->arg, line->verb);
    foreign = form.command ? NULL : foreign_words(raw);
    if (foreign) {
        end(s, 421, foreign);
        return true;
    }
    return run_command(s, &form, raw, rest);
}

static bool take_line(struct session *s, struct slice raw)
{
    bool taken = s->text ? take_text_line(s, raw) : take_command(s, raw);

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

/* ---- what is no line ---- */

/* Takes what stands between lines. False: only a part of it has come. *ret_len: its bytes. */
static bool take_between(struct session *s, const char *bytes, size_t n, size_t *ret_len)
{
    char answer[3];

    *ret_len = cutter_skip(&s->cutter, bytes, n);
    if (s->skipping || *ret_len)
        return true;
    if (!s->begun && foreign_is_tls(bytes, n)) {
        end(s, 421, "this port does not speak TLS: connect to the one that does");
        return true;
    }
    switch (telnet_read(bytes, n, ret_len, answer)) {
    case TELNET_NONE:
        *ret_len = 0;
        break;
    case TELNET_PART:
        return false;
    case TELNET_NOTHING:
        break;
    case TELNET_REFUSE:
        buffer_append(&s->out, answer, sizeof(answer));
        pass_mark(s);
        break;
    case TELNET_INTERRUPT:
        interrupt_text(s);
        break;
    case TELNET_END:
        if (s->text)
            say_cut_off(s, "text");
        end(s, 221, "goodbye");
        break;
    }
    return true;
}

/* False: not yet, come again with the same line. */
static bool take_cut(struct session *s, const char *bytes, const struct cutter_line *line)
{
    if (s->skipping)
        s->skipping = false;
    else if (line->done > LINE_MAX_BYTES)
        take_long_line(s);
    else if (!take_line(s, (struct slice){bytes, line->len}))
        return false;
    s->cutter = line->after;
    s->begun = true;
    return true;
}

/* Runs lines as far as the session may; returns how many bytes are done with. */
static size_t run_lines(struct session *s, const char *bytes, size_t n)
{
    size_t done = 0, between;
    unsigned lines = 0;

    s->has_lines = false;
    while (done < n && !s->end_words) {
        struct cutter_line line;

        if (!take_between(s, bytes + done, n - done, &between))
            return done;
        done += between;
        if (between)
            continue;
        if (!cutter_cut(s->cutter, bytes + done, n - done, &line))
            return done + take_part(s, n - done);
        if (lines++ == SESSION_LINES_A_PASS || !session_may_run(s)) {
            s->has_lines = !s->dead && !s->closing;
            return done;
        }
        if (!take_cut(s, bytes + done, &line)) {
            s->has_lines = true;
            return done;
        }
        done += line.done;
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
