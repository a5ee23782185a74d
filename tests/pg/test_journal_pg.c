#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "journal_help.h"

static struct place place;

#define START(name)                                                                                \
    struct place *p = &place;                                                                      \
    place_init(p, name);                                                                           \
    place_start(p)

static void expect_text(struct place *p, const char *sql, const char *expected)
{
    char *text = place_sql_text(p, sql);

    cr_expect_str_eq(text, expected, "%s: %s", sql, text);
    free(text);
}

/* ---- writing ---- */

Test(journal_pg, writes_entries_and_projections)
{
    START("writes");
    place_report(p, 1, "smell of gas, \"3\" trapped \\ tab\there");
    place_wait_durable(p);
    place_note(p, 1, "fire brigade is there");
    place_report(p, 2, "burst pipe");
    place_close(p, 2, "false alarm");
    place_wait_durable(p);
    place_check_log(p);
    expect_text(p, "select body->>'text' from duty.journal where seq = 1",
                "smell of gas, \"3\" trapped \\ tab\there");
    expect_text(p,
                "select concat_ws('|', state, grade, class, place, chain, reported_by, last_entry, "
                "closed_at is null) from duty.incident where id = '2026-000001'",
                "open|2|gas|人民路12号|urgent|li.wei|2|t");
    expect_text(p,
                "select concat_ws('|', state, outcome, last_entry, closed_at is null) "
                "from duty.incident where id = '2026-000002'",
                "closed|false alarm|4|f");
    cr_expect(journal_is_idle(p->journal));
    place_deinit(p);
}

Test(journal_pg, entries_of_one_pass_share_a_transaction)
{
    START("pass");
    for (uint32_t i = 1; i <= 500; i++)
        place_report(p, i, "together");
    place_wait_durable(p);
    cr_expect_eq(journal_get_stats(p->journal).batches, 1);
    expect_text(p, "select count(distinct xmin::text) from duty.journal", "1");
    place_check_log(p);
    place_deinit(p);
}

Test(journal_pg, projects_pages)
{
    START("pages");
    const struct incident_id id = {2026, 1};
    const struct field page[] = {FIELD_TEXT_OF(FIELD_PERSON, SLICE("zhao.min")),
                                 FIELD_TEXT_OF(FIELD_VIA, SLICE("sms")),
                                 FIELD_TEXT_OF(FIELD_ADDRESS, SLICE("+861")),
                                 FIELD_NUMBER_OF(FIELD_STEP, 1), FIELD_NUMBER_OF(FIELD_TRY, 1)};
    struct field sent[] = {FIELD_NUMBER_OF(FIELD_PAGE, 2),
                           FIELD_TEXT_OF(FIELD_GATEWAY, SLICE("g-7"))};

    place_report(p, 1, "x");
    place_append(p, ENTRY_PAGE, id, NULL, page, 5);
    place_append(p, ENTRY_PAGE_SENT, id, NULL, sent, 2); /* in the same batch: one row, once */
    place_append(p, ENTRY_PAGE, id, NULL, page, 5);
    place_wait_durable(p);
    expect_text(p,
                "select string_agg(concat_ws('|', id, state, person, via, try, gateway, "
                "finished_at is null), ' ' order by id) from duty.page",
                "2|sent|zhao.min|sms|1|g-7|f 4|queued|zhao.min|sms|1|t");
    sent[0].number = 4;
    place_append(p, ENTRY_PAGE_FAILED, id, NULL, sent, 1);
    place_wait_durable(p);
    expect_text(p,
                "select concat_ws('|', state, person, finished_at is null) from duty.page "
                "where id = 4",
                "failed|zhao.min|f");
    place_deinit(p);
}

/* That there is no further try takes nothing back of what went out. */
Test(journal_pg, page_that_was_sent_stays_sent)
{
    START("stays_sent");
    const struct incident_id id = {2026, 1};
    const struct field page[] = {FIELD_TEXT_OF(FIELD_PERSON, SLICE("zhao.min")),
                                 FIELD_TEXT_OF(FIELD_VIA, SLICE("sms")),
                                 FIELD_TEXT_OF(FIELD_ADDRESS, SLICE("+861"))};
    struct field end[] = {FIELD_NUMBER_OF(FIELD_PAGE, 2),
                          FIELD_TEXT_OF(FIELD_REASON, SLICE("no further contact"))};

    place_report(p, 1, "x");
    place_append(p, ENTRY_PAGE, id, NULL, page, 3);
    place_append(p, ENTRY_PAGE_SENT, id, NULL, end, 1);
    place_append(p, ENTRY_PAGE_DROPPED, id, NULL, end, 2); /* in the same batch */
    place_append(p, ENTRY_PAGE, id, NULL, page, 3);
    end[0].number = 5;
    place_append(p, ENTRY_PAGE_SENT, id, NULL, end, 1);
    place_wait_durable(p);
    place_append(p, ENTRY_PAGE_DROPPED, id, NULL, end, 2);
    place_wait_durable(p);
    expect_text(p,
                "select string_agg(concat_ws('|', id, state, reason), ' ' order by id) "
                "from duty.page",
                "2|sent 5|sent");
    place_deinit(p);
}

Test(journal_pg, projects_reopened)
{
    const struct field chain[] = {FIELD_TEXT_OF(FIELD_CHAIN, SLICE("urgent"))};

    START("reopened");
    place_report(p, 1, "x");
    place_close(p, 1, "done");
    place_wait_durable(p);
    place_append(p, ENTRY_REOPEN, (struct incident_id){2026, 1}, NULL, chain, 1);
    place_wait_durable(p);
    expect_text(p,
                "select concat_ws('|', state, outcome is null, closed_at is null) "
                "from duty.incident",
                "open|t|t");
    place_deinit(p);
}

Test(journal_pg, log_is_never_changed)
{
    static const char *const refused[] = {
        "update duty.journal set actor = 'x'", "delete from duty.journal",
        "delete from duty.journal where false", "truncate duty.journal"};

    START("trigger");
    place_report(p, 1, "x");
    place_wait_durable(p);
    for (size_t i = 0; i < 4; i++)
        expect_text(p, refused[i], "42501");
    place_check_log(p);
    place_deinit(p);
}

/* ---- opening ---- */

Test(journal_pg, second_life_goes_on)
{
    const struct field command[] = {FIELD_TEXT_OF(FIELD_TEXT, SLICE("x")),
                                    FIELD_TEXT_OF(FIELD_COMMAND, SLICE("00000000000000ff"))};
    const struct field config[] = {FIELD_TEXT_OF(FIELD_DIGEST, SLICE("abc"))};

    START("second");
    cr_expect_eq(p->last_seq, 0);
    cr_expect_str_empty(office_config_digest(p->office));
    place_append(p, ENTRY_CONFIG, INCIDENT_NONE, NULL, config, 1);
    place_report(p, 1, "stays open");
    place_report(p, 2, "is closed");
    place_append(p, ENTRY_NOTE, (struct incident_id){2026, 1}, "k-1", command, 2);
    place_close(p, 2, "done");
    place_checkpoint(p);
    place_wait_durable(p);
    place_stop(p);
    place_start(p);
    cr_expect(p->last_seq == 6 && p->checkpoint == 6 && !p->distrusted);
    cr_expect(incident_id_equal(office_last_incident(p->office), (struct incident_id){2026, 2}));
    cr_expect_str_eq(office_config_digest(p->office), "abc");
    /* The configuration; the first report and its note, which has a key; the report that was last;
     * what the officer did last. */
    cr_expect(p->begun == 0 && p->folded == 5 && p->replayed == 0, "%zu rows, %zu entries",
              p->folded, p->replayed);
    cr_expect_eq(office_counts(p->office).open, 1);
    place_report(p, 3, "goes on");
    place_wait_durable(p);
    place_check_log(p);
    place_deinit(p);
}

/* It has ended, but the log does not say what became of its page. */
Test(journal_pg, reads_what_ended_with_a_page_under_way)
{
    const struct field page[] = {FIELD_TEXT_OF(FIELD_PERSON, SLICE("zhao.min")),
                                 FIELD_TEXT_OF(FIELD_VIA, SLICE("sms"))};
    struct field sent = FIELD_NUMBER_OF(FIELD_PAGE, 0);

    START("waiting");
    for (uint32_t i = 1; i <= 2; i++) {
        place_report(p, i, "x");
        place_append(p, ENTRY_PAGE, (struct incident_id){2026, i}, NULL, page, 2);
        place_wait_durable(p);
        sent.number = (int64_t)p->durable;
        if (i == 1)
            place_append(p, ENTRY_PAGE_SENT, (struct incident_id){2026, i}, NULL, &sent, 1);
        place_close(p, i, "done");
        place_wait_durable(p);
    }
    place_checkpoint(p);
    place_wait_durable(p);
    place_stop(p);
    place_start(p);
    cr_expect_null(office_incident(p->office, (struct incident_id){2026, 1}));
    cr_expect(office_incident(p->office, (struct incident_id){2026, 2}), "its page waits");
    cr_expect_eq(p->folded, 3, "%zu", p->folded);
    place_deinit(p);
}

/* What was to happen in ten minutes still happens in ten minutes, also after a restart. */
Test(journal_pg, immunity_26_clock_step_before_a_restart)
{
    const struct instant due = instant_add(clock_now(&clock_system), SPAN_HOURS(3));
    const struct field chain[] = {FIELD_TEXT_OF(FIELD_CHAIN, SLICE("urgent")),
                                  FIELD_INSTANT_OF(FIELD_DUE, due)};
    const struct field by = FIELD_NUMBER_OF(FIELD_BY, -SPAN_HOURS(1).us);
    const struct incident_id before = {2026, 1}, after = {2026, 2};

    START("clock");
    place_append(p, ENTRY_REPORT, before, NULL, chain, 2);
    place_append(p, ENTRY_CLOCK_STEP, INCIDENT_NONE, NULL, &by, 1);
    place_append(p, ENTRY_REPORT, after, NULL, chain, 2);
    place_wait_durable(p);
    for (int life = 1; life <= 2; life++) {
        cr_expect_eq(office_incident(p->office, before)->chain_due.us,
                     instant_add(due, SPAN_HOURS(-1)).us, "life %d", life);
        cr_expect_eq(office_incident(p->office, after)->chain_due.us, due.us, "life %d", life);
        place_stop(p);
        place_start(p);
    }
    place_deinit(p);
}

Test(journal_pg, last_incident_beyond_six_digits)
{
    START("digits");
    place_report(p, 999999, "x");
    place_report(p, 1000000, "x");
    place_report(p, 1000001, "x");
    place_wait_durable(p);
    place_stop(p);
    place_start(p);
    cr_expect_eq(office_last_incident(p->office).number, 1000001);
    place_deinit(p);
}

/* Until the stats say the words; the loop's events (retries) move it on. */
static void wait_for_detail(struct place *p, const char *words)
{
    for (int i = 0; i < 10000 && !strstr(journal_get_stats(p->journal).detail, words); i++)
        event_base_loop(p->base, EVLOOP_ONCE);
    cr_expect(strstr(journal_get_stats(p->journal).detail, words), "\"%s\" instead of \"%s\"",
              journal_get_stats(p->journal).detail, words);
    cr_expect(!p->ready);
}

Test(journal_pg, waits_for_the_lock)
{
    struct place *p = &place;

    place_init(p, "lock");
    place_sql(p, "select 1 from pg_advisory_lock(1685419129, 1)");
    place_start_without_waiting(p);
    wait_for_detail(p, "another dutyd holds the lock");
    cr_expect_eq(journal_get_stats(p->journal).state, JOURNAL_OPENING);
    place_sql(p, "select 1 from pg_advisory_unlock(1685419129, 1)");
    while (!p->ready)
        event_base_loop(p->base, EVLOOP_ONCE);
    place_deinit(p);
}

Test(journal_pg, refuses_a_changed_migration)
{
    START("migration");
    place_stop(p);
    place_sql(p, "update duty.migration set digest = 'x' where number = 1");
    place_start_without_waiting(p);
    wait_for_detail(p, "migration 001_journal is not the one");
    place_deinit(p);
}

Test(journal_pg, refuses_a_newer_database)
{
    START("newer");
    place_stop(p);
    place_sql(p, "insert into duty.migration (number, name, digest) values (1000, 'x', 'x')");
    place_start_without_waiting(p);
    wait_for_detail(p, "the database is newer");
    place_deinit(p);
}

/* ---- losing the database ---- */

#define KILLS 120

static uint64_t seed = 20261123;

/* Ends the server process at some point between two turns of the loop, over and over: before
 * the batch has arrived, while it commits, when its answer is on the way. */
Test(journal_pg, survives_many_kills, .timeout = 300)
{
    START("kills");
    struct random_source random = random_seeded(&seed);
    uint32_t number = 0;

    for (int round = 0; round < KILLS; round++) {
        size_t backs = p->backs;

        for (uint64_t i = random_below(&random, 5) + 1; i > 0; i--)
            place_report(p, ++number, "in the middle of it");
        for (uint64_t turns = random_below(&random, 4); turns > 0; turns--)
            place_turn(p);
        place_kill_writer(p);
        place_report(p, ++number, "while it is away");
        place_wait_size(p, &p->backs, backs + 1, "the database to be back");
        place_wait_durable(p);
    }
    cr_expect_eq(p->aways, KILLS);
    cr_expect_null(p->fenced, "%s", p->fenced);
    cr_expect_eq(journal_get_stats(p->journal).reconnects, KILLS);
    cr_expect_eq(place_sql(p, "select count(*) from duty.incident"), number);
    place_check_log(p);
    place_deinit(p);
}

/* A trigger ends the process when the transaction is all but committed. */
Test(journal_pg, survives_dying_commits, .timeout = 300)
{
    START("dying");
    place_sql(p, ""
                 "create function die() returns trigger language plpgsql as $$ begin "
                 "if nextval('public.dying') < 4 then "
                 "perform pg_terminate_backend(pg_backend_pid()); end if; return null; end $$;"
                 "create sequence dying;"
                 "create constraint trigger die after insert on duty.journal "
                 "deferrable initially deferred for each row execute function public.die()");
    for (uint32_t i = 1; i <= 10; i++) {
        place_report(p, i, "x");
        place_wait_durable(p);
    }
    cr_expect_gt(p->aways, 0);
    place_check_log(p);
    place_deinit(p);
}

/* The answer to a commit is never read: it was done, and must neither be lost nor done twice. */
Test(journal_pg, commit_without_an_answer)
{
    START("unanswered");
    for (uint32_t i = 1; i <= 5; i++) {
        size_t backs = p->backs;
        char *count = xasprintf("select count(*) from duty.journal where seq = %u", i);

        place_report(p, i, "x");
        place_turn(p); /* sends it */
        while (place_sql(p, count) == 0)
            ;
        place_kill_writer(p);
        cr_expect_eq(p->durable, i - 1);
        place_wait_size(p, &p->backs, backs + 1, "the database to be back");
        cr_expect_eq(p->durable, i);
        free(count);
    }
    place_check_log(p);
    place_deinit(p);
}

Test(journal_pg, disk_full_keeps_trying)
{
    START("disk");
    place_sql(p, "create sequence full_count; create function full() returns trigger language "
                 "plpgsql as $$ begin if nextval('public.full_count') < 4 then raise exception "
                 "'no space' using errcode = 'disk_full'; end if; return null; end $$;"
                 "create trigger full_disk before insert on duty.journal for each statement "
                 "execute function public.full()");
    place_report(p, 1, "x");
    place_wait_durable(p);
    place_wait_size(p, &p->backs, 1, "the database to be back");
    cr_expect_eq(p->aways, 1, "it was lost once, not at every try: %zu", p->aways);
    place_check_log(p);
    place_deinit(p);
}

Test(journal_pg, foreign_entry_fences)
{
    START("fence");
    place_report(p, 1, "ours");
    place_wait_durable(p);
    place_sql(p, "insert into duty.journal (seq, at, kind, body, hash) "
                 "values (2, now(), 'log', '{}', '\\x00')");
    place_report(p, 2, "ours too");
    while (!p->fenced)
        event_base_loop(p->base, EVLOOP_ONCE);
    cr_expect_eq(p->durable, 1);
    cr_expect_eq(place_sql(p, "select count(*) from duty.incident"), 1);
    place_deinit(p);
}

Test(journal_pg, foreign_entry_while_away_fences)
{
    START("fence_away");
    place_report(p, 1, "ours");
    place_wait_durable(p);
    place_sql(p, "insert into duty.journal (seq, at, kind, body, hash) select 2, now(), 'log', "
                 "'{}', hash from duty.journal where seq = 1");
    place_kill_writer(p);
    while (!p->fenced)
        event_base_loop(p->base, EVLOOP_ONCE);
    place_deinit(p);
}

Test(journal_pg, refused_entry_fences)
{
    START("refused");
    place_sql(p, "alter table duty.journal add constraint no check (kind <> 'report')");
    place_report(p, 1, "x");
    while (!p->fenced)
        event_base_loop(p->base, EVLOOP_ONCE);
    cr_expect_eq(p->durable, 0);
    cr_expect(strstr(p->fenced, "check constraint"), "%s", p->fenced);
    place_deinit(p);
}

/* A warning on the way of a commit is what a cancelled wait for a standby looks like. */
Test(journal_pg, warned_commit_needs_another)
{
    START("warned");
    place_sql(p, "create function warn() returns trigger language plpgsql as $$ begin "
                 "raise warning 'canceling wait for synchronous replication'; return null; end $$;"
                 "create trigger warn after insert on duty.journal for each statement "
                 "execute function public.warn()");
    place_report(p, 1, "x");
    while (journal_get_stats(p->journal).batches == 0)
        event_base_loop(p->base, EVLOOP_ONCE);
    cr_expect_eq(p->durable, 0, "a warned commit was called durable");
    cr_expect(!journal_is_idle(p->journal));
    cr_expect_eq(place_sql(p, "select count(*) from duty.journal"), 1);
    place_wait_durable(p); /* the heartbeat's commit came back without one */
    cr_expect_eq(journal_get_stats(p->journal).batches, 2);
    place_check_log(p);
    place_deinit(p);
}

/* ---- reading ---- */

struct answer {
    bool came;
    enum journal_answer answer;
    size_t n;
    uint64_t first, last;
    struct journal_verdict verdict;
    char why[128];
};

static void on_entries(void *arg, enum journal_answer answer, struct entry *const *entries,
                       size_t n, size_t more)
{
    (void)more;

    struct answer *a = arg;

    a->came = true;
    a->answer = answer;
    a->n = n;
    a->first = n > 0 ? entries[0]->seq : 0;
    a->last = n > 0 ? entries[n - 1]->seq : 0;
}

static void on_incidents(void *arg, enum journal_answer answer,
                         const struct journal_incident_row *rows, size_t n, size_t more)
{
    (void)more;

    struct answer *a = arg;

    a->came = true;
    a->answer = answer;
    a->n = n;
    a->first = n > 0 ? rows[0].id.number : 0;
    if (n > 0)
        cr_expect(slice_equal_string(rows[0].outcome, "done"));
}

static void on_verdict(void *arg, const struct journal_verdict *verdict)
{
    struct answer *a = arg;

    a->came = true;
    a->answer = verdict->answer;
    a->verdict = *verdict;
    snprintf(a->why, sizeof(a->why), "%s", verdict->why);
}

static void wait_for(struct place *p, struct answer *a)
{
    cr_expect(!a->came, "a callback ran inside the call that caused it");
    while (!a->came)
        event_base_loop(p->base, EVLOOP_ONCE);
}

static struct answer query(struct place *p, struct journal_query q)
{
    struct answer a = {0};

    journal_query(p->journal, &q, on_entries, &a);
    wait_for(p, &a);
    return a;
}

static struct answer verify(struct place *p, uint64_t first)
{
    struct answer a = {0};

    journal_verify(p->journal, first, on_verdict, &a);
    wait_for(p, &a);
    return a;
}

static void fill(struct place *p)
{
    place_report(p, 1, "Smell of GAS, 50% sure");       /* 1 */
    place_report(p, 2, "pipe_burst at \"the corner\""); /* 2 */
    place_note(p, 1, "a_b");                            /* 3 */
    place_note(p, 1, "axb");                            /* 4 */
    place_close(p, 2, "done");                          /* 5 */
    place_wait_durable(p);
}

static const struct {
    const char *name;
    struct journal_query query;
    size_t n;
    uint64_t first, last;
} queries[] = {
    {"all, newest first", {.seq = 0}, 5, 5, 1},
    {"all, oldest first", {.oldest_first = true}, 5, 1, 5},
    {"newest two, oldest first", {.oldest_first = true, .limit = 2}, 2, 4, 5},
    {"incident", {.incident = {2026, 1}}, 3, 4, 1},
    {"seq", {.seq = 3}, 1, 3, 3},
    {"kind", {.by_kind = true, .kinds = {[ENTRY_NOTE] = true}}, 2, 4, 3},
    {"actor", {.actor = {"li.wei", 6}}, 5, 5, 1},
    {"nobody", {.actor = {"wu.lei", 6}}, 0, 0, 0},
    {"words, case ignored", {.words = {"gas SMELL", 9}}, 1, 1, 1},
    {"percent is no pattern", {.words = {"5%sure", 6}}, 0, 0, 0},
    {"percent as it is", {.words = {"50%", 3}}, 1, 1, 1},
    {"underscore is no pattern", {.words = {"a_b", 3}}, 1, 3, 3},
    {"quote", {.words = {"\"the", 4}}, 1, 2, 2},
    {"Chinese", {.words = {"人民路", 9}}, 2, 2, 1},
    {"until long ago", {.until = {1000}}, 0, 0, 0},
    {"since long ago", {.since = {1000}}, 5, 5, 1},
};

static void check_queries(struct place *p, enum journal_answer expected)
{
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        struct answer a = query(p, queries[i].query);

        cr_expect_eq(a.answer, expected, "%s: %d", queries[i].name, (int)a.answer);
        cr_expect(a.n == queries[i].n && a.first == queries[i].first && a.last == queries[i].last,
                  "%s: %zu entries, %llu to %llu", queries[i].name, a.n,
                  (unsigned long long)a.first, (unsigned long long)a.last);
    }
}

Test(journal_pg, answers_queries)
{
    struct answer a = {0};

    START("queries");
    fill(p);
    check_queries(p, JOURNAL_ANSWER_WHOLE);
    journal_query_incidents(p->journal, &(struct journal_incident_query){.grade = 2}, on_incidents,
                            &a);
    wait_for(p, &a);
    cr_expect(a.n == 1 && a.first == 2);
    place_deinit(p);
}

Test(journal_pg, answers_from_memory_while_away)
{
    START("away");
    fill(p);
    place_sql(p, "select 1 from pg_advisory_lock_shared(1685419129, 2)");
    place_kill_writer(p);
    /* Another takes the lock as soon as it is free, so that the writer stays away. */
    place_sql(p, "select 1 from pg_advisory_lock(1685419129, 1)");
    place_wait_size(p, &p->aways, 1, "the loss to be noticed");
    check_queries(p, JOURNAL_ANSWER_PARTIAL);
    place_report(p, 3, "meanwhile");
    cr_expect_eq(journal_get_stats(p->journal).pending, 1);
    place_sql(p, "select 1 from pg_advisory_unlock(1685419129, 1)");
    place_wait_durable(p);
    place_wait_size(p, &p->backs, 1, "the database to be back");
    cr_expect_eq(query(p, (struct journal_query){.seq = 0}).n, 6);
    place_deinit(p);
}

Test(journal_pg, cancelled_read_is_not_answered)
{
    struct answer a = {0}, b = {0};
    uint64_t ticket;

    START("cancel");
    fill(p);
    ticket = journal_query(p->journal, &(struct journal_query){.seq = 0}, on_entries, &a);
    journal_query(p->journal, &(struct journal_query){.seq = 0}, on_entries, &b);
    journal_cancel(p->journal, ticket);
    wait_for(p, &b);
    cr_expect(!a.came);
    place_deinit(p);
}

Test(journal_pg, read_that_is_cut_off_has_failed)
{
    struct answer a = {0};

    START("cut");
    fill(p);
    query(p, (struct journal_query){.seq = 0});
    place_sql(p, "begin; lock table duty.journal in access exclusive mode");
    journal_query(p->journal, &(struct journal_query){.seq = 0}, on_entries, &a);
    while (place_sql(p, "select count(*) from pg_stat_activity where application_name = "
                        "'dutyd test reader' and wait_event_type = 'Lock'") == 0) {
        place_turn(p);
        place_sql(p, "select pg_stat_clear_snapshot()");
    }
    place_sql(p, "select pg_terminate_backend(pid) from pg_stat_activity where "
                 "datname = current_database() and application_name = 'dutyd test reader'");
    wait_for(p, &a);
    cr_expect_eq(a.answer, JOURNAL_ANSWER_FAILED);
    place_sql(p, "rollback");
    cr_expect_eq(query(p, (struct journal_query){.seq = 0}).n, 5);
    place_deinit(p);
}

Test(journal_pg, verifies_the_chain)
{
    struct answer a;

    START("verify");
    for (uint32_t i = 1; i <= 4500; i++)
        place_report(p, i, "one of many");
    place_wait_durable(p);
    a = verify(p, 1);
    cr_expect_eq(a.answer, JOURNAL_ANSWER_WHOLE);
    cr_expect(a.verdict.bad == 0 && a.verdict.last == 4500, "%s", a.why);
    cr_expect_eq(verify(p, 3000).verdict.bad, 0);
    cr_expect_eq(verify(p, 4501).verdict.bad, 0);
    place_sql(p, "alter table duty.journal disable trigger journal_refuse; "
                 "update duty.journal set body = '{}' where seq = 2500");
    cr_expect_eq(verify(p, 1).verdict.bad, 2500);
    cr_expect_eq(verify(p, 2500).verdict.bad, 2500);
    cr_expect_eq(verify(p, 2501).verdict.bad, 0);
    place_sql(p, "delete from duty.journal where seq = 2400");
    cr_expect_eq(verify(p, 1).verdict.bad, 2400);
    place_sql(p, "delete from duty.journal where seq = 4500");
    cr_expect_eq(verify(p, 3000).verdict.bad, 4500);
    place_deinit(p);
}

/* ---- backpressure ---- */

Test(journal_pg, is_full_at_its_bound)
{
    START("full");
    for (uint32_t i = 1; i <= 8192; i++) {
        cr_assert(!journal_is_full(p->journal), "full at %u", i);
        place_report(p, i, "x");
    }
    cr_expect(journal_is_full(p->journal));
    place_wait_durable(p);
    cr_expect(!journal_is_full(p->journal));
    place_deinit(p);
}
