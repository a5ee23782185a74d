#pragma once
/* What paging consists of. For its own files only; everyone else uses paging/paging.h. */
#include <sys/queue.h>

#include "base/container.h"
#include "config/config.h"
#include "desk/desk.h"
#include "hooks/job.h"
#include "paging/breaker.h"
#include "paging/outbox.h"
#include "paging/outcomes.h"

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

/* From when its entry is durable until its outcome is known. Only page.c changes what state it is
 * in. */
struct page {
    struct outbox_page place;
    struct means *means;
    struct incident_id incident;
    bool is_notice; /* not a page: the office is asked for a notice of that id */
    bool is_held;   /* and the log says so */
    bool is_stuck;  /* has waited for its hook to work: it is not given up lightly */
    bool is_probe;  /* of the run under way: does the hook work again? */
    struct heap_node stuck;
    struct page *bundled; /* run under way: pages whose codes are in its message, a list ... */
    struct page *next;    /* ... by this; they are in no outbox meanwhile */
    unsigned n_bundled;   /* how many */
    LIST_HEAD(, page) followers; /* notices that wait for what becomes of it (order.h) */
    LIST_ENTRY(page) following;
    struct page *leader;    /* it waits for that one */
    struct page *carrier;   /* it is on the list of this one */
    struct instant counted; /* run under way: as what its number has had it */
    unsigned attempt;       /* of the run under way, or the last one */
    unsigned excused;       /* attempts that do not count for the retries */
    void *run;              /* NULL: waits in the outbox */
    unsigned retries;       /* terms of the run under way */
    struct span backoff;
    struct instant limit; /* the run should have ended by then, by the steady clock */
    bool truncated;
    uint64_t known; /* the last entry that the text of the latest run takes into account */
    UT_hash_handle by_id;
};

/* Since the start. */
struct page_counts {
    uint64_t sent, deferred, failed, dropped;
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
    struct page_counts counts;
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

/* The other way. */
static inline struct instant paging_to_wall(const struct paging *p, struct instant steady)
{
    return instant_add(paging_wall(p), instant_since(steady, paging_steady(p)));
}

/* NULL when the configuration has none of that name any more. */
static inline const struct hook_config *means_hook(const struct means *m)
{
    return config_hook(m->paging->config, slice_of(m->via));
}
