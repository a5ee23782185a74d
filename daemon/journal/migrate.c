#include "journal/migrate.h"

#include "base/digest.h"
#include "base/log.h"
#include "journal/connection.h"
#include "journal/rows.h"

enum stage { STAGE_PREPARE, STAGE_LOOK, STAGE_APPLY };

/* "if not exists" alone would ask for the right to create schemas each time. */
static const char prepare[] =
    "do $$ begin if to_regclass('duty.migration') is null then "
    "create schema if not exists duty; "
    "create table duty.migration (number integer primary key, name text not null, "
    "digest text not null, applied_at timestamptz not null default now()); "
    "comment on table duty.migration is 'The changes of sql/ that were applied, with the SHA-256 "
    "of each file.'; end if; end $$";

const char migrate_look[] = "select number, digest from duty.migration order by number";

void migrate_deinit(struct migrate *m)
{
    buffer_deinit(&m->why);
}

void migrate_clear(struct migrate *m)
{
    m->stage = STAGE_PREPARE;
    m->applied = 0;
    buffer_clear(&m->why);
}

static void append_digest(const struct migration *migration, struct buffer *out)
{
    struct digest d = digest_of(migration->sql);

    digest_format(&d, out);
}

/* Several statements in one simple query are one transaction. */
static void apply(const struct migration *migration, struct connection *c)
{
    struct buffer sql = BUFFER_INIT;

    log_notice("database: applying migration %s", migration->name);
    buffer_append_slice(&sql, migration->sql);
    buffer_printf(&sql, "\n; insert into duty.migration (number, name, digest) values (%d, '%s', '",
                  migration->number, migration->name);
    append_digest(migration, &sql);
    buffer_append_string(&sql, "')");
    connection_run(c, sql.data);
    buffer_deinit(&sql);
}

enum migrate_next migrate_step(struct migrate *m, struct connection *c)
{
    if (m->why.len > 0)
        return MIGRATE_REFUSED;
    switch (m->stage) {
    case STAGE_PREPARE:
        m->stage = STAGE_LOOK;
        connection_run(c, prepare);
        return MIGRATE_MORE;
    case STAGE_LOOK:
        m->stage = STAGE_APPLY;
        connection_ask(c, migrate_look, 0, NULL, false);
        return MIGRATE_MORE;
    default:
        if (m->applied == migrations_count)
            return MIGRATE_DONE;
        apply(&migrations[m->applied++], c);
        return MIGRATE_MORE;
    }
}

static void check(struct migrate *m, const PGresult *result, int row)
{
    int64_t number = row_number(result, row, 0);
    struct buffer digest = BUFFER_INIT;

    if (m->why.len > 0)
        return;
    if (m->applied >= migrations_count) {
        buffer_printf(&m->why,
                      "the database is newer than this dutyd: it has migration %lld, this version "
                      "ends with %d",
                      (long long)number, migrations[migrations_count - 1].number);
        return;
    }
    append_digest(&migrations[m->applied], &digest);
    if (number != migrations[m->applied].number)
        buffer_printf(&m->why, "the database has migration %lld where %s is expected",
                      (long long)number, migrations[m->applied].name);
    else if (!slice_equal(row_text(result, row, 1), buffer_slice(&digest)))
        buffer_printf(&m->why, "migration %s is not the one that was applied to the database",
                      migrations[m->applied].name);
    m->applied++;
    buffer_deinit(&digest);
}

void migrate_on_result(struct migrate *m, const PGresult *result)
{
    if (m->stage != STAGE_APPLY || PQresultStatus(result) != PGRES_TUPLES_OK ||
        PQnfields(result) != 2)
        return;
    for (int row = 0; row < PQntuples(result); row++)
        check(m, result, row);
}

bool migrate_is_done(const PGresult *result, struct buffer *ret_why)
{
    struct migrate m = {0};

    for (int row = 0; row < PQntuples(result); row++)
        check(&m, result, row);
    if (m.why.len > 0)
        buffer_append_slice(ret_why, buffer_slice(&m.why));
    else if (m.applied < migrations_count)
        buffer_printf(ret_why,
                      "migration %s has not been applied to the database: start dutyd once, which "
                      "does it",
                      migrations[m.applied].name);
    migrate_deinit(&m);
    return m.applied == migrations_count && ret_why->len == 0;
}
