#include "paging/paging.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/log.h"
#include "base/mem.h"
#include "paging/outbox.h"
#include "paging/values.h"

#define DROPS_PER_PASS 64 /* pages given up in one call; a run of them must not hold the loop */
#define BUSY_PAUSE SPAN_MS(100) /* before an outcome is offered to a busy desk again */
#define LONGEST_BACKOFF SPAN_HOURS(1)
#define END_OF_RUN SPAN_SECONDS(10) /* behind its time limit a hook is killed, and has ended */

struct means {
    TAILQ_ENTRY(means) link;
    struct paging *paging;
    char *via;
    struct outbox outbox;
    size_t running;
};

/* From when its entry is durable (or it is deferred) until its outcome is known. */
struct page {
    struct outbox_page place;
    struct means *means;
    struct incident_id incident;
    bool is_notice;   /* not a page: the office is asked for a notice of that id */
    unsigned attempt; /* of the run under way, or the last one */
    void *run;        /* NULL: waits in the outbox */
    unsigned retries; /* terms of the run under way */
    struct span backoff;
    struct instant limit; /* the run should have ended by then, by the steady clock */
    bool truncated;
    UT_hash_handle by_id;
};

/* What is to be told to the desk about a page that paging may have forgotten already. */
struct outcome {
    STAILQ_ENTRY(outcome) link;
    enum verb verb;
    struct incident_id incident;
    uint64_t page;
    unsigned attempt; /* 0: no hook was run */
    struct instant retry;
    bool truncated;
    char *words; /* the gateway's id, or the reason */
};

struct paging {
    struct desk *desk;
    struct config *config;
    struct hook_runner runner;
    TAILQ_HEAD(, means) means;
    struct page *pages; /* by place.id */
    size_t n_running;
    STAILQ_HEAD(, outcome) outcomes; /* that a busy desk has not taken yet, in order */
    struct instant offer_again;      /* by the steady clock, as all in the outboxes */
    bool draining, pumping;
    struct paging_stats stats; /* the counters only */
};

/* Waiting is done by the clock that never steps: setting the wall clock neither holds up a retry
 * nor brings it on. */
static struct instant steady_now(const struct paging *p)
{
    return clock_monotonic(desk_clock(p->desk));
}

static struct instant wall_now(const struct paging *p)
{
    return clock_now(desk_clock(p->desk));
}

/* ---- outcomes ---- */

static size_t collect_fields(const struct outcome *o, struct field fields[6])
{
    size_t n = 0;

    fields[n++] = FIELD_NUMBER_OF(FIELD_PAGE, (int64_t)o->page);
    if (o->attempt > 0)
        fields[n++] = FIELD_NUMBER_OF(FIELD_ATTEMPT, o->attempt);
    if (o->verb == VERB_PAGE_DEFERRED || o->verb == VERB_NOTICE_DEFERRED)
        fields[n++] = FIELD_INSTANT_OF(FIELD_RETRY, o->retry);
    if (o->words[0]) {
        bool sent = o->verb == VERB_PAGE_SENT || o->verb == VERB_NOTICE_SENT;
        enum field_id id = sent ? FIELD_GATEWAY : FIELD_REASON;

        fields[n++] = FIELD_TEXT_OF(id, slice_of(o->words));
    }
    if (o->truncated)
        fields[n++] = FIELD_NUMBER_OF(FIELD_TRUNCATED, 1);
    return n;
}

/* False: not now. A refusal is final: the incident has gone on without this page. */
static bool offer(struct paging *p, const struct outcome *o)
{
    struct field fields[6];
    struct command command = {.verb = o->verb, .incident = o->incident, .fields = fields};
    struct decision decision = {0};
    enum desk_answer answer;

    command.n_fields = collect_fields(o, fields);
    answer = desk_submit(p->desk, &command, &decision);
    if (answer == DESK_REFUSED)
        log_warning("the outcome of page %llu was refused: %.*s", (unsigned long long)o->page,
                    SLICE_ARG(buffer_slice(&decision.why)));
    decision_deinit(&decision);
    return answer == DESK_TAKEN || answer == DESK_REFUSED;
}

static void free_outcome(struct outcome *o)
{
    free(o->words);
    free(o);
}

static void flush_outcomes(struct paging *p)
{
    struct outcome *o;

    while ((o = STAILQ_FIRST(&p->outcomes))) {
        if (!offer(p, o)) {
            p->offer_again = instant_add(steady_now(p), BUSY_PAUSE);
            return;
        }
        STAILQ_REMOVE_HEAD(&p->outcomes, link);
        free_outcome(o);
    }
}

static void count(struct paging *p, enum verb verb)
{
    if (verb == VERB_PAGE_SENT)
        p->stats.sent++;
    else if (verb == VERB_PAGE_DEFERRED)
        p->stats.deferred++;
    else if (verb == VERB_PAGE_FAILED)
        p->stats.failed++;
    else
        p->stats.dropped++;
}

/* The verb for a notice that ended so. */
static enum verb notice_verb(enum verb verb)
{
    switch ((int)verb) {
    case VERB_PAGE_SENT:
        return VERB_NOTICE_SENT;
    case VERB_PAGE_DEFERRED:
        return VERB_NOTICE_DEFERRED;
    case VERB_PAGE_FAILED:
        return VERB_NOTICE_FAILED;
    default:
        return VERB_NOTICE_DROPPED;
    }
}

/* Consumes the words. What the desk does not take waits; the order of outcomes stays. */
static void conclude(struct paging *p, const struct page *page, enum verb verb,
                     struct instant retry, char *words)
{
    struct outcome *o = xcalloc(1, sizeof(*o));

    *o = (struct outcome){.verb = page->is_notice ? notice_verb(verb) : verb,
                          .incident = page->incident,
                          .page = page->place.id,
                          .attempt = page->attempt,
                          .retry = retry,
                          .truncated = verb == VERB_PAGE_SENT && page->truncated,
                          .words = words};
    count(p, verb);
    STAILQ_INSERT_TAIL(&p->outcomes, o, link);
    flush_outcomes(p);
}

/* ---- pages ---- */

static struct means *means_of(struct paging *p, struct slice via)
{
    struct means *m;

    TAILQ_FOREACH(m, &p->means, link)
    {
        if (slice_equal_string(via, m->via))
            return m;
    }
    m = xcalloc(1, sizeof(*m));
    m->paging = p;
    m->via = slice_dup(via);
    TAILQ_INSERT_TAIL(&p->means, m, link);
    return m;
}

static void forget_page(struct paging *p, struct page *page)
{
    HASH_DELETE(by_id, p->pages, page);
    outbox_remove(&page->means->outbox, &page->place);
    free(page);
}

/* NULL when it is there already. */
static struct page *queue_page(struct paging *p, struct incident_id incident, uint64_t id,
                               struct slice via, bool first, struct instant not_before)
{
    struct page *page;

    HASH_FIND(by_id, p->pages, &id, sizeof(id), page);
    if (page)
        return NULL;
    page = xcalloc(1, sizeof(*page));
    page->place.id = id;
    page->place.first = first;
    page->incident = incident;
    page->means = means_of(p, via);
    HASH_ADD(by_id, p->pages, place.id, sizeof(page->place.id), page);
    outbox_put(&page->means->outbox, &page->place, not_before);
    return page;
}

static void queue_notice(struct paging *p, uint64_t id, struct slice via, struct instant not_before)
{
    struct page *page = queue_page(p, INCIDENT_NONE, id, via, false, not_before);

    if (page)
        page->is_notice = true;
}

static bool is_first(const struct incident *i, const struct callout *c)
{
    return i && c && i->state == INCIDENT_OPEN && c->page == c->first_page;
}

/* ---- running hooks ---- */

static void pump(struct paging *p);

/* "exit 75 5 times: modem busy", from the last run's "exit 75: modem busy". */
static char *words_for_exhausted(unsigned attempt, const char *reason)
{
    const char *rest = strstr(reason, ": ");
    size_t head = rest ? (size_t)(rest - reason) : strlen(reason);

    return xasprintf("%.*s %u times%s", (int)head, reason, attempt, rest ? rest : "");
}

static struct span backoff_of(const struct page *page)
{
    struct span s = page->backoff;

    for (unsigned k = 1; k < page->attempt && s.us < LONGEST_BACKOFF.us; k++)
        s.us *= 2;
    return page->attempt > 1 && s.us > LONGEST_BACKOFF.us ? LONGEST_BACKOFF : s;
}

/* It is back in the outbox before the desk hears of it, which then asks on_wanted. */
static void defer_page(struct paging *p, struct page *page, const char *reason)
{
    struct span backoff = backoff_of(page);

    outbox_put(&page->means->outbox, &page->place, instant_add(steady_now(p), backoff));
    conclude(p, page, VERB_PAGE_DEFERRED, instant_add(wall_now(p), backoff), xstrdup(reason));
}

static void on_hook_end(void *owner, const struct hook_outcome *outcome)
{
    struct page *page = owner;
    struct paging *p = page->means->paging;
    bool is_over = true;

    page->run = NULL;
    page->means->running--;
    p->n_running--;
    if (outcome->verdict == HOOK_TAKEN) {
        char *gateway = slice_dup(outcome->line);

        conclude(p, page, VERB_PAGE_SENT, INSTANT_NONE, gateway);
    } else if (outcome->verdict == HOOK_FAILED) {
        conclude(p, page, VERB_PAGE_FAILED, INSTANT_NONE, xstrdup(outcome->reason));
    } else if (page->attempt >= page->retries) {
        conclude(p, page, VERB_PAGE_FAILED, INSTANT_NONE,
                 words_for_exhausted(page->attempt, outcome->reason));
    } else {
        is_over = false;
        defer_page(p, page, outcome->reason);
    }
    if (is_over)
        forget_page(p, page);
    pump(p);
}

/* Without a run: `why` is said to the desk, and the page is forgotten. */
static void give_up(struct paging *p, struct page *page, enum verb verb, char *why)
{
    page->attempt = 0;
    conclude(p, page, verb, INSTANT_NONE, why);
    forget_page(p, page);
}

/* What the hook is told; false and a reason: the page is no longer wanted. An outcome that still
 * waits for a busy desk is not counted by the office yet. */
static bool prepare(struct paging *p, struct page *page, struct page_values *values,
                    const char **ret_reason)
{
    const struct office *office = desk_office(p->desk);
    const struct callout *c = NULL;
    const struct notice *notice = NULL;
    unsigned attempt;

    if (page->is_notice)
        notice = office_notice_wanted(office, page->place.id, wall_now(p), ret_reason);
    else
        c = office_page_wanted(office, page->incident, page->place.id, ret_reason);
    if (!notice && !c)
        return false;
    attempt = notice ? notice->attempt : c->attempt;
    page->attempt = (page->attempt > attempt ? page->attempt : attempt) + 1;
    if (notice)
        notice_values_init(values, office_rules(office), notice, page->attempt);
    else
        page_values_init(values, office_rules(office), office_incident(office, page->incident), c,
                         page->attempt);
    return true;
}

/* False when no hook was started. */
static bool start_page(struct paging *p, struct page *page, const struct hook_config *hook)
{
    const char *reason = "";
    struct page_values values;
    struct hook_job job;

    if (!prepare(p, page, &values, &reason)) {
        give_up(p, page, VERB_PAGE_DROPPED, xstrdup(reason));
        return false;
    }
    if (!hook) {
        page_values_deinit(&values);
        give_up(p, page, VERB_PAGE_FAILED, xasprintf("no hook for via=%s", page->means->via));
        return false;
    }
    page->retries = hook->retries;
    page->backoff = hook->backoff;
    page->limit = instant_add(instant_add(steady_now(p), hook->timeout), END_OF_RUN);
    page->truncated = values.truncated;
    job = (struct hook_job){.via = page->means->via,
                            .lines = hook->lines,
                            .command = (const char *const *)hook->command,
                            .timeout = hook->timeout,
                            .values = values.values,
                            .n_values = values.n};
    page->means->running++;
    p->n_running++;
    page->run = p->runner.start(p->runner.arg, &job, on_hook_end, page);
    page_values_deinit(&values);
    return true;
}

static bool has_slot(const struct paging *p, const struct means *m)
{
    const struct hook_config *hook = config_hook(p->config, slice_of(m->via));

    return !p->draining && (!hook || m->running < hook->parallel);
}

static void pump_means(struct paging *p, struct means *m, unsigned *drops)
{
    const struct hook_config *hook = config_hook(p->config, slice_of(m->via));
    struct instant now = steady_now(p), ask;
    struct outbox_page *place;

    while (*drops > 0 && has_slot(p, m) && (place = outbox_take(&m->outbox, now, &ask))) {
        struct page *page = (struct page *)((char *)place - offsetof(struct page, place));

        if (!start_page(p, page, hook))
            (*drops)--;
    }
}

/* Starts what can be started now. Starts are bounded by the slots, pages that are given up by a
 * count: what is left over brings on_wanted to "at once". */
static void pump(struct paging *p)
{
    unsigned drops = DROPS_PER_PASS;
    struct means *m;

    if (p->pumping)
        return;
    p->pumping = true;
    TAILQ_FOREACH(m, &p->means, link)
    {
        pump_means(p, m, &drops);
    }
    p->pumping = false;
}

/* ---- what the desk says ---- */

static void queue_waiting(const struct incident *i, const struct callout *c, void *arg)
{
    struct paging *p = arg;
    struct instant not_before = INSTANT_NONE, now = wall_now(p);

    if (c->state == PAGE_DEFERRED && instant_before(now, c->retry))
        not_before = instant_add(steady_now(p), instant_since(c->retry, now));
    queue_page(p, i->id, c->page, slice_of(c->via), is_first(i, c), not_before);
}

static void queue_told(const struct notice *n, void *arg)
{
    struct paging *p = arg;
    struct instant not_before = INSTANT_NONE, now = wall_now(p);

    if (instant_is_set(n->retry) && instant_before(now, n->retry))
        not_before = instant_add(steady_now(p), instant_since(n->retry, now));
    queue_notice(p, n->id, slice_of(n->via), not_before);
}

static void on_ready(void *arg)
{
    struct paging *p = arg;

    office_each_waiting_page(desk_office(p->desk), queue_waiting, p);
    office_each_notice(desk_office(p->desk), queue_told, p);
    pump(p);
}

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct paging *p = arg;

    for (size_t k = 0; k < n; k++) {
        const struct entry *e = entries[k];
        const struct incident *i;

        if (e->kind == ENTRY_NOTICE)
            queue_notice(p, e->seq, entry_text(e, FIELD_VIA), INSTANT_NONE);
        if (e->kind != ENTRY_PAGE)
            continue;
        i = office_incident(desk_office(p->desk), e->incident);
        queue_page(p, e->incident, e->seq, entry_text(e, FIELD_VIA),
                   is_first(i, i ? incident_callout_by_page(i, e->seq) : NULL), INSTANT_NONE);
    }
    flush_outcomes(p);
    pump(p);
}

static void on_tick(void *arg, struct instant now)
{
    struct paging *p = arg;

    (void)now;
    flush_outcomes(p);
    pump(p);
}

static struct instant on_wanted(void *arg)
{
    const struct paging *p = arg;
    struct instant wanted = STAILQ_EMPTY(&p->outcomes) ? INSTANT_NEVER : p->offer_again;
    const struct means *m;

    TAILQ_FOREACH(m, &p->means, link)
    {
        if (has_slot(p, m))
            wanted = instant_min(wanted, outbox_next(&m->outbox));
    }
    if (instant_is_never(wanted))
        return wanted;
    if (!instant_is_set(wanted))
        return wall_now(p);
    return instant_add(wall_now(p), instant_since(wanted, steady_now(p)));
}

/* ---- life ---- */

struct paging *paging_new(struct desk *desk, struct config *config,
                          const struct hook_runner *runner)
{
    struct paging *p = xcalloc(1, sizeof(*p));
    struct desk_listener listener = {.last = true,
                                     .on_ready = on_ready,
                                     .on_durable = on_durable,
                                     .on_tick = on_tick,
                                     .on_wanted = on_wanted,
                                     .arg = p};

    p->desk = desk;
    p->config = config_ref(config);
    p->runner = *runner;
    TAILQ_INIT(&p->means);
    STAILQ_INIT(&p->outcomes);
    desk_listen(desk, &listener);
    return p;
}

void paging_free(struct paging *p)
{
    struct page *page, *next_page;
    struct outcome *o;
    struct means *m;

    if (!p)
        return;
    HASH_ITER(by_id, p->pages, page, next_page)
    {
        if (page->run)
            p->runner.cancel(p->runner.arg, page->run);
        forget_page(p, page);
    }
    while ((o = STAILQ_FIRST(&p->outcomes))) {
        STAILQ_REMOVE_HEAD(&p->outcomes, link);
        free_outcome(o);
    }
    while ((m = TAILQ_FIRST(&p->means))) {
        TAILQ_REMOVE(&p->means, m, link);
        outbox_deinit(&m->outbox);
        free(m->via);
        free(m);
    }
    config_unref(p->config);
    free(p);
}

void paging_set_config(struct paging *p, struct config *config)
{
    struct config *old = p->config;

    p->config = config_ref(config);
    config_unref(old);
    pump(p);
}

struct paging_stats paging_get_stats(const struct paging *p)
{
    struct paging_stats stats = p->stats;

    stats.running = p->n_running;
    stats.waiting = HASH_CNT(by_id, p->pages) - p->n_running;
    return stats;
}

enum audit_place paging_place(const struct paging *p, uint64_t id)
{
    const struct outcome *o;
    const struct page *page;

    HASH_FIND(by_id, p->pages, &id, sizeof(id), page);
    if (page && page->run)
        return instant_before(page->limit, steady_now(p)) ? AUDIT_PLACE_STUCK : AUDIT_PLACE_HELD;
    if (page)
        return has_slot(p, page->means) ? AUDIT_PLACE_WAITING : AUDIT_PLACE_HELD;
    STAILQ_FOREACH(o, &p->outcomes, link)
    {
        if (o->page == id)
            return AUDIT_PLACE_HELD;
    }
    return id > desk_durable(p->desk) ? AUDIT_PLACE_HELD : AUDIT_PLACE_UNKNOWN;
}

void paging_drain(struct paging *p)
{
    p->draining = true;
}
