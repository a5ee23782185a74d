#include "journal_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define PATIENCE_SECONDS 120

static PGconn *connect_to(const char *conninfo, const char *database)
{
    const char *const keywords[] = {"dbname", "dbname", "application_name", NULL};
    const char *const values[] = {conninfo, database, "test", NULL};
    PGconn *pg = PQconnectdbParams(keywords, values, 1);

    cr_assert(PQstatus(pg) == CONNECTION_OK, "%s", PQerrorMessage(pg));
    return pg;
}

static void run(PGconn *pg, const char *sql)
{
    PGresult *r = PQexec(pg, sql);

    cr_assert(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK,
              "%s: %s", sql, PQerrorMessage(pg));
    PQclear(r);
}

static void ignore_notice(void *arg, const PGresult *notice)
{
    (void)arg;
    (void)notice;
}

void place_init_with(struct place *p, const char *test, const char *options)
{
    const char *conninfo = getenv("DUTYD_TEST_CONNINFO");
    char *sql;
    PGconn *pg;

    cr_assert_not_null(conninfo, "set DUTYD_TEST_CONNINFO to a PostgreSQL server for tests "
                                 "(superuser; databases are made and dropped there)");
    *p = (struct place){.base = event_base_new(), .random_state = 1, .clock = &clock_system};
    p->random = random_seeded(&p->random_state);
    p->database = xasprintf("journal_%s_%d", test, (int)getpid());
    p->conninfo = xasprintf("%s dbname=%s", conninfo, p->database);
    p->rules = rules_new();
    pg = connect_to(conninfo, "postgres");
    sql =
        xasprintf("create database %s template template0 encoding 'UTF8' %s", p->database, options);
    run(pg, sql);
    free(sql);
    PQfinish(pg);
    p->admin = connect_to(conninfo, p->database);
    PQsetNoticeReceiver(p->admin, ignore_notice, NULL);
}

void place_init(struct place *p, const char *test)
{
    place_init_with(p, test, "");
}

void place_deinit(struct place *p)
{
    PGconn *pg = connect_to(getenv("DUTYD_TEST_CONNINFO"), "postgres");
    char *sql = xasprintf("drop database %s with (force)", p->database);

    place_stop(p);
    PQfinish(p->admin);
    run(pg, sql);
    PQfinish(pg);
    free(sql);
    free(p->database);
    free(p->conninfo);
    free(p->fenced);
    rules_unref(p->rules);
    event_base_free(p->base);
}

/* ---- the listener ---- */

static void on_replay_begin(void *arg)
{
    struct place *p = arg;

    office_clear(p->office);
    live_distrust(office_live(p->office));
    p->begun++;
}

static void on_replay_opened_again(void *arg, struct incident_id id)
{
    office_hold_incident(((struct place *)arg)->office, id);
}

static void on_replay_recalled(void *arg, const struct entry *e)
{
    office_recall_held(((struct place *)arg)->office, e);
}

static void on_replay_live(void *arg, const struct live_row *row, const struct entry *e)
{
    struct place *p = arg;

    cr_assert(!p->ready);
    live_found(office_live(p->office), row);
    if (e)
        office_fold(p->office, e, row->parts);
    p->folded++;
}

static void on_replay(void *arg, const struct entry *e)
{
    struct place *p = arg;

    cr_assert(!p->ready);
    office_apply(p->office, e);
    p->replayed++;
}

static void on_ready(void *arg, uint64_t last_seq, uint64_t checkpoint, bool distrusted)
{
    struct place *p = arg;

    cr_assert(!p->ready, "on_ready came twice");
    p->ready = true;
    p->last_seq = p->appended = p->durable = last_seq;
    p->checkpoint = checkpoint;
    p->distrusted = distrusted;
    office_resume(p->office, last_seq);
    office_hold_no_incident(p->office);
}

static void on_durable(void *arg, struct entry *const *entries, size_t n)
{
    struct place *p = arg;

    for (size_t i = 0; i < n; i++) {
        cr_assert_eq(entries[i]->seq, p->durable + 1, "entry %llu was reported after %llu",
                     (unsigned long long)entries[i]->seq, (unsigned long long)p->durable);
        p->durable++;
    }
}

static void on_state(void *arg, enum journal_state state, const char *reason)
{
    struct place *p = arg;

    (void)reason;
    if (state == JOURNAL_AWAY)
        p->aways++;
    else
        p->backs++;
}

static void on_fenced(void *arg, const char *reason)
{
    struct place *p = arg;

    cr_assert_null(p->fenced, "on_fenced came twice");
    p->fenced = xstrdup(reason);
}

/* ---- start and stop ---- */

void place_start_without_waiting(struct place *p)
{
    const struct postgres_options options = {
        .conninfo = p->conninfo, .clock = p->clock, .version = "test"};
    struct postgres_options with_office = options;
    const struct journal_listener listener = {.on_replay_begin = on_replay_begin,
                                              .on_replay_opened_again = on_replay_opened_again,
                                              .on_replay_recalled = on_replay_recalled,
                                              .on_replay_live = on_replay_live,
                                              .on_replay = on_replay,
                                              .on_ready = on_ready,
                                              .on_durable = on_durable,
                                              .on_state = on_state,
                                              .on_fenced = on_fenced,
                                              .arg = p};

    p->ready = false;
    p->begun = p->folded = p->replayed = p->aways = p->backs = 0;
    p->office = office_new(p->rules, &p->random);
    with_office.office = p->office;
    p->journal = postgres_journal_new(p->base, &with_office, &listener);
}

static void give_up(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    *(bool *)arg = true;
}

/* The limit only ends a test that hangs. */
static void wait_until(struct place *p, bool (*is_reached)(const void *what, uint64_t enough),
                       const void *what, uint64_t enough, const char *for_what)
{
    const struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    bool too_late = false;
    struct event *limit = evtimer_new(p->base, give_up, &too_late);

    evtimer_add(limit, &patience);
    while (!is_reached(what, enough) && !too_late)
        event_base_loop(p->base, EVLOOP_ONCE);
    event_free(limit);
    if (too_late) {
        struct journal_stats now = journal_get_stats(p->journal);

        cr_assert_fail(
            "waited too long for %s: %s \"%s\", durable %llu of %llu, %llu batches, %llu "
            "reconnects, lost %zu times, fenced: %s",
            for_what, journal_state_to_string(now.state), now.detail,
            (unsigned long long)p->durable, (unsigned long long)p->appended,
            (unsigned long long)now.batches, (unsigned long long)now.reconnects, p->aways,
            p->fenced ? p->fenced : "no");
    }
}

static bool number_is_reached(const void *what, uint64_t enough)
{
    return *(const uint64_t *)what >= enough;
}

static bool size_is_reached(const void *what, uint64_t enough)
{
    return *(const size_t *)what >= enough;
}

static bool is_true(const void *what, uint64_t enough)
{
    (void)enough;
    return *(const bool *)what;
}

void place_wait(struct place *p, const uint64_t *what, uint64_t enough, const char *for_what)
{
    wait_until(p, number_is_reached, what, enough, for_what);
}

void place_wait_size(struct place *p, const size_t *what, size_t enough, const char *for_what)
{
    wait_until(p, size_is_reached, what, enough, for_what);
}

void place_wait_durable(struct place *p)
{
    place_wait(p, &p->durable, p->appended, "all entries to be durable");
}

void place_turn(struct place *p)
{
    event_base_loop(p->base, EVLOOP_NONBLOCK);
}

void place_start(struct place *p)
{
    place_start_without_waiting(p);
    wait_until(p, is_true, &p->ready, 0, "the journal to be ready");
}

void place_stop(struct place *p)
{
    journal_free(p->journal);
    office_free(p->office);
    p->journal = NULL;
    p->office = NULL;
}

/* ---- entries ---- */

void place_checkpoint(struct place *p)
{
    const struct command c = {.verb = VERB_CHECKPOINT};
    struct decision d = {0};

    office_decide(p->office, &c, clock_now(p->clock), &d);
    cr_assert_eq(d.n_entries, 1);
    office_apply(p->office, d.entries[0]);
    p->appended = d.entries[0]->seq;
    journal_append(p->journal, d.entries[0]);
    journal_keep_live(p->journal, live_take_changes(office_live(p->office)));
    d.lent = true;
    decision_deinit(&d);
}

void place_append(struct place *p, enum entry_kind kind, struct incident_id id, const char *key,
                  const struct field *fields, size_t n)
{
    const struct entry_head head = {.seq = ++p->appended,
                                    .at = clock_now(&clock_system),
                                    .kind = kind,
                                    .incident = id,
                                    .actor = SLICE("li.wei"),
                                    .post = SLICE("officer"),
                                    .key = slice_of(key)};
    struct entry *e = entry_new(&head, fields, n);

    office_apply(p->office, e);
    journal_append(p->journal, e);
}

static struct incident_id number_of(uint32_t number)
{
    return (struct incident_id){.year = 2026, .number = number};
}

void place_report(struct place *p, uint32_t number, const char *text)
{
    const struct field fields[] = {
        FIELD_TEXT_OF(FIELD_CLASS, SLICE("gas")), FIELD_NUMBER_OF(FIELD_GRADE, 2),
        FIELD_TEXT_OF(FIELD_PLACE, SLICE("人民路12号")), FIELD_TEXT_OF(FIELD_TEXT, slice_of(text)),
        FIELD_TEXT_OF(FIELD_CHAIN, SLICE("urgent"))};

    place_append(p, ENTRY_REPORT, number_of(number), NULL, fields, 5);
}

void place_close(struct place *p, uint32_t number, const char *outcome)
{
    const struct field fields[] = {FIELD_TEXT_OF(FIELD_OUTCOME, slice_of(outcome))};

    place_append(p, ENTRY_CLOSE, number_of(number), NULL, fields, 1);
}

void place_note(struct place *p, uint32_t number, const char *text)
{
    const struct field fields[] = {FIELD_TEXT_OF(FIELD_TEXT, slice_of(text))};

    place_append(p, ENTRY_NOTE, number_of(number), NULL, fields, 1);
}

/* ---- what the database says ---- */

char *place_sql_text(struct place *p, const char *sql)
{
    PGresult *r = PQexec(p->admin, sql);
    const char *code = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    char *text = xstrdup(code ? code : PQntuples(r) > 0 ? PQgetvalue(r, 0, 0) : "");

    PQclear(r);
    return text;
}

long long place_sql(struct place *p, const char *sql)
{
    PGresult *r = PQexec(p->admin, sql);
    long long n = -1;

    if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0)
        n = atoll(PQgetvalue(r, 0, 0));
    else
        cr_expect(PQresultStatus(r) == PGRES_COMMAND_OK, "%s: %s", sql, PQerrorMessage(p->admin));
    PQclear(r);
    return n;
}

void place_kill_writer(struct place *p)
{
    place_sql(p, "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                 "where datname = current_database() and application_name = 'dutyd test'");
}

char *journal_manual_query(const char *heading)
{
    FILE *f = fopen("docs/journal.md", "r");
    char line[512];
    struct buffer sql = BUFFER_INIT;
    bool is_after = false, inside = false;

    cr_assert_not_null(f, "docs/journal.md: run the test in the root of the sources");
    while (fgets(line, sizeof(line), f)) {
        is_after = is_after || (strncmp(line, heading, strlen(heading)) == 0);
        if (is_after && strcmp(line, "```sql\n") == 0)
            inside = true;
        else if (strcmp(line, "```\n") == 0 && inside)
            break;
        else if (inside)
            buffer_append_string(&sql, line);
    }
    fclose(f);
    return buffer_steal(&sql);
}

void place_check_log(struct place *p)
{
    char *query = journal_manual_query("### With psql alone");
    char *bad = place_sql_text(p, query);

    cr_expect_str_empty(bad, "the manual's query found entry %s", bad);
    cr_expect_eq(place_sql(p, "select count(*) from duty.journal"), (long long)p->appended);
    cr_expect_eq(place_sql(p, "select coalesce(max(seq), 0) from duty.journal"),
                 (long long)p->appended);
    cr_expect_eq(place_sql(p, "select coalesce(min(seq), 1) from duty.journal"), 1);
    cr_expect_eq(p->durable, p->appended);
    free(bad);
    free(query);
}
