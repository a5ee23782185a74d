#include "paging/hold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "paging/means.h"
#include "paging/page.h"

static const struct rates *limits_of(const struct means *m)
{
    static const struct rates none = {0};
    const struct hook_config *hook = means_hook(m);

    return hook ? &hook->per_number : &none;
}

/* "3/1m to this number" */
static void say_why(const struct rate *limit, struct buffer *out)
{
    rate_format(limit, out);
    buffer_append_string(out, " to this number");
}

void hold_say(struct page *page)
{
    const struct outbox_number *number = page->place.number;
    struct instant now = paging_steady(page->means->paging);
    struct buffer why = BUFFER_INIT;
    const struct rate *limit = NULL;

    if (page->is_held || page->is_notice || page->place.rank < OUTBOX_REPEAT ||
        !instant_is_set(number->opens) || page->place.deferred.place)
        return;
    quota_opens(&number->quota, limits_of(page->means), now, &limit);
    if (!limit)
        return;
    /* It will be given up when its turn comes. */
    if (!page_callout(page))
        return;
    say_why(limit, &why);
    page_hold(page, number->opens, why.data);
    buffer_deinit(&why);
}

static void say_held(struct outbox_page *place, void *arg)
{
    (void)arg;
    hold_say(container_of(place, struct page, place));
}

/* After any change to what the number has had. */
static void look(struct means *m, struct outbox_number *number)
{
    const struct rate *limit = NULL;
    struct instant opens =
        quota_opens(&number->quota, limits_of(m), paging_steady(m->paging), &limit);

    /* What a hook that is down does not send need not wait for a window. */
    outbox_close(&m->outbox, number, m->breaker.is_open ? INSTANT_NONE : opens);
    outbox_each_held(number, say_held, NULL);
}

void hold_count(struct page *page)
{
    page->counted = paging_steady(page->means->paging);
    quota_add(&page->place.number->quota, limits_of(page->means), page->counted);
    look(page->means, page->place.number);
}

void hold_uncount(struct page *page)
{
    quota_remove(&page->place.number->quota, page->counted);
    look(page->means, page->place.number);
}

void hold_use_config(struct paging *p)
{
    struct means *m;

    TAILQ_FOREACH(m, &p->means, link)
    {
        for (struct outbox_number *n = m->outbox.numbers; n; n = n->by_address.next)
            look(m, n);
    }
}

static void recall_callout(struct paging *p, const struct callout *c)
{
    struct means *m;
    const struct rates *limits;

    if (!instant_is_set(c->sent) || !config_hook(p->config, slice_of(c->via)))
        return;
    m = means_find(p, slice_of(c->via));
    limits = limits_of(m);
    if (limits->n > 0)
        quota_add(&outbox_number(&m->outbox, c->address)->quota, limits,
                  paging_to_steady(p, c->sent));
}

void hold_recall(struct paging *p)
{
    const struct incident *i;

    for (i = office_first_live(desk_office(p->desk)); i; i = i->next)
        for (size_t n = 0; n < i->n_callouts; n++)
            recall_callout(p, &i->callouts[n]);
    hold_use_config(p);
}

static void count_held(struct outbox_page *place, void *arg)
{
    (void)place;
    ++*(size_t *)arg;
}

size_t hold_len(const struct means *m)
{
    size_t n = 0;

    for (const struct outbox_number *number = m->outbox.numbers; number;
         number = number->by_address.next)
        outbox_each_held(number, count_held, &n);
    return n;
}
