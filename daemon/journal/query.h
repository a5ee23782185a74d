#pragma once
/* Questions to the duty log: kept while they wait, and answered from memory where the database is
 * not to be had. */
#include "journal/journal.h"

/* A copy with slices of its own. */
struct journal_query query_copy(const struct journal_query *q);
void query_deinit(struct journal_query *q);
/* Appends all that the entry says, as it is searched (base/search.h). */
void query_append_searched(const struct entry *e, struct buffer *out);
/*
 * What is searched of it in SQL, where that needs no more than ASCII in small letters: then the
 * database can do it. For all others QUERY_FOLDED has what query_append_searched says. True, and
 * appended, if it is one of those.
 */
#define QUERY_PLAIN                                                                                \
    "lower(concat_ws(' ', j.kind, j.subject, j.actor, j.post, j.body::text) collate \"C\")"
#define QUERY_FOLDED "duty.folded"
bool query_append_folded(const struct entry *e, struct buffer *out);
/*
 * Of n entries in order of their numbers those that match, the newest q->limit, in the order asked
 * for. The array is the caller's (free), the entries stay whose they are. *ret_more: how many are
 * left out, if that is asked for.
 */
struct entry **query_select(const struct journal_query *q, struct entry *const *entries, size_t n,
                            size_t *ret_n, size_t *ret_more);
