#include <criterion/criterion.h>

#include "wire/commands/numbers.h"

Test(numbers, count)
{
    static const struct {
        const char *text;
        size_t n; /* 0: a text */
    } rows[] = {
        {"5", 1},
        {"5 7", 2},
        {"5, 7 and 8", 3},
        {"#5 #7", 2},
        {"5、7", 2},
        {"５，７", 2},
        {"5和7", 0},
        {"5 和 7", 2},
        {"5 & 7", 2},
        {"5/7", 2},
        {"5+7", 2},
        {"1-5", 2},
        {"4711 8904", 2},
        {"2026-000005", 2},
        {"5;7", 2},
        {"5 und 7", 2},
        {"5 et 7", 2},
        {"5 y 7", 2},
        {"٥", 1},
        {" 10 ", 1},
        {"", 0},
        {"and", 0},
        {"5 people out", 0},
        {"10 min", 0},
        {"10min", 0},
        {"15:30", 0},
        {"13800000000", 0},
        {"138 0000 0000 Wang", 0},
        {"5.", 0},
        {"no 5", 0},
        {"5 on my way", 0},
        {"5人", 0},
        {"---", 0},
        {"call 5", 0},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        cr_expect_eq(numbers_count(slice_of(rows[i].text)), rows[i].n, "%s: %zu", rows[i].text,
                     numbers_count(slice_of(rows[i].text)));
}
