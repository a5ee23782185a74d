/*
 * Immunity 1 to 5 and 7 for single rotations; test_roster_random.c has whole rosters.
 *
 * The resolver against another one that knows no calendar: it walks through the minutes, reads the
 * local time of each from the C library, and does what a person with a list does: at the handover,
 * the next name.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rules/roster.h"

static struct person people[8] = {{.id = (char *)"a"}, {.id = (char *)"b"}, {.id = (char *)"c"},
                                  {.id = (char *)"d"}, {.id = (char *)"e"}, {.id = (char *)"f"},
                                  {.id = (char *)"g"}, {.id = (char *)"h"}};
static const struct person *one[8] = {&people[0], &people[1], &people[2], &people[3],
                                      &people[4], &people[5], &people[6], &people[7]};
static struct turn singles[8] = {{&one[0], 1}, {&one[1], 1}, {&one[2], 1}, {&one[3], 1},
                                 {&one[4], 1}, {&one[5], 1}, {&one[6], 1}, {&one[7], 1}};

static const char *const zones[] = {"Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe",
                                    "America/Santiago"};
#define ZONES (sizeof(zones) / sizeof(zones[0]))

static struct rules no_rules;
static const struct roster bare = {.rules = &no_rules};

static uint64_t seed = 7;

static unsigned chance(unsigned n)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(seed >> 33) % n;
}

static struct instant local(int year, int month, int day, int minutes)
{
    return calendar_instant((struct date){year, month, day}, minutes);
}

static const char *who(const struct post *post, struct instant at)
{
    const struct person *on[ROSTER_MAX];
    static char text[ROSTER_MAX + 1];
    size_t n = roster_at(&bare, post, at, on);

    for (size_t i = 0; i < n; i++)
        text[i] = on[i]->id[0];
    text[n] = '\0';
    return text;
}

/* ---- by hand ---- */

Test(roster, turns_by_hand)
{
    static const struct {
        const char *name, *start, *first, *handover; /* the last moment of it, the first after */
        unsigned every;
        enum cycle_unit unit;
        const char *change[4]; /* dates on which the turn changes */
    } rows[] = {
        {"days",
         "2026-11-02",
         "",
         "",
         1,
         CYCLE_DAYS,
         {"2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"}},
        {"two days",
         "2026-02-27",
         "",
         "",
         2,
         CYCLE_DAYS,
         {"2026-03-01", "2026-03-03", "2026-03-05", "2026-03-07"}},
        {"weeks",
         "2026-11-02",
         "",
         "",
         7,
         CYCLE_DAYS,
         {"2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30"}},
        {"months",
         "2026-11-02",
         "",
         "",
         1,
         CYCLE_MONTHS,
         {"2026-12-02", "2027-01-02", "2027-02-02", "2027-03-02"}},
        {"month ends",
         "2026-12-31",
         "",
         "",
         1,
         CYCLE_MONTHS,
         {"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"}},
        {"the 29th",
         "2027-01-29",
         "",
         "",
         1,
         CYCLE_MONTHS,
         {"2027-02-28", "2027-03-29", "2027-04-29", "2027-05-29"}},
        {"the 30th",
         "2027-01-30",
         "",
         "",
         1,
         CYCLE_MONTHS,
         {"2027-02-28", "2027-03-30", "2027-04-30", "2027-05-30"}},
        {"the 31st, every second month",
         "2026-12-31",
         "",
         "",
         2,
         CYCLE_MONTHS,
         {"2027-02-28", "2027-04-30", "2027-06-30", "2027-08-31"}},
        {"a leap day",
         "2027-11-30",
         "",
         "",
         3,
         CYCLE_MONTHS,
         {"2028-02-29", "2028-05-30", "2028-08-30", "2028-11-30"}},
    };

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct rotation r = {.whole_day = true,
                             .from = 510,
                             .to = 510,
                             .every = rows[i].every,
                             .unit = rows[i].unit,
                             .turns = singles,
                             .n_turns = 3};
        struct post post = {.staff = 1, .rotations = &r, .n_rotations = 1};
        struct instant at;

        cr_assert(date_parse(slice_of(rows[i].start), &r.start));
        at = calendar_instant(r.start, 510);
        cr_expect_str_eq(who(&post, instant_add(at, SPAN_US(-1))), "", "%s", rows[i].name);
        cr_expect_eq(roster_next_change(&bare, &post, instant_add(at, SPAN_US(-1))).us, at.us);
        for (unsigned change = 0; change < 4; change++) {
            struct date d;
            struct instant next = roster_next_change(&bare, &post, at);

            cr_assert(date_parse(slice_of(rows[i].change[change]), &d));
            cr_expect_eq(next.us, calendar_instant(d, 510).us, "%s %u", rows[i].name, change);
            cr_expect_eq(who(&post, instant_add(next, SPAN_US(-1)))[0], "abc"[change % 3], "%s %u",
                         rows[i].name, change);
            cr_expect_eq(who(&post, next)[0], "abc"[(change + 1) % 3], "%s %u", rows[i].name,
                         change);
            at = next;
        }
    }
}

Test(roster, over_midnight_belongs_to_the_day_it_began)
{
    struct rotation r = {.start = {2026, 11, 2},
                         .from = 1050,
                         .to = 510,
                         .every = 1,
                         .turns = singles,
                         .n_turns = 2};
    struct post post = {.staff = 1, .rotations = &r, .n_rotations = 1};

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    cr_expect_str_eq(who(&post, local(2026, 11, 2, 509)), "", "not begun yet");
    cr_expect_str_eq(who(&post, local(2026, 11, 2, 1050)), "a");
    cr_expect_str_eq(who(&post, local(2026, 11, 3, 509)), "a");
    cr_expect_str_eq(who(&post, local(2026, 11, 3, 510)), "", "by day");
    cr_expect_eq(roster_next_change(&bare, &post, local(2026, 11, 3, 510)).us,
                 local(2026, 11, 3, 1050).us);
    cr_expect_str_eq(who(&post, local(2026, 11, 3, 1050)), "b");
}

Test(roster, rotations_add_up_and_count_people_once)
{
    static const struct person *pair[2] = {&people[0], &people[1]};
    struct turn group = {pair, 2};
    struct rotation r[3] = {
        {.start = {2026, 11, 2}, .whole_day = true, .every = 1, .turns = &group, .n_turns = 1},
        {.start = {2026, 11, 2},
         .from = 480,
         .to = 1020,
         .every = 1,
         .turns = &singles[1],
         .n_turns = 2},
        {.start = {2026, 11, 2},
         .from = 0,
         .to = 0,
         .every = 1,
         .turns = &singles[5],
         .n_turns = 1}};
    struct post posts[2] = {{.id = (char *)"x", .rotations = &r[2], .n_rotations = 1},
                            {.id = (char *)"y", .rotations = r, .n_rotations = 3}};
    struct rules rules = {.posts = posts, .n_posts = 2};
    struct roster roster = {.rules = &rules};
    struct instant noon;

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    noon = local(2026, 11, 2, 720);
    cr_expect_str_eq(who(&posts[1], noon), "abf", "b is in two rotations");
    cr_expect_str_eq(who(&posts[1], local(2026, 11, 3, 720)), "abcf");
    cr_expect_str_eq(who(&posts[1], local(2026, 11, 3, 1020)), "abf");
    cr_expect(roster_holds(&bare, &posts[1], &people[0], noon));
    cr_expect(!roster_holds(&bare, &posts[0], &people[0], noon));
    cr_expect_eq(roster_post_of(&roster, &people[5], noon), &posts[0], "the first of two");
    cr_expect_eq(roster_post_of(&roster, &people[0], noon), &posts[1]);
    cr_expect(!roster_post_of(&roster, &people[7], noon));
    cr_expect(instant_is_never(roster_next_change(&bare, &posts[0], noon)),
              "one turn, round the clock");
}

Test(roster, nobody_and_never)
{
    struct post post = {.staff = 1};

    cr_expect_str_eq(who(&post, (struct instant){0}), "");
    cr_expect(instant_is_never(roster_next_change(&bare, &post, (struct instant){0})));
    cr_expect_str_eq(who(&post, INSTANT_NEVER), "");
}

/* ---- against the walk through the minutes ---- */

/* What a walk knows: who is on, and how often the turn has gone on. */
struct walk {
    const struct rotation *r;
    struct tm before;
    int64_t shown; /* the furthest local minute that the wall has shown */
    long duties;   /* begun since the start; the latest is number duties - 1 */
    bool on;
};

static int64_t wall(const struct tm *tm)
{
    return date_to_days((struct date){tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday}) * 1440 +
           tm->tm_hour * 60 + tm->tm_min;
}

static char walk_minute(struct walk *w, int64_t minute)
{
    time_t t = (time_t)(minute * 60);
    struct tm tm;
    const struct rotation *r = w->r;
    int to = r->whole_day ? r->from : r->to;

    localtime_r(&t, &tm);
    if (w->shown == 0)
        w->shown = wall(&tm) - 1;
    /* Each local minute that the wall passes for the first time, jumped over or not. */
    for (; w->shown < wall(&tm); w->shown++) {
        int64_t next = w->shown + 1;

        if (next % 1440 == to)
            w->on = false;
        if (next % 1440 == r->from && next / 1440 >= date_to_days(r->start)) {
            w->on = true;
            w->duties++;
        }
    }
    if (!w->on)
        return '-';
    return (char)('a' + (w->duties - 1) / (long)r->every % (long)r->n_turns);
}

/* The days around which each zone changes its clocks in 2026 and 2027, and an ordinary one. */
static const struct date around[] = {{2026, 3, 29},  {2026, 4, 5},  {2026, 9, 6},  {2026, 10, 4},
                                     {2026, 10, 25}, {2026, 7, 15}, {2027, 3, 28}, {2027, 4, 4}};

static void check_rotation(const struct rotation *r, const char *zone)
{
    struct post post = {.staff = 1, .rotations = (struct rotation *)r, .n_rotations = 1};
    int64_t first = calendar_instant(r->start, 0).us / 60000000;
    struct instant next = {0};
    struct walk w = {.r = r};
    char before = '-';

    for (int64_t minute = first; minute < first + 9 * 1440; minute++) {
        struct instant at = {minute * 60000000};
        char expected = walk_minute(&w, minute), got = who(&post, at)[0];

        got = got ? got : '-';
        cr_assert(got == expected,
                  "%s: minute %lld, start %d-%02d-%02d from %d to %d every %u of %zu: %c, not %c",
                  zone, (long long)minute, r->start.year, r->start.month, r->start.day, r->from,
                  r->to, r->every, r->n_turns, got, expected);
        /* the next change is later, and nothing has changed before it */
        if (minute > first && instant_before(at, next))
            cr_assert_eq(got, before, "%s: minute %lld changed too early", zone, (long long)minute);
        before = got;
        if (!instant_before(at, next))
            next = roster_next_change(&bare, &post, at);
        cr_assert(instant_before(at, next));
    }
}

Test(roster, agrees_with_a_walk_through_the_minutes, .timeout = 300)
{
    for (size_t z = 0; z < ZONES; z++) {
        cr_assert(calendar_set_zone(zones[z]));
        for (size_t i = 0; i < 3 * sizeof(around) / sizeof(around[0]); i++) {
            struct rotation r = {.every = 1 + chance(3),
                                 .whole_day = chance(3) == 0,
                                 .from = (int)chance(96) * 15,
                                 .to = (int)chance(96) * 15,
                                 .turns = singles,
                                 .n_turns = 1 + chance(4)};

            if (chance(2) == 0) /* in the hours in which clocks change */
                r.from = (int)chance(13) * 15;
            if (r.whole_day)
                r.to = r.from;
            r.start = date_from_days(date_to_days(around[i / 3]) - 2 - chance(4));
            check_rotation(&r, zones[z]);
        }
    }
}

/* A day and a night rotation that meet: exactly the required staff, every minute. */
Test(roster, meeting_rotations_leave_no_hole, .timeout = 300)
{
    static const int meets[][2] = {{510, 1050}, {0, 720}, {150, 1410}, {105, 120}, {30, 135}};

    for (size_t z = 0; z < ZONES; z++) {
        cr_assert(calendar_set_zone(zones[z]));
        for (size_t m = 0; m < sizeof(meets) / sizeof(meets[0]); m++) {
            struct rotation r[2] = {{.start = {2026, 1, 1},
                                     .from = meets[m][0],
                                     .to = meets[m][1],
                                     .every = 1,
                                     .turns = singles,
                                     .n_turns = 3},
                                    {.start = {2026, 1, 1},
                                     .from = meets[m][1],
                                     .to = meets[m][0],
                                     .every = 2,
                                     .turns = &singles[4],
                                     .n_turns = 3}};
            struct post post = {.staff = 1, .rotations = r, .n_rotations = 2};

            for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
                int64_t first =
                    calendar_instant(date_from_days(date_to_days(around[i]) - 1), 0).us / 60000000;

                for (int64_t minute = first; minute < first + 3 * 1440; minute++) {
                    const struct person *on[ROSTER_MAX];

                    cr_assert_eq(roster_at(&bare, &post, (struct instant){minute * 60000000}, on),
                                 1, "%s: minute %lld, %d and %d", zones[z], (long long)minute,
                                 meets[m][0], meets[m][1]);
                }
            }
        }
    }
}

Test(roster, handover_is_at_the_same_hour_for_two_years)
{
    for (size_t z = 0; z < ZONES; z++) {
        struct rotation r = {.start = {2026, 1, 1},
                             .whole_day = true,
                             .from = 510,
                             .to = 510,
                             .every = 1,
                             .turns = singles,
                             .n_turns = 5};
        struct post post = {.staff = 1, .rotations = &r, .n_rotations = 1};
        struct instant at;

        cr_assert(calendar_set_zone(zones[z]));
        at = local(2026, 1, 1, 510);
        for (int day = 0; day < 730; day++) {
            struct buffer text = BUFFER_INIT;

            calendar_format(at, &text);
            cr_assert_eq(strncmp(text.data + 11, "08:30:00.000000", 15), 0, "%s %s", zones[z],
                         text.data);
            cr_assert_eq(date_to_days(calendar_date(at)) - date_to_days(r.start), day);
            cr_assert_eq(who(&post, at)[0], 'a' + day % 5);
            at = roster_next_change(&bare, &post, at);
            buffer_deinit(&text);
        }
    }
}

/* Immunity 7: whoever is restricted to weekdays, or weekends, gets the same share of a year. */
Test(roster, a_restriction_starves_nobody)
{
    static const char *const sets[] = {"mon-fri", "sat,sun", "sat",
                                       "workday", "restday", "wed,sun"};

    cr_assert(calendar_set_zone("Europe/Berlin"));
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        for (size_t n = 2; n <= 8; n++) {
            struct rotation r = {.start = {2026, 1, 1},
                                 .whole_day = true,
                                 .from = 510,
                                 .to = 510,
                                 .every = 1,
                                 .count_active = true,
                                 .turns = singles,
                                 .n_turns = n};
            struct post post = {.staff = 1, .rotations = &r, .n_rotations = 1};
            int duties[8] = {0}, least = 999, most = 0;

            cr_assert(days_parse(slice_of(sets[i]), &r.days));
            for (int day = 0; day < 365; day++) {
                const char *on = who(&post, calendar_day_instant(date_to_days(r.start) + day, 720));

                if (on[0])
                    duties[on[0] - 'a']++;
            }
            for (size_t p = 0; p < n; p++) {
                least = duties[p] < least ? duties[p] : least;
                most = duties[p] > most ? duties[p] : most;
            }
            cr_expect(least > 0 && most - least <= 1, "%s of %zu: %d to %d", sets[i], n, least,
                      most);
        }
    }
}

/* Immunity 4: a wall clock that changes does not wake anybody more often. */
Test(roster, as_many_changes_as_duties)
{
    for (size_t z = 0; z < ZONES; z++) {
        struct rotation r[2] = {{.start = {2026, 1, 1},
                                 .from = 150,
                                 .to = 1050,
                                 .every = 1,
                                 .turns = singles,
                                 .n_turns = 3},
                                {.start = {2026, 1, 1},
                                 .from = 1050,
                                 .to = 150,
                                 .every = 1,
                                 .turns = singles,
                                 .n_turns = 2}};
        struct post post = {.staff = 1, .rotations = r, .n_rotations = 2};
        struct instant at, end;
        int changes = 0;

        cr_assert(calendar_set_zone(zones[z]));
        at = local(2026, 2, 1, 720);
        end = local(2028, 2, 1, 720);
        for (at = roster_next_change(&bare, &post, at); instant_before(at, end);
             at = roster_next_change(&bare, &post, at))
            changes++;
        cr_expect_eq(changes, 2 * 730, "%s: %d", zones[z], changes);
    }
}

/* Immunity 8: a relief made at run time fits the roster it was made for, and no other. */
Test(roster, a_relief_at_run_time)
{
    struct rotation r = {.start = {2026, 11, 2},
                         .whole_day = true,
                         .from = 510,
                         .to = 510,
                         .every = 1,
                         .turns = singles,
                         .n_turns = 2};
    struct post post = {.staff = 1, .rotations = &r, .n_rotations = 1};
    struct relief late = {.post = &post, .out = &people[0], .in = &people[7]};
    struct roster roster = {.rules = &no_rules, .reliefs = &late, .n_reliefs = 1};
    struct instant noon;

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    noon = local(2026, 11, 4, 720);
    late.period = (struct period){.from = noon, .to = instant_add(noon, SPAN_HOURS(2))};
    cr_expect(roster_holds(&roster, &post, &people[0], instant_add(noon, SPAN_US(-1))));
    cr_expect_eq(roster_next_change(&roster, &post, local(2026, 11, 4, 600)).us, noon.us);
    cr_expect(roster_holds(&roster, &post, &people[7], noon));
    cr_expect_eq(roster_next_change(&roster, &post, noon).us, late.period.to.us);
    cr_expect(roster_holds(&roster, &post, &people[0], late.period.to));
    r.start.day = 3; /* the roster moves by a day: b is on, and is not relieved */
    cr_expect(roster_holds(&roster, &post, &people[1], noon));
    late.period = (struct period){.by_day = true, .first = 20761, .last = 20761}; /* 2026-11-04 */
    r.start.day = 2;
    cr_expect(roster_holds(&roster, &post, &people[7], local(2026, 11, 4, 510)));
    cr_expect(roster_holds(&roster, &post, &people[7], local(2026, 11, 5, 509)));
    cr_expect(roster_holds(&roster, &post, &people[1], local(2026, 11, 5, 510)));
}
