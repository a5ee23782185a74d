#include "journal/folded.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/notify.h"
#include "journal/query.h"
#include "journal/rows.h"

#define PIECE "1000" /* entries in one statement */

static const enum column columns[] = {
    COLUMN_NUMBER, /* entry */
    COLUMN_TEXT,   /* text */
};
#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

const char folded_insert[] =
    "insert into " QUERY_FOLDED " (entry, text) select * from unnest($1::bigint[], $2::text[])";

void folded_batch_init(struct batch *b)
{
    batch_init(b, columns, N_COLUMNS);
}

static void put(struct batch *b, const struct entry *e)
{
    struct buffer text = BUFFER_INIT;

    if (query_append_folded(e, &text)) {
        batch_put_number(b, (int64_t)e->seq);
        batch_put_text(b, buffer_slice(&text));
    }
    buffer_deinit(&text);
}

void folded_batch_fill(struct batch *b, struct entry *const *entries, size_t n)
{
    batch_clear(b);
    for (size_t i = 0; i < n; i++)
        put(b, entries[i]);
}

/* ---- what older versions wrote ---- */

void folding_init(struct folding *f)
{
    *f = (struct folding){0};
    folded_batch_init(&f->rows);
}

void folding_deinit(struct folding *f)
{
    batch_deinit(&f->rows);
}

void folding_ask(struct folding *f, struct connection *c)
{
    batch_clear(&f->rows);
    f->last = 0;
    f->is_writing = false;
    connection_ask(c,
                   "select " ROW_ENTRY_COLUMNS " from (select u.entry from duty.unfolded u "
                   "order by u.entry limit " PIECE ") u cross join lateral "
                   "(select * from duty.journal j where j.seq = u.entry offset 0) j "
                   "order by j.seq",
                   0, NULL, false);
}

void folding_on_row(struct folding *f, const PGresult *result, int row)
{
    struct entry *e;

    if (f->is_writing)
        return;
    e = row_entry(result, row); /* of a kind that only a later version knows: passed over */
    f->last = (uint64_t)row_number(result, row, 0);
    if (e)
        put(&f->rows, e);
    free(e);
}

static void write_piece(struct folding *f, struct connection *c)
{
    static const char sql[] =
        "with done as (delete from duty.unfolded where entry <= $3::bigint) insert into "
        "" QUERY_FOLDED " (entry, text) select * from unnest($1::bigint[], $2::text[]) "
        "on conflict do nothing";
    static const int formats[] = {1, 1, 0};
    const char *values[N_COLUMNS + 1];
    int lengths[N_COLUMNS + 1] = {0};
    char last[24];

    snprintf(last, sizeof(last), "%" PRIu64, f->last);
    batch_finish(&f->rows, values, lengths);
    values[N_COLUMNS] = last;
    f->is_writing = true;
    notify_send("STATUS=folding what older versions wrote\nEXTEND_TIMEOUT_USEC=60000000");
    connection_sent(c, PQsendQueryParams(connection_pg(c), sql, N_COLUMNS + 1, NULL, values,
                                         lengths, formats, 1));
}

bool folding_is_over(struct folding *f, struct connection *c)
{
    if (f->is_writing)
        folding_ask(f, c);
    else if (f->last)
        write_piece(f, c);
    else
        return true;
    return false;
}
