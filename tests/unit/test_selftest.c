/* The test of the paging: once each local day, whatever the clocks do. */
#include <criterion/criterion.h>

#include <string.h>

#include "base/mem.h"
#include "office_fixture.h"

static const char *const rules[] = {"person a officer sms:1:60s",
                                    "person b leader sms:1:60s",
                                    "post officer officer a",
                                    "chain x 0s=person:b",
                                    "route - - x officer 0s",
                                    "catch person:b",
                                    NULL};

static struct fixture *begin(const char *zone, int at)
{
    struct fixture *f = fixture_new(rules);

    calendar_set_zone(zone);
    f->rules->selftest_at = at;
    f->rules->selftest_post = xstrdup("officer");
    f->rules->selftest_limit = SPAN_MINUTES(10);
    return f;
}

/* All that is due up to then; each test is answered a minute later. Counts the tests, and looks at
 * their local days: each one only once. */
static unsigned live(struct fixture *f, struct instant until, int64_t *last_day, const char *name)
{
    unsigned tests = 0;

    while (!instant_before(until, office_next_due(f->office))) {
        size_t from = f->n_entries;

        if (instant_before(f->now, office_next_due(f->office)))
            f->now = office_next_due(f->office);
        fixture_tick(f);
        for (size_t n = from; n < f->n_entries; n++) {
            if (f->entries[n]->kind != ENTRY_SELFTEST)
                continue;
            tests++;
            cr_assert_neq(calendar_day(f->now), *last_day, "%s: twice in a day", name);
            *last_day = calendar_day(f->now);
            f->now = instant_add(f->now, SPAN_MINUTES(1));
            fixture_act(f, "a here");
            cr_assert_eq(f->decision.refusal, REFUSAL_NONE, "%s", f->decision.why.data);
        }
    }
    f->now = until;
    return tests;
}

Test(selftest, once_a_day_for_two_years)
{
    static const struct {
        const char *zone;
        int at;
    } rows[] = {{"Europe/Berlin", 150}, {"Europe/Berlin", 120},  {"America/New_York", 90},
                {"Asia/Shanghai", 480}, {"America/Santiago", 0}, {"Pacific/Apia", 1439}};

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct fixture *f = begin(rows[n].zone, rows[n].at);
        int64_t last_day = 0, today;
        unsigned tests;

        f->now = calendar_instant((struct date){2026, 11, 23}, 720);
        today = calendar_day(f->now);
        live(f, f->now, &last_day, rows[n].zone);
        tests =
            live(f, calendar_instant(date_from_days(today + 730), 720), &last_day, rows[n].zone);
        cr_expect_eq(tests, 730, "%s: %u tests in 730 days", rows[n].zone, tests);
        fixture_free(f);
    }
}

/* What the log says of it is all there is to know. */
Test(selftest, fold)
{
    static const char *const acts[] = {"+1m", "a here", "+24h", "+11m", "a here", "+24h", NULL};
    struct fixture *f = begin("Asia/Shanghai", 601);

    for (size_t n = 0; acts[n]; n++) {
        struct office *again;
        struct buffer why = BUFFER_INIT;

        fixture_act(f, acts[n]);
        again = fixture_fold(f, f->n_entries);
        cr_expect(office_equal(f->office, again, &why), "%s: %s", acts[n], why.data);
        cr_expect(fixture_holds(f, &why), "%s: %s", acts[n], why.data);
        buffer_deinit(&why);
        office_free(again);
        if (n == 1)
            cr_expect_eq(office_selftest(f->office).answered, 1);
        if (n == 3)
            cr_expect_eq(office_selftest(f->office).missed, 1);
        if (n == 4)
            cr_expect_eq(office_selftest(f->office).late, 1);
    }
    fixture_free(f);
}

/* Nobody is there: the catch-all hears of it, and it is not tried again and again. */
Test(selftest, reaches_nobody)
{
    struct fixture *f = begin("Asia/Shanghai", 601);
    const char *said;

    f->rules->posts[0].n_rotations = 0;
    said = fixture_act(f, "+2h");
    cr_expect_str_eq(said, "@1m selftest notice:b/sms");
    f->rules->posts[0].n_rotations = 1;
    fixture_free(f);
}
