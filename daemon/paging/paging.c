#include "paging/paging.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/state/notices.h"
#include "paging/dispatch.h"
#include "paging/gate.h"
#include "paging/hold.h"
#include "paging/means.h"
#include "paging/page.h"
#include "paging/state.h"

/* ---- what the desk says ---- */

static void queue_waiting(const struct incident *i, const struct callout *c, void *arg)
{
    struct paging *p = arg;
    bool waits = c->state == PAGE_DEFERRED && instant_before(paging_wall(p), c->retry);

    dispatch_queue(p, i->id, i, c, waits ? paging_to_steady(p, c->retry) : INSTANT_NONE);
}

static void queue_notice(const struct notice *n, void *arg)
{
    struct paging *p = arg;
    bool waits = instant_is_set(n->retry) && instant_before(paging_wall(p), n->retry);

    dispatch_queue_notice(p, n->id, n->via, n->address,
                          waits ? paging_to_steady(p, n->retry) : INSTANT_NONE);
}

/* One that the office has superseded is taken all the same, and given up in words when its turn
 * comes. */
static void queue_superseded(const struct superseded_page *l, void *arg)
{
    struct paging *p = arg;
    const struct callout c = {.page = l->page, .via = l->via, .address = l->address, .told = true};

    dispatch_queue(p, l->incident, office_incident(desk_office(p->desk), l->incident), &c,
                   INSTANT_NONE);
}

static void on_ready(void *arg)
{
    struct paging *p = arg;

    hold_recall(p);
    office_each_waiting_page(desk_office(p->desk), queue_waiting, p);
    office_each_superseded_page(desk_office(p->desk), queue_superseded, p);
    office_each_notice(desk_office(p->desk), queue_notice, p);
    dispatch_pump(p);
}

/* It may have been superseded since it was decided. */
static void queue_entry(struct paging *p, const struct entry *e)
{
    const struct incident *i = office_incident(desk_office(p->desk), e->incident);
    const struct callout *c = i ? incident_callout_by_page(i, e->seq) : NULL;
    const char *via = entry_text(e, FIELD_VIA).data, *address = entry_text(e, FIELD_ADDRESS).data;
    const struct superseded_page superseded = {e->incident, e->seq,
                                               entry_text(e, FIELD_PERSON).data, via, address};

    if (!via || !address)
        return;
    if (e->kind == ENTRY_NOTICE)
        dispatch_queue_notice(p, e->seq, via, address, INSTANT_NONE);
    else if (c)
        dispatch_queue(p, e->incident, i, c, INSTANT_NONE);
    else
        queue_superseded(&superseded, p);
}

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct paging *p = arg;

    for (size_t k = 0; k < n; k++)
        if (entries[k]->kind == ENTRY_PAGE || entries[k]->kind == ENTRY_NOTICE)
            queue_entry(p, entries[k]);
    outcomes_flush(&p->outcomes);
    dispatch_pump(p);
}

static void on_tick(void *arg, struct instant now)
{
    struct paging *p = arg;

    (void)now;
    outcomes_flush(&p->outcomes);
    dispatch_pump(p);
}

static struct instant next_due(void *arg)
{
    const struct paging *p = arg;
    struct instant next = instant_min(outcomes_next_due(&p->outcomes), dispatch_next_due(p));

    if (instant_is_never(next))
        return next;
    if (!instant_is_set(next))
        return paging_wall(p);
    return paging_to_wall(p, next);
}

/* ---- life ---- */

static void on_config(void *arg, struct config *config)
{
    struct paging *p = arg;
    struct config *old = p->config;

    p->config = config_ref(config);
    config_unref(old);
    gate_use_config(p);
    hold_use_config(p);
    dispatch_pump(p);
}

struct paging *paging_new(struct desk *desk, struct config *config,
                          const struct hook_runner *runner)
{
    struct paging *p = xcalloc(1, sizeof(*p));
    struct desk_listener listener = {.last = true,
                                     .on_ready = on_ready,
                                     .on_durable = on_durable,
                                     .on_config = on_config,
                                     .on_tick = on_tick,
                                     .next_due = next_due,
                                     .arg = p};

    p->desk = desk;
    p->config = config_ref(config);
    p->runner = *runner;
    TAILQ_INIT(&p->means);
    outcomes_init(&p->outcomes, desk);
    desk_listen(desk, &listener);
    return p;
}

void paging_free(struct paging *p)
{
    struct page *page, *next_page;
    struct means *m;

    if (!p)
        return;
    HASH_ITER(by_id, p->pages, page, next_page)
    {
        if (page->run)
            p->runner.cancel(p->runner.arg, page->run);
        page_forget(page);
    }
    outcomes_deinit(&p->outcomes);
    while ((m = TAILQ_FIRST(&p->means))) {
        TAILQ_REMOVE(&p->means, m, link);
        outbox_deinit(&m->outbox);
        heap_deinit(&m->stuck);
        free(m->via);
        free(m);
    }
    config_unref(p->config);
    free(p);
}

struct paging_stats paging_get_stats(const struct paging *p)
{
    struct paging_stats stats = {.sent = p->counts.sent,
                                 .deferred = p->counts.deferred,
                                 .failed = p->counts.failed,
                                 .dropped = p->counts.dropped};

    stats.running = p->n_running;
    stats.waiting = HASH_CNT(by_id, p->pages) - p->n_running;
    return stats;
}

enum audit_place paging_place(const struct paging *p, uint64_t id)
{
    const struct page *page;

    HASH_FIND(by_id, p->pages, &id, sizeof(id), page);
    if (page)
        return dispatch_place(page);
    if (outcomes_has(&p->outcomes, id))
        return AUDIT_PLACE_HELD;
    return id > desk_durable(p->desk) ? AUDIT_PLACE_HELD : AUDIT_PLACE_UNKNOWN;
}

bool paging_get_hook_stats(const struct paging *p, size_t n, struct paging_hook_stats *ret_stats)
{
    const struct means *m;

    if (n >= p->config->n_hooks)
        return false;
    *ret_stats = (struct paging_hook_stats){.via = p->config->hooks[n].via};
    TAILQ_FOREACH(m, &p->means, link)
    {
        if (strcmp(m->via, ret_stats->via) != 0)
            continue;
        ret_stats->running = m->running;
        ret_stats->waiting = outbox_len(&m->outbox) + m->stuck.len;
        ret_stats->held = hold_len(m) + m->stuck.len;
        ret_stats->is_down = m->breaker.is_open;
        if (m->breaker.is_open)
            ret_stats->since = paging_to_wall(p, m->breaker.since);
    }
    return true;
}

void paging_drain(struct paging *p)
{
    p->draining = true;
}
