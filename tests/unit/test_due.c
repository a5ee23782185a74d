/* What time brings, as conversations. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "fixture_talk.h"

#define URGENT                                                                                     \
    {                                                                                              \
        "desk report grade=1 text=gas", NULL                                                       \
    }
#define ROUTINE                                                                                    \
    {                                                                                              \
        "desk report text=dog", NULL                                                               \
    }
#define ANSWER                                                                                     \
    {"sent director", NULL},                                                                       \
    {                                                                                              \
        "sent mayor", NULL                                                                         \
    }

Test(due, the_whole_chain)
{
    TALK("urgent, unanswered", URGENT, {"+179s", ""},
         {"+1s", "@3m step2:director page:director/sms/1"}, {"+299s", ""},
         {"+1s", "@8m step3:mayor page:mayor/call/1"}, {"sent mayor", NULL},
         {"+5m", "@13m step3.1:mayor page:mayor/call/1"}, ANSWER,
         {"+1m", "@14m page:director/call/1"}, {"failed director", NULL},
         {"+4m", "@18m step3.2:director,mayor page:director/sms/1 page:mayor/call/1"},
         {"failed mayor", NULL}, {"failed director", "page-failed:director page:director/call/1"},
         {"failed director", "page-failed:director"},
         {"+5m", "@23m step3.3:director,mayor page:director/sms/1 page:mayor/call/1"},
         {"failed director", NULL}, {"failed director", NULL}, {"failed mayor", NULL},
         {"+5m", "@28m step4:director page:director/sms/1"}, {"+59m", ""},
         {"+1m", "@1h28m step4.1:"});
    TALK("a first step that waits", {"desk report text=x", NULL},
         {"+15m", "@15m step2:zhao.min page:zhao.min/sms/1"});
}

Test(due, first_step_later)
{
    static const char *const rules[] = {"person a officer sms:1:60s", "chain x 2m=person:a",
                                        "route - - x officer 1m", NULL};

    TALK_BY("waits for its time", rules, {"desk report text=x", "report>x"}, {"+119s", ""},
            {"+1s", "@2m step1:a page:a/sms/1"});
    TALK_BY("idle: too", rules, {"desk report text=x", "report>x"}, {"a ack", "ack:a"},
            {"+1m", "@1m idle>x:a page:a/sms/1"}, {"+2m", "@3m step1:"});
}

/* Number 10: a step that reaches nobody is passed over at once, and the catch-all paged. */
Test(due, immunity_10_empty_steps)
{
    char chain[200];
    const char *rules[] = {"person a officer sms:1:60s",
                           "person b officer sms:1:60s",
                           "person c officer sms:1:60s",
                           "person z leader sms:1:60s",
                           "person mute officer",
                           "post empty officer mute",
                           chain,
                           "route - - x officer 0s",
                           "catch person:z",
                           NULL};

    snprintf(chain, sizeof(chain), "chain x 0s=nobody 5m=person:b 5m=person:c");
    TALK_BY("the first", rules,
            {"desk report text=x", "report>x step1: page:z/sms/1 step2:b page:b/sms/1"},
            {"+5m", "@5m step3:c page:c/sms/1"});
    snprintf(chain, sizeof(chain), "chain x 0s=person:a 5m=post:empty 5m=person:c");
    TALK_BY("the second", rules, {"desk report text=x", "report>x step1:a page:a/sms/1"},
            {"+5m", "@5m step2: page:z/sms/1 step3:c page:c/sms/1"});
    snprintf(chain, sizeof(chain), "chain x 0s=person:a 5m=person:b 5m=person:mute*3@5m");
    TALK_BY("the last", rules, {"desk report text=x", "report>x step1:a page:a/sms/1"},
            {"+5m", "@5m step2:b page:b/sms/1"},
            {"+5m", "@10m step3: page:z/sms/1 step3.1: step4:"}, {"+59m", ""}, {"sent z", NULL},
            {"+1m", "@1h10m step4.1:z page:z/sms/1"});
    snprintf(chain, sizeof(chain), "chain x 0s=nobody 5m=nobody");
    TALK_BY("all", rules, {"desk report text=x", "report>x step1: page:z/sms/1 step2: step3:"});
    snprintf(chain, sizeof(chain), "chain x 0s=nobody 5m=person:z");
    TALK_BY("the catch-all is in the next", rules,
            {"desk report text=x", "report>x step1: page:z/sms/1 step2:"}, {"+4m", ""});
}

/* Nobody has any contact at all: it is not forgotten, and time goes on. */
Test(due, nobody_anywhere)
{
    static const char *const rules[] = {"person a officer", "chain x 0s=person:a 5m=person:a*9@5m",
                                        "route - - x officer 0s", "catch person:a", NULL};

    TALK_BY("an hourly reminder", rules, {"desk report text=x", NULL}, {"+59m", ""},
            {"+1m", "@1h step3.1:"}, {"+1h", "@2h step3.2:"});
}

/* Number 11: acknowledged and forgotten. */
Test(due, immunity_11_idle)
{
    TALK("pages the acker and who is on duty", URGENT, {"director ack", "ack:director"},
         {"+29m", ""},
         {"+1m", "@30m idle>urgent:director page:director/sms/1 step1:li.wei,chen.yu,zhao.min "
                 "page:li.wei/sms/1 page:chen.yu/sms/1 page:zhao.min/sms/1"},
         {"+3m", "@33m step2:"}, {"director ack", "ack:director"}, {"+29m", ""});
    TALK("an entry by a person starts the time again; a page's outcome does not", URGENT,
         {"director ack", NULL}, {"+20m", ""}, {"director note text=x", "note"}, {"+29m", ""},
         {"sent li.wei", NULL}, {"+59s", ""}, {"+1s", NULL});
    TALK("over", URGENT, {"director ack", NULL}, {"li.wei close outcome=x", NULL}, {"+365d", ""});
}

Test(due, idle_is_exact)
{
    struct fixture *f = fixture_new(NULL);

    fixture_act(f, "desk report grade=1 text=x");
    fixture_act(f, "+7s");
    fixture_act(f, "zhao.min ack");
    cr_expect_eq(office_next_due(f->office).us, f->now.us + SPAN_MINUTES(30).us);
    fixture_act(f, "+5m");
    fixture_act(f, "li.wei note text=x");
    cr_expect_eq(office_next_due(f->office).us, f->now.us + SPAN_MINUTES(30).us);
    fixture_free(f);
}

/* Number 13: what is due next is the same after a fold at every point. */
Test(due, immunity_13_fold_at_every_point)
{
    static const char *const acts[] = {"desk report grade=2 text=x",
                                       "sent zhao.min",
                                       "+1m",
                                       "desk report text=y",
                                       "failed chen.yu",
                                       "deferred li.wei 30s",
                                       "+4m",
                                       "clock 1h",
                                       "chen.yu ack",
                                       "+10m",
                                       "chen.yu decline",
                                       "li.wei set class=gas",
                                       "director ack #1",
                                       "+40m",
                                       "li.wei grade grade=1 reason=x",
                                       "+3h",
                                       "li.wei merge #1 into=#2",
                                       "li.wei close outcome=x",
                                       "+1d",
                                       "li.wei reopen reason=x",
                                       "+20m"};
    struct fixture *f = fixture_new(NULL);
    size_t n_acts = sizeof(acts) / sizeof(*acts);
    struct office *live = office_new(f->rules, &f->random);

    for (size_t n = 0; n < n_acts; n++)
        fixture_act(f, acts[n]);
    for (size_t n = 0; n < f->n_entries; n++) {
        struct buffer why = BUFFER_INIT;
        struct office *again = fixture_fold(f, n + 1);
        office_apply(live, f->entries[n]);
        cr_expect_eq(office_next_due(live).us, office_next_due(again).us, "entry %zu", n + 1);
        cr_expect(office_equal(live, again, &why), "entry %zu: %s", n + 1, why.data);
        buffer_deinit(&why);
        office_free(again);
    }
    office_free(live);
    fixture_free(f);
}

/* Number 25: rules that say the same bring nothing. */
Test(due, immunity_25_reload)
{
    struct fixture *f = fixture_new(NULL);

    fixture_act(f, "desk report grade=1 text=x");
    fixture_act(f, "sent zhao.min");
    fixture_act(f, "desk report text=x");
    fixture_act(f, "chen.yu ack");
    cr_expect(!fixture_tick(f));
    size_t n = f->n_entries;
    struct instant due = office_next_due(f->office);
    for (int k = 0; k < 100; k++) {
        fixture_use(f, fixture_rules(fixture_standard));
        cr_expect(!fixture_tick(f));
    }
    cr_expect_eq(f->n_entries, n);
    cr_expect_eq(office_next_due(f->office).us, due.us);
    cr_expect_str_eq(fixture_act(f, "+3m"),
                     "@1m page:zhao.min/sms/2 @3m step2:director page:director/sms/1");
    fixture_free(f);
}

/* Number 26: what was due in ten minutes is due in ten minutes. */
Test(due, immunity_26_clock_step)
{
    static const char *const steps[] = {"clock 1h", "clock -1h", "clock 1d", "clock -1d"};

    for (size_t n = 0; n < sizeof(steps) / sizeof(*steps); n++) {
        TALK(steps[n], URGENT, {"sent zhao.min", NULL}, {"+30s", ""}, {steps[n], "clock-step"},
             {"+29s", ""}, {"+1s", "@1m page:zhao.min/sms/2"},
             {"+2m", "@3m step2:director page:director/sms/1"});
        TALK(steps[n], URGENT, {"director ack", NULL}, {"+10m", ""}, {steps[n], "clock-step"},
             {"+19m", ""}, {"li.wei note text=x", NULL}, {"+29m", ""}, {"+1m", NULL});
    }
}

/* The database held up some entries: the next step waits as long as the pages among them did, and
 * what was durable before, or is in the next batch, does not move. */
Test(due, immunity_28_held_up_by_the_database)
{
    static const struct {
        const char *name;
        const char *outcome; /* before it comes back, or NULL */
        int from, n;         /* the first entry held up, counted from the report's; how many */
        bool moves;
    } rows[] = {
        {"all of it", NULL, 0, 20, true},
        {"the pages alone", NULL, 2, 20, true},
        {"what came later", NULL, 20, 20, false},
        {"what came before", NULL, 0, 1, false},
        {"pages of which one has gone out", "sent zhao.min", 0, 20, true},
    };

    for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
        struct fixture *f = fixture_new(NULL);
        struct instant due;
        struct field fields[3];

        fixture_act(f, "desk report grade=1 text=gas");
        fields[0] = FIELD_NUMBER_OF(FIELD_OF, rows[k].from + 1);
        fields[1] = FIELD_NUMBER_OF(FIELD_ENTRIES, rows[k].n);
        fields[2] = FIELD_NUMBER_OF(FIELD_BY, SPAN_MINUTES(10).us);
        if (rows[k].outcome)
            fixture_act(f, rows[k].outcome);
        due = office_incident(f->office, (struct incident_id){2026, 1})->chain_due;
        cr_assert_eq(
            fixture_command(
                f, &(struct command){.verb = VERB_HELD_UP, .fields = fields, .n_fields = 3}),
            REFUSAL_NONE);
        cr_expect_eq(office_incident(f->office, (struct incident_id){2026, 1})->chain_due.us -
                         due.us,
                     rows[k].moves ? SPAN_MINUTES(10).us : 0, "%s", rows[k].name);
        fixture_free(f);
    }
}

/* A chain that is gone, or a contact, while it runs: the office still goes on. */
Test(due, configuration_shrinks)
{
    static const char *const before[] = {"person a officer sms:2:60s call:1:60s",
                                         "person z leader sms:1:60s",
                                         "chain x 0s=person:a 5m=person:z",
                                         "chain y 0s=person:z",
                                         "route - - x officer 0s",
                                         "catch person:z",
                                         NULL};
    static const char *const no_chain[] = {"person a officer sms:2:60s call:1:60s",
                                           "person z leader sms:1:60s",
                                           "chain y 0s=person:z",
                                           "route - - y officer 0s",
                                           "catch person:z",
                                           NULL};
    static const char *const no_contact[] = {"person a officer",
                                             "person z leader sms:1:60s",
                                             "chain x 0s=person:a 5m=person:z",
                                             "route - - x officer 0s",
                                             "catch person:z",
                                             NULL};
    struct fixture *f = fixture_new(before);

    fixture_act(f, "desk report text=x");
    fixture_act(f, "sent a");
    fixture_use(f, fixture_rules(no_chain));
    cr_expect_str_eq(fixture_act(f, "+5m"), "@1m page:a/sms/2 @5m step1:z page:z/sms/1");
    cr_expect_str_eq(fixture_act(f, "+1h"), "@1h5m step1:");
    fixture_free(f);

    f = fixture_new(before);
    fixture_act(f, "desk report text=x");
    fixture_act(f, "sent a");
    fixture_use(f, fixture_rules(no_contact));
    cr_expect_str_eq(fixture_act(f, "+4m"), "@1m page-dropped:a");
    fixture_free(f);
}

/* Number 8: whoever left the configuration cannot answer what was sent. */
Test(due, immunity_8_left_after_it_was_sent)
{
    static const char *const before[] = {"person a officer sms:2:60s",
                                         "person b officer sms:1:60s",
                                         "person c officer sms:1:60s",
                                         "person z leader sms:1:60s",
                                         "chain x 0s=person:a,person:b 5m=person:c",
                                         "route - - x officer 0s",
                                         "catch person:z",
                                         NULL};
    static const char *const a_left[] = {"person b officer sms:1:60s",
                                         "person c officer sms:1:60s",
                                         "person z leader sms:1:60s",
                                         "chain x 0s=person:b 5m=person:c",
                                         "route - - x officer 0s",
                                         "catch person:z",
                                         NULL};
    static const char *const both_left[] = {"person c officer sms:1:60s",
                                            "person z leader sms:1:60s",
                                            "chain x 0s=person:c 5m=person:z",
                                            "route - - x officer 0s",
                                            "catch person:z",
                                            NULL};
    static const struct {
        const char *name;
        const char *const *after;
        const char *expected;
    } rows[] = {
        {"another still may", a_left, "@1m page-dropped:a"},
        {"nobody may", both_left, "@1m page-dropped:a step1:c page:c/sms/1 page:z/sms/1"},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = fixture_new(before);
        fixture_act(f, "desk report text=x");
        fixture_act(f, "sent a");
        fixture_act(f, "sent b");
        fixture_use(f, fixture_rules(rows[n].after));
        cr_expect_str_eq(fixture_act(f, "+2m"), rows[n].expected, "%s", rows[n].name);
        fixture_free(f);
    }
}
