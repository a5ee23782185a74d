/* Hooks that are down. Covers of the list of traps: 10 and 18 (the only way to somebody is never
 * given up), 17 (ten thousand reports with a hook that fails). */
#include "paging_world.h"

#define OFFICE                                                                                     \
    "office = { id = \"test\"; timezone = \"UTC\"; };\nbundle = 0;\n"                              \
    "database = { conninfo = \"dbname=x\"; };\n"                                                   \
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"                                                \
    "people = ( { id = \"li\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = "             \
    "\"+8613800000001\"; }, "                                                                      \
    "{ via = \"call\"; to = \"+8613800000011\"; } ); },\n"                                         \
    "  { id = \"wu\"; rank = \"leader\"; sms = \"+8613800000002\"; },\n"                           \
    "  { id = \"xu\"; rank = \"leader\"; sms = \"+8613800000003\"; },\n"                           \
    "  { id = \"director\"; rank = \"leader\"; contacts = ( { via = \"call\"; to = "               \
    "\"+8613800000009\"; } ); "                                                                    \
    "} "                                                                                           \
    ");\n"                                                                                         \
    "posts = ( { id = \"p\"; rank = \"leader\"; rotations = ( { start = \"2026-01-01\"; handover " \
    "= \"08:30\"; people = ( \"li\" ); } ); } );\n"                                                \
    "chains = ( { id = \"both\"; steps = ( { notify = ( \"person:li\" ); }, { after = \"10h\"; "   \
    "notify = ( \"person:director\" ); } ); },\n"                                                  \
    "  { id = \"one\"; steps = ( { notify = ( \"person:wu\" ); }, { after = \"10h\"; notify = ( "  \
    "\"person:xu\" ); } ); } );\n"                                                                 \
    "routes = ( { grade = 1; chain = \"one\"; }, { chain = \"both\"; } );\n"                       \
    "catch_all = ( \"person:director\" );\n"                                                       \
    "tell_taken = false;\ntell_closed = false;\n"
#define HOOKS(sms)                                                                                 \
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); parallel = 2; retries = 3; backoff "  \
    "= "                                                                                           \
    "\"5s\"; " sms " }, { via = \"call\"; command = ( \"/bin/true\" ); parallel = 4; } );\n"
#define THREE HOOKS("breaker = 3; probe = \"30s\";")
#define TO_BOTH 0 /* grades: the report goes to li, by sms or call */
#define TO_ONE 1  /* to wu, by sms only */

static void set_up(void)
{
    world_open(OFFICE THREE);
}

TestSuite(paging_breaker, .init = set_up, .fini = world_close, .timeout = 120);

static size_t first_open_run;

/* All that runs by that means ends so, and what runs then; *at most* so many. */
static size_t end_runs(const char *via, enum hook_verdict verdict, const char *reason)
{
    size_t ended = 0;

    while (first_open_run < world.n_runs && world.runs[first_open_run].ended)
        first_open_run++;
    for (size_t k = first_open_run; k < world.n_runs; k++) {
        if (world.runs[k].ended || strcmp(world.runs[k].via, via) != 0)
            continue;
        world_finish(k, verdict, "", reason);
        ended++;
    }
    return ended;
}

static void report_and_fail(unsigned grade)
{
    world_report(grade);
    world_flush();
    end_runs("sms", HOOK_FAILED, "exit 1: no carrier");
}

static struct paging_hook_stats sms(void)
{
    struct paging_hook_stats stats;

    cr_assert(paging_get_hook_stats(world.paging, 0, &stats));
    return stats;
}

/* So many runs by that means so far. */
static size_t runs_by(const char *via)
{
    size_t n = 0;

    for (size_t k = 0; k < world.n_runs; k++)
        n += strcmp(world.runs[k].via, via) == 0;
    return n;
}

static const char *last_number(const char *via)
{
    size_t k = world.n_runs;

    while (strcmp(world.runs[k - 1].via, via) != 0)
        k--;
    return world.runs[k - 1].to;
}

static void take_down(void)
{
    for (int k = 0; k < 3; k++)
        report_and_fail(TO_BOTH);
    cr_assert(sms().is_down);
    end_runs("call", HOOK_TAKEN, "");
}

Test(paging_breaker, opens_and_the_next_means_takes_over)
{
    const struct entry *e;
    size_t sent, called;

    report_and_fail(TO_BOTH);
    report_and_fail(TO_BOTH);
    cr_expect_not(sms().is_down);
    report_and_fail(TO_BOTH);
    cr_expect(sms().is_down);
    cr_assert_eq(world_count(ENTRY_HOOK_DOWN, &e), 1);
    world_expect_text(e, FIELD_VIA, "sms");
    world_expect_text(e, FIELD_REASON, "3 in a row were not taken, the last: exit 1: no carrier");
    sent = runs_by("sms");
    called = runs_by("call");
    end_runs("call", HOOK_TAKEN, "");
    world_report(TO_BOTH);
    world_flush();
    cr_expect_eq(runs_by("sms"), sent, "no hook is run");
    cr_expect_gt(runs_by("call"), called);
    world_count(ENTRY_PAGE_FAILED, &e);
    world_expect_text(e, FIELD_REASON, "hook sms is down");
    cr_expect_null(entry_field(e, FIELD_ATTEMPT));
}

/* The catch-all is told, by a means that works. */
Test(paging_breaker, the_catch_all_is_told)
{
    const struct entry *e;

    take_down();
    world_count(ENTRY_NOTICE, &e);
    world_expect_text(e, FIELD_PERSON, "director");
    world_expect_text(e, FIELD_VIA, "call");
    cr_expect(slice_starts_with(entry_text(e, FIELD_TEXT),
                                SLICE("sms is down, pages go by other means: 3 in a row")));
    world_report(TO_BOTH);
    world_flush();
    end_runs("call", HOOK_TAKEN, "");
    cr_expect_geq(world_count(ENTRY_NOTICE_SENT, NULL), 1);
}

/* One page each half minute shows whether it works again; it takes part as any other does. */
Test(paging_breaker, probed_until_it_is_well)
{
    const struct entry *e;
    size_t sent;

    take_down();
    sent = runs_by("sms");
    world_advance(SPAN_SECONDS(30));
    cr_expect_eq(runs_by("sms"), sent, "nobody is to be paged");
    world_report(TO_BOTH);
    world_report(TO_BOTH);
    world_flush();
    cr_assert_eq(runs_by("sms"), sent + 1, "one of them is the probe");
    end_runs("call", HOOK_TAKEN, "");
    end_runs("sms", HOOK_AGAIN, "exit 75: busy");
    world_count(ENTRY_PAGE_FAILED, &e);
    world_expect_text(e, FIELD_REASON, "hook sms is down: exit 75: busy");
    world_advance(SPAN_SECONDS(29));
    world_report(TO_BOTH);
    world_flush();
    cr_expect_eq(runs_by("sms"), sent + 1);
    world_advance(SPAN_SECONDS(1));
    world_report(TO_BOTH);
    world_flush();
    cr_assert_eq(runs_by("sms"), sent + 2);
    end_runs("sms", HOOK_TAKEN, "");
    cr_expect_not(sms().is_down);
    cr_assert_eq(world_count(ENTRY_HOOK_UP, &e), 1);
    world_expect_text(e, FIELD_VIA, "sms");
    world_report(TO_BOTH);
    world_report(TO_BOTH);
    world_flush();
    cr_expect_eq(runs_by("sms"), sent + 4, "as before");
}

/* 10, 18: who has no other means is tried until it works; the chain goes on meanwhile. */
Test(paging_breaker, immunity_10_the_only_means_is_never_given_up)
{
    const struct entry *e;
    struct incident_id id;
    size_t sent;

    take_down();
    sent = runs_by("sms");
    id = world_report(TO_ONE);
    world_flush();
    cr_expect_eq(runs_by("sms"), sent);
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, &e), 2, "wu, then xu of the next step");
    world_expect_text(e, FIELD_REASON, "hook sms is down, and there is no other means");
    world_expect_text(e, FIELD_PERSON, "xu");
    cr_expect_eq(entry_number(e, FIELD_DOWN, 0), 1);
    world_count(ENTRY_PAGE, &e);
    world_expect_text(e, FIELD_PERSON, "director");
    cr_expect(incident_id_equal(e->incident, id), "the catch-all is paged at once");
    cr_expect_eq(sms().held, 2);
    end_runs("call", HOOK_TAKEN, "");
    /* Twenty times in vain, in turn, whatever the hook's retries say. */
    for (int k = 0; k < 20; k++) {
        world_advance(SPAN_SECONDS(30));
        cr_assert_eq(runs_by("sms"), sent + (size_t)k + 1);
        cr_expect_str_eq(last_number("sms"), k % 2 ? "+8613800000003" : "+8613800000002");
        cr_assert_eq(end_runs("sms", k % 3 ? HOOK_FAILED : HOOK_AGAIN, "exit 1"), 1);
        end_runs("call", HOOK_TAKEN, "");
    }
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 2, "told once for each page");
    cr_expect_eq(sms().held, 2);
    world_advance(SPAN_SECONDS(30));
    end_runs("sms", HOOK_TAKEN, "");
    cr_expect_not(sms().is_down);
    cr_expect_eq(end_runs("sms", HOOK_TAKEN, ""), 0, "both were sent, the second at once");
    cr_expect_eq(world_count(ENTRY_HOOK_UP, NULL), 1);
    cr_expect_eq(sms().held, 0);
    cr_expect_eq(office_incident(world.office, id)->callouts[0].state, PAGE_SENT);
    cr_expect_eq(office_incident(world.office, id)->callouts[1].state, PAGE_SENT);
}

/* What waits is looked at again, and a restart begins with a hook that works. */
Test(paging_breaker, restart_while_it_is_down)
{
    struct incident_id taken, waits;

    take_down();
    taken = world_report(TO_ONE);
    waits = world_report(TO_ONE);
    world_flush();
    world_submit(VERB_ACK, taken, NULL, 0);
    world_flush();
    world_end();
    world_begin();
    cr_expect_not(sms().is_down);
    cr_expect_eq(runs_by("sms"), 3 + 2, "wu and xu, of the one that waits");
    /* The only way is not given up at the first failure now. */
    end_runs("sms", HOOK_FAILED, "exit 1");
    cr_expect_eq(office_incident(world.office, waits)->callouts[0].state, PAGE_DEFERRED);
    world_advance(SPAN_SECONDS(5));
    end_runs("sms", HOOK_TAKEN, "");
    cr_expect_eq(office_incident(world.office, waits)->callouts[0].state, PAGE_SENT);
    cr_expect_eq(office_incident(world.office, taken)->callouts[0].state, PAGE_DROPPED);
}

/* What waits for its backoff, or for its number, goes another way at once. */
Test(paging_breaker, nobody_waits_behind_it)
{
    world_reload(OFFICE HOOKS("breaker = 3; per_number = \"1/1h\";"));
    world_report(TO_BOTH);
    world_flush();
    end_runs("sms", HOOK_AGAIN, "exit 75");
    world_report(TO_BOTH);
    world_flush();
    end_runs("sms", HOOK_AGAIN, "exit 75");
    cr_expect_eq(runs_by("call"), 0);
    cr_expect_eq(sms().waiting, 2);
    report_and_fail(TO_BOTH);
    cr_expect_eq(sms().waiting, 0);
    while (end_runs("call", HOOK_TAKEN, ""))
        ;
    cr_expect_geq(runs_by("call"), 3);
}

Test(paging_breaker, reload)
{
    take_down();
    world_report(TO_ONE);
    world_flush();
    cr_expect_eq(sms().held, 2);
    world_reload(OFFICE HOOKS("breaker = 0;"));
    cr_expect_not(sms().is_down);
    cr_expect_eq(sms().held, 0);
    cr_expect_eq(sms().running, 2);
    cr_expect_eq(world_count(ENTRY_HOOK_UP, NULL), 1);
    for (int k = 0; k < 10; k++)
        report_and_fail(TO_BOTH);
    cr_expect_not(sms().is_down);
}

/*
 * 17: ten thousand reports at once, and the hook says 75 to all of them. They go by telephone,
 * where four calls run at a time. A report that comes then is called out after no more calls than
 * those that had nobody told yet, and before all retries; and as soon as sms works again, at
 * once.
 */
Test(paging_breaker, immunity_17_ten_thousand_reports)
{
    const struct entry *e;
    struct incident_id late;
    char number[32];
    size_t run;

    for (int k = 0; k < 10000; k++)
        world_report(TO_BOTH);
    world_flush();
    for (int k = 0; k < 3; k++)
        end_runs("sms", HOOK_AGAIN, "exit 75");
    cr_expect(sms().is_down);
    for (int k = 0; k < 400 && sms().waiting > 0; k++)
        world_advance(SPAN_MS(1));
    cr_expect_eq(sms().waiting, 0, "all went on at once");
    cr_expect_leq(runs_by("sms"), 6, "a dead hook is not run ten thousand times");
    cr_expect_eq(world_count(ENTRY_PAGE_FAILED, NULL), 10000);
    /* A worse report comes in: the next call that can be made is its own. */
    world_reload(OFFICE THREE);
    struct field fields[] = {FIELD_TEXT_OF(FIELD_TEXT, SLICE("flood")),
                             FIELD_NUMBER_OF(FIELD_GRADE, 2)};
    world_submit(VERB_REPORT, INCIDENT_NONE, fields, 2);
    late = office_last_incident(world.office);
    world_flush();
    run = world.n_runs;
    for (size_t k = 0; k < world.n_runs && world.n_runs == run; k++)
        if (!world.runs[k].ended && strcmp(world.runs[k].via, "call") == 0)
            world_finish(k, HOOK_TAKEN, "", "");
    cr_assert_gt(world.n_runs, run);
    snprintf(number, sizeof(number), "[2026-%06u]", late.number);
    cr_expect(strstr(world.runs[run].text, number), "%s", world.runs[run].text);
    cr_expect_eq(world_count(ENTRY_HOOK_DOWN, &e), 1);
}
