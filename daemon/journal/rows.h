#pragma once
/* Reads rows of results in binary form. */
#include <libpq-fe.h>

#include "base/digest.h"
#include "journal/chain.h"

/* Null gives 0, the empty slice, INSTANT_NONE. Slices point into the result. */
int64_t row_number(const PGresult *result, int row, int column); /* smallint, integer, bigint */
struct slice row_text(const PGresult *result, int row, int column);
struct instant row_instant(const PGresult *result, int row, int column);
/* False when it has not the size of a hash. */
bool row_digest(const PGresult *result, int row, int column, struct digest *ret_digest);

/* The columns of an entry, in the order in which these read them. */
#define ROW_ENTRY_COLUMNS "j.seq, j.at, j.kind, j.subject, j.actor, j.post, j.key, j.body"
enum { ROW_ENTRY_COUNT = 8 };
struct chain_link row_link(const PGresult *result, int row);
/* Owned by the caller; NULL for an entry of a kind that this version does not know. */
struct entry *row_entry(const PGresult *result, int row);
