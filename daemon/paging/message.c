#include "paging/message.h"

#include "base/utf8.h"
#include "paging/message_text.h"

/* What a message is put together from; what is not known is empty. */
struct parts {
    struct buffer head; /* "4711 DRILL II gas " */
    struct buffer place;
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
    buffer_deinit(&p->text);
    buffer_deinit(&p->tail);
}

static void parts_collect(struct parts *p, const struct incident *i, const struct callout *c,
                          unsigned repeat, bool gsm)
{
    *p = (struct parts){0};
    collect_head(i, c, gsm, &p->head);
    message_append_trimmed(&p->place, fact_text(i, FIELD_PLACE), gsm);
    message_append_trimmed(&p->text, fact_text(i, FIELD_TEXT), gsm);
    if (repeat > 1)
        buffer_printf(&p->tail, " #%u", repeat);
}

static bool parts_are_gsm(const struct parts *p)
{
    return utf8_gsm7_septets(buffer_slice(&p->head)) >= 0 &&
           utf8_gsm7_septets(buffer_slice(&p->place)) >= 0 &&
           utf8_gsm7_septets(buffer_slice(&p->text)) >= 0;
}

/* Head, place and text, cut to fit into `limit` with the tail. True when something was cut. */
static bool join(const struct parts *p, bool gsm, size_t limit, struct buffer *out)
{
    size_t room = limit - message_cost(buffer_slice(&p->tail), gsm);
    struct slice place = buffer_slice(&p->place), text = buffer_slice(&p->text), kept;
    struct buffer whole = BUFFER_INIT;
    bool cut = false;

    buffer_append_slice(&whole, buffer_slice(&p->head));
    if (place.len > 0) {
        size_t needed = message_cost(buffer_slice(&whole), gsm) + 1 + message_cost(place, gsm) + 2 +
                        message_cost(text, gsm);

        if (needed > room)
            place = message_head(place, gsm, limit / 2);
        cut = place.len < p->place.len;
        buffer_append_char(&whole, ' ');
        buffer_append_slice(&whole, place);
    }
    if (text.len > 0) {
        buffer_append_string(&whole, ": ");
        buffer_append_slice(&whole, text);
    }
    kept = message_head(buffer_slice(&whole), gsm, room);
    cut = cut || kept.len < whole.len;
    buffer_append_slice(out, kept);
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
    struct slice kept;
    bool gsm;

    message_append_trimmed(&whole, text, true);
    gsm = utf8_gsm7_septets(buffer_slice(&whole)) >= 0;
    if (!gsm) {
        buffer_clear(&whole);
        message_append_trimmed(&whole, text, false);
    }
    kept = message_head(buffer_slice(&whole), gsm, message_part(gsm));
    buffer_append_slice(out, kept);
    *ret_truncated = kept.len < whole.len;
    buffer_deinit(&whole);
}
