#include "journal/rebuild.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "journal/chain.h"
#include "journal/migrate.h"
#include "journal/replay.h"
#include "journal/rows.h"
#include "journal/transaction.h"
#include "office/office.h"

#define PIECE 2000       /* entries in memory at a time */
#define KEEP_CLOSED 1000 /* incidents, as the desk does */

struct rebuild {
    const struct rebuild_options *options;
    PGconn *pg;
    struct office *office;
    struct transaction transaction;
    uint64_t done, all;
    struct digest hash; /* of the last entry, as the log has it */
    bool is_committing; /* what becomes of it is the server's to say */
    struct buffer *why;
};

/* Every table that is made of the log. */
static const char clear[] =
    "truncate duty.incident, duty.page, duty.notice, duty.shift, duty.handover, duty.relief, "
    "duty.standing, duty.live, duty.folded, duty.unfolded";

static bool fail(struct rebuild *r, const char *doing)
{
    const char *message = PQerrorMessage(r->pg);

    buffer_printf(r->why, "%s: %.*s", doing, (int)strcspn(message, "\n"), message);
    return false;
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool run(struct rebuild *r, const char *sql, const char *doing)
{
    PGresult *result = PQexec(r->pg, sql);
    bool ok = is_good(result);

    PQclear(result);
    return ok || fail(r, doing);
}

/* The first value, as a number. */
static bool ask(struct rebuild *r, const char *sql, const char *doing, uint64_t *ret_number)
{
    PGresult *result = PQexecParams(r->pg, sql, 0, NULL, NULL, NULL, NULL, 1);
    bool ok = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;

    if (ok && PQgetlength(result, 0, 0) == 1)
        *ret_number = PQgetvalue(result, 0, 0)[0] != 0;
    else if (ok)
        *ret_number = (uint64_t)row_number(result, 0, 0);
    PQclear(result);
    return ok || fail(r, doing);
}

/* ---- a piece of the log ---- */

/* What was sent up to the sync; false on the first error. */
static bool finish(struct rebuild *r, const char *doing)
{
    bool ok = PQpipelineSync(r->pg), synced = false;
    PGresult *result;

    while (ok && !synced) {
        result = PQgetResult(r->pg);
        if (!result)
            continue; /* the end of one statement's results */
        synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        ok = synced || is_good(result);
        PQclear(result);
    }
    return ok || fail(r, doing);
}

static bool write_piece(struct rebuild *r, const struct transaction_content *content)
{
    bool ok = PQenterPipelineMode(r->pg) && transaction_send(&r->transaction, r->pg, content) &&
              finish(r, "writing the tables");

    return ok && PQexitPipelineMode(r->pg);
}

/* Of a kind that this version does not know: passed over, as at a start. */
static size_t read_entries(const PGresult *result, struct entry **entries)
{
    size_t n = 0;

    for (int row = 0; row < PQntuples(result); row++) {
        entries[n] = row_entry(result, row);
        n += entries[n] != NULL;
    }
    return n;
}

/* An incident that memory has let go: the log has it. */
static bool recall(struct rebuild *r, const struct entry *e)
{
    struct buffer id = BUFFER_INIT;
    char before[24];
    const char *params[] = {NULL, before};
    PGresult *result;
    bool ok;

    if (!e->incident.year || e->kind == ENTRY_REPORT || office_incident(r->office, e->incident))
        return true;
    incident_id_format(e->incident, &id);
    params[0] = id.data;
    snprintf(before, sizeof(before), "%" PRIu64, e->seq);
    result = PQexecParams(r->pg,
                          "select " ROW_ENTRY_COLUMNS " from duty.journal j "
                          "where j.subject = $1 and j.seq < $2::bigint order by j.seq",
                          2, NULL, params, NULL, NULL, 1);
    ok = is_good(result) || fail(r, "reading an incident");
    for (int row = 0; ok && row < PQntuples(result); row++) {
        struct entry *old = row_entry(result, row);

        if (old)
            office_recall(r->office, old);
        free(old);
    }
    PQclear(result);
    buffer_deinit(&id);
    return ok;
}

static bool take_piece(struct rebuild *r, const PGresult *result)
{
    struct entry *entries[PIECE];
    size_t n = read_entries(result, entries);
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++) {
        ok = recall(r, entries[i]);
        office_apply(r->office, entries[i]);
    }
    if (ok && n)
        ok = write_piece(
            r, &(struct transaction_content){.office = r->office, .entries = entries, .n = n});
    if (n)
        office_forget(r->office, KEEP_CLOSED, entries[n - 1]->seq, entries[n - 1]->at);
    for (size_t i = 0; i < n; i++)
        free(entries[i]);
    return ok;
}

static bool fold_piece(struct rebuild *r)
{
    char after[24], most[24];
    const char *params[] = {after, most};
    PGresult *result;
    int rows;
    bool ok;

    snprintf(after, sizeof(after), "%" PRIu64, r->done);
    snprintf(most, sizeof(most), "%d", PIECE);
    result = PQexecParams(r->pg,
                          "select " ROW_ENTRY_COLUMNS ", j.hash from duty.journal j "
                          "where j.seq > $1::bigint order by j.seq limit $2::integer",
                          2, NULL, params, NULL, NULL, 1);
    rows = PQntuples(result);
    ok = PQresultStatus(result) == PGRES_TUPLES_OK || fail(r, "reading the log");
    if (ok && rows == 0)
        buffer_append_string(r->why, "the log ends before its end");
    if (ok && rows > 0) {
        r->done = (uint64_t)row_number(result, rows - 1, 0);
        if (!row_digest(result, rows - 1, ROW_ENTRY_COUNT, &r->hash))
            r->hash = chain_genesis;
        ok = take_piece(r, result);
    }
    PQclear(result);
    return ok && rows > 0;
}

/* ---- the end: a checkpoint ---- */

static bool write_checkpoint(struct rebuild *r)
{
    const struct command c = {.verb = VERB_CHECKPOINT};
    struct live_changes *live;
    struct decision d = {0};
    struct digest hash;
    bool ok;

    office_resume(r->office, r->done);
    office_decide(r->office, &c, clock_now(&clock_system), &d);
    office_apply(r->office, d.entries[0]);
    live = live_take_changes(office_live(r->office));
    hash = chain_hash_entry(&r->hash, d.entries[0]);
    ok = write_piece(r, &(struct transaction_content){.office = r->office,
                                                      .entries = d.entries,
                                                      .hashes = &hash,
                                                      .n = d.n_entries,
                                                      .live = live});
    live_changes_free(live);
    decision_deinit(&d);
    return ok;
}

/* ---- all of it ---- */

/* The start makes the tables of a new version: made here, they would be in its way. */
static bool is_migrated(struct rebuild *r)
{
    PGresult *result = PQexecParams(r->pg, migrate_look, 0, NULL, NULL, NULL, NULL, 1);
    bool ok = is_good(result) ? migrate_is_done(result, r->why)
                              : fail(r, "reading which migrations were applied");

    PQclear(result);
    return ok;
}

static bool prepare(struct rebuild *r)
{
    bool ok = true;

    for (const struct statement *s = transaction_statements; ok && s->name; s++) {
        PGresult *result = PQprepare(r->pg, s->name, s->sql, 0, NULL);

        ok = PQresultStatus(result) == PGRES_COMMAND_OK || fail(r, "preparing statements");
        PQclear(result);
    }
    return ok;
}

static bool fold_all(struct rebuild *r)
{
    if (!run(r, "begin", "beginning") || !run(r, replay_live_table, "making duty.live") ||
        !run(r, clear, "emptying the tables") ||
        !ask(r, "select coalesce(max(seq), 0) from duty.journal", "reading the end of the log",
             &r->all) ||
        !prepare(r))
        return false;
    while (r->done < r->all) {
        if (!fold_piece(r))
            return false;
        if (r->options->on_progress)
            r->options->on_progress(r->done, r->all);
    }
    if (r->all && !write_checkpoint(r))
        return false;
    r->is_committing = true;
    return run(r, "commit", "committing");
}

/* "duty", 1: the lock of whoever writes the log. */
static enum rebuilt rebuild_locked(struct rebuild *r)
{
    static const char settings[] =
        "set synchronous_commit = on; set statement_timeout = 0; set lock_timeout = 0; "
        "set idle_in_transaction_session_timeout = 0; set search_path = pg_catalog";
    uint64_t locked = 0;

    if (!run(r, settings, "asking for settings") ||
        !ask(r, "select pg_try_advisory_lock(1685419129, 1)", "taking the lock", &locked))
        return REBUILD_FAILED;
    if (!locked)
        return REBUILD_BUSY;
    return is_migrated(r) && fold_all(r) ? REBUILT : REBUILD_FAILED;
}

enum rebuilt rebuild_tables(const struct rebuild_options *options, uint64_t *ret_entries,
                            struct buffer *ret_why)
{
    struct rebuild r = {.options = options, .hash = chain_genesis, .why = ret_why};
    enum rebuilt result = REBUILD_FAILED;

    r.pg = PQconnectdb(options->conninfo);
    r.office = office_new(options->rules, options->random);
    live_distrust(office_live(r.office));
    transaction_init(&r.transaction);
    if (PQstatus(r.pg) == CONNECTION_OK)
        result = rebuild_locked(&r);
    else
        fail(&r, "connecting");
    if (result == REBUILD_FAILED)
        buffer_append_string(ret_why, r.is_committing
                                          ? ". It is not known whether the tables were made again"
                                          : ". Nothing was changed");
    *ret_entries = r.done;
    transaction_deinit(&r.transaction);
    office_free(r.office);
    PQfinish(r.pg);
    return result;
}
