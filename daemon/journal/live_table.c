#include "journal/live_table.h"

const char live_table_clear[] = "delete from duty.live";
const char live_table_drop[] = "delete from duty.live where seq = any($1::bigint[])";
/* As live_table_keep, in two thirds of the time: rows that are not there, as far as we know. One
 * that is there all the same shows at the next start, when the digest does not fit. */
const char live_table_add[] =
    "insert into duty.live (seq, n, parts) select u.seq, u.n, u.parts "
    "from unnest($1::bigint[], $2::bigint[], $3::bigint[]) u (seq, n, parts) "
    "where not exists (select from duty.live k where k.seq = u.seq)";
const char live_table_keep[] =
    "insert into duty.live (seq, n, parts) "
    "select * from unnest($1::bigint[], $2::bigint[], $3::bigint[]) "
    "on conflict (seq) do update set n = excluded.n, parts = excluded.parts";

static bool send(PGconn *pg, const char *statement, struct batch *b)
{
    const char *values[BATCH_MAX_COLUMNS];
    int lengths[BATCH_MAX_COLUMNS], formats[BATCH_MAX_COLUMNS];

    for (size_t i = 0; i < b->n_columns; i++)
        formats[i] = 1;
    batch_finish(b, values, lengths);
    return PQsendQueryPrepared(pg, statement, (int)b->n_columns, values, lengths, formats, 1);
}

static bool send_dropped(PGconn *pg, const struct live_changes *changes)
{
    static const enum column columns[] = {COLUMN_NUMBER};
    struct batch b;
    bool ok;

    batch_init(&b, columns, 1);
    for (size_t i = 0; i < changes->n_dropped; i++)
        batch_put_number(&b, (int64_t)changes->dropped[i]);
    ok = send(pg, LIVE_TABLE_DROP, &b);
    batch_deinit(&b);
    return ok;
}

static bool send_rows(PGconn *pg, const char *statement, const struct live_row *rows, size_t n)
{
    static const enum column columns[] = {COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER};
    struct batch b;
    bool ok;

    batch_init(&b, columns, 3);
    for (size_t i = 0; i < n; i++) {
        batch_put_number(&b, (int64_t)rows[i].seq);
        batch_put_number(&b, rows[i].n);
        batch_put_number(&b, rows[i].parts);
    }
    ok = send(pg, statement, &b);
    batch_deinit(&b);
    return ok;
}

bool live_table_send(PGconn *pg, const struct live_changes *changes)
{
    bool ok = true;

    if (changes->whole)
        ok = PQsendQueryPrepared(pg, LIVE_TABLE_CLEAR, 0, NULL, NULL, NULL, 1);
    if (changes->n_dropped && !changes->whole)
        ok = ok && send_dropped(pg, changes);
    if (changes->n_added)
        ok = ok && send_rows(pg, LIVE_TABLE_ADD, changes->added, changes->n_added);
    if (changes->n_kept)
        ok = ok && send_rows(pg, LIVE_TABLE_KEEP, changes->kept, changes->n_kept);
    return ok;
}
