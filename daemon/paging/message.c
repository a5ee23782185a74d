#include "paging/message.h"

#include "base/utf8.h"
#include "paging/message_text.h"

/* What a message is put together from; what is not known is empty. */
struct parts {
    struct buffer head; /* "4711 DRILL II gas " */
    struct slice place;
    struct slice text;
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
    buffer_clear(head);
    if (c->code > 0)
        buffer_printf(head, "%04u ", c->code);
    if (i->drill)
        buffer_append_string(head, drill_mark(gsm));
    buffer_append_string(head, message_grade(i->grade));
    if (i->class && i->class[0]) {
        buffer_append_char(head, ' ');
        buffer_append_string(head, i->class);
    }
}

/* Head, place and text, cut to fit into `limit` with the tail. True when something was cut. */
static bool join(const struct parts *p, bool gsm, size_t limit, struct buffer *out)
{
    size_t room = limit - message_cost(buffer_slice(&p->tail), gsm);
    struct buffer whole = BUFFER_INIT;
    struct slice kept;
    bool cut = false;

    buffer_append_slice(&whole, buffer_slice(&p->head));
    if (p->place.len > 0) {
        size_t needed = message_cost(buffer_slice(&whole), gsm) + 1 + message_cost(p->place, gsm) +
                        2 + message_cost(p->text, gsm);
        struct slice place = needed > room ? message_head(p->place, gsm, limit / 2) : p->place;

        cut = place.len < p->place.len;
        buffer_append_char(&whole, ' ');
        buffer_append_slice(&whole, place);
    }
    if (p->text.len > 0) {
        buffer_append_string(&whole, ": ");
        buffer_append_slice(&whole, p->text);
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
    struct buffer place = BUFFER_INIT, text = BUFFER_INIT, line = BUFFER_INIT;
    struct parts parts = {0};
    size_t limit, used;
    bool gsm, cut;

    /* Made flat first: a tab is not in the alphabet, the space it becomes is. */
    message_append_flat(&place, fact_text(i, FIELD_PLACE));
    message_append_flat(&text, fact_text(i, FIELD_TEXT));
    collect_head(i, c, true, &parts.head);
    parts.place = slice_trim(buffer_slice(&place));
    parts.text = slice_trim(buffer_slice(&text));
    if (repeat > 1)
        buffer_printf(&parts.tail, " #%u", repeat);
    gsm = utf8_gsm7_septets(buffer_slice(&parts.head)) >= 0 &&
          utf8_gsm7_septets(parts.place) >= 0 && utf8_gsm7_septets(parts.text) >= 0;
    if (!gsm)
        collect_head(i, c, false, &parts.head);
    limit = message_part(gsm);
    cut = join(&parts, gsm, limit, &line);
    used = message_cost(buffer_slice(&line), gsm) + message_cost(buffer_slice(&parts.tail), gsm);
    if (!cut)
        append_id(i->id, gsm, limit - used, &line);
    buffer_append_slice(out, buffer_slice(&line));
    buffer_append_slice(out, buffer_slice(&parts.tail));
    buffer_deinit(&place);
    buffer_deinit(&text);
    buffer_deinit(&line);
    buffer_deinit(&parts.head);
    buffer_deinit(&parts.tail);
    *ret_truncated = cut;
}

void message_fit(struct slice text, struct buffer *out, bool *ret_truncated)
{
    struct buffer flat = BUFFER_INIT;
    struct slice whole, kept;
    bool gsm;

    message_append_flat(&flat, text);
    whole = slice_trim(buffer_slice(&flat));
    gsm = utf8_gsm7_septets(whole) >= 0;
    kept = message_head(whole, gsm, message_part(gsm));
    buffer_append_slice(out, kept);
    *ret_truncated = kept.len < whole.len;
    buffer_deinit(&flat);
}
