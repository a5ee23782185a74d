/* What the outgoing leaves to the incoming, in words: written into the handover's entry. */
#include "office/presence.h"

#include "base/utf8.h"

#define BRIEF_BYTES 8000 /* a reply line stays readable */
#define HEAD_BYTES 100
#define MOST 30 /* of each kind; the rest is counted */

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

static void put_incident(const struct incident *i, struct instant now, struct buffer *out)
{
    struct field text;

    buffer_append_string(out, "\n  ");
    incident_id_format(i->id, out);
    buffer_append_char(out, ' ');
    buffer_append_string(out, incident_state_to_string(i->state));
    if (i->grade)
        buffer_printf(out, " grade=%u", i->grade);
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

static void put_more(size_t n, struct buffer *out)
{
    if (n > MOST)
        buffer_printf(out, "\n  and %zu more", n - MOST);
}

static void put_incidents(const struct office *o, struct instant now, struct buffer *out)
{
    size_t n = 0;

    buffer_printf(out, "open incidents: %zu", o->counts.open + o->counts.acked);
    for (const struct incident *i = o->live; i; i = i->next)
        if (n++ < MOST)
            put_incident(i, now, out);
    put_more(n, out);
}

static bool is_unanswered(const struct incident *i, const struct callout *c)
{
    return i->state == INCIDENT_OPEN && !c->earlier && !c->declined && callout_is_open(c);
}

static void put_pages(const struct office *o, struct instant now, struct buffer *out)
{
    struct buffer lines = BUFFER_INIT;
    size_t n = 0;

    for (const struct incident *i = o->live; i; i = i->next) {
        for (size_t k = 0; k < i->n_callouts; k++) {
            const struct callout *c = &i->callouts[k];
            if (!is_unanswered(i, c) || n++ >= MOST)
                continue;
            buffer_append_string(&lines, "\n  ");
            incident_id_format(i->id, &lines);
            buffer_printf(&lines, " %s by %s, %s since ", c->person, c->via,
                          page_state_to_string(c->state));
            put_time(c->queued, now, &lines);
        }
    }
    put_more(n, &lines);
    buffer_printf(out, "\nunanswered pages: %zu", n);
    buffer_append_slice(out, buffer_slice(&lines));
    buffer_deinit(&lines);
}

/* Of all posts: a relief elsewhere is good to know, too. */
static void put_reliefs(const struct office *o, struct instant now, struct buffer *out)
{
    struct buffer lines = BUFFER_INIT;
    size_t n = 0;

    for (size_t i = 0; i < o->presence->n_covers; i++) {
        const struct cover *c = &o->presence->covers[i];
        if (!instant_before(now, c->to) || n++ >= MOST)
            continue;
        buffer_printf(&lines, "\n  %s: %s for %s, ", c->post, c->in, c->out);
        put_time(c->from, now, &lines);
        buffer_append_string(&lines, " to ");
        put_time(c->to, now, &lines);
        buffer_append_string(&lines, ": ");
        put_head(slice_of(c->reason), &lines);
    }
    put_more(n, &lines);
    buffer_printf(out, "\nreliefs: %zu", n);
    buffer_append_slice(out, buffer_slice(&lines));
    buffer_deinit(&lines);
}

static void put_remarks(const struct office *o, const struct watch *w, struct instant now,
                        struct buffer *out)
{
    struct buffer lines = BUFFER_INIT;
    size_t n = 0;

    for (size_t i = 0; i < o->presence->n_remarks; i++) {
        const struct remark *r = &o->presence->remarks[i];
        if (w && instant_before(r->at, w->handed))
            continue;
        n++;
        buffer_append_string(&lines, "\n  ");
        put_time(r->at, now, &lines);
        buffer_printf(&lines, " %s: ", r->by);
        put_head(slice_of(r->text), &lines);
    }
    buffer_printf(out, "\nin the log since the last handover: %zu", n);
    buffer_append_slice(out, buffer_slice(&lines));
    buffer_deinit(&lines);
}

void presence_brief(const struct office *o, const struct watch *w, struct slice remarks,
                    struct instant now, struct buffer *out)
{
    struct buffer whole = BUFFER_INIT;
    struct slice kept;

    if (remarks.len) {
        buffer_append_slice(&whole, utf8_head(remarks, BRIEF_BYTES / 2));
        buffer_append_char(&whole, '\n');
    }
    put_incidents(o, now, &whole);
    put_pages(o, now, &whole);
    put_reliefs(o, now, &whole);
    put_remarks(o, w, now, &whole);
    kept = utf8_head(buffer_slice(&whole), BRIEF_BYTES);
    buffer_append_slice(out, kept);
    if (kept.len < whole.len)
        buffer_append_string(out, " …");
    buffer_deinit(&whole);
}
