#include <criterion/criterion.h>

#include "base/heap.h"
#include "base/random.h"

#define NODES 200

static struct instant at(int64_t us)
{
    return (struct instant){us};
}

static bool is_sound(const struct heap *h)
{
    for (size_t i = 0; i < h->len; i++) {
        if (h->nodes[i]->place != i + 1)
            return false;
        if (i > 0 && instant_before(h->nodes[i]->at, h->nodes[(i - 1) / 2]->at))
            return false;
    }
    return true;
}

Test(heap, empty)
{
    struct heap h = {0};
    struct heap_node node = {0};

    cr_expect_null(heap_first(&h));
    heap_remove(&h, &node);
    heap_set(&h, &node, INSTANT_NEVER);
    cr_expect_null(heap_first(&h));
    cr_expect_eq(node.place, 0);
    heap_deinit(&h);
}

Test(heap, first_moves_with_the_instants)
{
    struct heap h = {0};
    struct heap_node a = {0}, b = {0}, c = {0};

    heap_set(&h, &a, at(30));
    heap_set(&h, &b, at(20));
    heap_set(&h, &c, at(40));
    cr_expect_eq(heap_first(&h), &b);
    heap_set(&h, &c, at(10));
    cr_expect_eq(heap_first(&h), &c);
    heap_set(&h, &c, at(50));
    cr_expect_eq(heap_first(&h), &b);
    heap_set(&h, &b, INSTANT_NEVER);
    cr_expect_eq(heap_first(&h), &a);
    cr_expect_eq(b.place, 0);
    heap_remove(&h, &a);
    heap_remove(&h, &a);
    cr_expect_eq(heap_first(&h), &c);
    heap_remove(&h, &c);
    cr_expect_null(heap_first(&h));
    heap_deinit(&h);
}

Test(heap, stays_sound_under_random_use)
{
    struct heap_node nodes[NODES] = {0};
    uint64_t seed = 20261123;
    struct random_source random = random_seeded(&seed);
    struct heap h = {0};
    struct instant last = at(INT64_MIN);

    for (int i = 0; i < 5000; i++) {
        struct heap_node *node = &nodes[random_below(&random, NODES)];

        if (random_below(&random, 4) == 0)
            heap_remove(&h, node);
        else
            heap_set(&h, node, at((int64_t)random_below(&random, 100)));
        cr_assert(is_sound(&h), "step %d", i);
    }
    cr_expect_gt(h.len, 10);
    for (struct heap_node *node; (node = heap_first(&h)); heap_remove(&h, node)) {
        cr_assert_not(instant_before(node->at, last));
        last = node->at;
    }
    for (size_t i = 0; i < NODES; i++)
        cr_expect_eq(nodes[i].place, 0);
    heap_deinit(&h);
}
