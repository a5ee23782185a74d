#include <criterion/criterion.h>

#include "config/rate.h"

Test(rate, parse)
{
    static const struct {
        const char *text;
        size_t n;
        unsigned count;
        int64_t seconds;
    } rows[] = {
        {"3/1m", 1, 3, 60},
        {"3/1m,10/1h", 2, 3, 60},
        {" 3 / 1m , 10/1h ", 2, 3, 60},
        {"1000/7d", 1, 1000, 604800},
        {"1/1s,1/2s,1/3s,1/4s", 4, 1, 1},
        {"", 0, 0, 0},
        {"3", 0, 0, 0},
        {"3/", 0, 0, 0},
        {"/1m", 0, 0, 0},
        {"0/1m", 0, 0, 0},
        {"1001/1m", 0, 0, 0},
        {"3/1m,", 0, 0, 0},
        {",3/1m", 0, 0, 0},
        {"3/1m 10/1h", 0, 0, 0},
        {"3/500ms", 0, 0, 0},
        {"3/8d", 0, 0, 0},
        {"-3/1m", 0, 0, 0},
        {"1/1s,1/1s,1/1s,1/1s,1/1s", 0, 0, 0},
    };

    for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
        struct rates rates = {.n = 77};
        bool good = rates_parse(slice_of(rows[k].text), &rates);

        cr_expect_eq(good, rows[k].n > 0, "%s", rows[k].text);
        cr_expect_eq(rates.n, good ? rows[k].n : 77, "%s", rows[k].text);
        if (!good)
            continue;
        cr_expect_eq(rates.of[0].count, rows[k].count, "%s", rows[k].text);
        cr_expect_eq(rates.of[0].per.us, rows[k].seconds * 1000000, "%s", rows[k].text);
    }
}

Test(rate, format)
{
    struct rate r = {10, SPAN_HOURS(1)};
    struct buffer out = BUFFER_INIT;

    rate_format(&r, &out);
    cr_expect_str_eq(out.data, "10/1h");
    buffer_deinit(&out);
}
