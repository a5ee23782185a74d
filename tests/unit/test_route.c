/* Which route a report takes: by place, time of day, kind of day, drill. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "base/fold.h"
#include "fixture_talk.h"

/* ---- places ---- */

Test(route, places)
{
    static const struct {
        const char *name, *place, *words;
        bool has;
    } rows[] = {
        {"the same", "Harbour", "Harbour", true},
        {"either case", "old HARBOUR gate", "harbour", true},
        {"at the end", "West Pier", "pier", true},
        {"a part of a word", "Napier St", "pier", false},
        {"the beginning of a word", "Pierce Rd", "pier", false},
        {"a part, and then by itself", "Napier St, Pier 3", "pier", true},
        {"two words", "12 West Pier", "west pier", true},
        {"two words, one is longer", "12 Southwest Pier", "west pier", false},
        {"a number by itself", "Renmin Rd 12", "12", true},
        {"a number in another", "Renmin Rd 112", "12", false},
        {"signs are bounds", "(pier)", "pier", true},
        {"begins with a sign", "x#3", "#3", true},
        {"Chinese, anywhere", "东码头3号", "码头", true},
        {"Chinese, another", "东码3头", "码头", false},
        {"Latin in Chinese", "人民路Pier旁", "pier", true},
        {"Chinese beside Latin", "West码头", "码头", true},
        {"a letter that is not ASCII goes before", "Übach", "bach", false},
        {"a letter that is not ASCII follows", "Pieré", "pier", false},
        {"ends with such a letter", "Café Mitte", "Café", true},
        {"ends with such a letter, a part", "Cafés", "Café", false},
        {"such a letter, either case", "CAFÉ", "café", true},
        {"two characters for one letter", "Alter Markt, Ko\u0308ln", "köln", true},
        {"one for two, in the rules", "Köln-Deutz", "Ko\u0308ln", true},
        {"capitals with accents", "GROSSE KÜCHE", "küche", true},
        {"sharp s", "HAUPTSTRASSE 5", "hauptstraße", true},
        {"full width", "Ｐｉｅｒ３", "pier3", true},
        {"full-width digits in Chinese", "人民路１２号", "路12号", true},
        {"Cyrillic", "УЛИЦА ЛЕНИНА", "улица ленина", true},
        {"Greek, final sigma", "ΛΙΜΆΝΟΣ ΟΔΌΣ", "οδός", true},
        {"Turkish", "İZMİR YOLU", "izmir", true},
        {"French apostrophe", "Rue de l’Église", "l'église", true},
        {"Spanish, in capitals", "PEÑÍSCOLA", "Peñíscola", true},
        {"no-break space", "West\u00a0Pier", "west pier", true},
        {"nothing to be seen", "West\u200b Pi\u00ader", "west pier", true},
        {"a letter with its accent apart, a part", "Cafe\u0301s", "Café", false},
        {"Vietnamese, a part", "Huếx", "Huế", false},
        {"without its accent", "Koln", "Köln", false},
        {"no place", "", "pier", false},
        {"longer than the place", "pi", "pier", false},
        {"no words", "pier", "", false},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct buffer place = BUFFER_INIT;

        fold_text(slice_of(rows[n].place), &place);
        cr_expect_eq(place_has(buffer_slice(&place), slice_of(rows[n].words)), rows[n].has, "%s",
                     rows[n].name);
        buffer_deinit(&place);
    }
}

/* ---- times and days ---- */

struct time_row {
    const char *name, *zone, *option, *at;
    bool fits;
};

static bool fits(const struct time_row *row)
{
    char line[100];
    const char *rules[] = {"person a officer sms:1:60s", "chain x 0s=person:a",
                           "chain y 0s=person:a",        line,
                           "route - - y officer 0s",     NULL};
    struct rules *r;
    struct occasion occasion = {0};
    bool fits;

    cr_assert(calendar_set_zone(row->zone));
    snprintf(line, sizeof(line), "route - - x officer 0s %s", row->option);
    r = fixture_rules(rules);
    cr_assert(calendar_parse(slice_of(row->at), &occasion.at), "%s", row->at);
    r->special.days = calloc(3, sizeof(*r->special.days));
    r->special.days[0] =
        (struct special_day){.day = date_to_days((struct date){2026, 10, 1}), .holiday = true};
    r->special.days[1] = (struct special_day){.day = date_to_days((struct date){2026, 10, 10})};
    r->special.n = 2;
    special_days_prepare(&r->special);
    fits = rules_route(r, &occasion) == &r->routes[0];
    rules_unref(r);
    return fits;
}

#define SH "Asia/Shanghai"
#define NIGHT "from=17:30 to=08:30"

Test(route, times)
{
    static const struct time_row rows[] = {
        {"before", SH, "from=08:30 to=17:30", "2026-11-23 08:29:59", false},
        {"from is in it", SH, "from=08:30 to=17:30", "2026-11-23 08:30", true},
        {"to is not", SH, "from=08:30 to=17:30", "2026-11-23 17:30", false},
        {"just before", SH, "from=08:30 to=17:30", "2026-11-23 17:29:59", true},
        {"at night", SH, NIGHT, "2026-11-23 23:00", true},
        {"midnight", SH, NIGHT, "2026-11-24 00:00", true},
        {"after midnight", SH, NIGHT, "2026-11-24 08:29:59", true},
        {"in the morning", SH, NIGHT, "2026-11-24 08:30", false},
        {"from midnight", SH, "from=00:00 to=06:00", "2026-11-24 00:00", true},
        {"to midnight", SH, "from=18:00 to=00:00", "2026-11-24 23:59:59", true},
        {"to midnight, after it", SH, "from=18:00 to=00:00", "2026-11-24 00:00", false},
        {"a weekday", SH, "days=mon-fri", "2026-11-23 12:00", true},
        {"a weekday, on Saturday", SH, "days=mon-fri", "2026-11-28 12:00", false},
        {"Friday's night on Saturday", SH, "days=fri " NIGHT, "2026-11-28 03:00", true},
        {"Thursday's night on Friday", SH, "days=fri " NIGHT, "2026-11-27 03:00", false},
        {"Friday's evening", SH, "days=fri " NIGHT, "2026-11-27 17:30", true},
        {"a holiday", SH, "days=holiday", "2026-10-01 00:00", true},
        {"the day after it", SH, "days=holiday", "2026-10-02 00:00", false},
        {"a make-up day is no restday", SH, "days=restday", "2026-10-10 12:00", false},
        {"a holiday's night", SH, "days=holiday " NIGHT, "2026-10-02 08:00", true},
        /* Berlin: 02:00 to 03:00 is left out on 03-29, and comes twice on 10-25 */
        {"before the gap", "Europe/Berlin", "from=02:30 to=04:00", "2026-03-29T00:59:59Z", false},
        {"in the gap begins at its end", "Europe/Berlin", "from=02:30 to=04:00",
         "2026-03-29T01:00:00Z", true},
        {"ends in the gap", "Europe/Berlin", "from=01:00 to=02:30", "2026-03-29T00:59:59Z", true},
        {"ends in the gap: at its end", "Europe/Berlin", "from=01:00 to=02:30",
         "2026-03-29T01:00:00Z", false},
        {"the first of the two hours", "Europe/Berlin", "from=01:00 to=02:30",
         "2026-10-25T00:29:59Z", true},
        {"ends in the first of the two hours", "Europe/Berlin", "from=01:00 to=02:30",
         "2026-10-25T01:00:00Z", false},
        {"what follows it has no hole", "Europe/Berlin", "from=02:30 to=08:00",
         "2026-10-25T00:30:00Z", true},
        {"the evening of the long day", "Europe/Berlin", "from=17:30 to=08:30",
         "2026-10-25T16:30:00Z", true},
        {"before the evening of the long day", "Europe/Berlin", "from=17:30 to=08:30",
         "2026-10-25T16:29:59Z", false},
        {"half an hour's change", "Australia/Lord_Howe", "from=08:30 to=17:30",
         "2026-10-03T21:29:59Z", false},
        {"half an hour's change: on the wall", "Australia/Lord_Howe", "from=08:30 to=17:30",
         "2026-10-03T21:30:00Z", true},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++)
        cr_expect_eq(fits(&rows[n]), rows[n].fits, "%s", rows[n].name);
    calendar_set_zone(NULL);
}

/* Day and night routes that meet: at each minute of the days of change exactly one fits. */
Test(route, day_and_night_leave_no_hole)
{
    static const char *const lines[] = {"person a officer sms:1:60s",
                                        "chain x 0s=person:a",
                                        "route - - x officer 0s from=02:30 to=14:30",
                                        "route - - x officer 0s from=14:30 to=02:30",
                                        "route - - x officer 0s",
                                        NULL};
    struct rules *r = fixture_rules(lines);

    cr_assert(calendar_set_zone("Europe/Berlin"));
    for (int month = 3; month <= 10; month += 7) {
        struct instant at = calendar_instant((struct date){2026, month, month == 3 ? 28 : 24}, 0);
        for (int minute = 0; minute < 3 * 1440; minute++) {
            struct occasion o = {.at = instant_add(at, SPAN_MINUTES(minute))};
            const struct route *first = rules_route(r, &o);
            cr_assert_neq(first, &r->routes[2], "month %d, minute %d", month, minute);
        }
    }
    rules_unref(r);
    calendar_set_zone(NULL);
}

Test(route, drills)
{
    static const char *const lines[] = {
        "person a officer sms:1:60s",      "chain x 0s=person:a",
        "route 1 - x officer 0s drill=no", "route - - x officer 0s drill=yes",
        "route - - x officer 0s",          NULL};
    static const struct {
        unsigned grade;
        bool drill;
        size_t route;
    } rows[] = {{1, false, 0}, {1, true, 1}, {2, true, 1}, {2, false, 2}};
    struct rules *r = fixture_rules(lines);

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct occasion o = {.grade = rows[n].grade, .drill = rows[n].drill};
        cr_expect_eq(rules_route(r, &o), &r->routes[rows[n].route], "row %zu", n);
    }
    rules_unref(r);
}

/* ---- when a chain is chosen ---- */

static const char *const office[] = {
    "person a officer sms:1:60s",
    "person b officer sms:1:60s",
    "person c officer sms:1:60s",
    "person z leader sms:1:60s",
    "chain day 0s=person:a 1h=person:c",
    "chain night 0s=person:b 1h=person:c",
    "chain pier 0s=person:b 5m=person:c",
    "route - - pier leader 10m place=Pier|码头",
    "route - dog day officer 0s",
    "route - - night leader 2h from=17:30 to=08:30",
    "route - - day officer 1h",
    "catch person:z",
    NULL,
};

static void talk(const char *name, const struct talk *rows)
{
    struct fixture *f = fixture_new(office);

    fixture_talk(f, name, rows, talk_expect);
    fixture_free(f);
}

#define TALK_ROUTE(name, ...) talk(name, (const struct talk[]){__VA_ARGS__, {0}})
#define REPORT                                                                                     \
    {                                                                                              \
        "desk report text=x", "report>day step1:a page:a/sms/1"                                    \
    }

Test(route, the_place_decides)
{
    TALK_ROUTE("at the report",
               {"desk report place=West-Pier text=x", "report>pier step1:b page:b/sms/1"});
    TALK_ROUTE("later", REPORT, {"a set place=东码头", "set>pier step1:b page:b/sms/1"},
               {"+5m", "@5m step2:c page:c/sms/1"});
    TALK_ROUTE("later, and back", REPORT, {"+1m", ""}, {"a set place=Pier", NULL},
               {"desk set place=Napier", "set>day step1:a page:a/sms/1"},
               {"+1h", "@1h1m step2:c page:c/sms/1"});
    TALK_ROUTE("another place, the same chain", REPORT, {"a set place=Pier", NULL},
               {"a set place=码头", "set"}, {"+5m", "@5m step2:c page:c/sms/1"});
    TALK_ROUTE("another place that no route asks for", REPORT, {"a set place=Mill", "set"},
               {"a set place=Hill", "set"}, {"+1h", "@1h step2:c page:c/sms/1"});
    TALK_ROUTE("acknowledged: whoever has it keeps it", REPORT, {"a ack", "ack:a"},
               {"a set place=Pier", "set"},
               {"+1h", "@1h idle>pier:a page:a/sms/1 step1:b page:b/sms/1"});
    TALK_ROUTE("closed", REPORT, {"a close outcome=x", NULL}, {"a set place=Pier", "set"},
               {"a reopen reason=x", "reopen>pier step1:b page:b/sms/1"});
}

Test(route, ack_rank_follows)
{
    TALK_ROUTE("the same chain by another route", {"desk report class=cat text=x", NULL},
               {"a set class=dog", "set"}, {"a set place=Pier", NULL}, {"a ack", "!rank"},
               {"z ack", "ack:z"});
    TALK_ROUTE("acknowledged already", REPORT, {"a ack", NULL}, {"a set place=Pier", "set"},
               {"b ack", "!rank"});
}

/* The hour strikes: nothing changes for a chain that runs. */
Test(route, the_time_is_that_of_the_start)
{
    TALK_ROUTE("what runs goes on", REPORT, {"+8h", NULL}, {"a set trapped=4", "set"},
               {"a set place=Mill", "set"}, {"a set grade=4", "set"},
               {"desk report text=y", "report>night step1:b page:b/sms/1"},
               {"a grade #1 grade=3 reason=x", "grade>night step1:b page:b/sms/1"});
    TALK_ROUTE("by the time of day, and back to the old chain", REPORT, {"+8h", NULL},
               {"a set class=dog", "set"}, {"a set class=cat", "set>night step1:b page:b/sms/1"});
    TALK_ROUTE("rank and idle are those of the start", REPORT, {"+8h", NULL},
               {"a set place=Mill", "set"}, {"b ack", "ack:b"}, {"+59m", ""},
               {"+1m", "@9h idle>night:b page:b/sms/1 step1:"});
    TALK_ROUTE("also when the clock is set", REPORT, {"clock 12h", NULL}, {"b ack", "ack:b"},
               {"+1h59m", ""}, {"+1m", "@2h idle>night:b page:b/sms/1 step1:"});
    TALK_ROUTE("reopened at night", REPORT, {"+8h", NULL}, {"a close outcome=x", NULL},
               {"a reopen reason=x", "reopen>night step1:b page:b/sms/1"});
}

/* Rules alone that are read again change no chain, and neither does a SET that says nothing new. */
Test(route, a_reload_changes_no_chain)
{
    static const char *const after[] = {"person a officer sms:1:60s",
                                        "person b officer sms:1:60s",
                                        "person z leader sms:1:60s",
                                        "chain day 0s=person:a",
                                        "chain night 0s=person:b",
                                        "route - - night officer 0s",
                                        "catch person:z",
                                        NULL};
    struct fixture *f = fixture_new(office);

    fixture_act(f, "desk report text=x place=Mill");
    fixture_use(f, fixture_rules(after));
    cr_expect_str_eq(fixture_act(f, "a set place=Mill trapped=3"), "set");
    cr_expect_str_eq(fixture_act(f, "a set place=Hill"), "set");
    fixture_free(f);
}
