#include "journal/opening.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/log.h"
#include "journal/chain.h"
#include "journal/rows.h"

#define LOCK_WAIT_US 200000

struct opening_step {
    const char *waits_for;
    void (*send)(struct opening *o);
    void (*on_row)(struct opening *o, const PGresult *result, int row); /* may be NULL */
    bool (*is_over)(struct opening *o); /* NULL: yes. Sends what is still to be done if not */
    bool replay;                        /* only the first time */
};

static void refuse(struct opening *o, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void refuse(struct opening *o, const char *format, ...)
{
    va_list args;

    if (o->refused.len > 0)
        return;
    va_start(args, format);
    buffer_vprintf(&o->refused, format, args);
    va_end(args);
}

/* ---- settings ---- */

/*
 * No limit of time may ever cancel a commit. The statements of the writer each touch rows by their
 * keys: without statistics (a new database filling fast) the planner must not come to think that
 * reading a whole table is cheaper, and keep that plan when the table has grown. Plans that are
 * forbidden count as dear, and dear ones would be compiled, for seconds.
 */
static const char settings[] =
    "select current_setting('fsync'), current_setting('server_version_num')::int, "
    "current_setting('server_encoding'), pg_is_in_recovery(), "
    "set_config('synchronous_commit', case when current_setting('synchronous_commit') in "
    "('off', 'local') then 'on' else current_setting('synchronous_commit') end, false), "
    "(select count(set_config(name, '0', false)) from pg_settings where name in "
    "('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', "
    "'idle_session_timeout', 'transaction_timeout')), "
    "(select count(set_config(name, 'off', false)) from pg_settings where name in "
    "('enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit', "
    "'default_transaction_read_only')), "
    "set_config('search_path', 'pg_catalog', false)";

static void send_settings(struct opening *o)
{
    connection_ask(o->connection, settings, 0, NULL, false);
}

static void on_settings(struct opening *o, const PGresult *result, int row)
{
    if (slice_equal_string(row_text(result, row, 0), "off"))
        refuse(o, "the server runs with fsync = off: it loses data in a power cut");
    if (row_number(result, row, 1) < 140000)
        refuse(o, "the server is older than PostgreSQL 14");
    if (!slice_equal_string(row_text(result, row, 2), "UTF8"))
        refuse(o, "the database's encoding is %s, it must be UTF8", PQgetvalue(result, row, 2));
    if (PQgetvalue(result, row, 3)[0])
        refuse(o, "the server is a standby");
}

/* ---- lock ---- */

static void send_lock(struct opening *o)
{
    /* "duty", 1 */
    connection_ask(o->connection, "select pg_try_advisory_lock(1685419129, 1)", 0, NULL, false);
}

static void on_lock(struct opening *o, const PGresult *result, int row)
{
    o->has_lock = PQgetvalue(result, row, 0)[0];
}

static bool lock_is_over(struct opening *o)
{
    static const char held[] = "another dutyd holds the lock";
    const struct timeval wait = {.tv_usec = LOCK_WAIT_US};

    if (!o->has_lock) {
        if (!slice_equal_string(buffer_slice(&o->waits_for), held))
            log_notice("waiting for the log: %s", held);
        buffer_clear(&o->waits_for);
        buffer_append_string(&o->waits_for, held);
        evtimer_add(o->lock_timer, &wait);
    }
    return o->has_lock;
}

static void on_lock_timer(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    send_lock(arg);
}

/* ---- migrations ---- */

static bool migrate_is_over(struct opening *o)
{
    switch (migrate_step(&o->migrate, o->connection)) {
    case MIGRATE_REFUSED:
        refuse(o, "%s", o->migrate.why.data);
        return true;
    case MIGRATE_DONE:
        return true;
    case MIGRATE_MORE:
    default:
        return false;
    }
}

static void send_migrate(struct opening *o)
{
    migrate_clear(&o->migrate);
    (void)migrate_is_over(o);
}

/* ---- the end of the log ---- */

static void send_end(struct opening *o)
{
    o->end_seq = 0;
    o->end_hash = chain_genesis;
    connection_ask(o->connection, "select seq, hash from duty.journal order by seq desc limit 1", 0,
                   NULL, false);
}

static void on_end(struct opening *o, const PGresult *result, int row)
{
    o->end_seq = (uint64_t)row_number(result, row, 0);
    /* Later on it stays zero, and so is not ours. */
    if (!row_digest(result, row, 1, &o->end_hash) && o->replay)
        refuse(o, "entry %llu has no hash", (unsigned long long)o->end_seq);
}

/* What was replayed before the connection was lost must still be what the log says. */
static bool end_is_over(struct opening *o)
{
    if (!o->replay)
        return true;
    if (o->has_first_end &&
        (o->first_end_seq != o->end_seq || !digest_equal(&o->first_end_hash, &o->end_hash)))
        refuse(o, "the log was written by another while it was being read: start again");
    o->has_first_end = true;
    o->first_end_seq = o->end_seq;
    o->first_end_hash = o->end_hash;
    return true;
}

/* ---- what the tables know ---- */

/* Somebody may have dropped it: then it is made again, empty, and the whole log is read. */
static void send_live_table(struct opening *o)
{
    connection_run(o->connection, replay_live_table);
}

static void send_known(struct opening *o)
{
    connection_ask(o->connection, "select duty.last_entry_known()", 0, NULL, false);
}

/* Entries that were committed are gone: a backup was restored in part, say. Their numbers must not
 * be given out a second time without anybody noticing. */
static void on_known(struct opening *o, const PGresult *result, int row)
{
    uint64_t known = (uint64_t)row_number(result, row, 0);

    if (known > o->end_seq)
        refuse(
            o,
            "the log ends with entry %llu, but its tables know of entry %llu: the end of "
            "duty.journal has been cut off. No other dutyd did this. Restore the missing entries "
            "from a backup, or accept the log as it is with dutyd --rebuild",
            (unsigned long long)o->end_seq, (unsigned long long)known);
}

/* ---- what is live ---- */

static void send_checkpoint(struct opening *o)
{
    replay_ask_checkpoint(&o->replaying, o->connection);
}

static void on_checkpoint(struct opening *o, const PGresult *result, int row)
{
    replay_on_checkpoint(&o->replaying, result, row);
}

static void send_live(struct opening *o)
{
    replay_ask_live(&o->replaying, o->connection);
}

static void on_live(struct opening *o, const PGresult *result, int row)
{
    replay_on_live(&o->replaying, result, row);
}

static bool live_is_over(struct opening *o)
{
    replay_on_live_end(&o->replaying);
    return true;
}

static void send_opened_again(struct opening *o)
{
    replay_ask_opened_again(&o->replaying, o->connection);
}

static void on_opened_again(struct opening *o, const PGresult *result, int row)
{
    replay_on_opened_again(&o->replaying, result, row);
}

static void send_recalled(struct opening *o)
{
    replay_ask_recalled(&o->replaying, o->connection);
}

static void on_recalled(struct opening *o, const PGresult *result, int row)
{
    replay_on_recalled(&o->replaying, result, row);
}

static void send_log(struct opening *o)
{
    o->replaying.end_seq = o->end_seq;
    replay_ask_log(&o->replaying, o->connection);
}

static void on_log(struct opening *o, const PGresult *result, int row)
{
    replay_on_log(&o->replaying, result, row);
}

/* ---- what older versions did not fold ---- */

static void send_folding(struct opening *o)
{
    folding_ask(&o->folding, o->connection);
}

static void on_folding(struct opening *o, const PGresult *result, int row)
{
    folding_on_row(&o->folding, result, row);
}

static bool folding_is_done(struct opening *o)
{
    return folding_is_over(&o->folding, o->connection);
}

/* ---- statements ---- */

static void send_statements(struct opening *o)
{
    PGconn *pg = connection_pg(o->connection);
    bool ok = PQenterPipelineMode(pg);

    for (const struct statement *s = o->statements; s->name; s++)
        ok = ok && PQsendPrepare(pg, s->name, s->sql, 0, NULL);
    connection_sent(o->connection, ok && PQpipelineSync(pg));
}

/* ---- the order of it all ---- */

static const struct opening_step steps[] = {
    {"asking the server for its settings", send_settings, on_settings, NULL, false},
    {"taking the lock", send_lock, on_lock, lock_is_over, false},
    {"applying migrations", send_migrate, NULL, migrate_is_over, false},
    {"reading the end of the log", send_end, on_end, end_is_over, false},
    {"making sure of the table of what is live", send_live_table, NULL, NULL, true},
    {"comparing the log with its tables", send_known, on_known, NULL, true},
    {"reading the last checkpoint", send_checkpoint, on_checkpoint, NULL, true},
    {"reading what is live", send_live, on_live, live_is_over, true},
    {"looking for incidents that were opened again", send_opened_again, on_opened_again, NULL,
     true},
    {"reading incidents that were opened again", send_recalled, on_recalled, NULL, true},
    {"reading the log since the checkpoint", send_log, on_log, NULL, true},
    {"folding what older versions wrote", send_folding, on_folding, folding_is_done, true},
    {"preparing statements", send_statements, NULL, NULL, false},
};

#define STEPS (sizeof(steps) / sizeof(steps[0]))

static void send_step(struct opening *o)
{
    buffer_clear(&o->waits_for);
    buffer_append_string(&o->waits_for, steps[o->step].waits_for);
    steps[o->step].send(o);
}

void opening_init(struct opening *o, struct event_base *base)
{
    *o = (struct opening){.replay = true, .lock_timer = evtimer_new(base, on_lock_timer, o)};
    folding_init(&o->folding);
}

void opening_deinit(struct opening *o)
{
    event_free(o->lock_timer);
    migrate_deinit(&o->migrate);
    replay_deinit(&o->replaying);
    folding_deinit(&o->folding);
    buffer_deinit(&o->waits_for);
    buffer_deinit(&o->refused);
}

void opening_begin(struct opening *o)
{
    opening_stop(o);
    send_step(o);
}

void opening_stop(struct opening *o)
{
    evtimer_del(o->lock_timer);
    o->step = 0;
    o->has_lock = false;
    buffer_clear(&o->refused);
}

void opening_on_result(struct opening *o, const PGresult *result)
{
    const struct opening_step *step = &steps[o->step];

    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE) {
        if (step->send == send_migrate)
            migrate_on_result(&o->migrate, result);
        for (int row = 0; step->on_row && row < PQntuples(result); row++)
            step->on_row(o, result, row);
    } else if (status != PGRES_COMMAND_OK) {
        refuse(o, "%s: %s", step->waits_for, message ? message : PQresultErrorMessage(result));
    }
}

enum opening_next opening_on_done(struct opening *o)
{
    const struct opening_step *step = &steps[o->step];

    if (o->refused.len > 0)
        return OPENING_REFUSED;
    if (step->is_over && !step->is_over(o))
        return OPENING_MORE;
    if (o->refused.len > 0)
        return OPENING_REFUSED;
    do {
        o->step++;
    } while (o->step < STEPS && steps[o->step].replay && !o->replay);
    if (o->step == STEPS)
        return OPENING_DONE;
    send_step(o);
    return OPENING_MORE;
}
