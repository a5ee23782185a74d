#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "paging/outbox.h"

#define PAGES 3000

static struct instant at(int64_t us)
{
    return (struct instant){us};
}

/* All to one address, but where a test says otherwise. */
static void put(struct outbox *o, struct outbox_page *page, struct instant not_before)
{
    if (!page->number)
        page->number = outbox_number(o, "+1");
    outbox_put(o, page, not_before);
}

static uint64_t take(struct outbox *o, struct instant now, struct instant *ret_ask)
{
    struct outbox_page *page = outbox_take(o, now, ret_ask);

    return page ? page->id : 0;
}

Test(outbox, empty)
{
    struct outbox o = {0};
    struct instant ask = at(1);

    cr_expect_null(outbox_take(&o, at(5), &ask));
    cr_expect(instant_is_never(ask));
    cr_expect(instant_is_never(outbox_next_due(&o)));
    cr_expect_eq(outbox_len(&o), 0);
    outbox_deinit(&o);
}

/* First pages before repeats, then by id, whatever the order they came in. */
Test(outbox, order)
{
    static const struct {
        uint64_t id;
        bool first;
    } rows[] = {{7, false}, {9, true}, {3, false}, {12, true}, {2, true}, {8, false}};
    static const uint64_t expected[] = {2, 9, 12, 3, 7, 8};
    struct outbox_page pages[6] = {0};
    struct outbox o = {0};
    struct instant ask;

    for (size_t k = 0; k < 6; k++) {
        pages[k].id = rows[k].id;
        pages[k].rank = rows[k].first ? OUTBOX_NEW : OUTBOX_REPEAT;
        put(&o, &pages[k], INSTANT_NONE);
    }
    cr_expect_eq(outbox_next_due(&o).us, INSTANT_NONE.us);
    for (size_t k = 0; k < 6; k++)
        cr_expect_eq(take(&o, at(1), &ask), expected[k], "place %zu", k);
    cr_expect_eq(outbox_len(&o), 0);
    outbox_deinit(&o);
}

/* A drill goes after what is real and of the same rank, however bad it is said to be. */
Test(outbox, drills_go_last)
{
    static const struct {
        enum outbox_rank rank;
        unsigned grade;
        bool drill;
    } rows[] = {{OUTBOX_REPEAT, 1, false}, {OUTBOX_NEW, 1, true},    {OUTBOX_NEW, 4, true},
                {OUTBOX_NEW, 4, false},    {OUTBOX_REPEAT, 1, true}, {OUTBOX_NEW, 0, true}};
    static const uint64_t expected[] = {4, 2, 6, 3, 1, 5};
    struct outbox_page pages[6] = {0};
    struct outbox o = {0};
    struct instant ask;

    for (size_t k = 0; k < 6; k++) {
        pages[k] = (struct outbox_page){
            .id = k + 1, .rank = rows[k].rank, .grade = rows[k].grade, .drill = rows[k].drill};
        put(&o, &pages[k], INSTANT_NONE);
    }
    for (size_t k = 0; k < 6; k++)
        cr_expect_eq(take(&o, at(1), &ask), expected[k], "place %zu", k);
    outbox_deinit(&o);
}

Test(outbox, deferred_until_their_instant)
{
    struct outbox_page a = {.id = 1}, b = {.id = 2, .rank = OUTBOX_REPEAT},
                       c = {.id = 3, .rank = OUTBOX_NEW};
    struct outbox o = {0};
    struct instant ask;

    put(&o, &a, at(300));
    put(&o, &b, INSTANT_NONE);
    put(&o, &c, at(200));
    cr_expect_eq(outbox_len(&o), 3);
    cr_expect_eq(take(&o, at(199), &ask), 2);
    cr_expect_eq(take(&o, at(199), &ask), 0);
    cr_expect_eq(ask.us, 200, "asks for the earliest retry");
    cr_expect_eq(outbox_next_due(&o).us, 200);
    cr_expect_eq(take(&o, at(200), &ask), 3);
    cr_expect_eq(take(&o, at(300), &ask), 1);
    outbox_deinit(&o);
}

/* When their time has come they stand in line as all others do. */
Test(outbox, deferred_come_back_in_order)
{
    struct outbox_page a = {.id = 1, .rank = OUTBOX_REPEAT}, b = {.id = 2},
                       c = {.id = 3, .rank = OUTBOX_REPEAT};
    struct outbox o = {0};
    struct instant ask;

    put(&o, &c, INSTANT_NONE);
    put(&o, &a, at(100));
    put(&o, &b, at(150));
    cr_expect_eq(take(&o, at(150), &ask), 2);
    cr_expect_eq(take(&o, at(150), &ask), 1);
    cr_expect_eq(take(&o, at(150), &ask), 3);
    outbox_deinit(&o);
}

Test(outbox, put_moves_and_remove_removes)
{
    struct outbox_page a = {.id = 1}, b = {.id = 2};
    struct outbox o = {0};
    struct instant ask;

    put(&o, &a, INSTANT_NONE);
    put(&o, &a, at(50));
    put(&o, &b, at(60));
    put(&o, &b, INSTANT_NONE);
    cr_expect_eq(outbox_len(&o), 2);
    cr_expect_eq(take(&o, at(1), &ask), 2);
    outbox_remove(&o, &b);
    outbox_remove(&o, &a);
    cr_expect_eq(outbox_len(&o), 0);
    cr_expect_eq(take(&o, at(99), &ask), 0);
    cr_expect(instant_is_never(ask));
    outbox_deinit(&o);
}

/* The worse grade before the better, a grade nobody knows between II and III; within it by id; and
 * what the hook was run for before stands after what it was not. */
Test(outbox, ranks_and_grades)
{
    static const struct {
        uint64_t id;
        enum outbox_rank rank;
        unsigned grade;
    } rows[] = {{1, OUTBOX_REPEAT, 1}, {2, OUTBOX_AGAIN, 1}, {3, OUTBOX_FIRST, 4},
                {4, OUTBOX_NEW, 4},    {5, OUTBOX_NEW, 3},   {6, OUTBOX_NEW, 0},
                {7, OUTBOX_NEW, 2},    {8, OUTBOX_NEW, 1},   {9, OUTBOX_NEW, 1},
                {10, OUTBOX_FIRST, 1}};
    static const uint64_t expected[] = {8, 9, 7, 6, 5, 4, 10, 3, 2, 1};
    struct outbox_page pages[10] = {0};
    struct outbox o = {0};
    struct instant ask;
    char address[4];

    for (size_t k = 0; k < 10; k++) {
        snprintf(address, sizeof(address), "+%zu", k % 3);
        pages[k] = (struct outbox_page){.id = rows[k].id,
                                        .rank = rows[k].rank,
                                        .grade = rows[k].grade,
                                        .number = outbox_number(&o, address)};
        put(&o, &pages[k], INSTANT_NONE);
    }
    for (size_t k = 0; k < 10; k++)
        cr_expect_eq(take(&o, at(1), &ask), expected[k], "place %zu", k);
    outbox_deinit(&o);
}

static void collect(struct outbox_page *page, void *arg)
{
    *(uint64_t *)arg += page->id;
}

/* A closed number: its repeats wait, what is more urgent does not, nor do other numbers. */
Test(outbox, immunity_20_only_repeats_are_held)
{
    struct outbox o = {0};
    struct outbox_number *one = outbox_number(&o, "+1"), *two = outbox_number(&o, "+2");
    struct outbox_page repeat = {.id = 1, .rank = OUTBOX_REPEAT, .number = one},
                       late = {.id = 2, .rank = OUTBOX_REPEAT, .number = one},
                       first = {.id = 5, .rank = OUTBOX_FIRST, .number = one},
                       again = {.id = 6, .rank = OUTBOX_AGAIN, .number = one},
                       other = {.id = 9, .rank = OUTBOX_REPEAT, .number = two};
    struct instant ask;
    uint64_t held = 0;

    put(&o, &repeat, INSTANT_NONE);
    put(&o, &late, at(50));
    outbox_close(&o, one, at(100));
    cr_expect_eq(outbox_next_due(&o).us, 50);
    put(&o, &again, INSTANT_NONE);
    put(&o, &first, INSTANT_NONE);
    put(&o, &other, INSTANT_NONE);
    outbox_each_held(one, collect, &held);
    cr_expect_eq(held, 1, "the deferred one is not held yet");
    cr_expect_eq(take(&o, at(60), &ask), 5);
    cr_expect_eq(take(&o, at(60), &ask), 6);
    cr_expect_eq(take(&o, at(60), &ask), 9);
    cr_expect_eq(take(&o, at(60), &ask), 0);
    cr_expect_eq(ask.us, 100);
    held = 0;
    outbox_each_held(one, collect, &held);
    cr_expect_eq(held, 3);
    cr_expect_eq(outbox_len(&o), 2);
    outbox_close(&o, one, at(120));
    cr_expect_eq(take(&o, at(100), &ask), 0);
    cr_expect_eq(ask.us, 120);
    cr_expect_eq(take(&o, at(120), &ask), 1);
    outbox_close(&o, one, INSTANT_NONE);
    cr_expect_eq(outbox_next_due(&o).us, INSTANT_NONE.us);
    cr_expect_eq(take(&o, at(121), &ask), 2);
    cr_expect_eq(outbox_len(&o), 0);
    outbox_deinit(&o);
}

/* Everything to one number, whether it is open or not, in order. */
Test(outbox, take_from_a_number)
{
    struct outbox o = {0};
    struct outbox_number *one = outbox_number(&o, "+1");
    struct outbox_page a = {.id = 1, .rank = OUTBOX_REPEAT, .number = one},
                       b = {.id = 2, .number = one}, c = {.id = 3, .number = one},
                       d = {.id = 4, .number = outbox_number(&o, "+2")};

    cr_expect_eq(outbox_number(&o, "+1"), one);
    put(&o, &a, INSTANT_NONE);
    put(&o, &b, INSTANT_NONE);
    put(&o, &c, at(10));
    put(&o, &d, INSTANT_NONE);
    outbox_close(&o, one, at(100));
    cr_expect_eq(outbox_take_from(&o, one), &b);
    cr_expect_eq(outbox_take_from(&o, one), &a);
    cr_expect_null(outbox_take_from(&o, one), "one is deferred");
    cr_expect_eq(outbox_len(&o), 2);
    outbox_deinit(&o);
}

/* Thousands at once, in random order: every one comes out, once, in order. */
Test(outbox, thousands)
{
    struct outbox_page *pages = calloc(PAGES, sizeof(*pages)), *page;
    uint64_t seed = 20261123, taken = 0;
    struct random_source random = random_seeded(&seed);
    struct outbox o = {0};
    struct instant ask;
    uint64_t last = 0;
    bool last_first = true;

    for (size_t k = 0; k < PAGES; k++) {
        pages[k].id = random_below(&random, 1u << 30) * PAGES + k + 1;
        pages[k].rank = random_below(&random, 2) ? OUTBOX_NEW : OUTBOX_REPEAT;
        put(&o, &pages[k], random_below(&random, 3) ? INSTANT_NONE : at(1 + (int64_t)k % 90));
    }
    while ((page = outbox_take(&o, at(90), &ask))) {
        cr_assert((page->rank == OUTBOX_NEW) == last_first ? page->id > last : last_first);
        last = page->id;
        last_first = page->rank == OUTBOX_NEW;
        taken++;
    }
    cr_expect_eq(taken, PAGES);
    outbox_deinit(&o);
    free(pages);
}
