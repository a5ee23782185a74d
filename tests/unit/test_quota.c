/* Limits of messages to one address. Covers of the list of traps: 20. */
#include <criterion/criterion.h>

#include "base/random.h"
#include "paging/quota.h"

static struct instant at(int64_t seconds)
{
    return (struct instant){seconds * 1000000};
}

/* In seconds; 0: at once. */
static int64_t opens(const struct quota *q, const struct rates *limits, int64_t now)
{
    const struct rate *limit = NULL;
    struct instant i = quota_opens(q, limits, at(now), &limit);

    cr_expect_eq(instant_is_set(i), limit != NULL);
    return i.us / 1000000;
}

static struct rates rates_of(const char *text)
{
    struct rates rates = {0};

    cr_assert(rates_parse(slice_of(text), &rates));
    return rates;
}

Test(quota, no_limit)
{
    struct rates none = {0};
    struct quota q = {0};

    for (int k = 0; k < 100; k++)
        quota_add(&q, &none, at(100));
    cr_expect_eq(opens(&q, &none, 100), 0);
    cr_expect_eq(q.n, 0, "nothing is remembered");
    quota_deinit(&q);
}

Test(quota, three_a_minute)
{
    struct rates limits = rates_of("3/1m");
    struct quota q = {0};

    for (int64_t t = 100; t < 103; t++) {
        cr_expect_eq(opens(&q, &limits, t), 0, "%lld", (long long)t);
        quota_add(&q, &limits, at(t));
    }
    cr_expect_eq(opens(&q, &limits, 103), 160);
    cr_expect_eq(opens(&q, &limits, 159), 160);
    cr_expect_eq(opens(&q, &limits, 160), 0, "exactly a minute later");
    quota_add(&q, &limits, at(160));
    cr_expect_eq(opens(&q, &limits, 160), 161, "the second one's minute is not over");
    quota_deinit(&q);
}

/* First pages do not ask, and count: then it takes longer until it opens. */
Test(quota, more_than_the_limit)
{
    struct rates limits = rates_of("2/1m");
    struct quota q = {0};

    for (int64_t t = 100; t < 110; t++)
        quota_add(&q, &limits, at(t));
    cr_expect_eq(opens(&q, &limits, 110), 168);
    cr_expect_eq(q.n, 2, "no more is remembered than the limit needs");
    quota_deinit(&q);
}

Test(quota, several_limits)
{
    struct rates limits = rates_of("2/1m,3/1h");
    const struct rate *limit = NULL;
    struct quota q = {0};

    quota_add(&q, &limits, at(1000));
    quota_add(&q, &limits, at(1010));
    cr_expect_eq(quota_opens(&q, &limits, at(1011), &limit).us, at(1060).us);
    cr_expect_eq(limit, &limits.of[0]);
    quota_add(&q, &limits, at(1060));
    cr_expect_eq(quota_opens(&q, &limits, at(1061), &limit).us, at(4600).us);
    cr_expect_eq(limit, &limits.of[1], "the longer wait decides");
    quota_deinit(&q);
}

Test(quota, did_not_go_out)
{
    struct rates limits = rates_of("2/1m");
    struct quota q = {0};

    quota_add(&q, &limits, at(100));
    quota_add(&q, &limits, at(105));
    quota_remove(&q, at(105));
    cr_expect_eq(opens(&q, &limits, 106), 0);
    quota_remove(&q, at(99));
    cr_expect_eq(q.n, 1, "what is not there is not taken out");
    quota_add(&q, &limits, at(107));
    cr_expect_eq(opens(&q, &limits, 107), 160);
    quota_deinit(&q);
}

/* What is remembered of the time before a restart comes in any order. */
Test(quota, out_of_order)
{
    struct rates limits = rates_of("3/1m");
    struct quota q = {0};

    quota_add(&q, &limits, at(30));
    quota_add(&q, &limits, at(10));
    quota_add(&q, &limits, at(20));
    quota_add(&q, &limits, at(5));
    cr_expect_eq(opens(&q, &limits, 31), 70);
    quota_deinit(&q);
}

/* Whoever asks first never sends more than any of the limits, in any span of its length. */
Test(quota, random)
{
    uint64_t seed = 20261123;
    struct random_source chance = random_seeded(&seed);
    struct rates limits = rates_of("3/1m,5/5m,9/20m");
    struct quota q = {0};
    int64_t sent[2000];
    size_t n = 0;

    for (int64_t now = 1; now < 20000; now += (int64_t)random_below(&chance, 40)) {
        bool open = opens(&q, &limits, now) == 0, full = false;
        for (size_t k = 0; k < limits.n; k++) {
            size_t count = 0;
            for (size_t s = n; s > 0 && sent[s - 1] > now - limits.of[k].per.us / 1000000; s--)
                count++;
            cr_assert_leq(count + open, limits.of[k].count, "at %lld", (long long)now);
            full = full || count == limits.of[k].count;
        }
        cr_assert(open != full, "at %lld", (long long)now);
        if (!open)
            continue;
        quota_add(&q, &limits, at(now));
        sent[n++] = now;
    }
    cr_expect_gt(n, 100);
    quota_deinit(&q);
}
