/*
 * The way of a page. Covers of the list of traps: 14 (crash between commit and send), 16 (stale
 * pages after a stall), 17 (retries do not hold up new reports), 25 (reload pages nobody again), 26
 * (the clock steps).
 */
#include "paging_world.h"

static const char configuration[] =
    "office = { id = \"test\"; name = \"Test\"; timezone = \"UTC\"; };\n"
    "database = { conninfo = \"dbname=x\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "people = ( { id = \"li\"; name = \"Li\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to "
    "= "
    "\"+12025551001\"; tries = 2; gap = \"60s\"; } ); },\n"
    "  { id = \"wu\"; name = \"Wu\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = "
    "\"+12025551002\"; "
    "tries = 1; gap = \"60s\"; } ); } );\n"
    "posts = ( { id = \"leader\"; title = \"Leader\"; rank = \"leader\"; staff = 1; rotations = ( "
    "{ "
    "start = \"2026-01-01\"; handover = \"08:30\"; every = \"1d\"; people = ( \"li\" ); } ); } );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = ( \"person:li\" ); }, { after = \"30m\"; "
    "notify "
    "= ( \"person:wu\" ); } ); } );\n"
    "routes = ( { chain = \"all\"; } );\n"
    "catch_all = ( \"person:wu\" );\nbundle = 0;\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); timeout = \"30s\"; parallel = 1; "
    "retries = 3; backoff = \"5s\"; } );\n";

static void set_up(void)
{
    world_open(configuration);
}

TestSuite(paging, .init = set_up, .fini = world_close, .timeout = 60);

Test(paging, only_when_durable_and_then_at_once)
{
    const struct entry *e;

    world_report(0);
    cr_expect_eq(world.n_runs, 0);
    cr_expect(memory_journal_flush(world.journal));
    cr_assert_eq(world.n_runs, 1);
    cr_expect_str_eq(world.runs[0].to, "+12025551001");
    cr_expect_eq(world.runs[0].attempt, 1);
    cr_expect(strstr(world.runs[0].text, "?: smell of gas [2026-000001]"), "%s",
              world.runs[0].text);
    cr_assert_eq(world_count(ENTRY_PAGE, &e), 1);
    cr_expect_eq(world.runs[0].page, e->seq);
    cr_expect_eq(paging_get_stats(world.paging).running, 1);
    world_finish(0, HOOK_TAKEN, "id-7", "");
    cr_assert_eq(world_count(ENTRY_PAGE_SENT, &e), 1);
    world_expect_text(e, FIELD_GATEWAY, "id-7");
    cr_expect_eq(entry_number(e, FIELD_ATTEMPT, 0), 1);
    cr_expect_eq(paging_get_stats(world.paging).sent, 1);
    cr_expect_eq(paging_get_stats(world.paging).running, 0);
}

/* 16: the hook stalls, the second incident is acknowledged meanwhile: its page is not sent. */
Test(paging, acknowledged_while_it_waited)
{
    const struct entry *e;
    struct incident_id second;

    world_report(0);
    second = world_report(0);
    world_flush();
    cr_assert_eq(world.n_runs, 1);
    cr_expect_eq(paging_get_stats(world.paging).waiting, 1);
    world_submit(VERB_ACK, second, NULL, 0);
    world_flush();
    world_finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(world.n_runs, 1, "no hook for the acknowledged one");
    cr_assert_eq(world_count(ENTRY_PAGE_DROPPED, &e), 1);
    cr_expect(incident_id_equal(e->incident, second));
    cr_expect_gt(entry_text(e, FIELD_REASON).len, 0);
    cr_expect_eq(paging_get_stats(world.paging).dropped, 1);
    cr_expect_eq(paging_get_stats(world.paging).waiting, 0);
}

Test(paging, deferred_twice_then_taken)
{
    const struct entry *e;

    world_report(0);
    world_flush();
    world_finish(0, HOOK_AGAIN, "", "exit 75: busy");
    cr_assert_eq(world_count(ENTRY_PAGE_DEFERRED, &e), 1);
    cr_expect_eq(entry_instant(e, FIELD_RETRY, INSTANT_NONE).us, world.wall.us + 5000000);
    world_advance(SPAN_MS(4999));
    cr_expect_eq(world.n_runs, 1);
    world_advance(SPAN_MS(1));
    cr_assert_eq(world.n_runs, 2);
    cr_expect_eq(world.runs[1].page, world.runs[0].page);
    cr_expect_eq(world.runs[1].attempt, 2);
    world_finish(1, HOOK_AGAIN, "", "exit 75: busy");
    world_advance(SPAN_MS(9999));
    cr_expect_eq(world.n_runs, 2);
    world_advance(SPAN_MS(1));
    cr_assert_eq(world.n_runs, 3, "the backoff is doubled");
    world_finish(2, HOOK_TAKEN, "", "");
    cr_assert_eq(world_count(ENTRY_PAGE_SENT, &e), 1);
    cr_expect_eq(entry_number(e, FIELD_ATTEMPT, 0), 3);
    cr_expect_eq(paging_get_stats(world.paging).deferred, 2);
}

Test(paging, deferred_too_often_has_failed)
{
    const struct entry *e;

    world_report(0);
    world_flush();
    for (size_t k = 0; k < 3; k++) {
        world_finish(k, HOOK_AGAIN, "", "exit 75: busy");
        if (k < 2)
            world_advance(SPAN_SECONDS(10));
    }
    cr_assert_eq(world_count(ENTRY_PAGE_FAILED, &e), 1);
    world_expect_text(e, FIELD_REASON, "exit 75 3 times: busy");
    cr_assert_eq(world.n_runs, 4, "the next step is called out at once");
    cr_expect_str_eq(world.runs[3].to, "+12025551002");
}

/* 14: what has no outcome in the log is handed over again, with the same id; the rest is not. */
Test(paging, restart)
{
    uint64_t page;

    world_report(0);
    world_report(0);
    world_report(0);
    world_flush();
    world_finish(0, HOOK_TAKEN, "", "");
    world_finish(1, HOOK_AGAIN, "", "exit 75");
    cr_assert_eq(world.n_runs, 3);
    page = world.runs[2].page;
    world_end();
    cr_expect(world.runs[2].cancelled);
    world_begin();
    cr_assert_eq(world.n_runs, 4);
    cr_expect_eq(world.runs[3].page, page, "the one that was running");
    cr_expect_eq(world.runs[3].attempt, 1);
    world_finish(3, HOOK_TAKEN, "", "");
    cr_expect_eq(world.n_runs, 4, "the deferred one not before its time");
    world_advance(SPAN_SECONDS(5));
    cr_assert_eq(world.n_runs, 5);
    cr_expect_eq(world.runs[4].page, world.runs[1].page);
    cr_expect_eq(world.runs[4].attempt, 2);
}

/* A page that waits when another takes its place is given up in words, also after a restart: no
 * page stays without an outcome. */
Test(paging, left_behind)
{
    struct field outcome = FIELD_TEXT_OF(FIELD_OUTCOME, SLICE("x"));
    struct field why = FIELD_TEXT_OF(FIELD_REASON, SLICE("x"));
    struct incident_id second;
    const struct entry *e;

    world_report(0);
    second = world_report(0);
    world_flush();
    for (int lives = 0; lives < 3; lives++) {
        world_submit(VERB_CLOSE, second, &outcome, 1);
        world_submit(VERB_REOPEN, second, &why, 1);
        world_flush();
        if (lives == 1)
            continue; /* two in one life */
        world_end();
        world_begin();
    }
    for (size_t k = 0; k < world.n_runs; k++)
        if (!world.runs[k].ended && !world.runs[k].cancelled)
            world_finish(k, HOOK_TAKEN, "", "");
    cr_assert_eq(world_count(ENTRY_PAGE, NULL), 5);
    cr_expect_eq(world_count(ENTRY_PAGE_SENT, NULL), 2);
    cr_assert_eq(world_count(ENTRY_PAGE_DROPPED, &e), 3);
    world_expect_text(e, FIELD_REASON, "superseded");
    world_end();
    world_begin();
    cr_expect_eq(paging_get_stats(world.paging).waiting, 0, "once is enough");
    cr_expect_eq(world_count(ENTRY_PAGE_DROPPED, NULL), 3);
}

/* 25 */
Test(paging, reload_pages_nobody_again)
{
    world_report(0);
    world_report(0);
    world_flush();
    for (int k = 0; k < 100; k++)
        world_reload(configuration);
    cr_expect_eq(world.n_runs, 1);
    cr_expect_eq(paging_get_stats(world.paging).waiting, 1);
    world_finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(world.n_runs, 2, "what ran, and what waited, goes on");
    cr_expect_eq(world_count(ENTRY_PAGE, NULL), 2);
}

Test(paging, reload_without_the_hook)
{
    char *text = xstrdup(configuration), *from = strstr(text, "hooks = ");
    struct config *next;
    const struct entry *e;

    cr_assert(from);
    next = world_config(text);
    free(next->hooks[0].via);
    next->hooks[0].via = xstrdup("bell");
    world_report(0);
    world_report(0);
    world_flush();
    cr_assert(desk_use_config(world.desk, next, NULL));
    world_flush();
    cr_assert_geq(world_count(ENTRY_PAGE_FAILED, &e), 1);
    world_expect_text(e, FIELD_REASON, "no hook for via=sms");
    config_unref(next);
    free(text);
}

/* 26: the wall clock is set back by an hour; the retry comes after 5 seconds all the same. */
Test(paging, clock_is_set_back)
{
    world_report(0);
    world_flush();
    world_finish(0, HOOK_AGAIN, "", "exit 75");
    world.wall = (struct instant){world.wall.us - 3600000000};
    world_advance(SPAN_SECONDS(1));
    cr_expect_eq(world.n_runs, 1);
    world_advance(SPAN_SECONDS(4));
    cr_expect_eq(world.n_runs, 2);
}

/* 17: with the hook at its limit, a new report goes before a repeat that has waited longer. */
Test(paging, new_reports_before_repeats)
{
    world_report(0);
    world_flush();
    world_finish(0, HOOK_TAKEN, "", "");
    world_report(0);
    world_flush();
    world_advance(SPAN_SECONDS(60)); /* the second try of the first page is due */
    world_report(0);
    world_flush();
    cr_assert_eq(world.n_runs, 2);
    cr_expect_eq(paging_get_stats(world.paging).waiting, 2);
    world_finish(1, HOOK_TAKEN, "", "");
    cr_assert_eq(world.n_runs, 3, "one at a time");
    cr_expect(strstr(world.runs[2].text, "[2026-000003]"), "%s", world.runs[2].text);
    world_finish(2, HOOK_TAKEN, "", "");
    cr_assert_eq(world.n_runs, 4);
    cr_expect(strstr(world.runs[3].text, "[2026-000001] #2"), "%s", world.runs[3].text);
    cr_expect_lt(world.runs[3].page, world.runs[2].page);
}

/* Outcomes that come while the database is away are in the log when it is back. */
Test(paging, database_away)
{
    world_report(0);
    world_report(0);
    world_flush();
    memory_journal_set_away(world.journal, true);
    world_finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(world.n_runs, 2, "what is durable is paged all the same");
    world_finish(1, HOOK_AGAIN, "", "exit 75");
    world_advance(SPAN_SECONDS(5));
    cr_assert_eq(world.n_runs, 3);
    cr_expect_eq(world.runs[2].attempt, 2);
    world_finish(2, HOOK_TAKEN, "", "");
    cr_expect_eq(world_count(ENTRY_PAGE_SENT, NULL), 0);
    memory_journal_set_away(world.journal, false);
    world_flush();
    cr_expect_eq(world_count(ENTRY_PAGE_SENT, NULL), 2);
    cr_expect_eq(world_count(ENTRY_PAGE_DEFERRED, NULL), 1);
    cr_expect_eq(world.n_runs, 3);
}

Test(paging, drain_starts_no_more)
{
    world_report(0);
    world_report(0);
    world_flush();
    paging_drain(world.paging);
    world_finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(world.n_runs, 1);
    cr_expect_eq(world_count(ENTRY_PAGE_SENT, NULL), 1, "the outcome is still written");
}

/* Thousands of pages that nobody wants any more are given up in pieces, and all of them. */
Test(paging, six_thousand_at_once)
{
    static struct incident_id ids[6000];

    for (size_t k = 0; k < 6000; k++)
        ids[k] = world_report(0);
    world_flush();
    cr_assert_eq(world.n_runs, 1);
    cr_expect_eq(paging_get_stats(world.paging).waiting, 5999);
    for (size_t k = 0; k < 6000; k++)
        world_submit(VERB_ACK, ids[k], NULL, 0);
    world_flush();
    world_finish(0, HOOK_TAKEN, "", "");
    for (int k = 0; k < 200 && paging_get_stats(world.paging).waiting > 0; k++)
        world_advance(SPAN_MS(1));
    cr_expect_eq(paging_get_stats(world.paging).dropped, 5999);
    cr_expect_eq(world_count(ENTRY_PAGE_DROPPED, NULL), 5999);
    cr_expect_eq(world.n_runs, 1);
}
