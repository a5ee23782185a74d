/*
 * The auditor with the real desk, office and paging, a journal in memory, and a clock moved by
 * hand. Faults are put in by hand; whether a new process would help is asked as the watchdog does.
 */
#include <utlist.h>

#include "health/auditor.h"
#include "office/state/state.h"
#include "paging_world.h"

static struct auditor *auditor;

/* Hooks that take each page, at the next flush. */
static struct pending {
    void (*on_end)(void *owner, const struct hook_outcome *outcome);
    void *owner;
} pending[64];
static size_t n_pending;
static bool hooks_hang;

static void *fake_start(void *arg, const struct hook_job *job,
                        void (*on_end)(void *owner, const struct hook_outcome *outcome),
                        void *owner)
{
    (void)arg;
    (void)job;
    cr_assert_lt(n_pending, 64);
    pending[n_pending] = (struct pending){on_end, owner};
    return &pending[n_pending++];
}

static void fake_cancel(void *arg, void *run)
{
    (void)arg;
    (void)run;
}

static void flush(void)
{
    bool busy = true;

    while (busy) {
        busy = memory_journal_flush(world.journal);
        if (n_pending && !hooks_hang) {
            struct pending p = pending[--n_pending];
            p.on_end(p.owner, &(struct hook_outcome){HOOK_TAKEN, SLICE("gw"), ""});
            busy = true;
        }
    }
}

static void watch(void)
{
    auditor = auditor_new(&(struct auditor_options){
        .desk = world.desk, .paging = world.paging, .slack = world.config->audit_slack});
    flush();
}

static const char configuration[] =
    "office = { id = \"test\"; timezone = \"UTC\"; }; database = { conninfo = \"x\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "people = ( { id = \"li\"; rank = \"leader\"; sms = \"+8613800001001\"; },\n"
    "  { id = \"wu\"; rank = \"leader\"; sms = \"+8613800001002\"; } );\n"
    "posts = ( { id = \"leader\"; rank = \"leader\"; rotations = ( { start = \"2026-01-01\"; "
    "handover = \"08:30\"; people = ( \"li\" ); } ); } );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = \"person:li\"; }, { after = \"10m\"; notify = "
    "\"person:wu\"; } ); } );\n"
    "routes = ( { chain = \"all\"; } ); catch_all = \"person:wu\"; audit_slack = \"30s\";\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); } );\n";

static void set_up(void)
{
    static const struct hook_runner runner = {fake_start, fake_cancel, NULL};

    world_open_with(configuration, &runner);
    watch();
}

static void tear_down(void)
{
    auditor_free(auditor);
    world_close();
}

TestSuite(auditor, .init = set_up, .fini = tear_down, .timeout = 60);

/* ---- what happens in it ---- */

static bool timer_stands;

/* Time passes a second at a time, for the desk (unless its timer stands still) and the auditor. */
static void advance(int seconds)
{
    for (int n = 0; n < seconds; n++) {
        world.wall = instant_add(world.wall, SPAN_SECONDS(1));
        world.steady = instant_add(world.steady, SPAN_SECONDS(1));
        if (!timer_stands && !instant_before(world.wall, desk_next_due(world.desk)))
            desk_tick(world.desk);
        while (!instant_before(world.steady, auditor_next_due(auditor)))
            auditor_tick(auditor);
        flush();
    }
}

/* The process did not run for a while; who of the two wakes first is chance. */
static void sleep_through(int seconds, bool auditor_first)
{
    world.wall = instant_add(world.wall, SPAN_SECONDS(seconds));
    world.steady = instant_add(world.steady, SPAN_SECONDS(seconds));
    if (auditor_first && !instant_before(world.steady, auditor_next_due(auditor)))
        auditor_tick(auditor);
    desk_tick(world.desk);
    flush();
}

static struct incident *report(void)
{
    struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("smell of gas"));
    struct command c = {.verb = VERB_REPORT, .fields = &text, .n_fields = 1};
    struct decision decision = {0};

    cr_assert_eq(desk_submit(world.desk, &c, &decision), DESK_TAKEN);
    decision_deinit(&decision);
    flush();
    return incidents_find(world.office, office_last_incident(world.office));
}

static void escalate(unsigned number)
{
    struct command c = {.verb = VERB_ESCALATE,
                        .actor = rules_person(world.config->rules, SLICE("li")),
                        .incident = {2026, number}};
    struct decision decision = {0};

    cr_assert_eq(desk_submit(world.desk, &c, &decision), DESK_TAKEN, "%s", decision.why.data);
    decision_deinit(&decision);
    flush();
}

/* "wake 1; chain 2; well 1": the entries of the auditor. */
static const char *told(void)
{
    static struct buffer out;
    size_t n;
    struct entry *const *entries = memory_journal_entries(world.journal, &n);

    buffer_clear(&out);
    buffer_append_string(&out, "");
    for (size_t k = 0; k < n; k++) {
        const struct entry *e = entries[k];
        struct slice thing = entry_text(e, FIELD_THING);

        if (e->kind != ENTRY_AUDIT)
            continue;
        buffer_printf(&out, "%s%.*s %u", out.len ? "; " : "",
                      SLICE_ARG(entry_field(e, FIELD_OUTCOME) ? SLICE("well") : thing),
                      e->incident.number);
    }
    return out.data ? out.data : "";
}

/* As the watchdog asks, every quarter of a minute. */
static bool is_fed(void)
{
    return !auditor_wants_restart(auditor);
}

/* ---- the tests ---- */

Test(auditor, is_content_with_a_day_of_duty)
{
    report();
    for (int n = 0; n < 24 * 60; n++) {
        advance(60);
        if (n % 97 == 0)
            report();
        cr_assert(is_fed() && auditor_is_content(auditor), "minute %d: %s", n, told());
    }
    cr_expect_str_eq(told(), "");
    cr_expect_eq(auditor_get_stats(auditor).looked, 16);
}

/* It works behind the desk's back: no timer of the desk, no tick. */
Test(auditor, finds_that_the_timer_stands_still)
{
    report();
    timer_stands = true;
    advance(600 + 25);
    cr_expect_str_eq(told(), "", "told before the slack was over");
    cr_expect(is_fed());
    advance(60 + 10);
    cr_expect_str_eq(told(), "chain 1");
    cr_expect(!is_fed() && !auditor_is_content(auditor));
    cr_expect(strstr(auditor_get_stats(auditor).worst, "2026-000001: the chain of command was"));
    advance(1800);
    cr_expect_str_eq(told(), "chain 1", "told twice");
    cr_expect(!is_fed());
    timer_stands = false;
    advance(70);
    cr_expect_str_eq(told(), "chain 1; well 1");
    cr_expect(is_fed() && auditor_is_content(auditor));
}

/* What is found once and mended in between is no alarm: who slept has a heap of work. */
Test(auditor, looks_twice)
{
    for (int n = 0; n < 2; n++) {
        report();
        advance(20);
        sleep_through(3600, n == 0);
        cr_expect(is_fed(), "starved by the sleep");
        advance(120);
        cr_expect_str_eq(told(), "", "sleep %d", n);
        cr_expect(is_fed() && auditor_is_content(auditor));
    }
}

/* A page that paging has lost; the new process takes it up again. */
Test(auditor, finds_a_lost_page)
{
    struct incident *i;

    hooks_hang = true;
    i = report();
    advance(20);
    cr_expect_str_eq(told(), "");
    i->callouts[0].page += 1000000; /* nobody has ever heard of that one */
    advance(70);
    cr_expect_str_eq(told(), "", "its entry may not be durable yet");
    i->callouts[0].page -= 1000001;
    advance(70);
    cr_expect_str_eq(told(), "page 1");
    cr_expect(!is_fed());
}

Test(auditor, finds_a_hook_without_an_end)
{
    hooks_hang = true;
    report();
    advance(35);
    cr_expect(auditor_is_content(auditor));
    advance(160);
    cr_expect_str_eq(told(), "page 1"); /* its limit of 30s is the runner's to keep */
    cr_expect(!is_fed());
}

/* Nothing can be done while the database is away: that is told elsewhere, and no restart helps. */
Test(auditor, is_patient_while_the_database_is_away)
{
    report();
    memory_journal_set_away(world.journal, true);
    advance(3600);
    cr_expect(is_fed(), "starved while the database is away");
    cr_expect(!auditor_is_content(auditor), "the heartbeat must stop");
    cr_expect_str_eq(auditor_get_stats(auditor).held, "the database is away");
    timer_stands = true;
    memory_journal_set_away(world.journal, false); /* does by itself what was due until now */
    report();
    flush();
    advance(25);
    cr_expect(is_fed());
    cr_expect_str_eq(told(), "");
    advance(250);
    memory_journal_set_away(world.journal, true);
    advance(600);
    cr_expect(is_fed());
    timer_stands = false;
    memory_journal_set_away(world.journal, false);
    advance(120);
    cr_expect_str_eq(told(), "", "what could not be done counted as late: %s", told());
    cr_expect(is_fed() && auditor_is_content(auditor));
}

/* Late and found when it goes away: the watchdog is fed all the same. */
Test(auditor, alarm_and_then_the_database)
{
    report();
    timer_stands = true;
    advance(700);
    cr_expect(!is_fed());
    memory_journal_set_away(world.journal, true);
    cr_expect(is_fed());
    advance(600);
    cr_expect(is_fed());
}

Test(auditor, is_patient_while_the_journal_is_full)
{
    report();
    timer_stands = true;
    memory_journal_set_max_pending(world.journal, 1);
    for (int n = 0; n < 900; n++) {
        struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("x"));
        struct command c = {.verb = VERB_LOG, .fields = &text, .n_fields = 1};
        struct decision decision = {0};

        world.wall = instant_add(world.wall, SPAN_SECONDS(1));
        world.steady = instant_add(world.steady, SPAN_SECONDS(1));
        desk_submit(world.desk, &c, &decision); /* never flushed */
        decision_deinit(&decision);
        while (!instant_before(world.steady, auditor_next_due(auditor)))
            auditor_tick(auditor);
        cr_assert(n % 15 || is_fed());
    }
    cr_expect_str_eq(auditor_get_stats(auditor).held, "the database is behind");
    timer_stands = false;
    flush();
    advance(120);
    cr_expect_str_eq(told(), "");
    cr_expect(is_fed());
}

/* What a new process does not mend is told, and is no reason for one. */
Test(auditor, starves_for_what_can_be_mended_only)
{
    struct incident *i = report();

    i->chain_due = INSTANT_NEVER;
    incidents_rewake(world.office, i);
    advance(70);
    cr_expect_str_eq(told(), "still 1");
    cr_expect(is_fed() && !auditor_is_content(auditor));
}

/* The same is found by the new process: it was of no use, and there is no third one. */
Test(auditor, no_second_restart_for_the_same)
{
    struct incident *i;

    report();
    timer_stands = true;
    advance(700);
    cr_expect(!is_fed());
    auditor_free(auditor);
    world_end();
    n_pending = 0;
    world_begin();
    watch();
    i = incidents_find(world.office, (struct incident_id){2026, 1});
    i->chain_due = instant_add(world.wall, SPAN_SECONDS(-90));
    incidents_rewake(world.office, i);
    advance(130);
    cr_expect_str_eq(told(), "chain 1", "told again by the next process: %s", told());
    cr_expect(is_fed(), "restarted again and again");
    cr_expect(!auditor_is_content(auditor));
}

/* A backlog that is worked off is late, and told; a new process would only begin again. All of it
 * is due at the same instant, or one a second. */
Test(auditor, no_restart_in_a_backlog)
{
    for (int apart = 0; apart < 2; apart++) {
        uint64_t alarms = auditor_get_stats(auditor).alarms;
        unsigned first = office_last_incident(world.office).number + 1;

        for (int n = 0; n < 200; n++) {
            report();
            advance(apart);
        }
        timer_stands = true;
        advance(600 - 200 * apart);
        for (int n = 0; n < 400; n++) { /* one every two seconds */
            if (n % 2 == 0)
                escalate(first + (unsigned)n / 2);
            advance(1);
            cr_assert(n % 15 || is_fed(), "second %d: %s", n, told());
        }
        cr_expect(auditor_get_stats(auditor).alarms > alarms, "nobody was told that it is late");
        timer_stands = false;
        advance(100);
    }
    cr_expect(auditor_is_content(auditor));
}

/* Its own timer does not come any more. */
Test(auditor, its_own_timer_is_watched)
{
    report();
    advance(70);
    for (int n = 0; n < 12; n++) {
        cr_expect(is_fed(), "minute %d", n / 4);
        world.wall = instant_add(world.wall, SPAN_SECONDS(15));
        world.steady = instant_add(world.steady, SPAN_SECONDS(15));
        desk_tick(world.desk);
    }
    world.steady = instant_add(world.steady, SPAN_SECONDS(60));
    world.wall = instant_add(world.wall, SPAN_SECONDS(60));
    cr_expect(is_fed(), "asked for the first time");
    cr_expect(!is_fed());
    cr_expect(!auditor_is_content(auditor));
    auditor_stop(auditor);
    cr_expect(is_fed(), "the end is in order");
    cr_expect(instant_is_never(auditor_next_due(auditor)));
}

Test(auditor, immunity_26_the_clock_is_set)
{
    static const int hours[] = {1, -1, 24, -24, 49};

    report();
    for (size_t n = 0; n < sizeof(hours) / sizeof(*hours); n++) {
        advance(100);
        world.wall = instant_add(world.wall, SPAN_HOURS(hours[n]));
        advance(100);
        cr_expect_str_eq(told(), "", "%d hours", hours[n]);
        cr_expect(is_fed() && auditor_is_content(auditor));
    }
}

/* Thousands: the first ones are named, and how many there are is known. */
Test(auditor, names_the_first_of_many)
{
    for (int n = 0; n < 5000; n++)
        report();
    timer_stands = true;
    advance(700);
    cr_expect_geq(auditor_get_stats(auditor).alarms, 20);
    cr_expect_leq(auditor_get_stats(auditor).alarms, 40);
    cr_expect_eq(auditor_get_stats(auditor).found, 5000);
    cr_expect_eq(auditor_get_stats(auditor).looked, 5000);
    cr_expect(!is_fed());
}
