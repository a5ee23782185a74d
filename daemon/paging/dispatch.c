#include "paging/dispatch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/state/notices.h"
#include "paging/bundle.h"
#include "paging/gate.h"
#include "paging/hold.h"
#include "paging/order.h"
#include "paging/page.h"
#include "paging/values.h"

#define DROPS_PER_PASS 64 /* pages given up in one call; a run of them must not hold the loop */
#define LONGEST_BACKOFF SPAN_HOURS(1)

/* ---- who stands in line ---- */

static enum outbox_rank rank_of(const struct incident *i, const struct callout *c)
{
    if (!i || i->state != INCIDENT_OPEN || c->told)
        return OUTBOX_REPEAT;
    if (c->attempt > 0)
        return OUTBOX_AGAIN;
    return incident_is_told(i) ? OUTBOX_FIRST : OUTBOX_NEW;
}

void dispatch_queue(struct paging *p, struct incident_id incident, const struct incident *i,
                    const struct callout *c, struct instant not_before)
{
    struct page *page = page_add(p, c->page, c->via, c->address);

    if (!page)
        return;
    page->incident = incident;
    page_resume(page, c);
    page->place.rank = rank_of(i, c);
    page->place.grade = i ? i->grade : 0;
    page->place.drill = i && i->drill;
    page_put(page, not_before);
    hold_say(page);
}

void dispatch_queue_notice(struct paging *p, uint64_t id, const char *via, const char *address,
                           struct instant not_before)
{
    struct page *page = page_add(p, id, via, address);

    if (!page)
        return;
    page->is_notice = true;
    page->place.rank = OUTBOX_NOTICE;
    page_put(page, not_before);
}

/* ---- the end of a run ---- */

/* "exit 75 5 times: modem busy", from the last run's "exit 75: modem busy". */
static char *words_for_exhausted(unsigned times, const char *reason)
{
    const char *rest = strstr(reason, ": ");
    size_t head = rest ? (size_t)(rest - reason) : strlen(reason);

    return xasprintf("%.*s %u times%s", (int)head, reason, times, rest ? rest : "");
}

static struct span backoff_of(const struct page *page)
{
    struct span s = page->backoff;

    for (unsigned k = 1; k < page_tries(page) && s.us < LONGEST_BACKOFF.us; k++)
        s.us *= 2;
    return page_tries(page) > 1 && s.us > LONGEST_BACKOFF.us ? LONGEST_BACKOFF : s;
}

/* The hook says "again later". False: it has said so too often. */
static bool try_again(struct page *page, const char *reason)
{
    char *words;

    if (page_tries(page) < page->retries) {
        page_defer(page, backoff_of(page), reason);
        return true;
    }
    words = words_for_exhausted(page_tries(page), reason);
    page_conclude(page, VERB_PAGE_FAILED, INSTANT_NONE, words);
    free(words);
    return false;
}

/* Its hook is down, by this run or since before. */
static bool end_down(struct page *page, const char *reason)
{
    char *words;

    if (!gate_has_other(page)) {
        gate_stick(page);
        return true;
    }
    words = xasprintf("hook %s is down: %s", page->means->via, reason);
    page_conclude(page, VERB_PAGE_FAILED, INSTANT_NONE, words);
    free(words);
    return false;
}

/* False: the page has its outcome. */
static bool goes_on(struct page *page, const struct hook_outcome *outcome)
{
    bool is_last_way = page->is_stuck && !gate_has_other(page);

    if (outcome->verdict == HOOK_TAKEN) {
        char *gateway = slice_dup(outcome->line);

        page_conclude(page, page->carrier ? VERB_PAGE_BUNDLED : VERB_PAGE_SENT, INSTANT_NONE,
                      gateway);
        free(gateway);
        return false;
    }
    if (page->means->breaker.is_open)
        return end_down(page, outcome->reason);
    if (outcome->verdict == HOOK_AGAIN || is_last_way)
        return try_again(page, outcome->reason);
    page_conclude(page, VERB_PAGE_FAILED, INSTANT_NONE, outcome->reason);
    return false;
}

/* What became of the message became of each page in it. */
static void end_bundled(struct page *page, const struct hook_outcome *outcome)
{
    struct page *other;

    while ((other = page_take_joined(page))) {
        bool is_over = !goes_on(other, outcome);

        page_leave(other);
        if (is_over)
            page_forget(other);
    }
}

static void on_hook_end(void *owner, const struct hook_outcome *outcome)
{
    struct page *page = owner;
    struct paging *p = page->means->paging;
    bool is_taken = outcome->verdict == HOOK_TAKEN, is_over;

    page_end_run(page);
    if (!is_taken) {
        bundle_undo(page);
        hold_uncount(page);
    }
    gate_end(page, is_taken, outcome->reason);
    is_over = !goes_on(page, outcome);
    end_bundled(page, outcome);
    if (is_over)
        page_forget(page);
    dispatch_pump(p);
}

/* ---- the start of a run ---- */

/* What is to be handed over: one of the two. */
struct wanted {
    const struct callout *callout;
    const struct notice *notice;
};

/* Is it still to be handed over? False and a reason when not. */
static bool find_wanted(const struct page *page, struct wanted *ret_wanted, const char **ret_reason)
{
    struct paging *p = page->means->paging;
    const struct office *office = desk_office(p->desk);
    struct wanted w = {0};

    if (page->is_notice)
        w.notice = office_notice_wanted(office, page->place.id, paging_wall(p), ret_reason);
    else
        w.callout = office_page_wanted(office, page->incident, page->place.id, ret_reason);
    *ret_wanted = w;
    return w.notice || w.callout;
}

/* What the hook is handed. */
static void prepare(struct page *page, const struct wanted *w, const struct hook_config *hook,
                    struct page_values *values)
{
    const struct office *office = desk_office(page->means->paging->desk);

    page_begin_attempt(page, w->notice ? w->notice->attempt : w->callout->attempt, hook);
    if (w->notice)
        notice_values_init(values, office_rules(office), w->notice, page->attempt);
    else
        page_values_init(values, office_rules(office), office_incident(office, page->incident),
                         w->callout, page->attempt);
    if (w->callout)
        bundle_gather(page, w->callout, hook, values);
    page->truncated = values->truncated;
}

static void run_page(struct page *page, const struct wanted *w, const struct hook_config *hook)
{
    struct page_values values;

    prepare(page, w, hook, &values);
    struct hook_job job = {.via = page->means->via,
                           .lines = hook->lines,
                           .command = (const char *const *)hook->command,
                           .timeout = hook->timeout,
                           .values = values.values,
                           .n_values = values.n};

    if (page->is_probe)
        breaker_begin_probe(&page->means->breaker);
    page_begin_run(page, &job, on_hook_end);
    page_values_deinit(&values);
    hold_count(page);
}

static void fail_without_hook(struct page *page)
{
    char *words = xasprintf("no hook for via=%s", page->means->via);

    page_give_up(page, VERB_PAGE_FAILED, words);
    free(words);
}

/* The next means at once; or, where there is none, when the hook works again. */
static void refuse(struct page *page)
{
    char *words;

    if (!gate_has_other(page)) {
        gate_stick(page);
        return;
    }
    words = xasprintf("hook %s is down", page->means->via);
    page_give_up(page, VERB_PAGE_FAILED, words);
    free(words);
}

/* False when no hook was started. */
static bool start_page(struct page *page)
{
    const struct hook_config *hook = means_hook(page->means);
    const char *reason = "";
    struct wanted w;

    if (!find_wanted(page, &w, &reason))
        page_give_up(page, VERB_PAGE_DROPPED, reason);
    else if (!hook)
        fail_without_hook(page);
    else if (page->means->breaker.is_open && !page->is_probe)
        refuse(page);
    else if (!order_waits(page, w.notice) && !bundle_waits(page, w.callout)) {
        run_page(page, &w, hook);
        return true;
    }
    return false;
}

static bool has_slot(const struct means *m)
{
    const struct hook_config *hook = means_hook(m);

    return !m->paging->draining && (!hook || m->running < hook->parallel);
}

/* Pages to a hook that is down need no slot: they are sent another way. */
static bool is_open_to_all(const struct means *m)
{
    return has_slot(m) || (m->breaker.is_open && !m->paging->draining);
}

static struct page *next_page(struct means *m, struct instant now)
{
    bool is_probe = has_slot(m) && breaker_wants_probe(&m->breaker, now);
    struct outbox_page *place = is_probe ? gate_take(m) : NULL;
    struct instant ask;
    struct page *page;

    if (!place && is_open_to_all(m))
        place = outbox_take(&m->outbox, now, &ask);
    if (!place)
        return NULL;
    page = container_of(place, struct page, place);
    page->is_probe = is_probe;
    return page;
}

static void pump_means(struct means *m, unsigned *drops)
{
    struct instant now = paging_steady(m->paging);
    struct page *page;

    while (*drops > 0 && (page = next_page(m, now))) {
        if (!start_page(page))
            (*drops)--;
    }
}

void dispatch_pump(struct paging *p)
{
    unsigned drops = DROPS_PER_PASS;
    struct means *m;

    if (p->pumping)
        return;
    p->pumping = true;
    TAILQ_FOREACH(m, &p->means, link)
    {
        pump_means(m, &drops);
    }
    p->pumping = false;
}

enum audit_place dispatch_place(const struct page *page)
{
    const struct paging *p = page->means->paging;
    bool is_late;

    if (page->carrier)
        page = page->carrier;
    is_late = page->run && instant_before(page->limit, paging_steady(p));

    if (page->run)
        return is_late ? AUDIT_PLACE_STUCK : AUDIT_PLACE_HELD;
    return page->is_held || !has_slot(page->means) ? AUDIT_PLACE_HELD : AUDIT_PLACE_WAITING;
}

struct instant dispatch_next_due(const struct paging *p)
{
    struct instant next = INSTANT_NEVER;
    const struct means *m;

    TAILQ_FOREACH(m, &p->means, link)
    {
        if (is_open_to_all(m))
            next = instant_min(next, outbox_next_due(&m->outbox));
        if (has_slot(m) && m->stuck.len > 0)
            next = instant_min(next, breaker_next_due(&m->breaker));
    }
    return next;
}
