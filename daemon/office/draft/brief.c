#include "office/draft/brief.h"

#include "base/utf8.h"
#include "office/state/callout.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/log_notes.h"
#include "office/state/reliefs.h"
#include "office/state/standing.h"
#include "office/state/watch.h"

#define SECTION_BYTES 1800 /* of the lines of each kind; what is left out is counted */
#define ORDERS_BYTES 6000  /* of standing orders, which are not cut: each is to be done */
#define HEAD_BYTES 100

static void put_time(struct instant at, struct instant now, struct buffer *out)
{
    calendar_format_short(at, now, out);
}

static void put_head(struct slice text, struct buffer *out)
{
    struct slice line = slice_cut(&text, '\n'), head = utf8_head(line, HEAD_BYTES);

    buffer_append_slice(out, head);
    if (head.len < line.len || text.len)
        buffer_append_string(out, " …");
}

/* What there is of one kind: so many, and the first of them in words. */
struct section {
    struct buffer lines, line;
    size_t n, shown;
    size_t bytes; /* at most; 0: SECTION_BYTES */
};

/* The next line; put words into it, then end it. NULL: it is only counted, there is no room. */
static struct buffer *begin_line(struct section *s)
{
    if (s->shown < s->n++)
        return NULL;
    buffer_clear(&s->line);
    buffer_append_string(&s->line, "\n  ");
    return &s->line;
}

static void end_line(struct section *s)
{
    size_t most = s->bytes ? s->bytes : SECTION_BYTES;

    if (s->lines.len + s->line.len > most)
        return;
    s->shown++;
    buffer_append_slice(&s->lines, buffer_slice(&s->line));
}

static void put_section(struct section *s, const char *what, struct buffer *out)
{
    buffer_printf(out, "%s%s: %zu", out->len ? "\n" : "", what, s->n);
    buffer_append_slice(out, buffer_slice(&s->lines));
    if (s->n > s->shown)
        buffer_printf(out, "\n  and %zu more", s->n - s->shown);
    buffer_deinit(&s->lines);
    buffer_deinit(&s->line);
}

static void put_incident(const struct incident *i, struct instant now, struct buffer *out)
{
    struct field text;

    incident_id_format(i->id, out);
    buffer_append_char(out, ' ');
    buffer_append_string(out, incident_state_to_string(i->state));
    if (i->grade)
        buffer_printf(out, " grade=%u", i->grade);
    if (i->drill)
        buffer_append_string(out, " drill=yes");
    if (i->state == INCIDENT_ACKED && i->acker)
        buffer_printf(out, " by=%s", i->acker);
    if (!instant_is_never(i->chain_due)) {
        buffer_append_string(out, " due=");
        put_time(i->chain_due, now, out);
    }
    if (incident_fact(i, FIELD_TEXT, &text)) {
        buffer_append_char(out, ' ');
        put_head(text.text, out);
    }
}

/* The worst first, those without a grade last. */
static void put_incidents(const struct office *o, struct instant now, struct buffer *out)
{
    struct section s = {0};
    struct buffer *line;

    for (unsigned grade = 1; grade <= 5; grade++) {
        for (const struct incident *i = o->incidents->live; i; i = i->next) {
            if ((i->grade ? i->grade : 5) != grade || !(line = begin_line(&s)))
                continue;
            put_incident(i, now, line);
            end_line(&s);
        }
    }
    put_section(&s, "open incidents", out);
}

static void put_pages(const struct office *o, struct instant now, struct buffer *out)
{
    struct section s = {0};
    struct buffer *line;

    for (const struct incident *i = o->incidents->live; i; i = i->next) {
        for (size_t k = 0; k < i->n_callouts; k++) {
            const struct callout *c = &i->callouts[k];

            if (!callout_is_live(i, c) || !(line = begin_line(&s)))
                continue;
            incident_id_format(i->id, line);
            buffer_printf(line, " %s by %s, %s since ", c->person, c->via,
                          page_state_to_string(c->state));
            put_time(c->queued, now, line);
            end_line(&s);
        }
    }
    put_section(&s, "unanswered pages", out);
}

/* Of all posts: a relief elsewhere is good to know, too. */
static void put_reliefs(const struct office *o, struct instant now, struct buffer *out)
{
    struct section s = {0};
    struct buffer *line;

    for (size_t i = 0; i < o->reliefs->n; i++) {
        const struct cover *c = &o->reliefs->covers[i];

        if (!instant_before(now, c->to) || !(line = begin_line(&s)))
            continue;
        buffer_printf(line, "%s: %s for %s, ", c->post, c->in, c->out);
        put_time(c->from, now, line);
        buffer_append_string(line, " to ");
        put_time(c->to, now, line);
        buffer_append_string(line, ": ");
        put_head(slice_of(c->reason), line);
        end_line(&s);
    }
    put_section(&s, "reliefs", out);
}

static void put_standing(const struct office *o, struct instant now, struct buffer *out)
{
    struct section s = {.bytes = ORDERS_BYTES};
    struct buffer *line;

    for (size_t i = 0; i < o->standing->n; i++) {
        const struct standing *order = &o->standing->orders[i];

        if (!instant_before(now, order->until) || !(line = begin_line(&s)))
            continue;
        buffer_printf(line, "%llu %s", (unsigned long long)order->seq, order->by);
        if (!instant_is_never(order->until)) {
            buffer_append_string(line, " until ");
            put_time(order->until, now, line);
        }
        buffer_append_string(line, ": ");
        buffer_append_string(line, order->text);
        end_line(&s);
    }
    put_section(&s, "standing orders", out);
}

/* The latest first: they are what nobody else knows yet. */
static void put_remarks(const struct office *o, const struct watch *w, struct instant now,
                        struct buffer *out)
{
    const struct log_notes *l = o->log_notes;
    struct section s = {0};
    struct buffer *line;

    for (size_t i = l->n; i-- > 0;) {
        const struct log_note *r = &l->notes[i];

        if ((w && instant_before(r->at, w->taken.at)) ||
            instant_before(instant_add(r->at, LOG_NOTES_LIFE), now) || !(line = begin_line(&s)))
            continue;
        put_time(r->at, now, line);
        buffer_printf(line, " %s: ", r->by);
        put_head(slice_of(r->text), line);
        end_line(&s);
    }
    put_section(&s, "in the log since the last handover", out);
}

void brief_write(const struct office *o, const struct watch *w, struct slice remarks,
                 struct instant now, struct buffer *out)
{
    struct buffer lists = BUFFER_INIT;

    put_incidents(o, now, &lists);
    put_pages(o, now, &lists);
    put_reliefs(o, now, &lists);
    put_standing(o, now, &lists);
    put_remarks(o, w, now, &lists);
    if (remarks.len) {
        buffer_append_slice(out, remarks);
        buffer_append_char(out, '\n');
    }
    buffer_append_slice(out, buffer_slice(&lists));
    buffer_deinit(&lists);
}
