#pragma once
/* Questions to the duty log: kept while they wait, and answered from memory where the database is
 * not to be had. */
#include "journal/journal.h"

/* A copy with slices of its own. */
struct journal_query query_copy(const struct journal_query *q);
void query_deinit(struct journal_query *q);
/* Cuts the next word off *words; empty when there is none left. */
struct slice query_next_word(struct slice *words);
/* A word as it stands inside a JSON string. */
void query_escape_word(struct slice word, struct buffer *out);
bool query_matches(const struct journal_query *q, const struct entry *e);
/*
 * Of n entries in order of their numbers those that match, the newest q->limit, in the order asked
 * for. The array is the caller's (free), the entries stay whose they are.
 */
struct entry **query_select(const struct journal_query *q, struct entry *const *entries, size_t n,
                            size_t *ret_n);
