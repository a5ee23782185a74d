#include "paging/message.h"

#include "base/utf8.h"
#include "office/state/wording.h"
#include "paging/message_text.h"

/* What a message is put together from; what is not known is empty. */
struct parts {
    struct buffer head; /* "4711 DRILL II gas " */
    struct buffer place;
    struct buffer figures; /* "dead 5, trapped 3" */
    struct buffer reason;  /* of the grade */
    struct buffer text;
    struct buffer tail; /* " #2" */
};

static struct slice fact_text(const struct incident *i, enum field_id id)
{
    struct field fact;

    return incident_fact(i, id, &fact) ? fact.text : (struct slice){0};
}

static void collect_head(const struct incident *i, const struct callout *c, bool gsm,
                         struct buffer *head)
{
    if (c->code > 0)
        buffer_printf(head, "%04u ", c->code);
    if (i->drill)
        buffer_append_string(head, drill_mark(gsm));
    buffer_append_string(head, message_grade(i->grade));
    if (i->class && i->class[0]) {
        buffer_append_char(head, ' ');
        message_append_flat(head, slice_of(i->class), gsm);
    }
}

static void parts_deinit(struct parts *p)
{
    buffer_deinit(&p->head);
    buffer_deinit(&p->place);
    buffer_deinit(&p->figures);
    buffer_deinit(&p->reason);
    buffer_deinit(&p->text);
    buffer_deinit(&p->tail);
}

static void parts_collect(struct parts *p, const struct incident *i, const struct callout *c,
                          unsigned repeat, bool gsm)
{
    *p = (struct parts){0};
    collect_head(i, c, gsm, &p->head);
    message_append_trimmed(&p->place, fact_text(i, FIELD_PLACE), gsm);
    incident_append_figures(i, incident_is_han(i), &p->figures);
    message_append_trimmed(&p->reason, incident_grade_reason(i), gsm);
    message_append_trimmed(&p->text, fact_text(i, FIELD_TEXT), gsm);
    if (repeat > 1)
        buffer_printf(&p->tail, " #%u", repeat);
}

static bool parts_are_gsm(const struct parts *p)
{
    return utf8_gsm7_septets(buffer_slice(&p->head)) >= 0 &&
           utf8_gsm7_septets(buffer_slice(&p->place)) >= 0 &&
           utf8_gsm7_septets(buffer_slice(&p->figures)) >= 0 &&
           utf8_gsm7_septets(buffer_slice(&p->reason)) >= 0 &&
           utf8_gsm7_septets(buffer_slice(&p->text)) >= 0;
}

static void append_said(const struct parts *p, bool gsm, size_t most_of_reason, struct buffer *out,
                        bool *cut)
{
    size_t from = out->len;

    buffer_append_slice(out, buffer_slice(&p->figures));
    if (p->reason.len > 0) {
        buffer_append_string(out, out->len > from ? "; " : "");
        *cut = message_append_cut(out, buffer_slice(&p->reason), gsm, most_of_reason) || *cut;
    }
    if (p->text.len > 0) {
        buffer_append_string(out, out->len > from ? "; " : "");
        buffer_append_slice(out, buffer_slice(&p->text));
    }
}

/* All parts but the tail; a place takes so much of it, a reason so much. */
static void put_together(const struct parts *p, bool gsm, size_t most_of_place,
                         size_t most_of_reason, struct buffer *out, bool *cut)
{
    struct buffer said = BUFFER_INIT;

    buffer_append_slice(out, buffer_slice(&p->head));
    if (p->place.len > 0) {
        buffer_append_char(out, ' ');
        *cut = message_append_cut(out, buffer_slice(&p->place), gsm, most_of_place) || *cut;
    }
    append_said(p, gsm, most_of_reason, &said, cut);
    if (said.len > 0) {
        buffer_append_string(out, ": ");
        buffer_append_slice(out, buffer_slice(&said));
    }
    buffer_deinit(&said);
}

/* Cut to fit into `limit` with the tail. True when something was cut. */
static bool join(const struct parts *p, bool gsm, size_t limit, struct buffer *out)
{
    size_t room = limit - message_cost(buffer_slice(&p->tail), gsm);
    struct buffer whole = BUFFER_INIT;
    bool cut = false;

    put_together(p, gsm, SIZE_MAX, SIZE_MAX, &whole, &cut);
    if (message_cost(buffer_slice(&whole), gsm) > room) {
        buffer_clear(&whole);
        put_together(p, gsm, limit / 2, limit / 4, &whole, &cut);
    }
    cut = message_append_cut(out, buffer_slice(&whole), gsm, room) || cut;
    buffer_deinit(&whole);
    return cut;
}

/* The incident's number in the longest form that still fits. */
static void append_id(struct incident_id id, bool gsm, size_t room, struct buffer *out)
{
    struct buffer whole = BUFFER_INIT;

    buffer_append_string(&whole, " [");
    incident_id_format(id, &whole);
    buffer_append_char(&whole, ']');
    if (message_cost(buffer_slice(&whole), gsm) > room) {
        buffer_clear(&whole);
        buffer_printf(&whole, " [%u]", (unsigned)id.number);
    }
    if (message_cost(buffer_slice(&whole), gsm) <= room)
        buffer_append_slice(out, buffer_slice(&whole));
    buffer_deinit(&whole);
}

void message_compose(const struct incident *i, const struct callout *c, unsigned repeat,
                     struct buffer *out, bool *ret_truncated)
{
    struct buffer line = BUFFER_INIT;
    struct parts parts;
    size_t limit, used;
    bool gsm, cut;

    parts_collect(&parts, i, c, repeat, true);
    gsm = parts_are_gsm(&parts);
    if (!gsm) {
        parts_deinit(&parts);
        parts_collect(&parts, i, c, repeat, false);
    }
    limit = message_part(gsm);
    cut = join(&parts, gsm, limit, &line);
    used = message_cost(buffer_slice(&line), gsm) + message_cost(buffer_slice(&parts.tail), gsm);
    if (!cut)
        append_id(i->id, gsm, limit - used, &line);
    buffer_append_slice(out, buffer_slice(&line));
    buffer_append_slice(out, buffer_slice(&parts.tail));
    buffer_deinit(&line);
    parts_deinit(&parts);
    *ret_truncated = cut;
}

void message_fit(struct slice text, struct buffer *out, bool *ret_truncated)
{
    struct buffer whole = BUFFER_INIT;
    bool gsm;

    message_append_trimmed(&whole, text, true);
    gsm = utf8_gsm7_septets(buffer_slice(&whole)) >= 0;
    if (!gsm) {
        buffer_clear(&whole);
        message_append_trimmed(&whole, text, false);
    }
    *ret_truncated = message_append_cut(out, buffer_slice(&whole), gsm, message_part(gsm));
    buffer_deinit(&whole);
}
