/* What the outgoing leaves to the incoming, and the orders that stand. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "office_fixture.h"

static const char *const rules[] = {
    "person a officer sms:1:60s", "person b officer sms:1:60s", "person boss leader sms:1:60s",
    "post officer officer a/b",   "post leader leader boss",    "chain all 0s=post:officer",
    "route - - all officer 0s",   "catch person:boss",          NULL};

static void say(struct fixture *f, const char *act, const char *expected)
{
    const char *trace = fixture_act(f, act);

    cr_expect_str_eq(trace, expected, "%s: %s, %s", act, trace, f->decision.why.data);
}

static struct slice handover(struct fixture *f)
{
    fixture_act(f, "b handover duty=officer to=a text=keys");
    return entry_text(f->entries[f->n_entries - 1], FIELD_TEXT);
}

static void expect_in(struct slice text, const char *words, bool there)
{
    cr_expect_eq(strstr(text.data, words) != NULL, there, "\"%s\" in:\n%s", words, text.data);
}

Test(presence_brief, standing_orders)
{
    struct fixture *f = fixture_new(rules);
    struct buffer why = BUFFER_INIT;
    struct office *again;

    say(f, "b on duty=officer", "on:b");
    say(f, "b standing text=x", "!rank");
    say(f, "boss standing", "!value");
    say(f, "boss standing text=x until=2026-11-23T09:00", "!value");
    say(f, "boss standing text=gauge", "standing");
    say(f, "boss standing text=river until=12:00", "standing");
    say(f, "boss standing of=99 text=over", "!unknown");
    expect_in(handover(f), "standing orders: 2\n  2 boss: gauge\n  3 boss until 12:00: river\n",
              true);
    say(f, "boss standing of=2 until=12:00 text=over", "!value");
    say(f, "boss standing of=2 text=over", "standing");
    say(f, "boss standing of=2 text=over", "!unknown");
    expect_in(handover(f), "standing orders: 1\n  3 boss", true);
    fixture_act(f, "+2h");
    expect_in(handover(f), "standing orders: 0\n", true);
    say(f, "boss standing of=3 text=over", "!unknown");
    again = fixture_fold(f, f->n_entries);
    cr_expect(office_equal(f->office, again, &why), "%s", why.data);
    office_free(again);
    buffer_deinit(&why);
    fixture_free(f);
}

/* An order that is cut is an order nobody can follow. */
Test(presence_brief, a_standing_order_is_whole)
{
    struct fixture *f = fixture_new(rules);
    struct buffer act = BUFFER_INIT;

    fixture_act(f, "b on duty=officer");
    buffer_append_string(&act, "boss standing text=");
    for (int i = 0; i < 130; i++)
        buffer_append_string(&act, "水");
    buffer_append_string(&act, "!");
    say(f, act.data, "standing");
    expect_in(handover(f), "水水!\n", true);
    for (int i = 0; i < 60; i++)
        fixture_act(f, act.data);
    expect_in(handover(f), "standing orders: 61\n", true);
    expect_in(handover(f), "水!\n  and 47 more\n", true);
    buffer_deinit(&act);
    fixture_free(f);
}

Test(presence_brief, drills_are_marked)
{
    struct fixture *f = fixture_new(rules);

    fixture_act(f, "b on duty=officer");
    fixture_act(f, "desk report drill=yes text=pump");
    fixture_act(f, "desk report text=pump");
    expect_in(handover(f), "open drill=yes due=", true);
    expect_in(handover(f), "open due=", true);
    fixture_free(f);
}

/* However much there is, the entry stays small, and what is left out is counted. */
Test(presence_brief, says_how_much_it_leaves_out)
{
    struct fixture *f = fixture_new(rules);
    struct slice brief;

    fixture_act(f, "b on duty=officer");
    for (int i = 0; i < 2000; i++) {
        fixture_act(f, i == 1500 ? "desk report grade=1 text=worst"
                                 : "desk report grade=3 text=water");
        fixture_act(f, "b log text=rounds");
    }
    brief = handover(f);
    cr_expect(brief.len < 10000, "%zu", brief.len);
    expect_in(brief, "keys\nopen incidents: 2000\n  2026-001501 open grade=1", true);
    expect_in(brief, "unanswered pages: 2000\n", true);
    expect_in(brief, " more\nunanswered", true);
    expect_in(brief, "in the log since the last handover: 1000\n", true);
    fixture_act(f, "+1s");
    fixture_act(f, "a take duty=officer");
    fixture_act(f, "a log text=calm");
    fixture_act(f, "a handover duty=officer to=b");
    brief = entry_text(f->entries[f->n_entries - 1], FIELD_TEXT);
    expect_in(brief, "in the log since the last handover: 1\n  10:00 a: calm", true);
    fixture_act(f, "+8d");
    fixture_act(f, "a handover duty=officer to=b");
    brief = entry_text(f->entries[f->n_entries - 1], FIELD_TEXT);
    expect_in(brief, "in the log since the last handover: 0", true);
    fixture_free(f);
}

/* What the one who comes has to know of each incident: where, how bad, who has it, who was told. */
Test(presence_brief, says_what_there_is_of_each)
{
    static const char *const told[] = {"person desk officer",
                                       "person a officer sms:1:60s",
                                       "person b officer sms:1:60s",
                                       "person boss leader sms:1:60s",
                                       "post officer officer a/b",
                                       "post leader leader boss",
                                       "chain all 0s=post:officer 3m=post:leader",
                                       "route - - all officer 0s",
                                       "catch person:boss",
                                       "tell",
                                       NULL};
    static const char *const there[] = {
        "  2026-000001 open grade=2 class=gas place=Mill trapped=3 injured=0 due=10:05 smell",
        "\n    paged: b by sms declined 10:00, boss by sms sent 10:01 delivered",
        "  2026-000002 acked by=b flood\n    paged: b by sms sent 10:01",
        "b by sms a notice waits since 10:01",
        "unanswered pages: 1\n  2026-000001 boss by sms, sent since 10:00",
    };
    struct fixture *f = fixture_new(told);
    struct slice brief;

    fixture_act(f, "b on duty=officer");
    fixture_act(f, "desk report class=gas grade=2 place=Mill trapped=3 injured=0 text=smell");
    fixture_act(f, "sent b");
    fixture_act(f, "b decline");
    fixture_act(f, "+1m");
    fixture_act(f, "sent boss");
    fixture_act(f, "told-delivered boss");
    fixture_act(f, "desk report text=flood");
    fixture_act(f, "sent b");
    fixture_act(f, "a ack #2");
    fixture_act(f, "b ack #2");
    brief = handover(f);
    for (size_t n = 0; n < sizeof(there) / sizeof(*there); n++)
        expect_in(brief, there[n], true);
    fixture_free(f);
}
