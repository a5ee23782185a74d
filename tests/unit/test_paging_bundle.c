/* Who has more live pages than they can look at. Covers of the list of traps: 14 (a crash with a
 * bundle under way), 16 (looked at again before it is made), 20 (what is not sent by itself is in
 * the log and in the message of another). */
#include <stdio.h>

#include "office/audit.h"
#include "paging_world.h"

#define OFFICE                                                                                     \
    "office = { id = \"test\"; timezone = \"UTC\"; };\n"                                           \
    "database = { conninfo = \"dbname=x\"; };\n"                                                   \
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"                                                \
    "people = ( { id = \"li\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = "             \
    "\"+8613800000001\"; "                                                                         \
    "tries = 3; gap = \"60s\"; }, { via = \"call\"; to = \"+8613800000001\"; } ); },\n"            \
    "  { id = \"wu\"; rank = \"leader\"; contacts = ( { via = \"sms\"; to = \"+8613800000001\"; "  \
    "tries = 3; "                                                                                  \
    "gap = \"60s\"; } ); },\n"                                                                     \
    "  { id = \"bo\"; rank = \"leader\"; sms = \"+8613800000003\"; } );\n"                         \
    "posts = ( { id = \"p\"; rank = \"leader\"; rotations = ( { start = \"2026-01-01\"; handover " \
    "= \"08:30\"; people = ( \"li\" ); } ); } );\n"                                                \
    "chains = ( { id = \"all\"; steps = ( { notify = ( \"person:li\" ); }, { after = \"10h\"; "    \
    "notify = ( \"person:bo\" ); } ); }, { id = \"both\"; steps = ( { notify = ( \"person:li\", "  \
    "\"person:wu\" ); }, { after = \"10h\"; notify = ( \"person:bo\" ); } ); } );\n"               \
    "routes = ( { class = \"both\"; chain = \"both\"; }, { chain = \"all\"; } );\n"                \
    "catch_all = ( \"person:bo\" ); drill_to = ( \"person:li\" );\ntell_taken = "                  \
    "false;\ntell_closed = false;\n"
#define HOOKS(more)                                                                                \
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); retries = 3; backoff = \"5s\"; " more \
    " }, { via = \"call\"; command = ( \"/bin/true\" ); } );\n"

static void set_up(void)
{
    world_open(OFFICE HOOKS("parallel = 1;"));
}

TestSuite(paging_bundle, .init = set_up, .fini = world_close, .timeout = 60);

static void report(unsigned grade, const char *class, bool drill)
{
    struct field fields[4];
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, SLICE("smell of gas"));
    fields[n++] = FIELD_NUMBER_OF(FIELD_GRADE, grade);
    if (class[0])
        fields[n++] = FIELD_TEXT_OF(FIELD_CLASS, slice_of(class));
    if (drill)
        fields[n++] = FIELD_NUMBER_OF(FIELD_DRILL, 1);
    world_submit(VERB_REPORT, INCIDENT_NONE, fields, n);
}

/* In one instant. */
static void report_many(size_t n)
{
    for (size_t k = 0; k < n; k++)
        report(3, "", false);
    world_flush();
}

static const struct fake_run *last_run(void)
{
    cr_assert(world.n_runs > 0);
    return &world.runs[world.n_runs - 1];
}

static void finish_last(enum hook_verdict verdict)
{
    world_finish(world.n_runs - 1, verdict, "gw-1", verdict == HOOK_TAKEN ? "" : "exit");
}

/* So many incidents are in the last message. */
static size_t pages_in(const struct fake_run *r)
{
    size_t n = 1;

    for (const char *at = r->pages; (at = strchr(at, ' ')); at++)
        n++;
    return n;
}

static void expect_starts(const char *expected)
{
    const char *text = last_run()->text;

    cr_expect(strncmp(text + strlen("02:13 "), expected, strlen(expected)) == 0, "%s", text);
}

static enum page_state state_of(unsigned number)
{
    return office_incident(world.office, (struct incident_id){2026, number})->callouts[0].state;
}

/* Twelve in one instant: one message, and every page has its entry. */
Test(paging_bundle, immunity_20_twelve_are_one_message)
{
    const struct entry *e;

    report_many(12);
    cr_assert_eq(world.n_runs, 1);
    expect_starts("12 open, worst ");
    cr_expect_eq(pages_in(last_run()), 12);
    cr_expect_geq(last_run()->page, PAGE_IDS);
    cr_expect_eq(world_count(ENTRY_PAGE_BUNDLED, NULL), 0, "nothing is said before it is taken");
    finish_last(HOOK_TAKEN);
    cr_expect_eq(world.n_runs, 1);
    cr_assert_eq(world_count(ENTRY_PAGE_SENT, &e), 1);
    cr_expect_eq(entry_number(e, FIELD_BUNDLED, 0), 11);
    cr_expect_eq(world_count(ENTRY_PAGE_BUNDLED, NULL), 11);
    for (unsigned k = 1; k <= 12; k++) {
        struct incident_id id = {2026, k};
        const struct callout *c = &office_incident(world.office, id)->callouts[0];
        char code[8];

        cr_expect_eq(c->state, PAGE_SENT, "%u", k);
        snprintf(code, sizeof(code), "%u ", c->code);
        cr_expect(strstr(world.runs[0].text, code), "%s in %s", code, world.runs[0].text);
    }
}

/* Six thousand to one person in one instant: each page has its entry, in a few hundred messages. */
Test(paging_bundle, immunity_20_six_thousand_at_once)
{
    report(1, "dam", false);
    world_flush();
    finish_last(HOOK_TAKEN);
    report_many(6000);
    for (size_t k = 1; k < world.n_runs; k++) {
        cr_expect(strstr(world.runs[k].text, " open, worst ") &&
                      strstr(world.runs[k].text, " I dam;"),
                  "%s", world.runs[k].text);
        finish_last(HOOK_TAKEN);
    }
    cr_expect_leq(world.n_runs, 1 + 6000 / 10);
    cr_expect_eq(world_count(ENTRY_PAGE_SENT, NULL) + world_count(ENTRY_PAGE_BUNDLED, NULL), 6001);
}

/* As many as `bundle` says are a message each. */
Test(paging_bundle, three_are_three_messages)
{
    report_many(3);
    for (size_t k = 1; k <= 3; k++) {
        cr_assert_eq(world.n_runs, k);
        cr_expect_eq(pages_in(last_run()), 1);
        cr_expect_lt(last_run()->page, PAGE_IDS);
        finish_last(HOOK_TAKEN);
    }
    cr_expect_eq(world.n_runs, 3);
    cr_expect_eq(world_count(ENTRY_PAGE_BUNDLED, NULL), 0);
}

/* However many are open and however soon after a bundle: a new one goes out at once, in its own
 * words. */
Test(paging_bundle, immunity_20_a_first_page_never_waits)
{
    report_many(6);
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(1));
    report(1, "dam", false);
    world_flush();
    cr_assert_eq(world.n_runs, 2);
    cr_expect(strstr(last_run()->text, "I dam: smell of gas [2026-000007]"), "%s",
              last_run()->text);
    finish_last(HOOK_TAKEN);
}

/* A repeat that falls due within a minute after a bundle waits, is told once, and goes with the
 * others. */
Test(paging_bundle, immunity_20_repeats_of_a_minute_go_together)
{
    const struct entry *e;

    for (size_t k = 0; k < 5; k++) { /* repeats fall due one after the other */
        report_many(1);
        finish_last(HOOK_TAKEN);
        world_advance(SPAN_SECONDS(10));
    }
    cr_assert_eq(world.n_runs, 5);
    world_advance(SPAN_SECONDS(10));
    cr_assert_eq(world.n_runs, 6);
    cr_expect_eq(pages_in(last_run()), 1);
    expect_starts("5 open, worst ");
    finish_last(HOOK_TAKEN);
    for (size_t k = 0; k < 5; k++)
        world_advance(SPAN_SECONDS(10));
    cr_expect_eq(world.n_runs, 6);
    cr_assert_eq(world_count(ENTRY_PAGE_HELD, &e), 4, "each is told once");
    world_expect_text(e, FIELD_REASON, "was told a moment ago how many are open");
    cr_expect_eq(
        paging_place(world.paging, office_incident(world.office, e->incident)->callouts[0].page),
        AUDIT_PLACE_HELD);
    world_advance(SPAN_SECONDS(10));
    cr_assert_eq(world.n_runs, 7);
    cr_expect_eq(pages_in(last_run()), 4);
    finish_last(HOOK_TAKEN);
    cr_expect_eq(world_count(ENTRY_PAGE_BUNDLED, NULL), 3);
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 5, "the first one again");
}

/* Named by each, until another is worse, or it is taken. */
Test(paging_bundle, the_worst_of_all_is_named)
{
    const struct incident *worst[2];

    report(2, "dam", false);
    world_flush();
    finish_last(HOOK_TAKEN);
    report(1, "gas", false);
    world_flush();
    finish_last(HOOK_TAKEN);
    for (unsigned k = 0; k < 2; k++)
        worst[k] = office_incident(world.office, (struct incident_id){2026, 1 + k});
    for (unsigned k = 0; k < 4; k++) {
        char expected[40];

        if (k == 2)
            world_submit(VERB_ACK, (struct incident_id){2026, 2}, NULL, 0);
        report_many(3);
        snprintf(expected, sizeof(expected), "%u open, worst %u %s;", (k < 2 ? 2 : 1) + 3 * (k + 1),
                 worst[k < 2]->callouts[0].code, k < 2 ? "I gas" : "II dam");
        expect_starts(expected);
        finish_last(HOOK_TAKEN);
    }
}

/* What failed for good has failed for each, and the next means has them all, again in one. */
Test(paging_bundle, fails)
{
    const struct entry *e;

    report_many(5);
    finish_last(HOOK_FAILED);
    cr_assert_eq(world_count(ENTRY_PAGE_FAILED, &e), 5);
    world_expect_text(e, FIELD_REASON, "exit");
    cr_assert_eq(world.n_runs, 2);
    cr_expect_str_eq(last_run()->via, "call");
    cr_expect_eq(pages_in(last_run()), 5);
    finish_last(HOOK_FAILED);
    cr_expect_eq(world_count(ENTRY_PAGE_FAILED, NULL), 10);
    for (unsigned k = 1; k <= 5; k++) /* no other means: the next step */
        cr_expect(incident_callout(office_incident(world.office, (struct incident_id){2026, k}),
                                   SLICE("bo")),
                  "%u", k);
}

/* As often as the hook's retries, for each. */
Test(paging_bundle, deferred_until_it_has_failed)
{
    report_many(4);
    for (unsigned k = 1; k <= 2; k++) {
        finish_last(HOOK_AGAIN);
        cr_expect_eq(world_count(ENTRY_PAGE_DEFERRED, NULL), 4 * k);
        cr_expect_eq(world_count(ENTRY_PAGE_FAILED, NULL), 0);
        world_advance(SPAN_SECONDS(10));
        cr_assert_eq(world.n_runs, 1 + k);
        cr_expect_eq(last_run()->page, world.runs[0].page, "the same pages, the same id");
        cr_expect_eq(last_run()->attempt, 1 + k);
    }
    finish_last(HOOK_AGAIN);
    cr_expect_eq(world_count(ENTRY_PAGE_FAILED, NULL), 4);
    cr_expect_str_eq(last_run()->via, "call");
}

/* One more page in it, and a gateway that drops what it has seen must not drop this. */
Test(paging_bundle, another_set_has_another_id)
{
    uint64_t first;

    report_many(4);
    first = last_run()->page;
    finish_last(HOOK_AGAIN);
    world_advance(SPAN_SECONDS(4));
    report_many(1); /* by itself, since the others are not due yet */
    cr_assert_eq(world.n_runs, 2);
    cr_expect_eq(pages_in(last_run()), 1);
    finish_last(HOOK_AGAIN);
    world_advance(SPAN_SECONDS(1));
    cr_assert_eq(world.n_runs, 3);
    cr_expect_eq(last_run()->page, first);
    finish_last(HOOK_AGAIN);
    world_advance(SPAN_SECONDS(10));
    cr_assert_eq(world.n_runs, 4);
    cr_expect_eq(pages_in(last_run()), 5);
    cr_expect_neq(last_run()->page, first);
}

/* Killed while it was under way: all of it is sent again, as the same message. */
Test(paging_bundle, immunity_14_killed_under_way)
{
    report_many(5);
    world_end();
    world_begin();
    cr_assert_eq(world.n_runs, 2);
    cr_expect_eq(world.runs[1].page, world.runs[0].page);
    cr_expect_str_eq(world.runs[1].pages, world.runs[0].pages);
    finish_last(HOOK_TAKEN);
    world_end();
    world_begin();
    cr_expect_eq(world.n_runs, 2, "what the log says is sent is not sent again");
    for (unsigned k = 1; k <= 5; k++)
        cr_expect_eq(state_of(k), PAGE_SENT, "%u", k);
}

/* Four of a drill and four that are real: two messages, the real one first. */
Test(paging_bundle, drills_are_apart)
{
    for (size_t k = 0; k < 4; k++) {
        report(1, "", true);
        report(4, "", false);
    }
    world_flush();
    cr_assert_eq(world.n_runs, 1);
    expect_starts("4 open, worst ");
    cr_expect(!strstr(last_run()->text, " I;"), "%s", last_run()->text);
    finish_last(HOOK_TAKEN);
    cr_assert_eq(world.n_runs, 2);
    expect_starts("DRILL 4 open, worst ");
    cr_expect(!strstr(last_run()->text, "IV"), "%s", last_run()->text);
    finish_last(HOOK_TAKEN);
    cr_expect_eq(world_count(ENTRY_PAGE_BUNDLED, NULL), 6);
}

/* Three of each are not too many of either. */
Test(paging_bundle, drills_are_counted_apart)
{
    for (size_t k = 0; k < 3; k++) {
        report(2, "", true);
        report(2, "", false);
    }
    world_flush();
    for (size_t k = 1; k <= 6; k++) {
        cr_assert_eq(world.n_runs, k);
        cr_expect_eq(pages_in(last_run()), 1);
        finish_last(HOOK_TAKEN);
    }
}

/* A bundle of drills holds up no repeat that is real. */
Test(paging_bundle, a_drill_holds_up_nothing_real)
{
    report_many(1);
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(50));
    for (size_t k = 0; k < 4; k++)
        report(2, "", true);
    world_flush();
    expect_starts("DRILL 4");
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(10));
    cr_assert_eq(world.n_runs, 3);
    cr_expect(strstr(last_run()->text, "[2026-000001] #2"), "%s", last_run()->text);
}

/* Repeats of a drill wait for each other, too. */
Test(paging_bundle, drills_of_a_minute_go_together)
{
    for (size_t k = 0; k < 4; k++)
        report(2, "", true);
    world_flush();
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(30));
    report(2, "", true);
    world_flush();
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(30));
    expect_starts("DRILL 5");
    cr_expect_eq(pages_in(last_run()), 4);
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(30)); /* the repeat of the fifth */
    cr_expect_eq(world.n_runs, 3);
    world_advance(SPAN_SECONDS(30));
    cr_assert_eq(world.n_runs, 4);
    finish_last(HOOK_TAKEN);
    cr_expect_eq(world.n_runs, 4);
}

/* li and wu have one telephone: a message has the codes of one of them. */
Test(paging_bundle, two_people_with_one_number)
{
    static const char *const who[] = {"li", "wu"};

    for (size_t k = 0; k < 5; k++)
        report(3, "both", false);
    world_flush();
    for (size_t k = 0; k < 2; k++) {
        cr_assert_eq(world.n_runs, k + 1);
        cr_expect_str_eq(last_run()->person, who[k]);
        cr_expect_eq(pages_in(last_run()), 5);
        for (unsigned n = 1; n <= 5; n++) {
            const struct incident *i = office_incident(world.office, (struct incident_id){2026, n});
            char code[8];

            snprintf(code, sizeof(code), "%u ", incident_callout(i, slice_of(who[k]))->code);
            cr_expect(strstr(last_run()->text, code), "%s: %s", who[k], last_run()->text);
        }
        finish_last(HOOK_TAKEN);
    }
    cr_expect_eq(world_count(ENTRY_PAGE_BUNDLED, NULL), 8);
}

/* Taken while its page waits: it is not in the message. Taken while the message is under way: it
 * was in it. */
Test(paging_bundle, immunity_16_taken_meanwhile)
{
    const struct entry *e;

    report_many(1);
    report_many(5);
    cr_assert_eq(world.n_runs, 1);
    world_submit(VERB_ACK, (struct incident_id){2026, 3}, NULL, 0);
    finish_last(HOOK_TAKEN);
    cr_assert_eq(world.n_runs, 2);
    cr_expect_eq(pages_in(last_run()), 4);
    expect_starts("5 open, worst ");
    world_submit(VERB_ACK, (struct incident_id){2026, 4}, NULL, 0);
    finish_last(HOOK_TAKEN);
    cr_assert_eq(world_count(ENTRY_PAGE_DROPPED, &e), 1);
    cr_expect_eq(e->incident.number, 3);
    cr_expect_eq(world_count(ENTRY_PAGE_BUNDLED, NULL), 3);
    cr_expect_eq(state_of(4), PAGE_SENT);
}

/* The carrier's own incident is taken before its turn: the others go without it. */
Test(paging_bundle, the_carrier_is_taken)
{
    report_many(1);
    report_many(5);
    world_submit(VERB_ACK, (struct incident_id){2026, 2}, NULL, 0);
    finish_last(HOOK_TAKEN);
    cr_expect_eq(pages_in(last_run()), 4);
    finish_last(HOOK_TAKEN);
    for (unsigned k = 3; k <= 6; k++)
        cr_expect_eq(state_of(k), PAGE_SENT, "%u", k);
}

/* Who is carried along is where its carrier is: with its hook, and stuck when that is. */
Test(paging_bundle, the_auditor_knows_where_each_is)
{
    report_many(5);
    for (unsigned k = 1; k <= 5; k++) {
        struct incident_id id = {2026, k};
        uint64_t page = office_incident(world.office, id)->callouts[0].page;

        cr_expect_eq(paging_place(world.paging, page), AUDIT_PLACE_HELD, "%u", k);
    }
    world_advance(SPAN_MINUTES(5)); /* its hook should have ended long ago */
    for (unsigned k = 1; k <= 5; k++) {
        struct incident_id id = {2026, k};
        uint64_t page = office_incident(world.office, id)->callouts[0].page;

        cr_expect_eq(paging_place(world.paging, page), AUDIT_PLACE_STUCK, "%u", k);
    }
}

/* Told to one number, it is one message, also by what a new start remembers. */
Test(paging_bundle, counts_once_for_its_number)
{
    world_reload(OFFICE HOOKS("parallel = 1; per_number = \"2/10m\";"));
    report_many(5);
    finish_last(HOOK_TAKEN);
    world_end();
    world_begin();
    world_advance(SPAN_SECONDS(60));
    cr_assert_eq(world.n_runs, 2, "the second message to it");
    cr_expect_eq(pages_in(last_run()), 5);
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(60));
    cr_expect_eq(world.n_runs, 2);
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 5, "the third waits for the window");
}

/* What waits for the window goes along with a first page that does not wait for it. */
Test(paging_bundle, immunity_20_first_pages_take_along_what_is_held)
{
    world_reload(OFFICE HOOKS("parallel = 1; per_number = \"1/1h\";"));
    report_many(5);
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(70));
    cr_assert_eq(world_count(ENTRY_PAGE_HELD, NULL), 5);
    report_many(2);
    cr_assert_eq(world.n_runs, 2);
    cr_expect_eq(pages_in(last_run()), 7);
    finish_last(HOOK_TAKEN);
    for (unsigned k = 1; k <= 7; k++)
        cr_expect_eq(state_of(k), PAGE_SENT, "%u", k);
}

/* A bundle that was not taken told nobody anything: what falls due does not wait for it. */
Test(paging_bundle, a_failed_one_keeps_nobody_waiting)
{
    report_many(4);
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(60));
    cr_assert_eq(world.n_runs, 2);
    report_many(1); /* under way after it */
    finish_last(HOOK_AGAIN);
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(5));
    cr_assert_eq(world.n_runs, 4);
    cr_expect_eq(pages_in(last_run()), 4);
    cr_expect_eq(world_count(ENTRY_PAGE_HELD, NULL), 0);
}

Test(paging_bundle, reload)
{
    world_reload(OFFICE HOOKS("parallel = 1;") "bundle = 0;\n");
    report_many(5);
    for (size_t k = 1; k <= 5; k++) {
        cr_assert_eq(world.n_runs, k);
        cr_expect_eq(pages_in(last_run()), 1);
        finish_last(HOOK_TAKEN);
    }
    world_reload(OFFICE HOOKS("parallel = 1;") "bundle = 4;\n");
    world_advance(SPAN_SECONDS(60));
    cr_expect_eq(world.n_runs, 6);
    cr_expect_eq(pages_in(last_run()), 5);
}

/* A hook that is down is tried with one page, in its own words. */
Test(paging_bundle, a_probe_goes_alone)
{
    world_reload(OFFICE HOOKS("parallel = 1; breaker = 1; probe = \"30s\";"));
    for (size_t k = 0; k < 5; k++)
        report(3, "both", false);
    world_flush();
    finish_last(HOOK_FAILED); /* li's: they are called; wu has no other means, and waits */
    cr_assert_eq(world.n_runs, 2);
    cr_expect_str_eq(last_run()->via, "call");
    finish_last(HOOK_TAKEN);
    world_advance(SPAN_SECONDS(30));
    cr_assert_eq(world.n_runs, 3);
    cr_expect_str_eq(last_run()->person, "wu");
    cr_expect_eq(pages_in(last_run()), 1);
    finish_last(HOOK_TAKEN);
    cr_assert_eq(world.n_runs, 4);
    cr_expect_eq(pages_in(last_run()), 4);
}
