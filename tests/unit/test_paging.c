/*
 * Paging with the real office, desk and journal (in memory), a clock moved by hand and a runner
 * that the test plays. Covers of the list of traps: 14 (crash between commit and send), 16 (stale
 * pages after a stall), 17 (retries do not hold up new reports), 25 (reload pages nobody again), 26
 * (the clock steps).
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "journal/memory.h"
#include "paging/paging.h"

#define MAX_RUNS 64

struct fake_run {
    void (*on_end)(void *owner, const struct hook_outcome *outcome);
    void *owner;
    uint64_t page;
    unsigned attempt;
    char *text, *to;
    bool ended, cancelled;
};

static struct instant wall, steady;
static struct fake_run runs[MAX_RUNS];
static size_t n_runs;
static uint64_t seed = 7;
static struct random_source chance;
static struct config *config;
static struct office *office;
static struct desk *desk;
static struct journal *journal;
static struct paging *paging;

/* ---- the world ---- */

static struct instant read_wall(void *arg)
{
    (void)arg;
    return wall;
}

static struct instant read_steady(void *arg)
{
    (void)arg;
    return steady;
}

static const struct clock test_clock = {read_wall, read_steady, NULL};

static const char *job_value(const struct hook_job *job, const char *name)
{
    for (size_t k = 0; k < job->n_values; k++) {
        if (strcmp(job->values[k].name, name) == 0)
            return job->values[k].value;
    }
    cr_assert(false, "no %s", name);
    return "";
}

static void *fake_start(void *arg, const struct hook_job *job,
                        void (*on_end)(void *owner, const struct hook_outcome *outcome),
                        void *owner)
{
    struct fake_run *r = &runs[n_runs++];

    (void)arg;
    cr_assert(n_runs <= MAX_RUNS);
    *r = (struct fake_run){.on_end = on_end, .owner = owner};
    r->page = (uint64_t)atoll(job_value(job, "DUTY_PAGE"));
    r->attempt = (unsigned)atoi(job_value(job, "DUTY_ATTEMPT"));
    r->text = xstrdup(job_value(job, "DUTY_TEXT"));
    r->to = xstrdup(job_value(job, "DUTY_TO"));
    return r;
}

static void fake_cancel(void *arg, void *run)
{
    struct fake_run *r = run;

    (void)arg;
    r->cancelled = true;
}

static const struct hook_runner fake_runner = {fake_start, fake_cancel, NULL};

static void flush(void)
{
    while (memory_journal_flush(journal))
        ;
}

static void on_fenced(void *arg, const char *reason)
{
    (void)arg;
    cr_assert(false, "%s", reason);
}

/* A daemon starts on what the journal has. */
static void begin(void)
{
    struct journal_listener listener;

    office = office_new(config->rules, &chance);
    desk =
        desk_new(&(struct desk_options){.clock = &test_clock, .office = office, .version = "test"});
    paging = paging_new(desk, config, &fake_runner);
    listener = desk_journal_listener(desk, on_fenced, NULL);
    if (journal)
        memory_journal_set_listener(journal, &listener);
    else
        journal = memory_journal_new(&listener);
    desk_set_journal(desk, journal);
    memory_journal_open(journal);
    flush();
}

static void end(void)
{
    paging_free(paging);
    desk_free(desk);
    office_free(office);
}

static const char configuration[] =
    "office = { id = \"test\"; name = \"Test\"; timezone = \"UTC\"; };\n"
    "database = { conninfo = \"dbname=x\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "people = ( { id = \"li\"; name = \"Li\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to "
    "= "
    "\"+1001\"; tries = 2; gap = \"60s\"; } ); },\n"
    "  { id = \"wu\"; name = \"Wu\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = "
    "\"+1002\"; "
    "tries = 1; gap = \"60s\"; } ); } );\n"
    "posts = ( { id = \"leader\"; title = \"Leader\"; rank = \"leader\"; staff = 1; rotations = ( "
    "{ "
    "start = \"2026-01-01\"; handover = \"08:30\"; every = \"1d\"; people = ( \"li\" ); } ); } );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = ( \"person:li\" ); }, { after = \"30m\"; "
    "notify "
    "= ( \"person:wu\" ); } ); } );\n"
    "routes = ( { chain = \"all\"; } );\n"
    "catch_all = ( \"person:wu\" );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); timeout = \"30s\"; parallel = 1; "
    "retries = 3; backoff = \"5s\"; } );\n";

static struct config *load(const char *text)
{
    char path[] = "/tmp/dutyd-paging-XXXXXX";
    int fd = mkstemp(path);
    struct config_report report;
    struct config *c;

    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    c = config_load(path, wall, &report);
    unlink(path);
    cr_assert(c, "%.*s", SLICE_ARG(buffer_slice(&report.text)));
    config_report_deinit(&report);
    return c;
}

static void set_up(void)
{
    wall = (struct instant){INT64_C(1795400000000000)};
    steady = (struct instant){INT64_C(1000000000)};
    chance = random_seeded(&seed);
    config = load(configuration);
    begin();
}

static void tear_down(void)
{
    end();
    journal_free(journal);
    config_unref(config);
    for (size_t k = 0; k < n_runs; k++) {
        free(runs[k].text);
        free(runs[k].to);
    }
}

TestSuite(paging, .init = set_up, .fini = tear_down, .timeout = 60);

/* ---- what happens in it ---- */

static void advance(struct span s)
{
    wall = instant_add(wall, s);
    steady = instant_add(steady, s);
    desk_tick(desk);
    flush();
}

static void submit(enum verb verb, struct incident_id incident, const struct field *fields,
                   size_t n)
{
    struct command c = {.verb = verb,
                        .actor = rules_person(config->rules, SLICE("li")),
                        .incident = incident,
                        .fields = fields,
                        .n_fields = n};
    struct decision decision = {0};

    cr_assert_eq(desk_submit(desk, &c, &decision), DESK_TAKEN, "%.*s",
                 SLICE_ARG(buffer_slice(&decision.why)));
    decision_deinit(&decision);
}

static struct incident_id report(void)
{
    struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("smell of gas"));

    submit(VERB_REPORT, INCIDENT_NONE, &text, 1);
    return office_last_incident(office);
}

static void finish(size_t run, enum hook_verdict verdict, const char *line, const char *reason)
{
    struct fake_run *r = &runs[run];

    cr_assert(run < n_runs && !r->ended);
    r->ended = true;
    r->on_end(r->owner, &(struct hook_outcome){verdict, slice_of(line), reason});
    flush();
}

/* How many durable entries of the kind there are; *ret_last is the newest. */
static size_t count(enum entry_kind kind, const struct entry **ret_last)
{
    size_t n, found = 0;
    struct entry *const *entries = memory_journal_entries(journal, &n);

    for (size_t k = 0; k < n; k++) {
        if (entries[k]->kind != kind)
            continue;
        found++;
        if (ret_last)
            *ret_last = entries[k];
    }
    return found;
}

static void expect_text(const struct entry *e, enum field_id id, const char *expected)
{
    cr_expect(slice_equal_string(entry_text(e, id), expected), "%.*s instead of %s",
              SLICE_ARG(entry_text(e, id)), expected);
}

/* ---- the tests ---- */

Test(paging, only_when_durable_and_then_at_once)
{
    const struct entry *e;

    report();
    cr_expect_eq(n_runs, 0);
    cr_expect(memory_journal_flush(journal));
    cr_assert_eq(n_runs, 1);
    cr_expect_str_eq(runs[0].to, "+1001");
    cr_expect_eq(runs[0].attempt, 1);
    cr_expect(strstr(runs[0].text, "?: smell of gas [2026-000001]"), "%s", runs[0].text);
    cr_assert_eq(count(ENTRY_PAGE, &e), 1);
    cr_expect_eq(runs[0].page, e->seq);
    cr_expect_eq(paging_get_stats(paging).running, 1);
    finish(0, HOOK_TAKEN, "id-7", "");
    cr_assert_eq(count(ENTRY_PAGE_SENT, &e), 1);
    expect_text(e, FIELD_GATEWAY, "id-7");
    cr_expect_eq(entry_number(e, FIELD_ATTEMPT, 0), 1);
    cr_expect_eq(paging_get_stats(paging).sent, 1);
    cr_expect_eq(paging_get_stats(paging).running, 0);
}

/* 16: the hook stalls, the second incident is acknowledged meanwhile: its page is not sent. */
Test(paging, acknowledged_while_it_waited)
{
    const struct entry *e;
    struct incident_id second;

    report();
    second = report();
    flush();
    cr_assert_eq(n_runs, 1);
    cr_expect_eq(paging_get_stats(paging).waiting, 1);
    submit(VERB_ACK, second, NULL, 0);
    flush();
    finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(n_runs, 1, "no hook for the acknowledged one");
    cr_assert_eq(count(ENTRY_PAGE_DROPPED, &e), 1);
    cr_expect(incident_id_equal(e->incident, second));
    cr_expect_gt(entry_text(e, FIELD_REASON).len, 0);
    cr_expect_eq(paging_get_stats(paging).dropped, 1);
    cr_expect_eq(paging_get_stats(paging).waiting, 0);
}

Test(paging, deferred_twice_then_taken)
{
    const struct entry *e;

    report();
    flush();
    finish(0, HOOK_AGAIN, "", "exit 75: busy");
    cr_assert_eq(count(ENTRY_PAGE_DEFERRED, &e), 1);
    cr_expect_eq(entry_instant(e, FIELD_RETRY, INSTANT_NONE).us, wall.us + 5000000);
    advance(SPAN_MS(4999));
    cr_expect_eq(n_runs, 1);
    advance(SPAN_MS(1));
    cr_assert_eq(n_runs, 2);
    cr_expect_eq(runs[1].page, runs[0].page);
    cr_expect_eq(runs[1].attempt, 2);
    finish(1, HOOK_AGAIN, "", "exit 75: busy");
    advance(SPAN_MS(9999));
    cr_expect_eq(n_runs, 2);
    advance(SPAN_MS(1));
    cr_assert_eq(n_runs, 3, "the backoff is doubled");
    finish(2, HOOK_TAKEN, "", "");
    cr_assert_eq(count(ENTRY_PAGE_SENT, &e), 1);
    cr_expect_eq(entry_number(e, FIELD_ATTEMPT, 0), 3);
    cr_expect_eq(paging_get_stats(paging).deferred, 2);
}

Test(paging, deferred_too_often_has_failed)
{
    const struct entry *e;

    report();
    flush();
    for (size_t k = 0; k < 3; k++) {
        finish(k, HOOK_AGAIN, "", "exit 75: busy");
        if (k < 2)
            advance(SPAN_SECONDS(10));
    }
    cr_assert_eq(count(ENTRY_PAGE_FAILED, &e), 1);
    expect_text(e, FIELD_REASON, "exit 75 3 times: busy");
    cr_assert_eq(n_runs, 4, "the next step is called out at once");
    cr_expect_str_eq(runs[3].to, "+1002");
}

/* 14: what has no outcome in the log is handed over again, with the same id; the rest is not. */
Test(paging, restart)
{
    uint64_t page;

    report();
    report();
    report();
    flush();
    finish(0, HOOK_TAKEN, "", "");
    finish(1, HOOK_AGAIN, "", "exit 75");
    cr_assert_eq(n_runs, 3);
    page = runs[2].page;
    end();
    cr_expect(runs[2].cancelled);
    begin();
    cr_assert_eq(n_runs, 4);
    cr_expect_eq(runs[3].page, page, "the one that was running");
    cr_expect_eq(runs[3].attempt, 1);
    finish(3, HOOK_TAKEN, "", "");
    cr_expect_eq(n_runs, 4, "the deferred one not before its time");
    advance(SPAN_SECONDS(5));
    cr_assert_eq(n_runs, 5);
    cr_expect_eq(runs[4].page, runs[1].page);
    cr_expect_eq(runs[4].attempt, 2);
}

/* 25 */
Test(paging, reload_pages_nobody_again)
{
    report();
    report();
    flush();
    for (int k = 0; k < 100; k++) {
        struct config *next = load(configuration);

        paging_set_config(paging, next);
        cr_assert(desk_set_rules(desk, next->rules, NULL));
        config_unref(config);
        config = next;
        flush();
    }
    cr_expect_eq(n_runs, 1);
    cr_expect_eq(paging_get_stats(paging).waiting, 1);
    finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(n_runs, 2, "what ran, and what waited, goes on");
    cr_expect_eq(count(ENTRY_PAGE, NULL), 2);
}

Test(paging, reload_without_the_hook)
{
    char *text = xstrdup(configuration), *from = strstr(text, "hooks = ");
    struct config *next;
    const struct entry *e;

    cr_assert(from);
    next = load(text);
    free(next->hooks[0].via);
    next->hooks[0].via = xstrdup("bell");
    report();
    report();
    flush();
    paging_set_config(paging, next);
    flush();
    cr_assert_geq(count(ENTRY_PAGE_FAILED, &e), 1);
    expect_text(e, FIELD_REASON, "no hook for via=sms");
    config_unref(next);
    free(text);
}

/* 26: the wall clock is set back by an hour; the retry comes after 5 seconds all the same. */
Test(paging, clock_is_set_back)
{
    report();
    flush();
    finish(0, HOOK_AGAIN, "", "exit 75");
    wall = (struct instant){wall.us - 3600000000};
    advance(SPAN_SECONDS(1));
    cr_expect_eq(n_runs, 1);
    advance(SPAN_SECONDS(4));
    cr_expect_eq(n_runs, 2);
}

/* 17: with the hook at its limit, a new report goes before a repeat that has waited longer. */
Test(paging, new_reports_before_repeats)
{
    report();
    flush();
    finish(0, HOOK_TAKEN, "", "");
    report();
    flush();
    advance(SPAN_SECONDS(60)); /* the second try of the first page is due */
    report();
    flush();
    cr_assert_eq(n_runs, 2);
    cr_expect_eq(paging_get_stats(paging).waiting, 2);
    finish(1, HOOK_TAKEN, "", "");
    cr_assert_eq(n_runs, 3, "one at a time");
    cr_expect(strstr(runs[2].text, "[2026-000003]"), "%s", runs[2].text);
    finish(2, HOOK_TAKEN, "", "");
    cr_assert_eq(n_runs, 4);
    cr_expect(strstr(runs[3].text, "[2026-000001] #2"), "%s", runs[3].text);
    cr_expect_lt(runs[3].page, runs[2].page);
}

/* Outcomes that come while the database is away are in the log when it is back. */
Test(paging, database_away)
{
    report();
    report();
    flush();
    memory_journal_set_away(journal, true);
    finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(n_runs, 2, "what is durable is paged all the same");
    finish(1, HOOK_AGAIN, "", "exit 75");
    advance(SPAN_SECONDS(5));
    cr_assert_eq(n_runs, 3);
    cr_expect_eq(runs[2].attempt, 2);
    finish(2, HOOK_TAKEN, "", "");
    cr_expect_eq(count(ENTRY_PAGE_SENT, NULL), 0);
    memory_journal_set_away(journal, false);
    flush();
    cr_expect_eq(count(ENTRY_PAGE_SENT, NULL), 2);
    cr_expect_eq(count(ENTRY_PAGE_DEFERRED, NULL), 1);
    cr_expect_eq(n_runs, 3);
}

Test(paging, drain_starts_no_more)
{
    report();
    report();
    flush();
    paging_drain(paging);
    finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(n_runs, 1);
    cr_expect_eq(count(ENTRY_PAGE_SENT, NULL), 1, "the outcome is still written");
}

/* Thousands of pages that nobody wants any more are given up in pieces, and all of them. */
Test(paging, six_thousand_at_once)
{
    static struct incident_id ids[6000];

    for (size_t k = 0; k < 6000; k++)
        ids[k] = report();
    flush();
    cr_assert_eq(n_runs, 1);
    cr_expect_eq(paging_get_stats(paging).waiting, 5999);
    for (size_t k = 0; k < 6000; k++)
        submit(VERB_ACK, ids[k], NULL, 0);
    flush();
    finish(0, HOOK_TAKEN, "", "");
    for (int k = 0; k < 200 && paging_get_stats(paging).waiting > 0; k++)
        advance(SPAN_MS(1));
    cr_expect_eq(paging_get_stats(paging).dropped, 5999);
    cr_expect_eq(count(ENTRY_PAGE_DROPPED, NULL), 5999);
    cr_expect_eq(n_runs, 1);
}
