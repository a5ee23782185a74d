/* Who is there: signing on and off, handovers, absences, reliefs, roll calls. After each act the
 * office is folded again from its entries and compared. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_talk.h"
#include "office/state/presence.h"

/* On 2026-11-23 from 08:30 it is b's turn, then a's. */
#define PEOPLE                                                                                     \
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person c officer sms:1:60s",      \
        "person boss leader sms:1:60s", "person director leader sms:1:60s",                        \
        "person gateway service"
#define CHAINS                                                                                     \
    "chain up 0s=post:leader 5m=person:director", "chain all 0s=post:officer",                     \
        "route - absence up leader 0s", "route - rollcall up leader 0s",                           \
        "route - - all officer 0s", "catch person:director", NULL

static const char *const watched[] = {PEOPLE, "post officer officer a/b grace=10m",
                                      "post leader leader boss", CHAINS};
static const char *const unwatched[] = {PEOPLE, "post officer officer a/b",
                                        "post leader leader boss", CHAINS};
static const char *const called[] = {PEOPLE, "post officer officer a/b rollcalls=3 limit=5m",
                                     "post leader leader boss", CHAINS};

Test(presence, an_absence_is_told_once_and_ends)
{
    talk_play("absence", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"+22h39m59s", ""},
                  {"+1s", "@22h40m report>up absence:a step1:boss page:boss/sms/1"},
                  {"sent boss", "page-sent:boss"},
                  {"+4m59s", ""},
                  {"+1s", "@22h45m step2:director page:director/sms/1"},
                  {"boss ack", "ack:boss"},
                  {"+1h", ""},
                  {"a on duty=officer", "on:a"},
                  {"+0s", "close"},
                  {"+22h", ""},
                  {NULL, NULL},
              });
}

Test(presence, immunity_25_no_storm_at_a_shift_change)
{
    /* a stays, b never comes, night after night: one incident, a word in the log for each shift */
    talk_play("storm", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"b on duty=officer", "on:b"},
                  {"+22h40m", "@22h40m report>up absence:a step1:boss page:boss/sms/1 stays:b"},
                  {"boss ack", "ack:boss"},
                  {"+1d", "@1d22h30m close @1d22h40m watch:b"},
                  {NULL, NULL},
              });
}

Test(presence, who_may_sign_on_and_off)
{
    talk_play("on and off", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"b on duty=cook", "!unknown"},
                  {"b on duty=leader", "!rank"},
                  {"b off duty=officer", "!state"},
                  {"b on duty=officer key=k", "on:b"},
                  {"b on duty=officer key=k", "!again"},
                  {"b on duty=officer", "!state"},
                  {"b off duty=officer", "!state"},
                  {"c on duty=officer", "on:c"},
                  {"c off duty=officer person=b", "!rank"},
                  {"boss off duty=officer person=b", "off:b"},
                  {"boss off duty=officer person=c", "!state"},
                  {NULL, NULL},
              });
}

Test(presence, both_sign_a_handover)
{
    talk_play("handover", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"b handover duty=officer to=a", "!state"},
                  {"b on duty=officer", "on:b"},
                  {"a take duty=officer", "!state"},
                  {"b handover duty=officer to=b", "!value"},
                  {"b handover duty=officer to=x", "!unknown"},
                  {"b handover duty=officer", "!value"},
                  {"boss on duty=leader", "on:boss"},
                  {"boss handover duty=leader to=a", "!rank"},
                  {"b handover duty=officer to=a", "handover:b>a"},
                  {"c take duty=officer", "!state"},
                  {"a refuse duty=officer", "!value"},
                  {"a refuse duty=officer reason=no", "refuse:b>a"},
                  {"a take duty=officer", "!state"},
                  {"b handover duty=officer to=c", "handover:b>c"},
                  {"b handover duty=officer to=a", "handover:b>a"},
                  {"c take duty=officer", "!state"},
                  {"+9m59s", ""},
                  {"+1s", "@10m report>up absence step1:boss page:boss/sms/1"},
                  {"a take duty=officer", "take:b>a"},
                  {"+0s", "close"},
                  {"b off duty=officer", "!state"},
                  {NULL, NULL},
              });
}

Test(presence, immunity_26_the_clock_is_set_over_a_shifts_start)
{
    talk_play("forward", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"b on duty=officer", "on:b"},
                  {"+22h", ""},
                  {"clock 1h", "clock-step"},
                  {"+9m59s", ""},
                  {"+1s", NULL},
                  {"a on duty=officer", "on:a"},
                  {"+0s", "close"},
                  {NULL, NULL},
              });
    talk_play("back", watched,
              (const struct talk[]){
                  {"+0s", "watch"},
                  {"a on duty=officer", "on:a"},
                  {"+22h40m", "@22h40m watch:a"},
                  {"clock -1h", "clock-step"},
                  {"+1h", "@23h40m watch:a"},
                  {NULL, NULL},
              });
}

Test(presence, a_relief_is_checked)
{
    talk_play(
        "relief", watched,
        (const struct talk[]){
            {"+0s", "watch"},
            {"c relieve duty=officer out=b in=c until=18:00 reason=x", "!rank"},
            {"boss relieve duty=officer out=b in=c until=18:00", "!value"},
            {"boss relieve duty=officer out=b in=c reason=x", "!value"},
            {"boss relieve duty=officer out=b in=c until=2026-11-23T09:00 reason=x", "!value"},
            {"boss relieve duty=officer out=a in=c until=18:00 reason=x", "!state"},
            {"boss relieve duty=officer out=b in=b until=18:00 reason=x", "!value"},
            {"boss relieve duty=leader out=boss in=c until=18:00 reason=x", "!rank"},
            {"boss relieve duty=officer out=b in=c since=12:00 until=18:00 reason=x", "relieve"},
            {"boss relieve duty=officer out=b in=c since=13:00 until=14:00 reason=x", "!state"},
            {"c on duty=officer", "on:c"},
            {"+2h10m", "@2h10m watch:c"},
            {NULL, NULL},
        });
}

Test(presence, immunity_8_a_relief_the_roster_has_moved_under)
{
    static const char *const moved[] = {PEOPLE, "post officer officer c/b",
                                        "post leader leader boss", CHAINS};
    static const char *const gone[] = {"person b officer sms:1:60s",
                                       "person c officer",
                                       "person boss leader sms:1:60s",
                                       "person director leader sms:1:60s",
                                       "post officer officer c/b",
                                       "post leader leader boss",
                                       CHAINS};
    static const char *const *const after[] = {moved, gone};

    for (size_t i = 0; i < 2; i++) {
        struct fixture *f = fixture_new(unwatched);
        const struct person *on[ROSTER_MAX];
        struct roster roster;

        cr_expect_str_eq(fixture_act(f, "boss relieve duty=officer out=a in=b "
                                        "since=2026-11-24T10:00:00+08:00 "
                                        "until=2026-11-24T12:00:00+08:00 reason=x"),
                         "relieve", "%s", f->decision.why.data);
        cr_expect_str_eq(fixture_act(f, "+0s"), "");
        fixture_use(f, fixture_rules(after[i]));
        cr_expect_str_eq(fixture_act(f, "+0s"), "relief-void");
        roster = office_roster(f->office);
        cr_expect_eq(roster.n_reliefs, 0);
        for (int k = 0; k < 3; k++) {
            fixture_use(f, fixture_rules(after[i]));
            cr_expect_str_eq(fixture_act(f, "+0s"), "");
        }
        cr_expect_eq(roster_at(&roster, rules_post(f->rules, SLICE("officer")),
                               instant_add(f->start, SPAN_HOURS(25)), on),
                     1);
        cr_expect_str_eq(on[0]->id, "c");
        fixture_free(f);
    }
}

Test(presence, a_reload_holds_no_shift_against_anybody)
{
    struct fixture *f = fixture_new(watched);

    cr_expect_str_eq(fixture_act(f, "+0s"), "watch");
    cr_expect_str_eq(fixture_act(f, "b on duty=officer"), "on:b");
    for (int i = 0; i < 100; i++) {
        fixture_use(f, fixture_rules(watched));
        cr_expect_str_eq(fixture_act(f, "+1s"), "");
    }
    /* the same hours, other people: who is there stays until the next shift */
    cr_expect_str_eq(fixture_act(f, "+1h"), "");
    cr_expect_str_eq(fixture_act(f, "- config digest=x config=y"), "config watch");
    fixture_use(f, fixture_rules((const char *const[]){PEOPLE, "post officer officer a/c grace=10m",
                                                       "post leader leader boss", CHAINS}));
    cr_expect_str_eq(fixture_act(f, "+20h"), "");
    /* no longer watched, and watched again: nobody is told of what was between */
    fixture_use(f, fixture_rules(unwatched));
    cr_expect_str_eq(fixture_act(f, "+0s"), "watch");
    cr_expect_str_eq(fixture_act(f, "+3d"), "");
    fixture_use(f, fixture_rules(watched));
    cr_expect_str_eq(fixture_act(f, "+0s"), "watch");
    cr_expect_str_eq(fixture_act(f, "+1h"), "");
    fixture_free(f);
}

Test(presence, roll_calls_are_answered_or_missed)
{
    talk_play("by hand", unwatched,
              (const struct talk[]){
                  {"b rollcall duty=officer", "!rank"},
                  {"boss rollcall duty=officer", "rollcall:b report>up:b page:b/sms/1"},
                  {"boss rollcall duty=officer", "!state"},
                  {"c here", "!rank"},
                  {"c close outcome=x", "!rank"},
                  {"c ack", "!rank"},
                  {"failed b", "page-failed:b"},
                  {"+42s", ""},
                  {"b here", "here:b close"},
                  {"b here", "!state"},
                  {"a on duty=officer", "on:a"},
                  {"c on duty=officer", "on:c"},
                  {"boss rollcall duty=officer", NULL},
                  {"+4m59s", ""},
                  {"+1s", NULL},
                  {"c here", "here:c close"},
                  {"+1h", NULL},
                  {NULL, NULL},
              });
    talk_play("declined", unwatched,
              (const struct talk[]){
                  {"boss rollcall duty=officer", "rollcall:b report>up:b page:b/sms/1"},
                  {"b decline", "decline:b absence:b step1:boss page:boss/sms/1"},
                  {"boss ack", "ack:boss"},
                  {"+1d", ""},
                  {NULL, NULL},
              });
}

static size_t count(const struct fixture *f, enum entry_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n_entries; i++)
        n += f->entries[i]->kind == kind;
    return n;
}

/* Three in each shift, at other times each day, and the same ones after a crash at any point. */
Test(presence, random_roll_calls)
{
    struct fixture *f = fixture_new(called);
    int64_t hours = 0;

    for (int day = 0; day < 40; day++) {
        struct office *again;
        struct buffer why = BUFFER_INIT;

        fixture_act(f, "+1d");
        again = fixture_fold(f, f->n_entries);
        cr_expect(office_equal(f->office, again, &why), "%s", why.data);
        office_free(again);
        buffer_deinit(&why);
    }
    cr_expect(count(f, ENTRY_ROLLCALL) >= 39 * 3 && count(f, ENTRY_ROLLCALL) <= 42 * 3, "%zu",
              count(f, ENTRY_ROLLCALL));
    for (size_t i = 0; i < f->n_entries; i++)
        if (f->entries[i]->kind == ENTRY_ROLLCALL)
            hours |= INT64_C(1) << (f->entries[i]->at.us / 3600000000 % 24);
    cr_expect(__builtin_popcountll((unsigned long long)hours) > 15, "%llx",
              (unsigned long long)hours);
    fixture_free(f);
}

/* A year, each morning handed over in time: nothing but that is written. */
Test(presence, a_year_of_duty)
{
    struct fixture *f = fixture_new(watched);
    const char *in = "a", *out = "b";
    char act[80];

    fixture_act(f, "+0s");
    fixture_act(f, "b on duty=officer");
    fixture_act(f, "+22h20m");
    for (int day = 0; day < 365; day++) {
        const char *other = in;

        snprintf(act, sizeof(act), "%s handover duty=officer to=%s", out, in);
        fixture_act(f, act);
        fixture_act(f, "+5m");
        snprintf(act, sizeof(act), "%s take duty=officer", in);
        fixture_act(f, act);
        cr_assert_eq(f->decision.refusal, REFUSAL_NONE, "day %d: %s", day, f->decision.why.data);
        fixture_act(f, "+23h55m");
        in = out;
        out = other;
    }
    cr_expect_eq(count(f, ENTRY_TAKE), 365);
    cr_expect_eq(count(f, ENTRY_ABSENCE), 0);
    cr_expect_eq(count(f, ENTRY_WATCH), 366);
    cr_expect_eq(f->n_entries, 366 + 2 * 365 + 1);
    fixture_free(f);
}
