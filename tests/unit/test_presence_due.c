/* What time, new rules and a set clock bring to who is there. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "fixture_talk.h"
#include "office/state/presence.h"

/* On 2026-11-23 from 08:30 it is the turn of the second group, then of the first. */
#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person c officer sms:1:60s",      \
        "person boss leader sms:1:60s", "person chief leader sms:1:60s",                           \
        "person director leader sms:1:60s"
#define CHAINS                                                                                     \
    "chain up 0s=post:leader 5m=person:director", "chain all 0s=post:officer",                     \
        "route - absence up leader 0s", "route - rollcall up leader 0s",                           \
        "route - - all officer 0s", "catch person:director", NULL
#define LEADER "post leader leader boss"

static const char *const watched[] = {PEOPLE, "post officer officer a/b grace=10m", LEADER, CHAINS};
static const char *const slower[] = {PEOPLE, "post officer officer a/b grace=30m", LEADER, CHAINS};
static const char *const pairs[] = {PEOPLE, "post officer officer a+b/c+b grace=10m staff=2",
                                    LEADER, CHAINS};
static const char *const alone[] = {PEOPLE, "post officer officer a grace=10m", LEADER, CHAINS};
static const char *const led[] = {PEOPLE, "post officer officer a/b",
                                  "post leader leader chief/boss grace=10m", CHAINS};
static const char *const called[] = {PEOPLE, "post officer officer a/b rollcalls=6 limit=30m",
                                     LEADER, CHAINS};
static const char *const uncalled[] = {PEOPLE, "post officer officer a/b", LEADER, CHAINS};
static const char *const without_b[] = {"person a officer sms:1:60s",
                                        "person c officer sms:1:60s",
                                        "person boss leader sms:1:60s",
                                        "person director leader sms:1:60s",
                                        "post officer officer a/c grace=10m",
                                        LEADER,
                                        CHAINS};
static const char *const without_post[] = {PEOPLE,
                                           LEADER,
                                           "chain up 0s=post:leader",
                                           "chain all 0s=post:leader",
                                           "route - - all officer 0s",
                                           "catch person:director",
                                           NULL};

static void say(struct fixture *f, const char *act, const char *expected)
{
    const struct talk talk[] = {{act, expected}, {NULL, NULL}};

    fixture_talk(f, act, talk, talk_expect);
}

/* As a reload does: the entry, then the rules. */
static void reload(struct fixture *f, const char *const *rules, const char *expected)
{
    say(f, "- config digest=x config=y", expected);
    fixture_use(f, fixture_rules(rules));
}

/* ---- absences ---- */

Test(presence_due, one_of_two_is_missing)
{
    talk_play("pairs", pairs,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"a on duty=officer", "on:a"},
                  {"+22h40m", "@22h40m report>up absence:b step1:boss page:boss/sms/1"},
                  {"b on duty=officer", "on:b"},
                  {"+0s", "close"},
                  {NULL, NULL},
              });
}

Test(presence_due, a_second_shift_that_does_not_come_is_told_anew)
{
    talk_play("open", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"+22h40m", "@22h40m report>up absence:a step1:boss page:boss/sms/1"},
                  {"boss ack", "ack:boss"},
                  {"+1d", "@1d22h40m absence>up:b step1:boss page:boss/sms/1"},
                  {"c ack", "!rank"},
                  {"+5m", "@1d22h45m step2:director page:director/sms/1"},
                  {"b on duty=officer", "on:b"},
                  {"+0s", "close"},
                  {"+23h", ""},
                  {NULL, NULL},
              });
}

Test(presence_due, who_is_absent_does_not_answer_for_it)
{
    talk_play(
        "leader", led,
        (const struct talk[]){
            {"+0s", "watch"},
            {"boss on duty=leader", "on:boss"},
            /* chief should come, and is no step of the chain that looks for him */
            {"+22h40m", "@22h40m report>up absence:chief step1:boss page:boss/sms/1 stays:boss"},
            {"chief ack", "!state"},
            {"boss ack", "ack:boss"},
            {"chief on duty=leader", "on:chief"},
            {"+0s", "close"},
            {NULL, NULL},
        });
    talk_play("nobody", led,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"+22h40m", "@22h40m report>up absence:chief step1: page:director/sms/1 step2:"},
                  {"director ack", "ack:director"},
                  {NULL, NULL},
              });
}

Test(presence_due, an_absence_that_is_opened_again_is_left_to_people)
{
    talk_play("reopen", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"+22h40m", "@22h40m report>up absence:a step1:boss page:boss/sms/1"},
                  {"a on duty=officer", "on:a"},
                  {"+0s", "close"},
                  {"boss reopen reason=why", "reopen>up ack:boss"},
                  {"+1h", ""},
                  {"boss close outcome=talked", "close"},
                  {NULL, NULL},
              });
}

Test(presence_due, one_person_alone_has_a_shift_each_day)
{
    talk_play("alone", alone,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"+22h40m", "@22h40m report>up absence:a step1:boss page:boss/sms/1"},
                  {"a on duty=officer", "on:a"},
                  {"+0s", "close"},
                  {"+3d", "@1d22h40m watch:a @2d22h40m watch:a @3d22h40m watch:a"},
                  {NULL, NULL},
              });
}

/* ---- new rules ---- */

Test(presence_due, another_grace_forgets_no_shift)
{
    struct fixture *f = fixture_new(watched);

    say(f, "+0s", "watch");
    say(f, "+22h35m", "");
    reload(f, slower, "config watch");
    say(f, "+0s", "watch");
    say(f, "+24m59s", "");
    say(f, "+1s", "@23h report>up absence:a step1:boss page:boss/sms/1");
    fixture_free(f);
}

Test(presence_due, immunity_8_who_is_gone_is_not_there)
{
    struct fixture *f = fixture_new(watched);

    say(f, "+0s", "watch");
    say(f, "b on duty=officer", "on:b");
    reload(f, without_b, "config watch");
    say(f, "+0s", "off:b");
    for (int i = 0; i < 20; i++) { /* the same again says nothing */
        fixture_use(f, fixture_rules(without_b));
        say(f, "+1s", "");
    }
    say(f, "+9m39s", "");
    say(f, "+1s", "@10m report>up absence:c step1:boss page:boss/sms/1");
    fixture_free(f);

    /* who is there may go on, whoever should be there by the new rules */
    f = fixture_new(watched);
    say(f, "+0s", "watch");
    say(f, "a on duty=officer", "on:a");
    reload(f, without_b, "config watch");
    say(f, "+20h", "");
    fixture_free(f);
}

/* Nobody can have come for a shift that was not there then. */
Test(presence_due, a_shift_that_new_rules_let_begin_in_the_past)
{
    static const char *const others[] = {PEOPLE, "post officer officer a/c grace=10m", LEADER,
                                         CHAINS};
    struct fixture *f = fixture_new(watched);
    struct rules *rules = fixture_rules(others);

    rules->posts[0].rotations[0].from = rules->posts[0].rotations[0].to = 9 * 60 + 55;
    say(f, "+0s", "watch");
    say(f, "b on duty=officer", "on:b");
    say(f, "- config digest=x config=y", "config watch");
    fixture_use(f, rules);
    say(f, "+24h4m59s", "");
    say(f, "+1s", "@1d5m report>up absence:a step1:boss page:boss/sms/1 stays:b");
    fixture_free(f);
}

Test(presence_due, a_post_that_is_gone)
{
    struct fixture *f = fixture_new(watched);

    say(f, "+0s", "watch");
    say(f, "b on duty=officer", "on:b");
    reload(f, without_post, "config watch");
    say(f, "+0s", "off:b watch");
    say(f, "+3d", "");
    fixture_free(f);
}

/* What the daemon reads back at its start is held against the rules it starts with. */
Test(presence_due, immunity_8_a_restart_with_other_rules)
{
    struct fixture *f = fixture_new(watched);
    struct decision d = {0};
    struct office *o;

    say(f, "+0s", "watch");
    say(f,
        "boss relieve duty=officer out=a in=c since=2026-11-24T10:00:00+08:00 "
        "until=2026-11-24T12:00:00+08:00 reason=x",
        "relieve");
    say(f, "+1m", "");
    fixture_use(f, fixture_rules(without_b));
    o = fixture_fold(f, f->n_entries);
    office_due(o, f->now, &d);
    cr_assert_eq(d.n_entries, 0, "a still has a duty: it fits");
    office_free(o);
    fixture_use(f, fixture_rules(without_post));
    o = fixture_fold(f, f->n_entries);
    office_due(o, f->now, &d);
    cr_assert_eq(d.n_entries, 1);
    cr_expect_eq(d.entries[0]->kind, ENTRY_RELIEF_VOID);
    decision_deinit(&d);
    office_free(o);
    fixture_free(f);
}

/* ---- roll calls ---- */

static size_t count(const struct fixture *f, enum entry_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n_entries; i++)
        n += f->entries[i]->kind == kind;
    return n;
}

Test(presence_due, roll_calls_do_not_overlap_and_may_come_at_any_time)
{
    struct fixture *f = fixture_new(called);
    struct instant before = INSTANT_NONE;
    int hours[24] = {0}, most = 0, fewest = 1000;

    for (int i = 0; i < 100 * 24 * 4; i++) { /* everybody answers, late or not */
        fixture_act(f, "+15m");
        while (office_first_live(f->office)) {
            f->incident = office_first_live(f->office)->id;
            fixture_act(f, "boss close outcome=x");
        }
    }
    for (size_t i = 0; i < f->n_entries; i++) {
        const struct entry *e = f->entries[i];

        if (e->kind != ENTRY_ROLLCALL)
            continue;
        cr_expect_not(entry_field(e, FIELD_REASON), "%.*s", SLICE_ARG(e->body));
        cr_expect(instant_since(e->at, before).us >= SPAN_MINUTES(30).us);
        hours[e->at.us / SPAN_HOURS(1).us % 24]++;
        before = e->at;
    }
    cr_expect(count(f, ENTRY_ROLLCALL) >= 599 && count(f, ENTRY_ROLLCALL) <= 606, "%zu",
              count(f, ENTRY_ROLLCALL));
    for (int i = 0; i < 24; i++) { /* 25 in the mean; 8:00 in UTC is 16:00 */
        most = hours[i] > most ? hours[i] : most;
        fewest = hours[i] < fewest ? hours[i] : fewest;
    }
    cr_expect(fewest > 8 && most < 50, "%d to %d", fewest, most);
    fixture_free(f);
}

Test(presence_due, roll_calls_that_are_switched_off)
{
    struct fixture *f = fixture_new(called);
    size_t n;

    fixture_act(f, "+1h");
    n = count(f, ENTRY_ROLLCALL);
    fixture_use(f, fixture_rules(uncalled));
    say(f, "+0s", "rollcall-plan");
    say(f, "+20h", NULL);
    cr_expect_eq(count(f, ENTRY_ROLLCALL), n);
    fixture_use(f, fixture_rules(called));
    say(f, "+0s", "rollcall-plan"); /* nothing is made up for */
    fixture_free(f);
}

Test(presence_due, immunity_26_roll_calls_when_the_clock_is_set)
{
    struct fixture *f = fixture_new(called);
    size_t n;

    fixture_act(f, "+30m");
    fixture_act(f, "clock -1d");
    n = count(f, ENTRY_ROLLCALL);
    fixture_act(f, "+1d");
    fixture_act(f, "+22h");
    cr_expect(count(f, ENTRY_ROLLCALL) >= n + 9, "%zu, then %zu", n, count(f, ENTRY_ROLLCALL));
    fixture_act(f, "clock 1d");
    n = count(f, ENTRY_ROLLCALL);
    fixture_act(f, "+1m");
    cr_expect(count(f, ENTRY_ROLLCALL) <= n + 1);
    fixture_free(f);
}
