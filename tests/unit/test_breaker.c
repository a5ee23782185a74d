/* When a hook is worth running. Covers of the list of traps: 17, 18. */
#include <criterion/criterion.h>

#include "paging/breaker.h"

static const struct breaker_terms three = {3, {30000000}};

static struct instant at(int64_t seconds)
{
    return (struct instant){seconds * 1000000};
}

static enum breaker_change fail(struct breaker *b, int64_t seconds)
{
    return breaker_end(b, &three, false, false, at(seconds));
}

Test(breaker, opens_after_so_many_in_a_row)
{
    struct breaker b = {0};

    cr_expect_eq(fail(&b, 1), BREAKER_SAME);
    cr_expect_eq(fail(&b, 2), BREAKER_SAME);
    cr_expect_eq(breaker_end(&b, &three, true, false, at(3)), BREAKER_SAME);
    cr_expect_eq(fail(&b, 4), BREAKER_SAME, "one that is taken in between begins again");
    cr_expect_eq(fail(&b, 5), BREAKER_SAME);
    cr_expect(instant_is_never(breaker_next_due(&b)));
    cr_expect_eq(fail(&b, 6), BREAKER_OPENED);
    cr_expect(b.is_open);
    cr_expect_eq(b.since.us, at(6).us);
    cr_expect_eq(fail(&b, 7), BREAKER_SAME, "it is open already");
    cr_expect_eq(breaker_next_due(&b).us, at(36).us);
}

Test(breaker, zero_never_opens)
{
    const struct breaker_terms never = {0, {30000000}};
    struct breaker b = {0};

    for (int64_t k = 0; k < 1000; k++)
        cr_expect_eq(breaker_end(&b, &never, false, false, at(k)), BREAKER_SAME);
    cr_expect_not(b.is_open);
}

Test(breaker, one_probe_at_a_time)
{
    struct breaker b = {0};

    for (int64_t k = 1; k <= 3; k++)
        fail(&b, k);
    cr_expect_not(breaker_wants_probe(&b, at(32)));
    cr_expect(breaker_wants_probe(&b, at(33)));
    breaker_begin_probe(&b);
    cr_expect_not(breaker_wants_probe(&b, at(100)));
    cr_expect_eq(fail(&b, 40), BREAKER_SAME, "a run from before tells nothing new");
    cr_expect_not(breaker_wants_probe(&b, at(100)));
    cr_expect_eq(breaker_end(&b, &three, false, true, at(50)), BREAKER_SAME);
    cr_expect_not(breaker_wants_probe(&b, at(79)));
    cr_expect(breaker_wants_probe(&b, at(80)));
    breaker_begin_probe(&b);
    cr_expect_eq(b.probes, 2);
    cr_expect_eq(breaker_end(&b, &three, true, true, at(81)), BREAKER_CLOSED);
    cr_expect_not(b.is_open);
    cr_expect_eq(fail(&b, 82), BREAKER_SAME, "it counts from the beginning");
}

/* One that was under way when it was opened, and is taken after all. */
Test(breaker, late_success_closes)
{
    struct breaker b = {0};

    for (int64_t k = 1; k <= 3; k++)
        fail(&b, k);
    cr_expect_eq(breaker_end(&b, &three, true, false, at(4)), BREAKER_CLOSED);
    cr_expect(instant_is_never(breaker_next_due(&b)));
}
