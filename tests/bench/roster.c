/*
 * How long the roster takes: 10 posts, 50 people, a year. Prints JSON. The roster has what real
 * ones have: day and night, holidays, leave, reliefs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "base/random.h"
#include "rules/shifts.h"

#define POSTS 10
#define PEOPLE 50
#define ASKED 1000000

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* it only computes */
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct rotation make_rotation(struct rules *r, unsigned first, int from, int to)
{
    struct rotation rotation = {.start = {2026, 1, 1},
                                .whole_day = from == to,
                                .from = from,
                                .to = to,
                                .every = 1,
                                .n_turns = 4};

    rotation.turns = xcalloc(4, sizeof(*rotation.turns));
    for (unsigned t = 0; t < 4; t++) {
        struct turn *turn = &rotation.turns[t];

        turn->people = xcalloc(2, sizeof(*turn->people));
        turn->n_people = 2;
        turn->people[0] = &r->people[(first + t * 2) % PEOPLE];
        turn->people[1] = &r->people[(first + t * 2 + 1) % PEOPLE];
    }
    return rotation;
}

static void add_posts(struct rules *r)
{
    r->posts = xcalloc(POSTS, sizeof(*r->posts));
    r->n_posts = POSTS;
    for (unsigned i = 0; i < POSTS; i++) {
        struct post *p = &r->posts[i];

        p->id = xasprintf("post%u", i);
        p->title = xstrdup(p->id);
        p->staff = 2;
        p->n_rotations = 3;
        p->rotations = xcalloc(3, sizeof(*p->rotations));
        p->rotations[0] = make_rotation(r, i * 5, 510, 1050);
        p->rotations[1] = make_rotation(r, i * 5 + 8, 1050, 510);
        p->rotations[2] = make_rotation(r, i * 5 + 16, 510, 510);
        p->rotations[2].days = DAYS_HOLIDAY;
        p->rotations[2].count_active = p->rotations[2].instead = true;
        p->n_reliefs = 10;
        p->reliefs = xcalloc(10, sizeof(*p->reliefs));
        for (unsigned k = 0; k < 10; k++)
            p->reliefs[k] = (struct relief){
                .post = p,
                .out = &r->people[(i * 5 + k) % PEOPLE],
                .in = &r->people[(i * 5 + k + 25) % PEOPLE],
                .period = {.by_day = true, .first = 20454 + k * 36, .last = 20456 + k * 36}};
    }
}

static struct rules *make_rules(void)
{
    struct rules *r = rules_new();

    r->people = xcalloc(PEOPLE, sizeof(*r->people));
    r->n_people = PEOPLE;
    for (unsigned i = 0; i < PEOPLE; i++) {
        struct person *p = &r->people[i];

        p->id = xasprintf("person%u", i);
        p->name = xstrdup(p->id);
        p->n_leave = 3;
        p->leave = xcalloc(3, sizeof(*p->leave));
        for (unsigned k = 0; k < 3; k++)
            p->leave[k] = (struct period){
                .by_day = true, .first = 20454 + i * 7 + k * 100, .last = 20457 + i * 7 + k * 100};
    }
    add_posts(r);
    r->special.days = xcalloc(41, sizeof(*r->special.days));
    for (r->special.n = 0; r->special.n < 40; r->special.n++)
        r->special.days[r->special.n] = (struct special_day){
            .day = 20454 + (int64_t)(r->special.n / 4) * 36 + (int64_t)(r->special.n % 4),
            .holiday = r->special.n % 4 < 3};
    rules_prepare(r);
    return r;
}

static double time_at(const struct roster *r, struct instant first)
{
    uint64_t state = 1;
    struct random_source source = random_seeded(&state);
    const struct person *people[ROSTER_MAX];
    volatile size_t sum = 0;
    double begin = seconds();

    for (unsigned i = 0; i < ASKED; i++) {
        struct instant at =
            instant_add(first, SPAN_SECONDS((int64_t)random_below(&source, 365 * 86400)));

        sum += roster_at(r, &r->rules->posts[i % POSTS], at, people);
    }
    return (seconds() - begin) / ASKED * 1e6;
}

/* Every change of every post in a year, and every gap: once through. */
static double time_year(const struct roster *r, struct instant first, size_t *ret_gaps)
{
    struct instant end = instant_add(first, SPAN_DAYS(365));
    double begin = seconds();

    *ret_gaps = 0;
    for (size_t i = 0; i < r->rules->n_posts; i++) {
        struct gap gap = {.to = first};

        while (instant_before(gap.to, end) &&
               roster_next_gap(r, &r->rules->posts[i], gap.to, end, &gap))
            ++*ret_gaps;
    }
    return (seconds() - begin) * 1e3;
}

static double time_shifts(const struct roster *r, struct instant first, size_t *ret_shifts)
{
    struct shift_list list = {0};
    double begin = seconds();

    for (size_t i = 0; i < r->rules->n_posts; i++)
        shifts_collect(r, &r->rules->posts[i], first, instant_add(first, SPAN_DAYS(365)), &list);
    *ret_shifts = list.n;
    shift_list_deinit(&list);
    return (seconds() - begin) * 1e3;
}

int main(void)
{
    struct roster roster;
    struct instant first;
    double at, year, all;
    size_t gaps, shifts;
    struct rules *rules = make_rules();

    calendar_set_zone("Europe/Berlin");
    roster = (struct roster){.rules = rules};
    first = calendar_instant((struct date){2026, 1, 2}, 0);
    time_at(&roster, first);
    at = time_at(&roster, first);
    year = time_year(&roster, first, &gaps);
    all = time_shifts(&roster, first, &shifts);
    printf("{\"roster_at_us\": %.3f, \"year_check_ms\": %.2f, \"gaps\": %zu, \"year_shifts_ms\": "
           "%.2f, "
           "\"shifts\": %zu}\n",
           at, year, gaps, all, shifts);
    rules_unref(rules);
    return 0;
}
