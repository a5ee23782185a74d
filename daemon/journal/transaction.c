#include "journal/transaction.h"

#include "journal/live_table.h"
#include "journal/server_projections.h"

static const enum column journal_columns[] = {
    COLUMN_NUMBER, COLUMN_INSTANT, COLUMN_TEXT, COLUMN_TEXT,  COLUMN_TEXT,
    COLUMN_TEXT,   COLUMN_TEXT,    COLUMN_JSON, COLUMN_BYTES,
};

enum {
    INSERT_JOURNAL,
    INSERT_INCIDENTS,
    UPDATE_INCIDENTS,
    INSERT_PAGES,
    UPDATE_PAGES,
    INSERT_FOLDED,
    NOTE_PRESENCE,
    NOTE_NOTICES,
    NOTE_RECEIPTS,
    NOTE_STANDING,
    LIVE_CLEAR,
    LIVE_DROP,
    LIVE_ADD,
    LIVE_KEEP,
    HEARTBEAT
};

const struct statement transaction_statements[] = {
    [INSERT_JOURNAL] = {"insert_journal",
                        "insert into duty.journal "
                        "(seq, at, kind, subject, actor, post, key, body, hash) "
                        "select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], "
                        "$4::text[], $5::text[], $6::text[], $7::text[], $8::json[], $9::bytea[])"},
    [INSERT_INCIDENTS] = {"insert_incidents", projection_insert_incidents},
    [UPDATE_INCIDENTS] = {"update_incidents", projection_update_incidents},
    [INSERT_PAGES] = {"insert_pages", projection_insert_pages},
    [UPDATE_PAGES] = {"update_pages", projection_update_pages},
    [INSERT_FOLDED] = {"insert_folded", folded_insert},
    [NOTE_PRESENCE] = {SERVER_PROJECTION_PRESENCE,
                       SERVER_PROJECTION_SQL(SERVER_PROJECTION_PRESENCE)},
    [NOTE_NOTICES] = {SERVER_PROJECTION_NOTICES, SERVER_PROJECTION_SQL(SERVER_PROJECTION_NOTICES)},
    [NOTE_STANDING] = {SERVER_PROJECTION_STANDING,
                       SERVER_PROJECTION_SQL(SERVER_PROJECTION_STANDING)},
    [NOTE_RECEIPTS] = {SERVER_PROJECTION_RECEIPTS,
                       SERVER_PROJECTION_SQL(SERVER_PROJECTION_RECEIPTS)},
    [LIVE_CLEAR] = {LIVE_TABLE_CLEAR, live_table_clear},
    [LIVE_DROP] = {LIVE_TABLE_DROP, live_table_drop},
    [LIVE_ADD] = {LIVE_TABLE_ADD, live_table_add},
    [LIVE_KEEP] = {LIVE_TABLE_KEEP, live_table_keep},
    [HEARTBEAT] = {"heartbeat", "insert into duty.heartbeat (id, at) values (1, clock_timestamp()) "
                                "on conflict (id) do update set at = excluded.at"},
    {NULL, NULL},
};

static bool send_rows(PGconn *pg, size_t statement, struct batch *b)
{
    const char *values[BATCH_MAX_COLUMNS];
    int lengths[BATCH_MAX_COLUMNS], formats[BATCH_MAX_COLUMNS];

    if (b->n_rows == 0)
        return true;
    for (size_t i = 0; i < b->n_columns; i++)
        formats[i] = 1;
    batch_finish(b, values, lengths);
    return PQsendQueryPrepared(pg, transaction_statements[statement].name, (int)b->n_columns,
                               values, lengths, formats, 1);
}

static void put_entry(struct batch *b, const struct entry *e, const struct digest *hash)
{
    struct buffer subject = BUFFER_INIT;

    if (e->incident.year != 0)
        incident_id_format(e->incident, &subject);
    batch_put_number(b, (int64_t)e->seq);
    batch_put_instant(b, e->at);
    batch_put_text(b, slice_of(entry_kind_to_string(e->kind)));
    batch_put_text(b, buffer_slice(&subject));
    batch_put_text(b, e->actor);
    batch_put_text(b, e->post);
    batch_put_text(b, e->key);
    batch_put_text(b, e->body);
    batch_put_digest(b, hash);
    buffer_deinit(&subject);
}

void transaction_init(struct transaction *t)
{
    batch_init(&t->journal, journal_columns, sizeof(journal_columns) / sizeof(journal_columns[0]));
    projection_init(&t->projection);
    folded_batch_init(&t->folded);
}

void transaction_deinit(struct transaction *t)
{
    batch_deinit(&t->journal);
    projection_deinit(&t->projection);
    batch_deinit(&t->folded);
}

bool transaction_send(struct transaction *t, PGconn *pg, const struct transaction_content *c)
{
    struct projection *p = &t->projection;
    bool ok;

    batch_clear(&t->journal);
    for (size_t i = 0; c->hashes && i < c->n; i++)
        put_entry(&t->journal, c->entries[i], &c->hashes[i]);
    projection_fill(p, c->office, c->entries, c->n);
    ok = send_rows(pg, INSERT_JOURNAL, &t->journal) &&
         send_rows(pg, INSERT_INCIDENTS, &p->new_incidents);
    ok = ok && send_rows(pg, UPDATE_INCIDENTS, &p->incidents);
    ok = ok && send_rows(pg, INSERT_PAGES, &p->new_pages);
    ok = ok && send_rows(pg, UPDATE_PAGES, &p->pages);
    folded_batch_fill(&t->folded, c->entries, c->n);
    ok = ok && send_rows(pg, INSERT_FOLDED, &t->folded);
    ok = ok && server_projections_send(pg, c->entries, c->n);
    return ok && (!c->live || live_table_send(pg, c->live));
}

bool transaction_send_heartbeat(PGconn *pg)
{
    return PQsendQueryPrepared(pg, transaction_statements[HEARTBEAT].name, 0, NULL, NULL, NULL, 1);
}
