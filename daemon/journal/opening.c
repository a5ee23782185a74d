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
/* The office remembers what it told of itself, also when that is closed. */
#define OWN_REPORTS SPAN_DAYS(400)
/* Free entries that a handover may still speak of. */
#define REMARKS PRESENCE_REMARK_LIFE

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

/* ---- the end of the log, and what is live ---- */

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
        refuse(o, "the log was written by another while it was being read: start anew");
    o->has_first_end = true;
    o->first_end_seq = o->end_seq;
    o->first_end_hash = o->end_hash;
    return true;
}

/* Numbers are padded to six digits; once there are more in a year the last by the alphabet is
 * 999999, and only then the year's have to be looked through. */
static void send_incident(struct opening *o)
{
    connection_ask(o->connection,
                   "select case when n.id not like '%-999999' then n.id else "
                   "(select i.id from duty.incident i where i.id >= left(n.id, 5) "
                   "order by length(i.id) desc, i.id desc limit 1) end "
                   "from (select max(id) as id from duty.incident) n",
                   0, NULL, false);
}

static void on_incident(struct opening *o, const PGresult *result, int row)
{
    if (!PQgetisnull(result, row, 0))
        (void)incident_id_parse(row_text(result, row, 0), 0, &o->last_incident);
}

static void send_config(struct opening *o)
{
    connection_ask(o->connection,
                   "select body->>'digest' from duty.journal where kind = 'config' "
                   "order by seq desc limit 1",
                   0, NULL, false);
}

static void on_config(struct opening *o, const PGresult *result, int row)
{
    buffer_clear(&o->config_digest);
    buffer_append_slice(&o->config_digest, row_text(result, row, 0));
}

/* What ended while a page was under way: its outcome has to be written. */
#define WAITING "union select p.incident from duty.page p where p.finished_at is null "

/*
 * The entries that say who is at a post: each is enough by itself (office/presence.c), so that one
 * who signed on years ago costs one row. $4 is now, $5 the time from which remarks still matter.
 * The last handover of a post is read for its time; whoever took it may have gone since.
 */
#define PRESENCE                                                                                   \
    "union select s.entry from duty.shift s where s.off_entry is null "                            \
    "union select unnest(array[w.looked, w.planned]) from duty.watch w "                           \
    "union select c.seq from duty.watch w join duty.journal c on c.kind = 'rollcall' "             \
    "and c.seq > w.planned and c.actor is null and c.body->>'duty' = w.post "                      \
    "union select h.entry from duty.handover h where h.answer is null "                            \
    "union select h.late_entry from duty.handover h where h.answer is null "                       \
    "union select r.entry from duty.relief r where r.until_at > $4::timestamptz "                  \
    "and r.void_entry is null "                                                                    \
    "union select n.id from duty.notice n where n.finished_at is null "                            \
    "union select n.deferred from duty.notice n where n.finished_at is null "                      \
    "union select unnest(array[h.answer_entry, s.off_entry]) from (select distinct on (a.post) "   \
    "a.post, a.in_person, a.answer_entry from duty.handover a where a.answer = 'take' "            \
    "and a.answered_at >= $5::timestamptz order by a.post, a.answer_entry desc) h "                \
    "left join duty.shift s on s.post = h.post and s.person = h.in_person "                        \
    "and s.off_entry > h.answer_entry "                                                            \
    "union (select l.seq from duty.journal l where l.kind = 'log' and l.actor is not null "        \
    "and l.at >= $5::timestamptz order by l.seq desc limit 1000) "                                 \
    "union select s.entry from duty.standing s where s.end_entry is null "                         \
    "and (s.until_at is null or s.until_at > $4::timestamptz) "                                    \
    "union select c.seq from duty.journal c where c.kind = 'reminded' and c.at >= "                \
    "$5::timestamptz "                                                                             \
    "union select m.seq from duty.journal m where m.kind = 'received' "                            \
    "and m.at >= $4::timestamptz - interval '1 hour'"

/* Each moves the deadlines in the entries before it. */
#define CLOCK_STEPS " union select c.seq from duty.journal c where c.kind = 'clock-step'"

static_assert(PRESENCE_REMARKS == 1000, "limit of the statement above");

/* The last test of the paging, with all of the incidents it is made of: they stand right behind it,
 * each with a page at most. */
#define SELFTEST                                                                                   \
    " union select k.seq from (select t.seq from duty.journal t where t.kind = 'selftest' "        \
    "order by t.seq desc limit 1) t cross join lateral (select t.seq union all select k.seq from " \
    "(select r.subject from duty.journal r where r.seq > t.seq and r.seq <= t.seq + 128 "          \
    "and r.kind = 'report' and r.actor is null and r.body->>'class' = 'selftest' offset 0) r "     \
    "cross join lateral (select k.seq from duty.journal k where k.subject = r.subject offset 0) "  \
    "k) k"

static_assert(ROSTER_MAX == 64, "twice that many entries in the statement above");

/* Without statistics the planner takes few rows for granted, and joins everything with everything:
 * `offset 0` leaves it no choice but to look up each subject and each number. */
static void send_live(struct opening *o)
{
    struct instant since = instant_add(clock_now(o->clock), SPAN_US(-OWN_REPORTS.us));
    struct instant now = clock_now(o->clock), remarks = instant_add(now, SPAN_US(-REMARKS.us));
    struct buffer text = BUFFER_INIT, now_text = BUFFER_INIT, remarks_text = BUFFER_INIT;
    char after[24], year[8];
    const char *params[5] = {after, NULL, year};

    instant_format_utc(since, &text);
    instant_format_utc(now, &now_text);
    instant_format_utc(remarks, &remarks_text);
    snprintf(after, sizeof(after), "%llu", (unsigned long long)o->replayed);
    snprintf(year, sizeof(year), "%d", calendar_date(since).year);
    params[1] = text.data;
    params[3] = now_text.data;
    params[4] = remarks_text.data;
    connection_ask(
        o->connection,
        "select " ROW_ENTRY_COLUMNS " from (select s.seq from ("
        "select k.seq from "
        "(select i.id from duty.incident i where i.state in ('open', 'acked') "
        "union select i.id from duty.incident i where i.id >= $3::text "
        "and i.reported_by is null and i.class = 'gap' "
        "and i.reported_at >= $2::timestamptz " WAITING ") i cross join lateral "
        "(select k.seq from duty.journal k where k.subject = i.id offset 0) k " PRESENCE CLOCK_STEPS
            SELFTEST ") s (seq) where s.seq > $1::bigint order by s.seq offset 0) n "
        "cross join lateral (select " ROW_ENTRY_COLUMNS " from duty.journal j "
        "where j.seq = n.seq offset 0) j order by n.seq",
        5, params, true);
    buffer_deinit(&text);
    buffer_deinit(&now_text);
    buffer_deinit(&remarks_text);
}

static void on_live(struct opening *o, const PGresult *result, int row)
{
    struct entry *e = row_entry(result, row);

    o->replayed = (uint64_t)row_number(result, row, 0);
    if (!e)
        return;
    o->listener->on_replay(o->listener->arg, e);
    tail_add(o->tail, e);
}

static void send_keys(struct opening *o)
{
    struct buffer since = BUFFER_INIT;
    char after[24];
    const char *params[2] = {NULL, after};

    snprintf(after, sizeof(after), "%llu", (unsigned long long)o->replayed_key);
    instant_format_utc(instant_add(clock_now(o->clock), SPAN_US(-OFFICE_KEY_LIFE.us)), &since);
    params[0] = since.data;
    connection_ask(o->connection,
                   "select j.actor, j.key, j.body->>'command', j.seq, j.at from duty.journal j "
                   "where j.key is not null and j.at >= $1::timestamptz and j.seq > $2::bigint "
                   "order by j.seq",
                   2, params, true);
    buffer_deinit(&since);
}

static void on_key(struct opening *o, const PGresult *result, int row)
{
    uint64_t seq = (uint64_t)row_number(result, row, 3), digest = 0;

    o->replayed_key = seq;
    digest_short_parse(row_text(result, row, 2), &digest);
    o->listener->on_replay_key(o->listener->arg, row_text(result, row, 0), row_text(result, row, 1),
                               digest, seq, row_instant(result, row, 4));
}

/* Of incidents that ended within the time for which their codes rest. */
static void send_codes(struct opening *o)
{
    struct buffer since = BUFFER_INIT;
    const char *params[1];

    instant_format_utc(instant_add(clock_now(o->clock), SPAN_US(-OFFICE_CODE_REST.us)), &since);
    params[0] = since.data;
    connection_ask(o->connection,
                   "select j.body->>'code', i.id, j.body->>'person', i.closed_at "
                   "from duty.incident i join duty.journal j on j.subject = i.id "
                   "where i.closed_at >= $1::timestamptz and i.state in ('closed', 'merged') "
                   "and j.kind in ('page', 'report') and j.body->>'code' is not null",
                   1, params, true);
    buffer_deinit(&since);
}

static void on_code(struct opening *o, const PGresult *result, int row)
{
    unsigned code = (unsigned)strtoul(PQgetvalue(result, row, 0), NULL, 10);
    struct incident_id id;

    if (o->listener->on_replay_code && incident_id_parse(row_text(result, row, 1), 0, &id))
        o->listener->on_replay_code(o->listener->arg, code, id, row_text(result, row, 2),
                                    row_instant(result, row, 3));
}

/* ---- when people were seen ---- */

#define SEEN_ENTRIES 20000 /* that are looked through, the latest */

static void send_seen(struct opening *o)
{
    char after[24];
    const char *params[1] = {after};

    snprintf(after, sizeof(after), "%llu",
             (unsigned long long)(o->end_seq > SEEN_ENTRIES ? o->end_seq - SEEN_ENTRIES : 0));
    connection_ask(o->connection,
                   "select distinct on (j.actor) j.actor, j.at from duty.journal j "
                   "where j.seq > $1::bigint and j.actor is not null order by j.actor, j.seq desc",
                   1, params, false);
}

static void on_seen(struct opening *o, const PGresult *result, int row)
{
    if (o->listener->on_replay_seen)
        o->listener->on_replay_seen(o->listener->arg, row_text(result, row, 0),
                                    row_instant(result, row, 1));
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
    {"reading the last incident", send_incident, on_incident, NULL, true},
    {"reading the last configuration", send_config, on_config, NULL, true},
    {"reading what is live", send_live, on_live, NULL, true},
    {"reading the keys of the last week", send_keys, on_key, NULL, true},
    {"reading the codes that rest", send_codes, on_code, NULL, true},
    {"reading when people were seen", send_seen, on_seen, NULL, true},
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
}

void opening_deinit(struct opening *o)
{
    event_free(o->lock_timer);
    migrate_deinit(&o->migrate);
    buffer_deinit(&o->config_digest);
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
