#pragma once
/* Hooks that are down: who goes another way, who waits for them, who tries them. */
#include "paging/state.h"

/* A run of the page has ended: this may open the breaker of its hook, or close it. */
void gate_end(struct page *page, bool is_taken, const char *reason);
/* The terms of the configuration are in force from here on. */
void gate_use_config(struct paging *p);
/* Has its person a means after this one? */
bool gate_has_other(const struct page *page);
/* It waits for the hook to work again, and the log says so. */
void gate_stick(struct page *page);
/* Of those that wait, the next one to be tried; NULL. */
struct outbox_page *gate_take(struct means *m);
