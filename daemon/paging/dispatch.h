#pragma once
/* From the outbox to the hook, and back. */
#include "office/audit.h"
#include "paging/state.h"

/* A page that waits from here on; nothing when it is there already. `i` may be NULL. */
void dispatch_queue(struct paging *p, struct incident_id incident, const struct incident *i,
                    const struct callout *c, struct instant not_before);
/* The same for a notice. */
void dispatch_queue_notice(struct paging *p, uint64_t id, const char *via, const char *address,
                           struct instant not_before);
/* Starts what can be started now. Starts are bounded by the slots, pages that are given up by a
 * count: what is left over makes dispatch_next_due "at once". */
void dispatch_pump(struct paging *p);
/* For the auditor. */
enum audit_place dispatch_place(const struct page *page);
/* When dispatch_pump should be called, by the steady clock; INSTANT_NEVER. */
struct instant dispatch_next_due(const struct paging *p);
