#pragma once
/* A page (or a notice) in the hands of paging, from when its entry is durable until its outcome is
 * known; and the one place where the office is told what became of it. */
#include "office/log/command.h"
#include "office/state/callout.h"
#include "paging/state.h"

/* A new one in no line yet; NULL when it is there already. */
struct page *page_add(struct paging *p, uint64_t id, const char *via, const char *address);
/* Takes it out of everything, and frees it. */
void page_forget(struct page *page);
/* NULL when it is no longer wanted, or is a notice. */
const struct callout *page_callout(const struct page *page);
/* Says what became of the page; `when` is the retry, or until when it is held. */
void page_conclude(const struct page *page, enum verb verb, struct instant when, const char *words);
/* A run begins that is an attempt for this page, too: by the terms of the hook. */
void page_begin_attempt(struct page *page, unsigned attempts_so_far,
                        const struct hook_config *hook);
