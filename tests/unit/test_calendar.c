#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "rules/calendar.h"

static int64_t seconds(struct instant i)
{
    return i.us / 1000000;
}

static struct instant at(int64_t second)
{
    return (struct instant){second * 1000000};
}

Test(calendar, zones)
{
    cr_expect(calendar_set_zone("Asia/Shanghai"));
    cr_expect_str_eq(calendar_zone(), "Asia/Shanghai");
    static const char *const wrong[] = {"Asia/Atlantis",   "Asia", "",      "/etc/passwd",
                                        "../zoneinfo/UTC", ":UTC", "CST-8", "zone.tab"};

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        cr_expect(!calendar_set_zone(wrong[i]), "%s", wrong[i]);
        cr_expect_str_eq(getenv("TZ"), "Asia/Shanghai", "the old one stays");
    }
}

Test(calendar, zone_goes_back)
{
    struct buffer before = BUFFER_INIT, after = BUFFER_INIT;

    setenv("TZ", "XYZ-3", 1);
    calendar_format(at(0), &before);
    cr_expect(calendar_set_zone("America/Santiago"));
    cr_expect(calendar_set_zone(NULL));
    calendar_format(at(0), &after);
    cr_expect_str_eq(getenv("TZ"), "XYZ-3");
    cr_expect(!calendar_zone());
    cr_expect_str_eq(after.data, "1970-01-01T03:00:00.000000+03:00");
    buffer_deinit(&before);
    buffer_deinit(&after);
}

Test(calendar, valid_dates)
{
    static const struct {
        struct date date;
        bool valid;
    } rows[] = {
        {{2026, 2, 28}, true},  {{2026, 2, 29}, false}, {{2024, 2, 29}, true},
        {{1900, 2, 29}, false}, {{2000, 2, 29}, true},  {{2026, 4, 31}, false},
        {{2026, 13, 1}, false}, {{2026, 0, 1}, false},  {{2026, 1, 0}, false},
        {{0, 1, 1}, false},     {{1, 1, 1}, true},      {{9999, 12, 31}, true},
        {{10000, 1, 1}, false}, {{2026, -1, 5}, false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect(date_is_valid(rows[i].date) == rows[i].valid, "%d-%d-%d", rows[i].date.year,
                  rows[i].date.month, rows[i].date.day);
}

/* Counted one by one, over all that a date may be. */
Test(calendar, days_count_on)
{
    int64_t day = date_to_days((struct date){1, 1, 1});

    cr_expect_eq(date_to_days((struct date){1970, 1, 1}), 0);
    cr_expect_eq(date_to_days((struct date){2000, 3, 1}), 11017);
    for (struct date d = {1, 1, 1}; d.year < 10000; day++) {
        struct date back = date_from_days(day);

        cr_assert(date_to_days(d) == day && back.year == d.year && back.month == d.month &&
                      back.day == d.day,
                  "%d-%d-%d", d.year, d.month, d.day);
        d.day++;
        if (!date_is_valid(d))
            d = (struct date){d.year, d.month + 1, 1};
        if (d.month > 12)
            d = (struct date){d.year + 1, 1, 1};
    }
}

Test(calendar, reads_dates_and_times)
{
    static const char *const no_dates[] = {
        "2026-11-2", "2026-11-23 ", " 2026-11-23", "26-11-23",  "2026/11/23", "2026-02-30",
        "",          "2026-11-",    "2026-11-231", "0000-01-01"};
    static const char *const no_times[] = {"24:00", "8:30", "08:60",   "08:3",
                                           "0830",  "",     "08:30:00"};
    struct date d = {0};
    int minutes = -1;

    for (size_t i = 0; i < sizeof(no_dates) / sizeof(no_dates[0]); i++)
        cr_expect(!date_parse(slice_of(no_dates[i]), &d), "%s", no_dates[i]);
    for (size_t i = 0; i < sizeof(no_times) / sizeof(no_times[0]); i++)
        cr_expect(!minutes_parse(slice_of(no_times[i]), &minutes), "%s", no_times[i]);
    cr_expect(d.year == 0 && minutes == -1, "untouched");
    cr_expect(date_parse(SLICE("2026-11-23"), &d) && d.year == 2026 && d.month == 11 &&
              d.day == 23);
    cr_expect(minutes_parse(SLICE("23:59"), &minutes) && minutes == 1439);
}

/* Instants from the tz database, by date -u. */
Test(calendar, local_times_become_instants)
{
    static const struct {
        const char *name, *zone;
        struct date date;
        int minutes;
        const char *utc;
    } rows[] = {
        {"plain", "Asia/Shanghai", {2026, 11, 23}, 510, "2026-11-23T00:30:00.000000Z"},
        {"the next midnight", "Asia/Shanghai", {2026, 12, 31}, 1440, "2026-12-31T16:00:00.000000Z"},
        {"before the gap", "Europe/Berlin", {2026, 3, 29}, 119, "2026-03-29T00:59:00.000000Z"},
        {"in the gap", "Europe/Berlin", {2026, 3, 29}, 150, "2026-03-29T01:00:00.000000Z"},
        {"at the end of the gap",
         "Europe/Berlin",
         {2026, 3, 29},
         180,
         "2026-03-29T01:00:00.000000Z"},
        {"after the gap", "Europe/Berlin", {2026, 3, 29}, 181, "2026-03-29T01:01:00.000000Z"},
        {"the first time", "Europe/Berlin", {2026, 10, 25}, 150, "2026-10-25T00:30:00.000000Z"},
        {"the first of the twice",
         "Europe/Berlin",
         {2026, 10, 25},
         120,
         "2026-10-25T00:00:00.000000Z"},
        {"after the twice", "Europe/Berlin", {2026, 10, 25}, 180, "2026-10-25T02:00:00.000000Z"},
        {"half an hour's gap",
         "Australia/Lord_Howe",
         {2026, 10, 4},
         135,
         "2026-10-03T15:30:00.000000Z"},
        {"after it", "Australia/Lord_Howe", {2026, 10, 4}, 150, "2026-10-03T15:30:00.000000Z"},
        {"half an hour twice",
         "Australia/Lord_Howe",
         {2026, 4, 5},
         105,
         "2026-04-04T14:45:00.000000Z"},
        {"after that", "Australia/Lord_Howe", {2026, 4, 5}, 121, "2026-04-04T15:31:00.000000Z"},
        {"no midnight", "America/Santiago", {2026, 9, 6}, 0, "2026-09-06T04:00:00.000000Z"},
        {"no midnight, from the day before",
         "America/Santiago",
         {2026, 9, 5},
         1440,
         "2026-09-06T04:00:00.000000Z"},
        {"twice before midnight",
         "America/Santiago",
         {2026, 4, 4},
         1410,
         "2026-04-05T02:30:00.000000Z"},
        {"midnight after it", "America/Santiago", {2026, 4, 5}, 0, "2026-04-05T04:00:00.000000Z"},
        {"a day that was left out",
         "Pacific/Apia",
         {2011, 12, 30},
         720,
         "2011-12-30T10:00:00.000000Z"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buffer utc = BUFFER_INIT;

        cr_assert(calendar_set_zone(rows[i].zone));
        instant_format_utc(calendar_instant(rows[i].date, rows[i].minutes), &utc);
        cr_expect_str_eq(utc.data, rows[i].utc, "%s: %s", rows[i].name, utc.data);
        buffer_deinit(&utc);
    }
}

/* The promise itself, minute by minute: the first instant at which the wall shows that time or a
 * later one. */
static void check_first(int64_t from, int64_t to)
{
    for (int64_t s = from; s < to; s += 60) {
        struct tm tm;
        time_t t = (time_t)s, just_before = t - 60;
        struct date d;
        struct instant i;

        localtime_r(&t, &tm);
        d = (struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
        cr_assert(date_to_days(calendar_date(at(s))) == date_to_days(d));
        i = calendar_instant(d, tm.tm_hour * 60 + tm.tm_min);
        cr_assert(seconds(i) == s || (seconds(i) < s && s - seconds(i) <= 3600));
        if (seconds(i) == s)
            continue;
        /* shown before: at i the wall shows the same */
        just_before = (time_t)seconds(i);
        struct tm first;

        localtime_r(&just_before, &first);
        cr_assert(first.tm_hour == tm.tm_hour && first.tm_min == tm.tm_min);
    }
}

static const char *const zones[] = {"Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe",
                                    "America/Santiago", "America/St_Johns"};

Test(calendar, every_minute_has_its_first_time)
{
    static const int64_t around[] = {1774746000, 1775311200, 1775361600, 1788667200,
                                     1791043200, 1792890000, 1320537660};

    for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++) {
        cr_assert(calendar_set_zone(zones[z]));
        for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++)
            check_first(around[i] / 60 * 60 - 90000, around[i] / 60 * 60 + 90000);
    }
}

Test(calendar, never_goes_back)
{
    for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++) {
        struct instant before = {INT64_MIN};

        cr_assert(calendar_set_zone(zones[z]));
        for (int64_t day = 20454; day < 20454 + 730; day++) {
            for (int minutes = 0; minutes <= 1440; minutes += 15) {
                struct instant i = calendar_instant(date_from_days(day), minutes);

                cr_assert(!instant_before(i, before), "%s day %lld minute %d", zones[z],
                          (long long)day, minutes);
                before = i;
            }
        }
    }
}

Test(calendar, parses_what_programs_write)
{
    static const struct {
        const char *text, *utc; /* NULL: refused */
    } rows[] = {
        {"2026-11-23T10:15:09+08:00", "2026-11-23T02:15:09.000000Z"},
        {"2026-11-23T10:15:09Z", "2026-11-23T10:15:09.000000Z"},
        {"2026-11-23t10:15:09.5z", "2026-11-23T10:15:09.500000Z"},
        {"2026-11-23T10:15:09.1234567-03:30", "2026-11-23T13:45:09.123456Z"},
        {"2026-11-23 10:15", "2026-11-23T02:15:00.000000Z"},
        {"2026-11-23 10:15:07", "2026-11-23T02:15:07.000000Z"},
        {"2026-11-23", "2026-11-22T16:00:00.000000Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"},
        {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
        {"0001-01-01", NULL}, /* in UTC that is the year 0, and cannot be read back */
        {"0001-01-01T00:00:00+00:01", NULL},
        {"9999-12-31T23:59:59-00:01", NULL},
        {"2026-02-29", NULL},
        {"2026-11-23T10:15:09", "2026-11-23T02:15:09.000000Z"},
        {"2026-11-23T10:15", "2026-11-23T02:15:00.000000Z"},
        {"2026-11-23T10:15+08:00", "2026-11-23T02:15:00.000000Z"},
        {"2026-11-23 10:15:09.25-03:30", "2026-11-23T13:45:09.250000Z"},
        {"2026-11-23T10:15+08", NULL},
        {"2026-11-23T", NULL},
        {"2026-11-23T10:15:09.+08:00", NULL},
        {"2026-11-23T24:00:00Z", NULL},
        {"2026-11-23 10:15 ", NULL},
        {"2026-11-23 10:15:60", NULL},
        {"2026-11-23 10", NULL},
        {"00:05", NULL},
        {"10:15:07", NULL},
        {"now", NULL},
        {"", NULL},
    };

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct instant got = {42};
        bool good = calendar_parse(slice_of(rows[i].text), &got);
        struct buffer utc = BUFFER_INIT;

        cr_expect(good == (rows[i].utc != NULL), "%s", rows[i].text);
        cr_expect(good || got.us == 42, "%s: untouched", rows[i].text);
        instant_format_utc(got, &utc);
        cr_expect(!good || !rows[i].utc || strcmp(utc.data, rows[i].utc) == 0, "%s: %s",
                  rows[i].text, utc.data);
        buffer_deinit(&utc);
    }
}

Test(calendar, formats_across_changes)
{
    static const struct {
        const char *zone;
        int64_t second;
        const char *text;
    } rows[] = {
        {"Europe/Berlin", 1774745999, "2026-03-29T01:59:59.000000+01:00"},
        {"Europe/Berlin", 1774746000, "2026-03-29T03:00:00.000000+02:00"},
        {"Europe/Berlin", 1774745999, "2026-03-29T01:59:59.000000+01:00"},
        {"Australia/Lord_Howe", 1775314799, "2026-04-05T01:59:59.000000+11:00"},
        {"Australia/Lord_Howe", 1775314800, "2026-04-05T01:30:00.000000+10:30"},
        {"America/Santiago", 1788667199, "2026-09-05T23:59:59.000000-04:00"},
        {"America/Santiago", 1788667200, "2026-09-06T01:00:00.000000-03:00"},
        {"Asia/Shanghai", -3000000000, "1874-12-08T02:45:43.000000+08:05"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buffer text = BUFFER_INIT;

        cr_assert(calendar_set_zone(rows[i].zone));
        calendar_format(at(rows[i].second), &text);
        if (rows[i].second > 0)
            cr_expect_str_eq(text.data, rows[i].text, "%s", text.data);
        else
            cr_expect(strstr(text.data, "+08:05"), "%s", text.data);
        buffer_deinit(&text);
    }
}

/* What is printed is the same instant when it is read again, in random order, so that what is
 * remembered of one hour is not taken for another. */
Test(calendar, format_and_parse_agree)
{
    uint64_t random = 42;

    cr_assert(calendar_set_zone("Australia/Lord_Howe"));
    for (int i = 0; i < 20000; i++) {
        struct instant when, again = {0};
        struct buffer text = BUFFER_INIT;

        random = random * 6364136223846793005U + 1442695040888963407U;
        when = (struct instant){(int64_t)(random >> 13)};
        when.us %= INT64_C(4000000000000000);
        calendar_format(when, &text);
        cr_assert(calendar_parse(buffer_slice(&text), &again) && again.us == when.us, "%s",
                  text.data);
        buffer_deinit(&text);
    }
}

Test(calendar, formats_short)
{
    static const struct {
        const char *then, *text;
    } rows[] = {{"2026-11-23 23:59", "23:59"},
                {"2026-11-22 23:59", "11-22 23:59"},
                {"2026-01-01 00:00", "01-01 00:00"},
                {"2025-12-31 10:15", "2025-12-31 10:15"},
                {"2027-01-01 10:15", "2027-01-01 10:15"}};
    struct instant now;

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    now = calendar_instant((struct date){2026, 11, 23}, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct instant then;
        struct buffer text = BUFFER_INIT;

        cr_assert(calendar_parse(slice_of(rows[i].then), &then));
        calendar_format_short(then, now, &text);
        cr_expect_str_eq(text.data, rows[i].text, "%s", text.data);
        buffer_deinit(&text);
    }
}
