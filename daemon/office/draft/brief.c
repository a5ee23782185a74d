#include "office/draft/brief.h"

#include <string.h>

#include "office/draft/brief_section.h"
#include "office/state/callout.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/log_notes.h"
#include "office/state/notices.h"
#include "office/state/reliefs.h"
#include "office/state/standing.h"
#include "office/state/watch.h"

#define ORDERS_BYTES 6000 /* of standing orders, which are not cut: each is to be done */

#define INCIDENTS_BYTES 4000

/* "he.lan (He Lan)" */
static void put_person(const struct office *o, const char *id, struct buffer *out)
{
    const struct person *p = rules_person(o->rules, slice_of(id));

    buffer_append_string(out, id);
    if (p && p->name && p->name[0] && strcmp(p->name, id) != 0)
        buffer_printf(out, " (%s)", p->name);
}

/* Class, place, figures of people. */
static void put_fact(const struct field *fact, void *arg)
{
    struct buffer *out = arg;

    if (fact->id != FIELD_CLASS && fact->id != FIELD_PLACE && !field_table[fact->id].is_figure)
        return;
    buffer_printf(out, " %s=", field_table[fact->id].name);
    field_format_value(fact, out);
}

struct pending {
    const struct incident *incident;
    struct instant now;
    struct buffer *out;
};

static void put_begin(const char *person, const char *via, struct buffer *out)
{
    buffer_printf(out, "%s %s by %s", out->len ? "," : "", person, via);
}

static void put_notice(const struct notice *n, struct pending *p)
{
    if (!incident_id_equal(n->about, p->incident->id))
        return;
    put_begin(n->person, n->via, p->out);
    buffer_append_string(p->out, " a notice waits since ");
    calendar_format_short(n->queued, p->now, p->out);
}

static void put_callout(const struct callout *c, struct pending *p)
{
    put_begin(c->person, c->via, p->out);
    buffer_printf(p->out, " %s ",
                  c->declined ? "declined"
                  : c->left   ? "has left"
                              : page_state_to_string(c->state));
    calendar_format_short(instant_is_set(c->sent) && c->state == PAGE_SENT ? c->sent : c->queued,
                          p->now, p->out);
    if (c->report != REPORT_NONE)
        buffer_printf(p->out, " %s", page_report_to_string(c->report));
}

/* To whom it was brought, and what became of that: of each the latest page, and notices that wait.
 */
static void put_told(const struct office *o, const struct incident *i, struct instant now,
                     struct buffer *out)
{
    struct buffer words = BUFFER_INIT;
    struct pending p = {i, now, &words};
    struct notice *n, *next;

    for (size_t k = 0; k < i->n_callouts; k++)
        put_callout(&i->callouts[k], &p);
    HASH_ITER(by_id, o->notices, n, next) put_notice(n, &p);
    if (words.len)
        buffer_printf(out, "\n    paged:%s", words.data);
    buffer_deinit(&words);
}

static void put_incident(const struct office *o, const struct incident *i, struct instant now,
                         struct buffer *out)
{
    struct field text;

    incident_id_format(i->id, out);
    buffer_append_char(out, ' ');
    buffer_append_string(out, incident_state_to_string(i->state));
    if (i->grade)
        buffer_printf(out, " grade=%u", i->grade);
    if (i->drill)
        buffer_append_string(out, " drill=yes");
    incident_each_fact(i, put_fact, out);
    if (i->state == INCIDENT_ACKED && i->acker) {
        buffer_append_string(out, " by=");
        put_person(o, i->acker, out);
    }
    if (!instant_is_never(i->chain_due)) {
        buffer_append_string(out, " due=");
        calendar_format_short(i->chain_due, now, out);
    }
    if (incident_fact(i, FIELD_TEXT, &text)) {
        buffer_append_char(out, ' ');
        brief_section_head(text.text, out);
    }
    put_told(o, i, now, out);
}

/* The worst first, those without a grade last. */
static void put_live(const struct office *o, struct instant now, struct buffer *out)
{
    struct brief_section s = {.bytes = INCIDENTS_BYTES};
    struct buffer *line;

    for (unsigned grade = 1; grade <= 5; grade++) {
        for (const struct incident *i = o->incidents->live; i; i = i->next) {
            if ((i->grade ? i->grade : 5) != grade || !(line = brief_section_line(&s)))
                continue;
            put_incident(o, i, now, line);
            brief_section_end_line(&s);
        }
    }
    brief_section_put(&s, "open incidents", out);
}

static void put_pages(const struct office *o, struct instant now, struct buffer *out)
{
    struct brief_section s = {0};
    struct buffer *line;

    for (const struct incident *i = o->incidents->live; i; i = i->next) {
        for (size_t k = 0; k < i->n_callouts; k++) {
            const struct callout *c = &i->callouts[k];

            if (!callout_is_live(i, c) || !(line = brief_section_line(&s)))
                continue;
            incident_id_format(i->id, line);
            buffer_printf(line, " %s by %s, %s since ", c->person, c->via,
                          page_state_to_string(c->state));
            calendar_format_short(c->queued, now, line);
            brief_section_end_line(&s);
        }
    }
    brief_section_put(&s, "unanswered pages", out);
}

void brief_incidents(const struct office *o, const struct brief *b, struct buffer *out)
{
    put_live(o, b->now, out);
    put_pages(o, b->now, out);
}

/* Of all posts: a relief elsewhere is good to know, too. */
void brief_reliefs(const struct office *o, const struct brief *b, struct buffer *out)
{
    struct brief_section s = {0};
    struct buffer *line;

    for (size_t i = 0; i < o->reliefs->n; i++) {
        const struct cover *c = &o->reliefs->covers[i];

        if (!instant_before(b->now, c->to) || !(line = brief_section_line(&s)))
            continue;
        buffer_printf(line, "%s: %s for %s, ", c->post, c->in, c->out);
        calendar_format_short(c->from, b->now, line);
        buffer_append_string(line, " to ");
        calendar_format_short(c->to, b->now, line);
        buffer_append_string(line, ": ");
        brief_section_head(slice_of(c->reason), line);
        brief_section_end_line(&s);
    }
    brief_section_put(&s, "reliefs", out);
}

void brief_standing(const struct office *o, const struct brief *b, struct buffer *out)
{
    struct brief_section s = {.bytes = ORDERS_BYTES};
    struct buffer *line;

    for (size_t i = 0; i < o->standing->n; i++) {
        const struct standing *order = &o->standing->orders[i];

        if (!instant_before(b->now, order->until) || !(line = brief_section_line(&s)))
            continue;
        buffer_printf(line, "%llu %s", (unsigned long long)order->seq, order->by);
        if (!instant_is_never(order->until)) {
            buffer_append_string(line, " until ");
            calendar_format_short(order->until, b->now, line);
        }
        buffer_append_string(line, ": ");
        buffer_append_string(line, order->text);
        brief_section_end_line(&s);
    }
    brief_section_put(&s, "standing orders", out);
}

/* The latest first: they are what nobody else knows yet. */
void brief_log_notes(const struct office *o, const struct brief *b, struct buffer *out)
{
    const struct log_notes *l = o->log_notes;
    struct brief_section s = {0};
    struct buffer *line;

    for (size_t i = l->n; i-- > 0;) {
        const struct log_note *r = &l->notes[i];

        if ((b->watch && instant_before(r->at, b->watch->taken.at)) ||
            instant_before(instant_add(r->at, LOG_NOTES_LIFE), b->now) ||
            !(line = brief_section_line(&s)))
            continue;
        calendar_format_short(r->at, b->now, line);
        buffer_printf(line, " %s%s: ", r->by, r->is_remark ? " (observer)" : "");
        brief_section_head(slice_of(r->text), line);
        brief_section_end_line(&s);
    }
    brief_section_put(&s, "in the log since the last handover", out);
}

void brief_write(const struct office *o, const struct brief *b, struct slice remarks,
                 struct buffer *out)
{
    struct buffer lists = BUFFER_INIT;

    for (enum part_id k = 0; k < PART_COUNT; k++)
        if (o->parts[k].brief)
            o->parts[k].brief(o, b, &lists);
    if (remarks.len) {
        buffer_append_slice(out, remarks);
        buffer_append_char(out, '\n');
    }
    buffer_append_slice(out, buffer_slice(&lists));
    buffer_deinit(&lists);
}
