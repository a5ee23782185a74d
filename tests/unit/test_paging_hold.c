/* Numbers that have had enough messages. Covers of the list of traps: 16 (looked at again when its
 * turn comes), 20 (what waits is in the log and goes out later; first pages never wait). */
#include "paging_world.h"

#define OFFICE                                                                                     \
    "office = { id = \"test\"; timezone = \"UTC\"; };\nbundle = 0;\n"                              \
    "database = { conninfo = \"dbname=x\"; };\n"                                                   \
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"                                                \
    "people = ( { id = \"li\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = "             \
    "\"+8613800000001\"; "                                                                         \
    "tries = 3; gap = \"10s\"; } ); },\n"                                                          \
    "  { id = \"wu\"; rank = \"leader\"; sms = \"+8613800000002\"; } );\n"                         \
    "posts = ( { id = \"p\"; rank = \"leader\"; rotations = ( { start = \"2026-01-01\"; handover " \
    "= \"08:30\"; people = ( \"li\" ); } ); } );\n"                                                \
    "chains = ( { id = \"all\"; steps = ( { notify = ( \"person:li\" ); }, { after = \"10h\"; "    \
    "notify = ( \"person:wu\" ); } ); } );\n"                                                      \
    "routes = ( { chain = \"all\"; } );\n"                                                         \
    "catch_all = ( \"person:wu\" );\n"
#define HOOKS(more) "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); " more " } );\n"

static void set_up(void)
{
    world_open(OFFICE HOOKS("per_number = \"3/1m\";"));
}

TestSuite(paging_hold, .init = set_up, .fini = world_close, .timeout = 60);

/* All that runs is taken. */
static void finish_all(void)
{
    for (size_t k = 0; k < world.n_runs; k++)
        if (!world.runs[k].ended)
            world_finish(k, HOOK_TAKEN, "", "");
}

static size_t held(void)
{
    struct paging_hook_stats stats;

    cr_assert(paging_get_hook_stats(world.paging, 0, &stats));
    return stats.held;
}

static void pass(unsigned seconds)
{
    for (unsigned k = 0; k < seconds; k++) {
        world_advance(SPAN_SECONDS(1));
        finish_all();
    }
}

static void report_and_send(void)
{
    world_report(0);
    world_flush();
    finish_all();
}

/* However many the number has had: what somebody has not been told of yet goes out, and counts. */
Test(paging_hold, immunity_20_first_pages_never_wait)
{
    for (size_t k = 1; k <= 8; k++) {
        report_and_send();
        cr_expect_eq(world.n_runs, k);
    }
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 0);
}

/* Two incidents, three tries each: the window takes three a minute, whatever the tries want. */
Test(paging_hold, immunity_20_repeats_wait_for_the_window)
{
    const struct entry *e;
    struct instant start = world.wall;

    report_and_send();
    report_and_send();
    pass(10); /* the second tries are due: one is the third message of this minute */
    cr_expect_eq(world.n_runs, 3);
    cr_assert_eq(world_count(ENTRY_PAGE_HELD, &e), 1);
    cr_expect_eq(entry_instant(e, FIELD_UNTIL, INSTANT_NONE).us, start.us + 60000000);
    world_expect_text(e, FIELD_REASON, "3/1m to this number");
    world_expect_text(e, FIELD_PERSON, "li");
    world_expect_text(e, FIELD_VIA, "sms");
    cr_expect_eq(held(), 1);
    cr_expect_str_eq(
        page_state_to_string(office_incident(world.office, e->incident)->callouts[0].state),
        "held");
    pass(10); /* the third try of the one that was sent */
    cr_expect_eq(world.n_runs, 3);
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 2);
    cr_expect_eq(held(), 2);
    pass(39);
    cr_expect_eq(world.n_runs, 3);
    pass(1); /* a minute after the first two */
    cr_expect_eq(world.n_runs, 5);
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 2, "once for each page");
    pass(120);
    cr_expect_eq(world.n_runs, 6, "all that was to be sent was sent");
    cr_expect_eq(world_count(ENTRY_PAGE_SENT, NULL), 6);
    cr_expect_eq(held(), 0);
    for (size_t k = 3; k < world.n_runs; k++)
        cr_expect_geq(world.runs[k].at.us - world.runs[k - 3].at.us, 60000000, "run %zu", k);
}

/* A new report goes before what is held, also when the window opens. */
Test(paging_hold, a_new_report_passes_what_is_held)
{
    report_and_send();
    report_and_send();
    report_and_send();
    pass(10);
    cr_expect_eq(held(), 3);
    report_and_send();
    cr_assert_eq(world.n_runs, 4);
    cr_expect(strstr(world.runs[3].text, "[2026-000004]"), "%s", world.runs[3].text);
    pass(52); /* three in the minute before: the first two of them are over, the last is not */
    cr_expect_eq(world.n_runs, 6);
}

/* 16: acknowledged while it is held, it is not sent. */
Test(paging_hold, immunity_16_acknowledged_while_held)
{
    const struct entry *e;

    report_and_send();
    report_and_send();
    report_and_send();
    pass(10);
    cr_assert_eq(held(), 3);
    world_submit(VERB_ACK, (struct incident_id){2026, 2}, NULL, 0);
    pass(50);
    cr_expect_eq(world.n_runs, 5);
    cr_assert_eq(world_count(ENTRY_PAGE_DROPPED, &e), 1);
    world_expect_text(e, FIELD_REASON, "acked");
    cr_expect_eq(e->incident.number, 2);
}

/* What the gateway did not take was no message. */
Test(paging_hold, what_failed_does_not_count)
{
    for (size_t k = 0; k < 3; k++) {
        world_report(0);
        world_flush();
        world_finish(world.n_runs - 1, HOOK_FAILED, "", "exit 1");
        finish_all(); /* wu, whom the next step pages */
    }
    report_and_send();
    cr_expect_str_eq(world.runs[world.n_runs - 1].to, "+8613800000001");
    size_t before = world.n_runs;
    pass(10);
    cr_expect_eq(world.n_runs, before + 1, "the second try is not held");
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 0);
}

/* The time before a restart counts as far as the log tells it; what was held is told once. */
Test(paging_hold, restart)
{
    report_and_send();
    report_and_send();
    report_and_send();
    pass(10);
    cr_assert_eq(world_count(ENTRY_PAGE_HELD, NULL), 3);
    world_end();
    world_begin();
    cr_expect_eq(held(), 3);
    pass(49);
    cr_expect_eq(world.n_runs, 3);
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 3);
    pass(1);
    cr_expect_eq(world.n_runs, 6);
}

/* A limit taken away lets everything go; one put in force holds what comes then. */
Test(paging_hold, reload)
{
    report_and_send();
    report_and_send();
    report_and_send();
    pass(10);
    cr_assert_eq(held(), 3);
    world_reload(OFFICE HOOKS(""));
    finish_all();
    cr_expect_eq(world.n_runs, 6);
    cr_expect_eq(held(), 0);
    world_reload(OFFICE HOOKS("per_number = \"1/1h\";"));
    pass(10);
    cr_expect_eq(world.n_runs, 7, "nothing is remembered of the time without a limit");
    cr_expect_eq(held(), 2);
}

/* The clock of the wall neither opens a window nor keeps it shut. */
Test(paging_hold, clock_is_set)
{
    report_and_send();
    report_and_send();
    report_and_send();
    pass(10);
    world.wall = instant_add(world.wall, SPAN_HOURS(-1));
    pass(49);
    cr_expect_eq(world.n_runs, 3);
    pass(1);
    cr_expect_eq(world.n_runs, 6);
}
