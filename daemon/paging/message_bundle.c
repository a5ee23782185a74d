#include "paging/message_bundle.h"

#include <string.h>

#include "base/utf8.h"
#include "office/state/wording.h"
#include "paging/message_text.h"
#include "rules/calendar.h"

#define TAIL ". Answer each code"
#define TAIL_ALL ". Answer each code, or: all ok"

/* What is said of one page: `brief` always, `more` when there is room. */
struct item {
    struct buffer brief; /* "4711 II" */
    struct buffer more;  /* " gas 12 Renmin Rd" */
    bool is_long;
};

static void append_more(const struct message_item *from, bool gsm, struct buffer *more)
{
    struct buffer figures = BUFFER_INIT;
    struct field place;

    if (from->i->class && from->i->class[0]) {
        buffer_append_char(more, ' ');
        message_append_flat(more, slice_of(from->i->class), gsm);
    }
    if (incident_fact(from->i, FIELD_PLACE, &place)) {
        buffer_append_char(more, ' ');
        message_append_trimmed(more, place.text, gsm);
    }
    incident_append_figures(from->i, incident_is_han(from->i), &figures);
    if (figures.len > 0)
        buffer_printf(more, " %.*s", SLICE_ARG(buffer_slice(&figures)));
    buffer_deinit(&figures);
}

static void describe(const struct message_item *from, struct item *item)
{
    *item = (struct item){0};
    if (from->c->code > 0)
        buffer_printf(&item->brief, "%04u ", from->c->code);
    else
        buffer_printf(&item->brief, "[%u] ", (unsigned)from->i->id.number);
    buffer_append_string(&item->brief, message_grade(from->i->grade));
    append_more(from, true, &item->more);
    if (utf8_gsm7_septets(buffer_slice(&item->more)) < 0) {
        buffer_clear(&item->more);
        append_more(from, false, &item->more);
    }
}

static void item_deinit(struct item *item)
{
    buffer_deinit(&item->brief);
    buffer_deinit(&item->more);
}

/* What the pages cost together, with what stands between them: "; " after the first, ", " after
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

/* How many fit, at least `must`. */
static size_t count_fitting(const struct item *items, size_t n, size_t must, bool gsm, size_t room)
{
    while (n > must && cost_of(items, n, gsm) > room)
        n--;
    return n;
}

static bool has_more(const struct item *item, bool gsm)
{
    return !gsm || utf8_gsm7_septets(buffer_slice(&item->more)) >= 0;
}

/* What more there is to say of them, as far as there is room. */
static void lengthen(struct item *items, size_t n, bool gsm, size_t room)
{
    for (size_t k = 0; k < n; k++) {
        items[k].is_long = has_more(&items[k], gsm);
        if (cost_of(items, n, gsm) > room)
            items[k].is_long = false;
    }
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

static bool is_all_gsm(const struct item *items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (utf8_gsm7_septets(buffer_slice(&items[k].more)) < 0)
            return false;
    return true;
}

/* How to answer all at once is said where no code has to go for it, nor, where there is so little
 * room, a place. */
static const char *choose_tail(const struct item *items, size_t n, size_t must, bool gsm,
                               size_t room)
{
    size_t most = count_fitting(items, n, must, gsm, room - strlen(TAIL));
    size_t needed = cost_of(items, most, gsm);

    if (cost_of(items, must, gsm) + strlen(TAIL) > room)
        return "";
    for (size_t k = 0; k < most && !gsm; k++)
        if (!items[k].is_long)
            needed += message_cost(buffer_slice(&items[k].more), gsm);
    return needed + strlen(TAIL_ALL) > room ? TAIL : TAIL_ALL;
}

/* The message in one of the two alphabets. Returns how many items are in it. */
static size_t compose(const struct message_bundle *b, struct item *items, size_t n, size_t must,
                      bool gsm, struct buffer *out)
{
    struct buffer head = BUFFER_INIT;
    const char *tail;
    size_t room;

    calendar_format_short(b->now, b->now, &head);
    buffer_printf(&head, " %s%u open, worst ", b->drill ? drill_mark(gsm) : "", b->open);
    room = message_part(gsm) - message_cost(buffer_slice(&head), gsm);
    for (size_t k = 0; k < n; k++)
        items[k].is_long = k == 0 && has_more(&items[k], gsm);
    tail = choose_tail(items, n, must, gsm, room);
    room -= strlen(tail);
    if (cost_of(items, must, gsm) > room)
        items[0].is_long = false;
    n = count_fitting(items, n, must, gsm, room);
    lengthen(items, n, gsm, room);
    buffer_append_slice(out, buffer_slice(&head));
    write_items(items, n, out);
    buffer_append_string(out, tail);
    buffer_deinit(&head);
    return n;
}

/* What is said of the worst leaves room for others. */
static void shorten(struct item *item)
{
    bool gsm = utf8_gsm7_septets(buffer_slice(&item->more)) >= 0;
    struct buffer more = BUFFER_INIT;

    message_append_cut(&more, buffer_slice(&item->more), gsm, message_part(gsm) / 4);
    buffer_deinit(&item->more);
    item->more = more;
}

size_t message_compose_bundle(const struct message_bundle *b, struct buffer *out)
{
    bool is_apart = b->worst.i != b->items[0].i;
    struct item items[MESSAGE_ITEMS + 1];
    size_t n = 0, must = b->must + is_apart, from = out->len, kept = 0;

    if (is_apart)
        describe(&b->worst, &items[n++]);
    for (size_t k = 0; k < b->n; k++)
        describe(&b->items[k], &items[n++]);
    shorten(&items[0]);
    if (!is_all_gsm(items, n))
        kept = compose(b, items, n, must, false, out);
    if (kept < n) {
        out->len = from;
        kept = compose(b, items, n, must, true, out);
    }
    for (size_t k = 0; k < n; k++)
        item_deinit(&items[k]);
    return kept - is_apart;
}
