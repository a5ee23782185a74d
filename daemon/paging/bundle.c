/* Who has more live pages than they can look at gets one message for several. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "paging/message.h"
#include "paging/parts.h"

#define QUIET SPAN_MINUTES(1) /* behind a bundle: repeats to that number wait so long */
#define LOOKS 64              /* pages of a number that are looked at for one bundle */

struct gathering {
    struct page *pages[MESSAGE_ITEMS]; /* the carrier, then what waited, in order */
    size_t n;
    struct page *others[LOOKS]; /* not for this person, or not wanted: put back */
    size_t n_others;
};

static struct page *page_at(struct outbox_page *place)
{
    return (struct page *)((char *)place - offsetof(struct page, place));
}

static void put_back(struct page *page)
{
    outbox_put(&page->means->outbox, &page->place, INSTANT_NONE);
}

static struct message_item item_of(const struct page *page)
{
    const struct office *office = desk_office(page->means->paging->desk);

    return (struct message_item){office_incident(office, page->incident), dispatch_callout(page)};
}

/* Codes are good for one person, and two may share a number. */
static bool may_come(const struct page *carrier, const struct page *other)
{
    const struct callout *c = dispatch_callout(other);

    return c && !other->is_notice && strcmp(c->person, dispatch_callout(carrier)->person) == 0;
}

static void gather(struct page *carrier, struct gathering *g)
{
    struct outbox *outbox = &carrier->means->outbox;
    struct outbox_page *place;

    g->pages[g->n++] = carrier;
    while (g->n < MESSAGE_ITEMS && g->n_others < LOOKS &&
           (place = outbox_take_from(outbox, carrier->place.number))) {
        struct page *page = page_at(place);

        if (may_come(carrier, page))
            g->pages[g->n++] = page;
        else
            g->others[g->n_others++] = page;
    }
    for (size_t k = 0; k < g->n_others; k++)
        put_back(g->others[k]);
}

/* Is a message of its own too much? A first page is bundled with other first pages only. */
static bool is_too_much(const struct page *carrier, const struct gathering *g)
{
    bool is_first = carrier->place.rank < OUTBOX_REPEAT;

    return !is_first || (g->n > 1 && g->pages[1]->place.rank < OUTBOX_REPEAT);
}

/* The worst of all is named first: where its page is among them, it comes to the front. */
static void lead_with_worst(struct gathering *g, struct message_bundle *b)
{
    const struct office *office = desk_office(g->pages[0]->means->paging->desk);
    size_t k = 0;

    b->worst.c = office_worst_page(office, slice_of(b->items[0].c->person), &b->worst.i);
    b->must = 1;
    if (!b->worst.c)
        b->worst = b->items[0];
    while (k < b->n && b->items[k].i != b->worst.i)
        k++;
    if (k == 0 || k == b->n)
        return;
    for (; k > 0; k--) {
        struct message_item item = b->items[k];
        struct page *page = g->pages[k];

        b->items[k] = b->items[k - 1];
        b->items[k - 1] = item;
        g->pages[k] = g->pages[k - 1];
        g->pages[k - 1] = page;
    }
    b->must = 2; /* and the carrier */
}

/* Returns how many of the pages are in the message. */
static size_t compose(struct gathering *g, unsigned open, struct page_values *values)
{
    struct message_bundle b = {.now = paging_wall(g->pages[0]->means->paging), .open = open};
    struct buffer text = BUFFER_INIT;
    size_t in;

    for (; b.n < g->n; b.n++)
        b.items[b.n] = item_of(g->pages[b.n]);
    lead_with_worst(g, &b);
    in = message_compose_bundle(&b, &text);
    page_values_set_text(values, buffer_steal(&text));
    return in;
}

static void carry(struct page *carrier, const struct gathering *g, size_t in)
{
    for (size_t k = g->n; k > 0; k--) {
        struct page *page = g->pages[k - 1];

        if (page == carrier)
            continue;
        if (k > in) {
            put_back(page);
            continue;
        }
        page->next = carrier->bundled;
        carrier->bundled = page;
    }
}

void bundle_gather(struct page *page, struct page_values *values)
{
    struct paging *p = page->means->paging;
    const struct callout *c = dispatch_callout(page);
    unsigned limit = p->config->bundle, open;
    struct gathering g = {0};

    if (limit == 0 || page->is_probe || !c)
        return;
    open = office_live_pages(desk_office(p->desk), slice_of(c->person));
    if (open <= limit)
        return;
    gather(page, &g);
    if (!is_too_much(page, &g)) {
        carry(page, &g, 0);
        return;
    }
    carry(page, &g, compose(&g, open, values));
    page->truncated = false;
    page->place.number->quiet = instant_add(paging_steady(p), QUIET);
}

void bundle_end(struct page *page, bool is_taken)
{
    struct page *other;

    while ((other = page->bundled)) {
        page->bundled = other->next;
        if (is_taken) {
            dispatch_conclude_bundled(other, page->place.id);
            dispatch_forget(other);
        } else {
            page->place.number->quiet = INSTANT_NONE;
            put_back(other);
        }
    }
}
