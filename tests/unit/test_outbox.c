#include <criterion/criterion.h>

#include <stdlib.h>

#include "base/random.h"
#include "paging/outbox.h"

#define PAGES 3000

static struct instant at(int64_t us)
{
    return (struct instant){us};
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
    cr_expect(instant_is_never(outbox_next(&o)));
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
        pages[k].first = rows[k].first;
        outbox_put(&o, &pages[k], INSTANT_NONE);
    }
    cr_expect_eq(outbox_next(&o).us, INSTANT_NONE.us);
    for (size_t k = 0; k < 6; k++)
        cr_expect_eq(take(&o, at(1), &ask), expected[k], "place %zu", k);
    cr_expect_eq(outbox_len(&o), 0);
    outbox_deinit(&o);
}

Test(outbox, deferred_until_their_instant)
{
    struct outbox_page a = {.id = 1, .first = true}, b = {.id = 2}, c = {.id = 3, .first = true};
    struct outbox o = {0};
    struct instant ask;

    outbox_put(&o, &a, at(300));
    outbox_put(&o, &b, INSTANT_NONE);
    outbox_put(&o, &c, at(200));
    cr_expect_eq(outbox_len(&o), 3);
    cr_expect_eq(take(&o, at(199), &ask), 2);
    cr_expect_eq(take(&o, at(199), &ask), 0);
    cr_expect_eq(ask.us, 200, "asks for the earliest retry");
    cr_expect_eq(outbox_next(&o).us, 200);
    cr_expect_eq(take(&o, at(200), &ask), 3);
    cr_expect_eq(take(&o, at(300), &ask), 1);
    outbox_deinit(&o);
}

/* When their time has come they stand in line as all others do. */
Test(outbox, deferred_come_back_in_order)
{
    struct outbox_page a = {.id = 1}, b = {.id = 2, .first = true}, c = {.id = 3};
    struct outbox o = {0};
    struct instant ask;

    outbox_put(&o, &c, INSTANT_NONE);
    outbox_put(&o, &a, at(100));
    outbox_put(&o, &b, at(150));
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

    outbox_put(&o, &a, INSTANT_NONE);
    outbox_put(&o, &a, at(50));
    outbox_put(&o, &b, at(60));
    outbox_put(&o, &b, INSTANT_NONE);
    cr_expect_eq(outbox_len(&o), 2);
    cr_expect_eq(take(&o, at(1), &ask), 2);
    outbox_remove(&o, &b);
    outbox_remove(&o, &a);
    cr_expect_eq(outbox_len(&o), 0);
    cr_expect_eq(take(&o, at(99), &ask), 0);
    cr_expect(instant_is_never(ask));
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
        pages[k].first = random_below(&random, 2);
        outbox_put(&o, &pages[k],
                   random_below(&random, 3) ? INSTANT_NONE : at(1 + (int64_t)k % 90));
    }
    while ((page = outbox_take(&o, at(90), &ask))) {
        cr_assert(page->first == last_first ? page->id > last : last_first);
        last = page->id;
        last_first = page->first;
        taken++;
    }
    cr_expect_eq(taken, PAGES);
    outbox_deinit(&o);
    free(pages);
}
