/* Hooks that are down: who goes another way, who waits for them, who tries them. */
#include "paging/gate.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "office/state/notices.h"
#include "paging/hold.h"
#include "paging/means.h"
#include "paging/page.h"

static struct breaker_terms terms_of(const struct means *m)
{
    const struct hook_config *hook = means_hook(m);

    return hook ? (struct breaker_terms){hook->breaker, hook->probe} : (struct breaker_terms){0};
}

static struct page *page_of(struct heap_node *stuck)
{
    return container_of(stuck, struct page, stuck);
}

/* ---- what becomes of the hook ---- */

static void say_down(struct means *m, const char *reason)
{
    char *words =
        xasprintf("%u in a row were not taken, the last: %s", m->breaker.failures, reason);
    const struct field fields[] = {FIELD_TEXT_OF(FIELD_VIA, slice_of(m->via)),
                                   FIELD_TEXT_OF(FIELD_REASON, slice_of(words))};

    log_error("hook %s is down: %s", m->via, words);
    outcomes_say(&m->paging->outcomes, VERB_HOOK_DOWN, INCIDENT_NONE, fields, 2);
    free(words);
}

static void say_up(struct means *m, struct instant since, const char *reason)
{
    struct paging *p = m->paging;
    const struct field fields[] = {FIELD_TEXT_OF(FIELD_VIA, slice_of(m->via)),
                                   FIELD_INSTANT_OF(FIELD_SINCE, paging_to_wall(p, since)),
                                   FIELD_TEXT_OF(FIELD_REASON, slice_of(reason))};

    log_notice("hook %s works again", m->via);
    outcomes_say(&p->outcomes, VERB_HOOK_UP, INCIDENT_NONE, fields, reason ? 3 : 2);
}

/* Who waited for the hook stands in line again. */
static void let_go(struct means *m)
{
    struct heap_node *node;

    while ((node = heap_first(&m->stuck)))
        page_let_go(page_of(node));
    hold_use_config(m->paging);
}

void gate_end(struct page *page, bool is_taken, const char *reason)
{
    struct means *m = page->means;
    struct breaker_terms terms = terms_of(m);
    struct instant since = m->breaker.since;
    enum breaker_change change =
        breaker_end(&m->breaker, &terms, is_taken, page->is_probe, paging_steady(m->paging));

    page->is_probe = false;
    if (change == BREAKER_OPENED) {
        say_down(m, reason);
        outbox_hurry(&m->outbox);
        hold_use_config(m->paging); /* a hook that is down sends nothing: no window is closed */
    } else if (change == BREAKER_CLOSED) {
        say_up(m, since, NULL);
        let_go(m);
    }
}

void gate_use_config(struct paging *p)
{
    struct means *m;

    TAILQ_FOREACH(m, &p->means, link)
    {
        struct instant since = m->breaker.since;

        if (!m->breaker.is_open || terms_of(m).limit > 0)
            continue;
        breaker_close(&m->breaker);
        say_up(m, since, "by the configuration");
        let_go(m);
    }
}

/* ---- what becomes of a page ---- */

bool gate_has_other(const struct page *page)
{
    const struct office *office = desk_office(page->means->paging->desk);
    const struct incident *i;
    const struct callout *c;
    const struct person *person;

    if (page->is_notice)
        return true; /* nobody waits for an answer to it */
    i = office_incident(office, page->incident);
    c = i ? incident_callout_by_page(i, page->place.id) : NULL;
    person = c ? rules_person(office_rules(office), slice_of(c->person)) : NULL;
    return !person || c->means + 1u < person->n_contacts;
}

void gate_stick(struct page *page)
{
    struct means *m = page->means;
    char *words = xasprintf("hook %s is down, and there is no other means", m->via);

    page_stick(page, m->breaker.probe_at, words);
    free(words);
}

struct outbox_page *gate_take(struct means *m)
{
    struct heap_node *node = heap_first(&m->stuck);

    if (!node)
        return NULL;
    heap_remove(&m->stuck, node);
    return &page_of(node)->place;
}
