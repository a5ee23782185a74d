/* To each person, for each incident, the page before the notices that follow it. */
#include "paging_world.h"

#define OFFICE                                                                                     \
    "office = { id = \"test\"; timezone = \"UTC\"; };\n"                                           \
    "database = { conninfo = \"dbname=x\"; };\n"                                                   \
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"                                                \
    "people = ( { id = \"desk\"; rank = \"leader\"; },\n"                                          \
    "  { id = \"li\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = \"+8613800000001\"; "  \
    "tries = 3; gap = \"10s\"; } ); },\n"                                                          \
    "  { id = \"wu\"; rank = \"leader\"; sms = \"+8613800000002\"; } );\n"                         \
    "posts = ( { id = \"p\"; rank = \"leader\"; rotations = ( { start = \"2026-01-01\"; handover " \
    "= \"08:30\"; people = ( \"wu\" ); } ); } );\n"                                                \
    "chains = ( { id = \"all\"; steps = ( { notify = ( \"person:li\" ); } ); } );\n"               \
    "routes = ( { chain = \"all\"; } );\n"                                                         \
    "catch_all = ( \"person:wu\" );\n"
#define HOOKS(more)                                                                                \
    "bundle = 0;\nhooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); " more " } );\n"
#define BUNDLES "bundle = 1;\nhooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );\n"

TestSuite(paging_order, .fini = world_close, .timeout = 60);

static void take(unsigned number)
{
    world_submit(VERB_ACK, (struct incident_id){2026, number}, NULL, 0);
    world_flush();
}

static void finish_all(void)
{
    for (size_t k = 0; k < world.n_runs; k++)
        if (!world.runs[k].ended && !world.runs[k].cancelled)
            world_finish(k, HOOK_TAKEN, "", "");
}

static void report(void)
{
    world_report(0);
    world_flush();
}

/* A report whose first page is out, and whose second one the hook has. */
static void begin_second_try(const char *hooks)
{
    world_open(hooks);
    report();
    world_finish(0, HOOK_TAKEN, "", "");
    world_advance(SPAN_SECONDS(10));
    cr_assert_eq(world.n_runs, 2);
}

static void expect_notice(size_t run, const char *what)
{
    cr_assert_eq(world.n_runs, run + 1, "%zu runs", world.n_runs);
    cr_expect_str_eq(world.runs[run].person, "li");
    cr_expect(strstr(world.runs[run].text, what), "%s", world.runs[run].text);
}

Test(paging_order, after_a_page_that_a_slow_hook_has)
{
    begin_second_try(OFFICE HOOKS("parallel = 8;"));
    take(1);
    world_advance(SPAN_SECONDS(20));
    cr_expect_eq(world.n_runs, 2, "the notice has overtaken the page");
    world_finish(1, HOOK_TAKEN, "", "");
    expect_notice(2, "taken by desk");
    finish_all();
    cr_expect_eq(world_count(ENTRY_NOTICE_SENT, NULL), 1);
}

Test(paging_order, also_when_the_page_fails_or_is_put_off)
{
    static const enum hook_verdict verdicts[] = {HOOK_FAILED, HOOK_AGAIN};

    for (size_t k = 0; k < 2; k++) {
        begin_second_try(OFFICE HOOKS("parallel = 8; breaker = 0; backoff = \"10m\";"));
        take(1);
        cr_expect_eq(world.n_runs, 2);
        world_finish(1, verdicts[k], "", "busy");
        expect_notice(2, "taken by desk");
        if (k == 0)
            world_close();
    }
}

Test(paging_order, all_notices_wait_and_go_in_their_order)
{
    const struct field outcome = FIELD_TEXT_OF(FIELD_OUTCOME, SLICE("over"));

    begin_second_try(OFFICE HOOKS("parallel = 8;"));
    take(1);
    world_submit(VERB_CLOSE, (struct incident_id){2026, 1}, &outcome, 1);
    world_flush();
    cr_expect_eq(world.n_runs, 2);
    world_finish(1, HOOK_TAKEN, "", "");
    cr_assert_eq(world.n_runs, 4);
    cr_expect(strstr(world.runs[2].text, "taken by"), "%s", world.runs[2].text);
    cr_expect(strstr(world.runs[3].text, "closed by"), "%s", world.runs[3].text);
}

Test(paging_order, not_after_the_page_of_another_incident)
{
    world_open(OFFICE HOOKS("parallel = 8;"));
    report();
    world_finish(0, HOOK_TAKEN, "", "");
    report(); /* the hook has its page */
    take(1);
    expect_notice(2, "2026-000001 taken by desk");
}

/* One that waits is withdrawn by what the notice says; the log says so, and the notice goes. */
Test(paging_order, a_held_page_is_withdrawn)
{
    const struct entry *e;

    world_open(OFFICE HOOKS("parallel = 8; per_number = \"1/1m\";"));
    report();
    world_finish(0, HOOK_TAKEN, "", "");
    world_advance(SPAN_SECONDS(10));
    cr_assert_eq(world_count(ENTRY_PAGE_HELD, NULL), 1);
    take(1);
    cr_expect_eq(world.n_runs, 1);
    world_advance(SPAN_MINUTES(1));
    expect_notice(1, "taken by desk");
    cr_assert_eq(world_count(ENTRY_PAGE_DROPPED, &e), 1);
    world_expect_text(e, FIELD_REASON, "acked");
}

/* Nobody was paged: nobody hears of anything. */
Test(paging_order, neither_when_the_page_never_went)
{
    world_open(OFFICE HOOKS("parallel = 1;"));
    report();
    report();
    cr_assert_eq(world.n_runs, 1);
    take(2);
    finish_all();
    world_advance(SPAN_MINUTES(5));
    finish_all();
    for (size_t k = 0; k < world.n_runs; k++)
        cr_expect_null(strstr(world.runs[k].text, "2026-000002"), "%s", world.runs[k].text);
    cr_expect_eq(world_count(ENTRY_NOTICE, NULL), 0);
}

/* A message for several pages is the page of each. */
Test(paging_order, after_a_bundle)
{
    size_t n;

    world_open(OFFICE BUNDLES);
    report();
    report();
    finish_all();
    world_advance(SPAN_SECONDS(10)); /* the second tries of both, in one message */
    n = world.n_runs;
    cr_assert(strstr(world.runs[n - 1].text, "2 open"), "%s", world.runs[n - 1].text);
    take(1);
    take(2);
    cr_expect_eq(world.n_runs, n);
    world_finish(n - 1, HOOK_TAKEN, "", "");
    cr_assert_eq(world.n_runs, n + 2);
    cr_expect(strstr(world.runs[n].text, "2026-000001 taken by"), "%s", world.runs[n].text);
    cr_expect(strstr(world.runs[n + 1].text, "2026-000002 taken by"), "%s", world.runs[n + 1].text);
}

/* The page died with its hook, and nobody wants it any more; the notice is still owed, once. */
Test(paging_order, after_a_restart_in_between)
{
    begin_second_try(OFFICE HOOKS("parallel = 8;"));
    take(1);
    world_end();
    world_begin();
    expect_notice(2, "taken by desk");
    cr_expect_eq(world_count(ENTRY_PAGE_DROPPED, NULL), 1);
    finish_all();
    world_end();
    world_begin();
    world_advance(SPAN_HOURS(2));
    cr_expect_eq(world.n_runs, 3);
}

/* The chain began again while the hook had the first page: that one went out, so its person hears
 * how it went on; but not before the page that took its place. */
Test(paging_order, after_a_page_that_was_superseded)
{
    const struct field worse[] = {FIELD_NUMBER_OF(FIELD_GRADE, 1),
                                  FIELD_TEXT_OF(FIELD_REASON, SLICE("worse"))};

    world_open(OFFICE HOOKS("parallel = 8;"));
    report();
    world_submit(VERB_GRADE, (struct incident_id){2026, 1}, worse, 2);
    world_flush();
    cr_assert_eq(world.n_runs, 2);
    take(1);
    world_finish(0, HOOK_TAKEN, "", "");
    cr_expect_eq(world_count(ENTRY_NOTICE, NULL), 1);
    cr_expect_eq(world.n_runs, 2, "before the second page");
    world_finish(1, HOOK_TAKEN, "", "");
    expect_notice(2, "taken by desk");
    cr_expect_eq(world_count(ENTRY_NOTICE, NULL), 1);
}

/* What waits for a hook that never ends is given up when nobody wants to hear it any more. */
Test(paging_order, no_longer_than_it_lives)
{
    const struct entry *e;

    begin_second_try(OFFICE HOOKS("parallel = 8;"));
    take(1);
    world_advance(SPAN_MINUTES(59));
    cr_expect_eq(world_count(ENTRY_NOTICE_DROPPED, NULL), 0);
    world_advance(SPAN_MINUTES(2));
    cr_assert_eq(world_count(ENTRY_NOTICE_DROPPED, &e), 1);
    world_expect_text(e, FIELD_REASON, "it comes too late");
    world_finish(1, HOOK_TAKEN, "", "");
    cr_expect_eq(world.n_runs, 2);
}
