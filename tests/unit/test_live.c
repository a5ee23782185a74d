#include <criterion/criterion.h>

#include <stdlib.h>

#include "base/random.h"
#include "office/state/live.h"
#include "office/state/state.h"

enum { ENTRIES = 200 };

/* The journal's copy, by the first entry of each row; n is 0 where none begins. */
struct copy {
    struct live_row rows[ENTRIES];
    unsigned changed; /* rows that were written or taken away */
};

static void put(struct copy *copy, const struct live_row *row, bool is_new)
{
    cr_assert(row->n > 0 && row->parts);
    cr_assert_eq(copy->rows[row->seq].n == 0, is_new, "%d", (int)row->seq);
    copy->rows[row->seq] = *row;
    copy->changed++;
}

/* Brings the copy up to date, as the journal does. */
static void take(struct live *l, struct copy *copy)
{
    struct live_changes *c = live_take_changes(l);

    copy->changed = 0;
    for (size_t i = 0; i < c->n_dropped; i++) {
        cr_assert(copy->rows[c->dropped[i]].n > 0);
        copy->rows[c->dropped[i]].n = 0;
        copy->changed++;
    }
    for (size_t i = 0; i < c->n_added; i++)
        put(copy, &c->added[i], true);
    for (size_t i = 0; i < c->n_kept; i++)
        put(copy, &c->kept[i], false);
    live_changes_free(c);
}

/* Each entry is in one row, with its parts, and the digest is that of the rows. */
static void expect_copied(const struct live *l, const struct copy *copy)
{
    struct live_digest digest = {0}, now = live_digest_now(l);
    uint64_t seq = 0;

    while (seq < ENTRIES) {
        const struct live_row *row = &copy->rows[seq];

        if (row->n)
            live_digest_add(&digest, row);
        else
            cr_assert_eq(live_get(l, seq), 0, "%d", (int)seq);
        for (unsigned i = 0; i < row->n; i++)
            cr_assert_eq(live_get(l, seq + i), row->parts, "%d", (int)seq);
        for (unsigned i = 1; i < row->n; i++)
            cr_assert_eq(copy->rows[seq + i].n, 0, "%d", (int)seq);
        seq += row->n ? row->n : 1;
    }
    cr_assert(live_digest_equal(&digest, &now));
}

/* What a start makes of the copy. */
static struct live *start_from(const struct copy *copy)
{
    struct office o = {.kept = live_new()};

    for (uint64_t seq = 0; seq < ENTRIES; seq++) {
        const struct live_row *row = &copy->rows[seq];

        for (unsigned i = 0; i < row->n; i++) {
            live_found(o.kept, &(struct live_row){row->seq + i, 1, row->parts});
            for (unsigned part = 0; part < PART_COUNT; part++)
                if (row->parts & (live_parts)1 << part)
                    live_keep(&o, (enum part_id)part, row->seq + i);
        }
    }
    return o.kept;
}

Test(live, the_copy_is_brought_up_to_date_by_difference)
{
    uint64_t seed = 4711;
    struct random_source random = random_seeded(&seed);
    struct office o = {.kept = live_new()};
    struct copy copy = {0};

    for (int round = 0; round < 300; round++) {
        for (uint64_t n = random_below(&random, 40); n > 0; n--) {
            uint64_t first = random_below(&random, ENTRIES), len = random_below(&random, 50);
            enum part_id part = random_below(&random, 2) ? PART_INCIDENTS : PART_SEEN;
            bool keep = random_below(&random, 2);

            for (uint64_t seq = first; seq < first + len && seq < ENTRIES; seq++) {
                if (keep)
                    live_keep(&o, part, seq);
                else
                    live_drop(&o, part, seq);
            }
        }
        take(o.kept, &copy);
        expect_copied(o.kept, &copy);
        if (round % 10 == 0) {
            live_free(o.kept);
            o.kept = start_from(&copy);
            expect_copied(o.kept, &copy);
            take(o.kept, &copy);
            cr_assert_eq(copy.changed, 0);
        }
        if (round % 17 == 0) {
            live_distrust(o.kept);
            copy = (struct copy){0};
        }
    }
    live_free(o.kept);
}

Test(live, a_flood_makes_few_rows)
{
    struct office o = {.kept = live_new()};
    struct live_changes *c;

    for (uint64_t seq = 1; seq <= 3200; seq++)
        live_keep(&o, PART_INCIDENTS, seq);
    c = live_take_changes(o.kept);
    cr_expect_leq(c->n_added, 101);
    cr_expect_eq(c->n_kept + c->n_dropped, 0);
    cr_expect_eq(live_digest_now(o.kept).entries, 3200);
    live_changes_free(c);
    live_free(o.kept);
}
