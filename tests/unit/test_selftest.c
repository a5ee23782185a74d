/* The test of the paging: once each local day, whatever the clocks do, and what comes of it. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "fixture_talk.h"

#define PEOPLE                                                                                     \
    "person a officer call:1:60s sms:2:60s", "person b leader sms:1:60s",                          \
        "person c officer sms:1:60s", "person mute officer", "person gateway service"
#define PAGING                                                                                     \
    "chain up 0s=person:b", "chain other 0s=person:c", "route - selftest up leader 0s",            \
        "route - - other officer 0s", "catch person:b"

static const char *const small[] = {PEOPLE, "post officer officer a", PAGING,
                                    "selftest 10:01 officer 10m", NULL};
static const char *const two[] = {PEOPLE, "post officer officer c+b staff=2", PAGING,
                                  "selftest 10:01 officer 10m", NULL};
static const char *const mute[] = {PEOPLE, "post officer officer mute", PAGING,
                                   "selftest 10:01 officer 10m", NULL};

/* ---- when ---- */

static struct fixture *begin(const char *zone, int at)
{
    struct fixture *f = fixture_new(small);

    calendar_set_zone(zone);
    f->rules->selftest_at = at;
    return f;
}

/* What has passed since the start, whatever the clock was set to. */
static struct span passed(const struct fixture *f)
{
    return SPAN_US(f->now.us - f->start.us - f->stepped.us);
}

/* Lets so much time pass; each test is answered a minute later. Calls f for each test. */
static void live(struct fixture *f, struct span span, void (*on_test)(struct fixture *, void *),
                 void *arg)
{
    struct instant until = instant_add(f->now, span);

    while (!instant_before(until, office_next_due(f->office))) {
        size_t from = f->n_entries;

        f->now = instant_max(f->now, office_next_due(f->office));
        fixture_tick(f);
        for (size_t n = from; n < f->n_entries; n++) {
            if (f->entries[n]->kind != ENTRY_SELFTEST)
                continue;
            on_test(f, arg);
            f->now = instant_add(f->now, SPAN_MINUTES(1));
            fixture_act(f, "a here");
            cr_assert_eq(f->decision.refusal, REFUSAL_NONE, "%s", f->decision.why.data);
        }
    }
    f->now = instant_max(f->now, until);
}

struct count {
    const char *name;
    int64_t last_day;
    unsigned n;
};

static void count_days(struct fixture *f, void *arg)
{
    struct count *count = arg;

    cr_assert_neq(calendar_day(f->now), count->last_day, "%s: twice in a day", count->name);
    count->last_day = calendar_day(f->now);
    count->n++;
}

Test(selftest, once_a_day_for_two_years)
{
    static const struct {
        const char *zone;
        int at;
    } rows[] = {{"Europe/Berlin", 150}, {"Europe/Berlin", 120},  {"America/New_York", 90},
                {"Asia/Shanghai", 480}, {"America/Santiago", 0}, {"Australia/Lord_Howe", 105},
                {"Pacific/Apia", 1439}};

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = begin(rows[n].zone, rows[n].at);
        struct count count = {.name = rows[n].zone};
        int64_t today;

        f->now = calendar_instant((struct date){2026, 11, 23}, 720);
        today = calendar_day(f->now);
        fixture_tick(f);
        live(f, instant_since(calendar_instant(date_from_days(today + 730), 720), f->now),
             count_days, &count);
        cr_expect_eq(count.n, 730, "%s: %u tests in 730 days", rows[n].zone, count.n);
        fixture_free(f);
    }
}

static void keep_time(struct fixture *f, void *arg)
{
    struct buffer text = BUFFER_INIT;

    calendar_format(f->now, &text);
    snprintf(arg, 32, "%.25s", text.data);
    buffer_deinit(&text);
}

/* In the hour that is left out, and in the one that comes twice. */
Test(selftest, when_the_clocks_change)
{
    static const struct {
        const char *name, *zone;
        int at;
        struct date day;
        const char *expected;
    } rows[] = {
        {"the hour before", "Europe/Berlin", 119, {2027, 3, 28}, "2027-03-28T01:59:00.00000"},
        {"left out", "Europe/Berlin", 150, {2027, 3, 28}, "2027-03-28T03:00:00.00000"},
        {"the hour after", "Europe/Berlin", 180, {2027, 3, 28}, "2027-03-28T03:00:00.00000"},
        {"twice", "Europe/Berlin", 150, {2027, 10, 31}, "2027-10-31T02:30:00.00000"},
        {"half an hour left out",
         "Australia/Lord_Howe",
         135,
         {2026, 10, 4},
         "2026-10-04T02:30:00.00000"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = begin(rows[n].zone, rows[n].at);
        struct instant midnight = calendar_instant(rows[n].day, 0);
        char at[32] = "never";

        f->now = instant_add(midnight, SPAN_HOURS(-6));
        fixture_tick(f);
        live(f, SPAN_HOURS(6 + 23), keep_time, at);
        cr_expect_str_eq(at, rows[n].expected, "%s: %s", rows[n].name, at);
        fixture_free(f);
    }
}

/* The daemon, or the database, was away from before its time until then. */
Test(selftest, late_by_up_to_an_hour)
{
    static const struct {
        const char *name;
        int at; /* minute of the local day of the start */
        bool made;
    } rows[] = {{"on time", 480, true},
                {"5 minutes late", 485, true},
                {"an hour late", 540, true},
                {"later", 541, false}};

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = begin("Asia/Shanghai", 480);
        struct date day = {2026, 11, 24};

        f->now = calendar_instant(day, rows[n].at);
        fixture_tick(f);
        cr_expect_eq(instant_is_set(office_selftest(f->office).at), rows[n].made, "%s",
                     rows[n].name);
        cr_expect_eq(office_selftest_next(f->office, f->now).us,
                     calendar_instant((struct date){2026, 11, 25}, 480).us, "%s", rows[n].name);
        f->now = calendar_instant(day, 1439);
        fixture_tick(f);
        cr_expect_eq(instant_is_set(office_selftest(f->office).at), rows[n].made,
                     "%s: the same day", rows[n].name);
        fixture_free(f);
    }
}

struct gaps {
    struct span last, shortest, longest;
    unsigned n;
};

static void measure(struct fixture *f, void *arg)
{
    struct gaps *gaps = arg;
    struct span now = passed(f), gap = {now.us - gaps->last.us};

    gaps->last = now;
    if (gaps->n++ == 0)
        return;
    if (gap.us < gaps->shortest.us)
        gaps->shortest = gap;
    if (gap.us > gaps->longest.us)
        gaps->longest = gap;
}

/* Set forward and back by an hour, a day or a week, at any time: by what really passes about a day
 * lies between two tests. */
Test(selftest, immunity_26_the_clock_is_set)
{
    static const char *const steps[][2] = {{"clock 1h", "clock -1h"},
                                           {"clock -1h", "clock 1h"},
                                           {"clock 1d", "clock -1d"},
                                           {"clock -1d", "clock 1d"},
                                           {"clock 7d", "clock -7d"}};

    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t state = seed;
        struct random_source random = random_seeded(&state);
        struct fixture *f =
            begin(seed % 2 ? "Asia/Shanghai" : "Europe/Berlin", (int)random_below(&random, 1440));
        struct gaps gaps = {.shortest = SPAN_DAYS(99)};

        fixture_tick(f);
        for (int n = 0; n < 100; n++) {
            const char *const *step = steps[random_below(&random, 5)];

            live(f, SPAN_MINUTES((int64_t)random_below(&random, 2880)), measure, &gaps);
            fixture_act(f, step[0]);
            live(f, SPAN_MINUTES((int64_t)random_below(&random, 600)), measure, &gaps);
            fixture_act(f, step[1]);
        }
        cr_expect(gaps.n > 50, "seed %d: %u tests", (int)seed, gaps.n);
        cr_expect(gaps.shortest.us >= SPAN_HOURS(20).us, "seed %d: %ld minutes apart", (int)seed,
                  (long)(gaps.shortest.us / 60000000));
        cr_expect(gaps.longest.us <= SPAN_HOURS(28).us, "seed %d: %ld minutes apart", (int)seed,
                  (long)(gaps.longest.us / 60000000));
        fixture_free(f);
    }
}

/* ---- what comes of it ---- */

#define ASKED "@1m selftest:a report>up:a page:a/sms/1"

Test(selftest, what_comes_of_it)
{
    TALK_BY("answered by SMS", small, {"+1m", ASKED}, {"sent a", "page-sent:a"},
            {"sms a CODE", "received=here:a here:a close"},
            {"sms a CODE", "received=explained:a notice:a/sms"}, {"+30m", ""});
    TALK_BY("not answered: by no other means, then up", small, {"+1m", ASKED},
            {"sent a", "page-sent:a"}, {"+9m59s", "@2m page:a/sms/2"}, {"sent a", "page-sent:a"},
            {"+1s", "@11m absence:a step1:b page:b/sms/1"},
            {"sms a CODE", "received=here:a here:a close"}, {"+2h", ""});
    TALK_BY("another one's telephone", small, {"+1m", ASKED},
            {"sms c CODE", "received=explained:c notice:c/sms"}, {"c here", "!rank"},
            {"c ack", "!rank"}, {"b escalate", "!state"});
    TALK_BY("declined", small, {"+1m", ASKED},
            {"sms a CODE n", "received=declined:a decline:a absence:a step1:b page:b/sms/1"});
    TALK_BY("cannot be sent", small, {"+1m", ASKED},
            {"failed a", "page-failed:a absence:a step1:b page:b/sms/1"},
            {"a here", "here:a close"});
    TALK_BY("the hook is down", small, {"+1m", ASKED},
            {"held a down", "page-held:a absence:a step1:b page:b/sms/1"},
            {"sent a", "page-sent:a"}, {"sms a CODE", "received=here:a here:a close"});
    TALK_BY("no contact", mute,
            {"+1m", "@1m selftest:mute report>up:mute absence:mute step1:b "
                    "page:b/sms/1"});
    TALK_BY("two at the post", two,
            {"+1m", "@1m selftest:c,b report>up:c page:c/sms/1 report>up:b page:b/sms/1"},
            {"sms c ok", "received=here:c here:c close"},
            {"sms b CODE", "received=here:b here:b close"});
    TALK_BY("a roll call beside it", small,
            {"b rollcall duty=officer", "rollcall:a report>other:a page:a/call/1"}, {"+1m", ASKED},
            {"sms a ok", "received=explained:a notice:a/sms"},
            {"sms a CODE", "received=here:a here:a close"}, {"b rollcall duty=officer", "!state"},
            {"+5m", "@5m absence:a step1:c page:c/sms/1"});
    TALK_BY("done away with", small, {"+1m", ASKED}, {"c close outcome=x", "!rank"},
            {"b close outcome=x", "close"}, {"+2h", ""});
    TALK_BY("the clock is set meanwhile", small, {"+1m", ASKED}, {"sent a", NULL},
            {"clock 1h", NULL}, {"+9m59s", NULL}, {"+1s", "@11m absence:a step1:b page:b/sms/1"});
}

/* The entry's words, and what STATUS says. */
Test(selftest, is_told)
{
    static const struct {
        const char *acts[4];
        enum entry_kind kind;
        enum field_id field;
        const char *words;
        unsigned answered, missed, late, console;
    } rows[] = {
        {{"+1m", "sms a CODE"}, ENTRY_HERE, FIELD_OUTCOME, "answered after 0s", 1, 0, 0, 0},
        {{"+3m", "sms a CODE"}, ENTRY_HERE, FIELD_OUTCOME, "answered after 2m", 1, 0, 0, 0},
        {{"+3m", "clock -1h", "sms a CODE"},
         ENTRY_HERE,
         FIELD_OUTCOME,
         "answered after 2m",
         1,
         0,
         0,
         0},
        {{"+3m", "a here"},
         ENTRY_HERE,
         FIELD_OUTCOME,
         "answered after 2m, but not by SMS: the way back was not tested",
         1,
         0,
         0,
         1},
        {{"+12m"},
         ENTRY_ABSENCE,
         FIELD_REASON,
         "test of the paging: no answer within 10m",
         0,
         1,
         0,
         0},
        {{"+1m", "clock 1d", "+10m"},
         ENTRY_ABSENCE,
         FIELD_REASON,
         "test of the paging: no answer within 10m",
         0,
         1,
         0,
         0},
        {{"+16m", "sms a CODE"}, ENTRY_HERE, FIELD_OUTCOME, "answered late, after 15m", 0, 1, 1, 0},
        {{"+1m", "failed a"},
         ENTRY_ABSENCE,
         FIELD_REASON,
         "test of the paging: no message of it got through",
         0,
         1,
         0,
         0},
        {{"+1m", "b close outcome=x"}, ENTRY_CLOSE, FIELD_OUTCOME, "x", 0, 1, 0, 0},
        {{"+1m", "b close outcome=x", "b reopen reason=y", "a here"},
         ENTRY_HERE,
         FIELD_OUTCOME,
         "answered late, after 0s, but not by SMS: the way back was not tested",
         0,
         1,
         1,
         1},
        {{"+12m", "b set class=water", "a here"},
         ENTRY_HERE,
         FIELD_OUTCOME,
         "answered late, after 11m, but not by SMS: the way back was not tested",
         0,
         1,
         1,
         1},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(small);
        struct selftest t;
        size_t last;

        for (size_t k = 0; k < 4 && rows[n].acts[k]; k++)
            fixture_act(f, rows[n].acts[k]);
        for (last = f->n_entries - 1; f->entries[last]->kind != rows[n].kind; last--)
            cr_assert_gt(last, 0, "%zu: %s", n, rows[n].words);
        struct slice words = entry_text(f->entries[last], rows[n].field);
        cr_expect(slice_equal_string(words, rows[n].words), "%zu: %.*s", n, SLICE_ARG(words));
        t = office_selftest(f->office);
        cr_expect_eq(t.asked, 1, "%zu", n);
        cr_expect_eq(t.answered, rows[n].answered, "%zu: answered %u", n, t.answered);
        cr_expect_eq(t.missed, rows[n].missed, "%zu: missed %u", n, t.missed);
        cr_expect_eq(t.late, rows[n].late, "%zu: late %u", n, t.late);
        cr_expect_eq(t.console, rows[n].console, "%zu: console %u", n, t.console);
        fixture_free(f);
    }
}

/* The catch-all hears of it, and it is not tried again and again, nor after a restart. */
Test(selftest, reaches_nobody)
{
    struct fixture *f = fixture_new(small);
    struct office *again;
    struct decision decision = {0};

    f->rules->posts[0].n_rotations = 0;
    cr_expect_str_eq(fixture_act(f, "+2h"), "@1m selftest notice:b/sms");
    again = fixture_fold(f, f->n_entries);
    office_due(again, instant_add(f->now, SPAN_HOURS(-1)), &decision);
    cr_expect_eq(decision.n_entries, 0);
    cr_expect_eq(office_selftest(again).asked, 0);
    decision_deinit(&decision);
    office_free(again);
    f->rules->posts[0].n_rotations = 1;
    fixture_free(f);
}

/* What a reload brings: another time of a day that has had its test brings none. */
Test(selftest, immunity_25_a_reload_tests_nobody_again)
{
    struct fixture *f = fixture_new(small);
    const char *lines[sizeof(small) / sizeof(*small)];

    memcpy(lines, small, sizeof(small));
    cr_expect_str_eq(fixture_act(f, "+1m"), ASKED);
    fixture_act(f, "a here");
    for (int n = 0; n < 100; n++) {
        fixture_use(f, fixture_rules(small));
        cr_expect_str_eq(fixture_act(f, "+1s"), "");
    }
    for (size_t n = 0; lines[n]; n++)
        if (strncmp(lines[n], "selftest", 8) == 0)
            lines[n] = "selftest 10:30 officer 10m";
    fixture_use(f, fixture_rules(lines));
    cr_expect_str_eq(fixture_act(f, "+2h"), "");
    fixture_free(f);
}
