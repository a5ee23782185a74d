#pragma once
/*
 * Who is to be reached how: takes each page when its entry is durable, hands it to the hook for its
 * means, and gives the outcome back to the desk.
 *
 * A page waits in the outbox of its means: who knows least goes first (outbox.h). Repeats to a
 * number that has had enough (per_number) are held until it may have more, and the log says so;
 * first pages never are. Just before its hook starts the office is asked whether it is still
 * wanted. Exit 0: sent, the first line of stdout is the gateway's id. 75: deferred, again after the
 * backoff, up to the hook's `retries`. Everything else: failed. The same page id is handed over
 * each time, so that a gateway can drop repeats.
 */
#include "config/config.h"
#include "desk/desk.h"
#include "hooks/job.h"
#include "office/audit.h"

struct paging;

/* The desk and the runner are borrowed; paging listens to the desk from here on. */
struct paging *paging_new(struct desk *desk, struct config *config,
                          const struct hook_runner *runner);
/* Kills what runs. Takes NULL. */
void paging_free(struct paging *p);

struct paging_stats {
    size_t waiting; /* pages without an outcome whose hook does not run */
    size_t running;
    uint64_t sent, deferred, failed, dropped; /* since the start */
};
struct paging_stats paging_get_stats(const struct paging *p);
/* Where a page without an outcome is, for the auditor. */
enum audit_place paging_place(const struct paging *p, uint64_t id);
/* Of the hooks in the configuration, in its order: number n; false: there are no more. */
struct paging_hook_stats {
    const char *via; /* the configuration's */
    size_t waiting, running;
    size_t held; /* of those that wait: their number has had enough for now, or the hook is down */
    bool is_down;
    struct instant since; /* is_down: by the wall clock */
};
bool paging_get_hook_stats(const struct paging *p, size_t n, struct paging_hook_stats *ret_stats);
/* No more hooks are started; those that run may end (their outcomes are still written). */
void paging_drain(struct paging *p);
