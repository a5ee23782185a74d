#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "journal/batch.h"

static const enum column columns[] = {COLUMN_NUMBER, COLUMN_TEXT,  COLUMN_INSTANT,
                                      COLUMN_JSON,   COLUMN_BYTES, COLUMN_FLAG};

/* What PostgreSQL's array_send gives for the same values, as hex:
 * select array_send(array[1, -2]::bigint[]), … (with the flag "has nulls" set, as we always do) */
static const char *const expected[] = {
    "0000000100000001000000140000000200000001"
    "000000080000000000000001"
    "00000008fffffffffffffffe",
    "0000000100000001000000190000000200000001"
    "0000000261e9"
    "ffffffff",
    "0000000100000001000004a00000000200000001"
    "000000080000000000000001"
    "ffffffff",
    "0000000100000001000000720000000200000001"
    "000000027b7d"
    "000000027b7d",
    "0000000100000001000000110000000200000001"
    "000000200000000000000000000000000000000000000000000000000000000000000000"
    "000000200000000000000000000000000000000000000000000000000000000000000000",
    "0000000100000001000000100000000200000001"
    "0000000101"
    "0000000100",
};

static void put_rows(struct batch *b)
{
    const struct digest zeros = {{0}};

    batch_put_number(b, 1);
    batch_put_text(b, SLICE("a\xe9"));
    batch_put_instant(b, (struct instant){INT64_C(946684800000001)});
    batch_put_text(b, SLICE("{}"));
    batch_put_digest(b, &zeros);
    batch_put_flag(b, true);
    batch_put_number(b, -2);
    batch_put_text(b, (struct slice){0});
    batch_put_instant(b, INSTANT_NONE);
    batch_put_text(b, SLICE("{}"));
    batch_put_digest(b, &zeros);
    batch_put_flag(b, false);
}

static void expect_arrays(struct batch *b)
{
    const char *values[6];
    int lengths[6];

    batch_finish(b, values, lengths);
    for (size_t i = 0; i < 6; i++) {
        char hex[512] = "";

        cr_assert(lengths[i] < 256);
        for (int n = 0; n < lengths[i]; n++)
            snprintf(hex + (size_t)n * 2, 3, "%02x", (unsigned char)values[i][n]);
        cr_expect_str_eq(hex, expected[i], "column %zu: %s", i, hex);
    }
}

Test(batch, binary_arrays)
{
    struct batch b;

    batch_init(&b, columns, 6);
    cr_expect_eq(b.n_rows, 0);
    put_rows(&b);
    cr_expect_eq(b.n_rows, 2);
    expect_arrays(&b);
    batch_deinit(&b);
}

Test(batch, is_used_again)
{
    struct batch b;

    batch_init(&b, columns, 6);
    for (int i = 0; i < 100; i++)
        put_rows(&b);
    batch_clear(&b);
    put_rows(&b);
    expect_arrays(&b);
    batch_deinit(&b);
}
