#pragma once
/* How a chain of command goes on, and what it ends in. For the files of the machine only. */
#include "office/draft/draft.h"
#include "office/state/callout.h"

/* The route of the incident as it is known before this draft, if its chain were started now. */
const struct route *draft_find_route(const struct draft *d);
/* The fields that put a route's chain in force: CHAIN, ACK_RANK, DUE. Returns how many were put in
 * ret_fields. */
#define DRAFT_ROUTE_FIELDS 3
size_t draft_route(struct draft *d, const struct route *route,
                   struct field ret_fields[DRAFT_ROUTE_FIELDS]);
/* After the entry with those fields: does the first step if it is due at once. */
void draft_start_chain(struct draft *d);
/* After that: pages those who hold now the posts of the chain's first step that names any, and
 * have not been paged. */
void draft_page_on_duty(struct draft *d);

/*
 * The next step of the chain, now: pages whom it names and has not been paged yet. A step that
 * reaches nobody is passed over at once, and the catch-all paged. After the last step come its
 * repeats, up to the chain's limit if it has one, then the end: catch-all, and again every hour.
 *
 * The next step is the first one, in the chain as it is configured now, that has not been done
 * since the chain was started; a step is known by its mark (rules/mark.h). So a chain that is
 * edited while it runs loses no step and does none twice. Times that are known already stay: what
 * is next is done when the chain was to go on anyway, also where it was put in front of what is
 * done; from there on each step's `after` counts from the step that was done before it. Repeats
 * are those of the step that is last now, and count from 1 when it was not the last one done.
 */
void draft_next_step(struct draft *d, struct draft_cause cause);
/* Whom the steps that were done since the chain was started name now; once it has ended, the
 * catch-all too. */
void draft_called(struct draft *d, struct recipients *recipients);
/* Nobody will answer this page any more. When nobody whom the latest step names may still answer
 * another one, goes on at once: to the next step if one has not been done (repeats keep their time,
 * or a dead gateway would make a storm of them), and to the catch-all. `failed` (or NULL) is not
 * paged. */
void draft_page_lost(struct draft *d, const struct callout *page, const struct person *failed);
/* Pages the catch-all: those of them whom the chain has not called out yet; once in a draft. */
void draft_catch_all(struct draft *d, struct draft_cause cause);
