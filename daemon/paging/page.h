#pragma once
/*
 * A page (or a notice) in the hands of paging, from when its entry is durable until its outcome is
 * known. What state it is in is changed here, and nowhere else; and here the office hears what
 * became of it.
 *
 *     page_add -> in line                                      of its number, in the outbox
 *     in line -> page_begin_run -> running -> page_end_run     its hook has it
 *     in line -> page_join -> carried -> page_leave            it is in the message of another
 *     in line, running, carried -> page_stick -> stuck         it waits for its hook to work again
 *     running, carried -> page_defer -> in line                its hook has said "again later"
 *     stuck -> page_let_go -> in line
 *     in line -> page_follow -> in line, not before the other has moved on (a notice)
 *     any -> page_give_up, page_forget
 *
 * Whoever takes a page out of the outbox starts it, gives it up or puts it back at once. page_hold
 * leaves it where it is: it only has the log say, once, that the page waits.
 */
#include "office/log/command.h"
#include "office/state/callout.h"
#include "paging/state.h"

/* A new one, at rest until it is put in line; NULL when it is there already. */
struct page *page_add(struct paging *p, uint64_t id, const char *via, const char *address);
/* Before it is put in line: what the log already says of its waiting is not said again. */
void page_resume(struct page *page, const struct callout *c);
/* Takes it out of everything, and frees it. */
void page_forget(struct page *page);
/* NULL when it is no longer wanted, or is a notice. */
const struct callout *page_callout(const struct page *page);
/* How many runs count for the retries of its hook. */
unsigned page_tries(const struct page *page);

/* Says what became of the page; `when` is the retry, or until when it is held. */
void page_conclude(const struct page *page, enum verb verb, struct instant when, const char *words);
/* It is never handed over, and forgotten. */
void page_give_up(struct page *page, enum verb verb, const char *why);

/* In line, not before an instant of the steady clock (INSTANT_NONE: at once). */
void page_put(struct page *page, struct instant not_before);
/* It waits until then (by the steady clock), by the log: which says so once. */
void page_hold(struct page *page, struct instant until, const char *why);
/* In line again, to be handed over once more. */
void page_defer(struct page *page, struct span backoff, const char *why);
/* Waits for its hook, which is tried next at `next`: the last of those that do. */
void page_stick(struct page *page, struct instant next, const char *why);
/* Not before it has turned out what becomes of the leader, or an instant has come: after that it is
 * in line again. */
void page_follow(struct page *notice, struct page *leader, struct instant limit);
/* The hook works again. */
void page_let_go(struct page *page);

/* A run is to begin that is an attempt for this page, too: by the terms of the hook. */
void page_begin_attempt(struct page *page, unsigned attempts_so_far,
                        const struct hook_config *hook);
/* Hands it over; on_end is called with the page, once, later. */
void page_begin_run(struct page *page, const struct hook_job *job,
                    void (*on_end)(void *page, const struct hook_outcome *outcome));
void page_end_run(struct page *page);

/* Goes in the message of the carrier, which is about to run. */
void page_join(struct page *page, struct page *carrier);
/* One that does, no longer on the carrier's list; NULL: none. It still knows its carrier ... */
struct page *page_take_joined(struct page *carrier);
/* ... until its own outcome has been said. */
void page_leave(struct page *page);
