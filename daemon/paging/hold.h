#pragma once
/* Numbers that have had enough messages for now. */
#include "paging/state.h"

/* What was sent lately, as far as the office remembers it. */
void hold_recall(struct paging *p);
/* The limits of the configuration are in force from here on. */
void hold_use_config(struct paging *p);
/* Its hook has been started; or the message did not go out after all. */
void hold_count(struct page *page);
void hold_uncount(struct page *page);
/* Has the log say, once, if the page waits because its number is closed. */
void hold_say(struct page *page);
/* How many pages wait for their numbers. */
size_t hold_len(const struct means *m);
