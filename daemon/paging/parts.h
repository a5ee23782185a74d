#pragma once
/* What paging consists of. For its own files only (paging.c, dispatch.c, bundle.c, hold.c, gate.c):
 * everyone else uses paging/paging.h. */
#include <sys/queue.h>

#include "paging/breaker.h"
#include "paging/outbox.h"
#include "paging/outcomes.h"
#include "paging/paging.h"
#include "paging/values.h"

/* All pages that go by the same hook. */
struct means {
    TAILQ_ENTRY(means) link;
    struct paging *paging;
    char *via;
    struct outbox outbox;
    size_t running;
    struct breaker breaker;
    struct heap stuck; /* pages that wait for the hook to work again, in turn */
    int64_t n_stuck;   /* turns given out */
};

/* From when its entry is durable until its outcome is known. */
struct page {
    struct outbox_page place;
    struct means *means;
    struct incident_id incident;
    bool is_notice; /* not a page: the office is asked for a notice of that id */
    bool is_held;   /* and the log says so */
    bool is_stuck;  /* has waited for its hook to work: it is not given up lightly */
    bool is_probe;  /* of the run under way: does the hook work again? */
    struct heap_node stuck;
    struct page *bundled;   /* run under way: pages whose codes are in its message, a list ... */
    struct page *next;      /* ... by this; they are in no outbox meanwhile */
    unsigned n_bundled;     /* how many */
    struct page *carrier;   /* it is on the list of this one */
    struct instant counted; /* run under way: as what its number has had it */
    unsigned attempt;       /* of the run under way, or the last one */
    unsigned excused;       /* attempts that do not count for the retries */
    void *run;              /* NULL: waits in the outbox */
    unsigned retries;       /* terms of the run under way */
    struct span backoff;
    struct instant limit; /* the run should have ended by then, by the steady clock */
    bool truncated;
    UT_hash_handle by_id;
};

struct paging {
    struct desk *desk;
    struct config *config;
    struct hook_runner runner;
    TAILQ_HEAD(, means) means;
    struct page *pages; /* by place.id */
    size_t n_running;
    struct outcomes outcomes;
    bool draining, pumping;
    struct paging_stats stats; /* the counters only */
};

/* Waiting is done by the clock that never steps: setting the wall clock neither holds up a retry
 * nor brings it on. */
static inline struct instant paging_steady(const struct paging *p)
{
    return clock_monotonic(desk_clock(p->desk));
}

static inline struct instant paging_wall(const struct paging *p)
{
    return clock_now(desk_clock(p->desk));
}

/* An instant of the wall clock, to be waited for by the steady one. */
static inline struct instant paging_to_steady(const struct paging *p, struct instant wall)
{
    return instant_add(paging_steady(p), instant_since(wall, paging_wall(p)));
}

/* NULL when the configuration has none of that name any more. */
static inline const struct hook_config *means_hook(const struct means *m)
{
    return config_hook(m->paging->config, slice_of(m->via));
}

/* ---- paging.c ---- */

/* Made if there is none. */
struct means *paging_means(struct paging *p, struct slice via);

/* ---- dispatch.c: from the outbox to the hook, and back ---- */

/* A page that waits from here on; nothing when it is there already. `i` may be NULL. */
void dispatch_queue(struct paging *p, struct incident_id incident, const struct incident *i,
                    const struct callout *c, struct instant not_before);
/* The same for a notice. */
void dispatch_queue_notice(struct paging *p, uint64_t id, const char *via, const char *address,
                           struct instant not_before);
/* NULL when it is no longer wanted, or is a notice. */
const struct callout *dispatch_callout(const struct page *page);
void dispatch_forget(struct page *page);
/* Says what became of the page; `when` is the retry, or until when it is held. */
void dispatch_conclude(const struct page *page, enum verb verb, struct instant when,
                       const char *words);
/* A run begins that is an attempt for this page, too: by the terms of the hook. */
void dispatch_begin_attempt(struct page *page, unsigned attempts_so_far,
                            const struct hook_config *hook);
/* Starts what can be started now. Starts are bounded by the slots, pages that are given up by a
 * count: what is left over makes dispatch_wanted "at once". */
void dispatch_pump(struct paging *p);
/* For the auditor. */
enum audit_place dispatch_place(const struct page *page);
/* When dispatch_pump should be called, by the steady clock; INSTANT_NEVER. */
struct instant dispatch_wanted(const struct paging *p);

/* ---- hold.c: numbers that have had enough ---- */

/* What was sent lately, as far as the office remembers it. */
void hold_recall(struct paging *p);
/* The limits of the configuration are in force from here on. */
void hold_use_config(struct paging *p);
/* Its hook has been started; or the message did not go out after all. */
void hold_count(struct page *page);
void hold_uncount(struct page *page);
/* Tells the office, once, if the page waits because its number is closed. */
void hold_tell(struct page *page);
/* How many pages wait for their numbers. */
size_t hold_len(const struct means *m);

/* ---- bundle.c: several pages in one message ---- */

/* The page, wanted for that callout, is about to be handed over: takes along what waits for the
 * same person and number, if that has become too much, and puts the words for all of them in the
 * place of its own. A drill and what is real are never in one message. */
void bundle_gather(struct page *page, const struct callout *wanted, const struct hook_config *hook,
                   struct page_values *values);
/* Its message was not taken: the person knows nothing of it. */
void bundle_undo(struct page *page);
/* A page that was taken along, no longer on the list; NULL: none. What became of the message became
 * of each. */
struct page *bundle_take(struct page *page);
/* Is it a repeat to somebody who has just been sent a bundle? Then it waits for a minute, so that
 * what falls due meanwhile goes with it, and the office is told. `wanted` as above; NULL: a notice.
 */
bool bundle_waits(struct page *page, const struct callout *wanted);

/* ---- gate.c: hooks that are down ---- */

/* A run of the page has ended: this may open the breaker of its hook, or close it. */
void gate_end(struct page *page, bool is_taken, const char *reason);
/* The terms of the configuration are in force from here on. */
void gate_use_config(struct paging *p);
/* Has its person a means behind this one? */
bool gate_has_other(const struct page *page);
/* It waits for the hook to work again, and the office is told. */
void gate_stick(struct page *page);
/* Of those that wait, the next one to be tried; NULL. */
struct outbox_page *gate_take(struct means *m);
