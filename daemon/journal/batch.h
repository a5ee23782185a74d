#pragma once
/*
 * Rows for one statement of a batch, as one array parameter for each column, in PostgreSQL's binary
 * form ("insert … select * from unnest($1, $2, …)"): one round trip for any number of rows, and
 * nothing to quote or escape.
 */
#include <stdint.h>

#include "base/digest.h"
#include "base/instant.h"

enum column {
    COLUMN_NUMBER, /* bigint */
    COLUMN_INSTANT,
    COLUMN_TEXT,
    COLUMN_JSON,
    COLUMN_BYTES,
    COLUMN_FLAG,
    COLUMN_COUNT
};

#define BATCH_MAX_COLUMNS 20

struct batch {
    const enum column *columns;
    size_t n_columns;
    size_t n_rows;
    size_t at; /* the column that comes next */
    struct buffer arrays[BATCH_MAX_COLUMNS];
};

/* The columns are borrowed, usually a const table. */
void batch_init(struct batch *b, const enum column *columns, size_t n_columns);
void batch_deinit(struct batch *b);
/* No rows; keeps its memory. */
void batch_clear(struct batch *b);

/* Values are put in the order of the columns; the last one ends the row. */
void batch_put_null(struct batch *b);
void batch_put_number(struct batch *b, int64_t number);
void batch_put_instant(struct batch *b, struct instant i); /* INSTANT_NONE: null */
void batch_put_text(struct batch *b, struct slice text);   /* empty: null. TEXT and JSON */
void batch_put_digest(struct batch *b, const struct digest *d);
void batch_put_flag(struct batch *b, bool flag);

/* Completes the arrays. Fills values and lengths with a parameter for each column, good until the
 * batch is changed. */
void batch_finish(struct batch *b, const char **values, int *lengths);
/* Types of the parameters, as object ids. */
uint32_t batch_parameter_type(enum column column);
