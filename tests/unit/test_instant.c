#include <criterion/criterion.h>
#include <string.h>

#include "base/clock.h"
#include "base/instant.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

Test(instant, span_parse)
{
    static const struct {
        const char *text;
        int64_t us; /* -1 = refused */
    } rows[] = {
        {"90s", 90000000},
        {"5m", 300000000},
        {"2h", 7200000000},
        {"1d", 86400000000},
        {"1w", 604800000000},
        {"500ms", 500000},
        {"1h30m", 5400000000},
        {"1m500ms", 60500000},
        {"1w2d3h4m5s6ms", 788645006000},
        {"0s", 0},
        {"007s", 7000000},
        {"15250284w", 9223371763200000000},
        {"", -1},
        {"5", -1},
        {"m5", -1},
        {"s", -1},
        {"-1s", -1},
        {"+1s", -1},
        {"1.5h", -1},
        {"1 h", -1},
        {" 1h", -1},
        {"1h ", -1},
        {"1h30", -1},
        {"30m1h", -1},
        {"1m1m", -1},
        {"5S", -1},
        {"5sec", -1},
        {"5us", -1},
        {"15250285w", -1},
        {"15250284w6d", -1},
        {"9223372036854775807s", -1},
        {"99999999999999999999s", -1},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct span s = SPAN_US(-77);
        bool ok = span_parse(slice_of(rows[i].text), &s);

        cr_expect(ok == (rows[i].us >= 0), "\"%s\"", rows[i].text);
        cr_expect(s.us == (rows[i].us >= 0 ? rows[i].us : -77), "\"%s\": %lld", rows[i].text,
                  (long long)s.us);
    }
}

Test(instant, span_format)
{
    static const struct {
        int64_t us;
        const char *text;
    } rows[] = {
        {0, "0s"},
        {999, "0s"},
        {-999, "0s"},
        {250000, "250ms"},
        {1000000, "1s"},
        {1500000, "1s500ms"},
        {90000000, "1m30s"},
        {5400000000, "1h30m"},
        {86400000000, "1d"},
        {604800000000, "1w"},
        {604860000000, "1w1m"},
        {-5000000, "-5s"},
        {INT64_MAX, "15250284w3d4h54s775ms"},
        {INT64_MIN, "-15250284w3d4h54s775ms"},
    };
    struct buffer b = BUFFER_INIT;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct span back;

        buffer_clear(&b);
        span_format(SPAN_US(rows[i].us), &b);
        cr_expect(strcmp(b.data, rows[i].text) == 0, "%s, not %s", rows[i].text, b.data);
        if (rows[i].us >= 0)
            cr_expect(span_parse(buffer_slice(&b), &back) &&
                          back.us == rows[i].us - rows[i].us % 1000,
                      "%s read back", rows[i].text);
    }
    buffer_deinit(&b);
}

Test(instant, format_utc)
{
    static const struct {
        int64_t us;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00.000000Z"},
        {-1, "1969-12-31T23:59:59.999999Z"},
        {1795400109123456, "2026-11-23T02:15:09.123456Z"},
        {951782400000000, "2000-02-29T00:00:00.000000Z"},
        {951868799999999, "2000-02-29T23:59:59.999999Z"},
        {4107542400000000, "2100-03-01T00:00:00.000000Z"},
        {4107542399000000, "2100-02-28T23:59:59.000000Z"},
        {1704067199000000, "2023-12-31T23:59:59.000000Z"},
        {253402300799999999, "9999-12-31T23:59:59.999999Z"},
        {253402300800000000, "010000-01-01T00:00:00.000000Z"},
        {-62167219200000000, "0000-01-01T00:00:00.000000Z"},
        {-62167219200000001, "-0001-12-31T23:59:59.999999Z"},
        {INT64_MAX, "294247-01-10T04:00:54.775807Z"},
        {INT64_MIN, "-290308-12-21T19:59:05.224192Z"},
    };
    struct buffer b = BUFFER_INIT;

    for (size_t i = 0; i < COUNT(rows); i++) {
        buffer_clear(&b);
        instant_format_utc((struct instant){rows[i].us}, &b);
        cr_expect(strcmp(b.data, rows[i].text) == 0, "%s, not %s", rows[i].text, b.data);
        cr_expect_eq(b.len, strlen(rows[i].text));
    }
    buffer_deinit(&b);
}

/* Every third day or so of 800 years against the C library. */
Test(instant, format_utc_agrees_with_gmtime)
{
    struct buffer b = BUFFER_INIT;

    for (int64_t t = -12622780800; t < 12622780800; t += 280001) {
        time_t seconds = (time_t)t;
        struct tm tm;
        char want[64];

        gmtime_r(&seconds, &tm);
        strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%S.000000Z", &tm);
        buffer_clear(&b);
        instant_format_utc((struct instant){t * 1000000}, &b);
        cr_assert(strcmp(b.data, want) == 0, "%s, not %s", want, b.data);
    }
    buffer_deinit(&b);
}

Test(instant, add)
{
    static const struct {
        const char *name;
        int64_t at, span, sum;
    } rows[] = {
        {"plain", 5, 6, 11},
        {"backwards", 5, -6, -1},
        {"never stays", INT64_MAX, 1, INT64_MAX},
        {"never stays, backwards", INT64_MAX, -1, INT64_MAX},
        {"too late is never", INT64_MAX - 1, 5, INT64_MAX},
        {"too early is the first", INT64_MIN + 1, -5, INT64_MIN},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect(instant_add((struct instant){rows[i].at}, SPAN_US(rows[i].span)).us ==
                      rows[i].sum,
                  "%s", rows[i].name);
}

Test(instant, since)
{
    cr_expect_eq(instant_since((struct instant){9}, (struct instant){4}).us, 5);
    cr_expect_eq(instant_since((struct instant){4}, (struct instant){9}).us, -5);
    cr_expect_eq(instant_since(INSTANT_NEVER, (struct instant){-1}).us, INT64_MAX);
    cr_expect_eq(instant_since((struct instant){-2}, INSTANT_NEVER).us, INT64_MIN);
}

Test(instant, timespec)
{
    static const struct {
        int64_t us;
        long seconds, ns;
    } rows[] = {
        {0, 0, 0},
        {1500000, 1, 500000000},
        {-1, -1, 999999000},
        {-1000000, -1, 0},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct timespec t = instant_to_timespec((struct instant){rows[i].us});

        cr_expect_eq(t.tv_sec, rows[i].seconds);
        cr_expect_eq(t.tv_nsec, rows[i].ns);
        cr_expect_eq(instant_from_timespec(t).us, rows[i].us);
    }
}

Test(instant, clock_system)
{
    struct instant before = clock_monotonic(&clock_system);
    int64_t wall = clock_now(&clock_system).us / 1000000 - (int64_t)time(NULL);

    cr_expect_not(instant_before(clock_monotonic(&clock_system), before));
    cr_expect(wall > -3600 && wall < 3600, "microseconds since 1970");
}

Test(instant, whole_seconds)
{
    static const struct {
        int64_t us, seconds, rest;
    } rows[] = {{0, 0, 0},
                {1, 0, 1},
                {999999, 0, 999999},
                {1000000, 1, 0},
                {90500000, 90, 500000},
                {-1, 0, 0},
                {INT64_MIN, 0, 0},
                {INT64_MAX, 9223372036854, 775807}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct timeval t = span_to_timeval(SPAN_US(rows[i].us));

        cr_expect_eq(t.tv_sec, rows[i].seconds, "%lld", (long long)rows[i].us);
        cr_expect_eq(t.tv_usec, rows[i].rest, "%lld", (long long)rows[i].us);
        cr_expect_eq(span_in_seconds(SPAN_US(rows[i].us)).us, rows[i].seconds * 1000000, "%lld",
                     (long long)rows[i].us);
    }
}
