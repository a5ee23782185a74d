/* Who has more live pages than they can look at gets one message for several. */
#include "paging/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "paging/message_bundle.h"
#include "paging/page.h"

#define QUIET SPAN_MINUTES(1) /* after a bundle: repeats to that person wait so long */
#define LOOKS 64              /* pages of a number that are looked at for one bundle */

struct gathering {
    struct page *pages[MESSAGE_ITEMS]; /* the carrier, then what waited, in order */
    struct message_item items[MESSAGE_ITEMS];
    size_t n;
    struct page *others[LOOKS]; /* not for this message: put back */
    size_t n_others;
};

static const struct office *office_of(const struct page *page)
{
    return desk_office(page->means->paging->desk);
}

static struct message_item item_of(const struct page *page, const struct callout *wanted)
{
    return (struct message_item){office_incident(office_of(page), page->incident), wanted};
}

/* How many pages the person may answer, when it is too many for a message each; else 0. */
static unsigned too_many(const struct page *page, const struct message_item *item)
{
    unsigned limit = page->means->paging->config->bundle;
    unsigned open = office_live_pages(office_of(page), slice_of(item->c->person), item->i->drill);

    return limit > 0 && open > limit ? open : 0;
}

/* ---- what goes into the message ---- */

/* Codes are good for one person, and two may share a number. */
static bool may_come(const struct message_item *item, const struct message_item *carrier)
{
    return item->c && item->i->drill == carrier->i->drill &&
           strcmp(item->c->person, carrier->c->person) == 0;
}

static void take_in(struct gathering *g, struct page *page, const struct message_item *item)
{
    g->items[g->n] = *item;
    g->pages[g->n++] = page;
}

static void gather(struct page *carrier, const struct message_item *its, struct gathering *g)
{
    struct outbox *outbox = &carrier->means->outbox;
    struct outbox_page *place;

    take_in(g, carrier, its);
    while (g->n < MESSAGE_ITEMS && g->n_others < LOOKS &&
           (place = outbox_take_from(outbox, carrier->place.number))) {
        struct page *page = container_of(place, struct page, place);
        struct message_item item = item_of(page, page_callout(page));

        if (may_come(&item, its))
            take_in(g, page, &item);
        else
            g->others[g->n_others++] = page;
    }
    for (size_t k = 0; k < g->n_others; k++)
        page_put(g->others[k], INSTANT_NONE);
}

/* Is a message of its own too much? A first page has its own words, unless there are other first
 * pages: then it is one of several things the person has not heard of yet. */
static bool is_too_much(const struct gathering *g)
{
    return g->pages[0]->place.rank >= OUTBOX_REPEAT ||
           (g->n > 1 && g->pages[1]->place.rank < OUTBOX_REPEAT);
}

/* Of the items, one as bad as any of the person's pages; n when none is. */
static size_t find_worst(const struct message_bundle *b, unsigned badness)
{
    size_t k = 0;

    while (k < b->n && office_badness(b->items[k].i->grade) != badness)
        k++;
    return k;
}

/* It comes to the front; what was before it stays in order. */
static void bring_to_front(struct gathering *g, struct message_bundle *b, size_t k)
{
    struct message_item item = b->items[k];
    struct page *page = g->pages[k];

    memmove(&b->items[1], &b->items[0], k * sizeof(item));
    memmove(&g->pages[1], &g->pages[0], k * sizeof(struct page *));
    b->items[0] = item;
    g->pages[0] = page;
}

/* Not among the items. To look through all incidents takes long when there are very many: so first,
 * is it the same as the last time? */
static struct message_item find_worst_elsewhere(const struct page *page, struct slice person,
                                                bool drill)
{
    const struct office *office = office_of(page);
    struct outbox_told *told = &page->place.number->told[drill];
    struct message_item worst = {.i = office_incident(office, told->worst)};

    if (worst.i && worst.i->drill == drill &&
        office_badness(worst.i->grade) == office_worst_live(office, person, drill))
        worst.c = office_live_page(worst.i, person);
    if (!worst.c)
        worst.c = office_worst_page(office, person, drill, &worst.i);
    told->worst = worst.i->id;
    return worst;
}

/* The worst of all is named first. Where its page is among them, that comes to the front; the
 * carrier is the next one then. */
static void lead_with_worst(struct gathering *g, struct message_bundle *b)
{
    struct slice person = slice_of(b->items[0].c->person);
    size_t k = find_worst(b, office_worst_live(office_of(g->pages[0]), person, b->drill));

    b->must = 1;
    if (k == b->n) {
        b->worst = find_worst_elsewhere(g->pages[0], person, b->drill);
        return;
    }
    if (k > 0) {
        bring_to_front(g, b, k);
        b->must = 2;
    }
    b->worst = b->items[0];
}

/* ---- its name ---- */

static int compare_ids(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/*
 * A gateway may drop what it was given before under the same id. So the id stands for the very
 * pages that are in the message: the same ones have the same id after a crash, and as soon as one
 * more is in it, it is another.
 */
static void name_pages(const struct gathering *g, size_t in, struct page_set *ret_set)
{
    uint64_t ids[MESSAGE_ITEMS];
    struct buffer names = BUFFER_INIT;
    struct digest digest;

    for (size_t k = 0; k < in; k++)
        ids[k] = g->pages[k]->place.id;
    qsort(ids, in, sizeof(*ids), compare_ids);
    for (size_t k = 0; k < in; k++)
        buffer_printf(&names, "%s%llu", k ? " " : "", (unsigned long long)ids[k]);
    digest = digest_of(buffer_slice(&names));
    ret_set->id = in == 1 ? ids[0] : PAGE_IDS | (digest_short(&digest) & (PAGE_IDS - 1));
    ret_set->pages = buffer_steal(&names);
}

/* Returns how many of the pages are in the message. */
static size_t compose(struct gathering *g, unsigned open, struct page_values *values)
{
    struct message_bundle b = {.now = paging_wall(g->pages[0]->means->paging), .open = open};
    struct buffer text = BUFFER_INIT;
    struct page_set set = {0};
    size_t in;

    b.n = g->n;
    memcpy(b.items, g->items, g->n * sizeof(g->items[0]));
    b.drill = b.items[0].i->drill;
    lead_with_worst(g, &b);
    in = message_compose_bundle(&b, &text);
    name_pages(g, in, &set);
    set.text = buffer_steal(&text);
    set.worst = in > 1 ? b.worst.i : NULL;
    page_values_set_bundle(values, &set);
    return in;
}

/* ---- the run ---- */

static void join(struct page *page, struct page *carrier, const struct hook_config *hook)
{
    page_begin_attempt(page, page_callout(page)->attempt, hook);
    page_join(page, carrier);
}

/* The first `in` go along, the others wait on. */
static void carry(struct page *carrier, const struct gathering *g, size_t in,
                  const struct hook_config *hook)
{
    for (size_t k = g->n; k > 0; k--) {
        struct page *page = g->pages[k - 1];

        if (page == carrier)
            continue;
        if (k > in)
            page_put(page, INSTANT_NONE);
        else
            join(page, carrier, hook);
    }
}

void bundle_gather(struct page *page, const struct callout *wanted, const struct hook_config *hook,
                   struct page_values *values)
{
    const struct message_item item = item_of(page, wanted);
    unsigned open = page->is_probe ? 0 : too_many(page, &item);
    struct outbox_told *told;
    struct gathering g = {0};

    if (!open)
        return;
    gather(page, &item, &g);
    if (!is_too_much(&g)) {
        carry(page, &g, 0, hook);
        return;
    }
    carry(page, &g, compose(&g, open, values), hook);
    told = &page->place.number->told[item.i->drill];
    told->person = item.c->person;
    told->until = instant_add(paging_steady(page->means->paging), QUIET);
}

void bundle_undo(struct page *page)
{
    if (!page->is_notice)
        page->place.number->told[page->place.drill].person = NULL;
}

bool bundle_waits(struct page *page, const struct callout *wanted)
{
    const struct message_item item = item_of(page, wanted);
    const struct outbox_told *told = wanted ? &page->place.number->told[item.i->drill] : NULL;
    struct span rest;

    if (!told || !told->person || page->is_probe || page->place.rank < OUTBOX_REPEAT)
        return false;
    rest = instant_since(told->until, paging_steady(page->means->paging));
    if (rest.us <= 0 || strcmp(item.c->person, told->person) != 0 || !too_many(page, &item))
        return false;
    page_put(page, told->until);
    page_hold(page, told->until, "was told a moment ago how many are open");
    return true;
}
