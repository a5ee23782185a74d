#include <string.h>

#include "base/utf8.h"
#include "office/calendar.h"
#include "paging/message.h"
#include "paging/message_parts.h"

#define TAIL ". Answer each code"

/* What is said of one page: `brief` always, `more` when there is room. */
struct item {
    struct buffer brief; /* "4711 II" */
    struct buffer more;  /* " gas 12 Renmin Rd" */
    bool is_long;
};

static void describe(const struct message_item *from, struct item *item)
{
    struct field place;

    *item = (struct item){0};
    if (from->c->code > 0)
        buffer_printf(&item->brief, "%04u ", from->c->code);
    else
        buffer_printf(&item->brief, "[%u] ", (unsigned)from->i->id.number);
    if (from->i->drill)
        buffer_append_string(&item->brief, "DRILL ");
    buffer_append_string(&item->brief, message_grade(from->i->grade));
    if (from->i->class && from->i->class[0])
        buffer_printf(&item->more, " %s", from->i->class);
    if (incident_fact(from->i, FIELD_PLACE, &place)) {
        buffer_append_char(&item->more, ' ');
        message_append_flat(&item->more, slice_trim(place.text));
    }
}

static void item_deinit(struct item *item)
{
    buffer_deinit(&item->brief);
    buffer_deinit(&item->more);
}

/* What the pages cost together, with what stands between them: "; " behind the first, ", " behind
 * the others. */
static size_t cost_of(const struct item *items, size_t n, bool gsm)
{
    size_t sum = 0;

    for (size_t k = 0; k < n; k++) {
        sum += k ? 2 : 0;
        sum += message_cost(buffer_slice(&items[k].brief), gsm);
        if (items[k].is_long)
            sum += message_cost(buffer_slice(&items[k].more), gsm);
    }
    return sum;
}

/* As many as fit, at least `must`; then what more there is to say of them. */
static size_t fit_items(struct item *items, size_t n, size_t must, bool gsm, size_t room)
{
    while (n > must && cost_of(items, n, gsm) > room)
        n--;
    for (size_t k = 0; k < n; k++) {
        items[k].is_long = !gsm || utf8_gsm7_septets(buffer_slice(&items[k].more)) >= 0;
        if (cost_of(items, n, gsm) > room)
            items[k].is_long = false;
    }
    return n;
}

static void write_items(const struct item *items, size_t n, struct buffer *out)
{
    for (size_t k = 0; k < n; k++) {
        if (k)
            buffer_append_string(out, k == 1 ? "; " : ", ");
        buffer_append_slice(out, buffer_slice(&items[k].brief));
        if (items[k].is_long)
            buffer_append_slice(out, buffer_slice(&items[k].more));
    }
}

size_t message_compose_bundle(const struct message_bundle *b, struct buffer *out)
{
    bool is_apart = b->worst.i != b->items[0].i;
    size_t n = 0, must = b->must + is_apart, room, kept;
    struct item items[MESSAGE_ITEMS + 1];
    struct buffer head = BUFFER_INIT;
    const char *tail = TAIL;
    bool gsm;

    if (is_apart)
        describe(&b->worst, &items[n++]);
    for (size_t k = 0; k < b->n; k++)
        describe(&b->items[k], &items[n++]);
    calendar_format_short(b->now, b->now, &head);
    buffer_printf(&head, " %u open, worst ", b->open);
    gsm = utf8_gsm7_septets(buffer_slice(&items[0].more)) >= 0;
    room = message_part(gsm) - head.len;
    if (cost_of(items, must, gsm) + strlen(tail) > room)
        tail = "";
    room -= strlen(tail);
    items[0].more.len = message_head(buffer_slice(&items[0].more), gsm, room / 2).len;
    kept = fit_items(items, n, must, gsm, room);
    buffer_append_slice(out, buffer_slice(&head));
    write_items(items, kept, out);
    buffer_append_string(out, tail);
    for (size_t k = 0; k < n; k++)
        item_deinit(&items[k]);
    buffer_deinit(&head);
    return kept - is_apart;
}
