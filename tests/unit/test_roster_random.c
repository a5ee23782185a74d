/*
 * The resolver against the naive one (immunity 1, 2, 3, 4, 5, 6, 7, 8): random rosters with every
 * rule there is, minute by minute, in zones that change their clocks in different ways.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "naive_roster.h"
#include "rules/shifts.h"

#define PEOPLE 10
#define ROTATIONS 4
#define ROSTERS 2000    /* over some days each */
#define LONG_ROSTERS 15 /* over two years each; DUTYD_ROSTERS=2000 for more */
#define MAX_DAYS 40
#define TWO_YEARS 731

static const char *const zones[] = {"Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe",
                                    "America/Santiago", "America/New_York"};
#define ZONES (sizeof(zones) / sizeof(zones[0]))

/* Days around which one of the zones changes its clocks, within two years; and ordinary ones. */
static const struct date around[] = {
    {2026, 3, 8},  {2026, 3, 29}, {2026, 4, 5},   {2026, 9, 6},  {2026, 10, 4}, {2026, 10, 25},
    {2026, 11, 1}, {2027, 3, 14}, {2027, 3, 28},  {2027, 4, 4},  {2027, 9, 5},  {2027, 10, 3},
    {2027, 11, 7}, {2026, 7, 15}, {2026, 12, 31}, {2027, 2, 28}, {2028, 2, 29}, {2027, 10, 31}};
#define AROUND (sizeof(around) / sizeof(around[0]))

static struct random_source source;
static uint64_t state;

static unsigned chance(unsigned n)
{
    return (unsigned)random_below(&source, n);
}

struct world {
    struct rules rules;
    struct roster roster;
    struct person people[PEOPLE];
    struct period leave[PEOPLE][2];
    struct post post;
    struct rotation rotations[ROTATIONS];
    struct turn turns[ROTATIONS][5];
    const struct person *members[ROTATIONS][5][3];
    struct relief reliefs[3], late[2];
    struct special_day special[32];
    char ids[PEOPLE][2];
    int64_t first_day, days;
};

static int random_minutes(void)
{
    switch (chance(4)) {
    case 0:
        return 510;
    case 1: /* the hours in which clocks change */
        return (int)chance(14) * 15;
    case 2:
        return (int)chance(1440);
    default:
        return (int)chance(48) * 30;
    }
}

static unsigned random_days(void)
{
    static const char *const sets[] = {"mon-fri",     "sat,sun",         "holiday",
                                       "workday",     "restday",         "mon-sun",
                                       "fri-mon",     "sat,sun,holiday", "wed",
                                       "workday,sun", "mon-fri,holiday", "mon,wed,fri,restday"};
    unsigned days = 0;

    if (chance(2) == 0)
        cr_assert(days_parse(slice_of(sets[chance(sizeof(sets) / sizeof(sets[0]))]), &days));
    return days;
}

static void make_rotation(struct world *w, unsigned i)
{
    struct rotation *r = &w->rotations[i];
    static const unsigned cycles[] = {1, 1, 2, 3, 7, 14};
    int64_t back = chance(4) == 0 ? chance(100) : chance(10);

    *r = (struct rotation){.whole_day = chance(2) == 0,
                           .from = random_minutes(),
                           .to = random_minutes(),
                           .every = cycles[chance(6)],
                           .days = random_days(),
                           .count_active = chance(2) == 0,
                           .instead = i > 0 && chance(3) == 0,
                           .turns = w->turns[i],
                           .n_turns = 1 + chance(5)};
    r->start = date_from_days(w->first_day + 3 - back);
    if (chance(5) == 0) {
        r->unit = CYCLE_MONTHS;
        r->every = 1 + chance(3);
        r->count_active = false;
        if (chance(2) == 0)
            r->start.day = 29 + (int)chance(3);
        while (!date_is_valid(r->start))
            r->start.day--;
    }
    if (r->whole_day)
        r->to = r->from;
    for (size_t t = 0; t < r->n_turns; t++) {
        unsigned first = chance(PEOPLE);

        w->turns[i][t] = (struct turn){w->members[i][t], 1 + chance(3)};
        for (unsigned p = 0; p < 3; p++)
            w->members[i][t][p] = &w->people[(first + p * 3) % PEOPLE];
    }
}

static struct period random_period(const struct world *w)
{
    struct period p = {.by_day = chance(2) == 0};
    int64_t first = w->first_day + chance((unsigned)w->days);

    if (p.by_day) {
        p.first = first;
        p.last = first + chance(6);
    } else {
        p.from = calendar_instant(date_from_days(first), random_minutes());
        p.to = instant_add(p.from, SPAN_MINUTES(1 + chance(3000)));
    }
    return p;
}

static struct relief random_relief(const struct world *w)
{
    unsigned out = chance(PEOPLE);

    return (struct relief){.post = &w->post,
                           .out = &w->people[out],
                           .in = &w->people[(out + 1 + chance(PEOPLE - 1)) % PEOPLE],
                           .period = random_period(w)};
}

/* The days of a world: a few around some date, or two years. */
static void place_world(struct world *w, bool two_years)
{
    memset(w, 0, sizeof(*w));
    w->first_day = date_to_days(around[chance(AROUND)]) - 2 - chance(3);
    w->days = 4 + (chance(40) == 0 ? MAX_DAYS - 4 : chance(3));
    if (two_years) {
        w->first_day = date_to_days((struct date){2026, 1, 1});
        w->days = TWO_YEARS;
    }
}

static void make_world(struct world *w)
{
    for (unsigned i = 0; i < PEOPLE; i++) {
        w->ids[i][0] = (char)('a' + i);
        w->people[i] = (struct person){.id = w->ids[i], .leave = w->leave[i]};
        if (chance(4) == 0)
            w->people[i].n_leave = 1 + chance(2);
        for (size_t l = 0; l < w->people[i].n_leave; l++)
            w->leave[i][l] = random_period(w);
    }
    w->post = (struct post){.id = (char *)"p", .staff = 1, .rotations = w->rotations};
    w->post.n_rotations = 1 + chance(ROTATIONS);
    for (unsigned i = 0; i < w->post.n_rotations; i++)
        make_rotation(w, i);
    w->post.reliefs = w->reliefs;
    w->post.n_reliefs = chance(4);
    for (size_t i = 0; i < w->post.n_reliefs; i++)
        w->reliefs[i] = random_relief(w);
    for (size_t i = 0; i < 2; i++)
        w->late[i] = random_relief(w);
    w->rules =
        (struct rules){.people = w->people, .n_people = PEOPLE, .posts = &w->post, .n_posts = 1};
    w->rules.special = (struct special_days){w->special, chance(24)};
    for (size_t i = 0; i < w->rules.special.n; i++)
        w->special[i] = (struct special_day){
            .day = w->first_day - 50 + chance(93 + (unsigned)w->days), .holiday = chance(3) > 0};
    rules_prepare(&w->rules);
    w->roster = (struct roster){&w->rules, w->late, chance(3)};
}

/* When the first rotation starts: the naive one has to see it all. */
static int64_t earliest(const struct world *w)
{
    int64_t day = w->first_day;

    for (size_t i = 0; i < w->post.n_rotations; i++) {
        int64_t start = date_to_days(w->rotations[i].start);

        day = start < day ? start : day;
    }
    return day - 1;
}

static const char *holders(const struct world *w, struct instant at)
{
    const struct person *on[ROSTER_MAX];
    static char text[ROSTER_MAX + 1];
    size_t n = roster_at(&w->roster, &w->post, at, on);

    for (size_t i = 0; i < n; i++)
        text[i] = on[i]->id[0];
    text[n] = '\0';
    return text;
}

static bool is_in(const char *text, const struct shift_list *list, struct instant at)
{
    char seen[ROSTER_MAX + 1] = "";

    for (size_t i = 0; i < list->n; i++) {
        const struct shift *s = &list->shifts[i];
        const char *id = s->duty.person->id;

        if (s->duty.on_leave || instant_before(at, s->from) || !instant_before(at, s->to))
            continue;
        if (!strchr(text, id[0]))
            return false;
        if (!strchr(seen, id[0]))
            strcat(seen, id);
    }
    return strlen(seen) == strlen(text);
}

static void check_world(struct world *w, const char *zone, uint64_t seed)
{
    int64_t minute = calendar_instant(date_from_days(earliest(w)), 0).us / 60000000;
    int64_t first = calendar_instant(date_from_days(w->first_day), 0).us / 60000000;
    struct naive *naive = naive_new(&w->roster, &w->post, minute);
    struct instant next = {first * 60000000};
    struct shift_list shifts = {0};
    char before[ROSTER_MAX + 1] = "";

    shifts_collect(&w->roster, &w->post, next, instant_add(next, SPAN_DAYS(w->days)), &shifts);
    for (; minute < first; minute += 60) /* it sees each local minute that has passed */
        naive_minute(naive, minute);
    for (minute = first; minute < first + w->days * 1440; minute++) {
        struct instant at = {minute * 60000000};
        const char *expected = naive_minute(naive, minute), *got;

        if (instant_before(at, next)) { /* the resolver says that nothing changes */
            cr_assert(strcmp(before, expected) == 0,
                      "seed %llu, %s, minute %lld: changed from %s to %s before the "
                      "next change",
                      (unsigned long long)seed, zone, (long long)minute, before, expected);
            if (minute % 61 != 0)
                continue;
        }
        got = holders(w, at);
        cr_assert(strcmp(got, expected) == 0, "seed %llu, %s, minute %lld: %s, not %s",
                  (unsigned long long)seed, zone, (long long)minute, got, expected);
        cr_assert(is_in(got, &shifts, at), "seed %llu, %s, minute %lld: the shifts are not %s",
                  (unsigned long long)seed, zone, (long long)minute, got);
        memcpy(before, got, strlen(got) + 1);
        if (!instant_before(at, next))
            next = roster_next_change(&w->roster, &w->post, at);
        cr_assert(instant_before(at, next), "seed %llu: the next change is later",
                  (unsigned long long)seed);
    }
    naive_free(naive);
    shift_list_deinit(&shifts);
    free(w->rules.mark_days);
    free(w->rules.marks);
}

/* Seeds from `seed` on; the environment may give the one that failed, and how
 * many. */
static void check_worlds(uint64_t seed, uint64_t n, bool two_years)
{
    const char *given = getenv("DUTYD_SEED"), *more = getenv("DUTYD_ROSTERS");
    struct world *w = calloc(1, sizeof(*w));
    uint64_t end;

    seed = given ? strtoull(given, NULL, 10) : seed;
    end = seed + (more ? strtoull(more, NULL, 10) : given ? 1 : n);
    for (; seed < end; seed++) {
        const char *zone = zones[seed % ZONES];

        if (!calendar_zone() || strcmp(calendar_zone(), zone) != 0)
            cr_assert(calendar_set_zone(zone));
        state = seed;
        source = random_seeded(&state);
        place_world(w, two_years);
        make_world(w);
        check_world(w, zone, seed);
    }
    free(w);
}

Test(roster, agrees_with_the_naive_one, .timeout = 300)
{
    check_worlds(20261123, ROSTERS, false);
}

/* Each minute of 2026 and 2027 (immunity 1 to 5). */
Test(roster, agrees_with_the_naive_one_for_two_years, .timeout = 3600)
{
    check_worlds(20261124, LONG_ROSTERS, true);
}
