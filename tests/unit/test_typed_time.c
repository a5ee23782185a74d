/* What people type for a time, and what it means: the field's sense, now, and the zone. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/typed_time.h"

#define NIGHT "2026-11-24 00:20"
#define DAY "2026-11-23 10:15"

struct row {
    const char *text, *means; /* local; "!words": refused with these words */
};

static struct instant local(const char *text)
{
    struct instant at;

    cr_assert(calendar_parse(slice_of(text), &at), "%s", text);
    return at;
}

/* "2026-11-23 23:50", and with seconds where they are not 0. */
static void put_local(struct instant i, char ret[20])
{
    struct buffer text = BUFFER_INIT;

    calendar_format(i, &text);
    snprintf(ret, 20, "%.10s %.8s", text.data, text.data + 11);
    if (strcmp(ret + 16, ":00") == 0)
        ret[16] = '\0';
    buffer_deinit(&text);
}

static void check(const char *now, enum time_sense sense, struct time_frame frame,
                  const struct row *row)
{
    struct buffer why = BUFFER_INIT;
    struct instant at = {42};
    char got[20] = "";

    frame.now = local(now);
    if (typed_time_read(slice_of(row->text), sense, &frame, "occurred", &at, &why)) {
        put_local(at, got);
        cr_expect_str_eq(got, row->means, "%s at %s: %s, not %s", row->text, now, got, row->means);
    } else {
        cr_expect(row->means[0] == '!' && strstr(why.data, row->means + 1), "%s at %s: %s",
                  row->text, now, why.data);
        cr_expect(at.us == 42, "%s: untouched", row->text);
        cr_expect(strncmp(why.data, "occurred", 8) == 0, "%s", why.data);
    }
    buffer_deinit(&why);
}

#define CHECK(now, sense, rows)                                                                    \
    do {                                                                                           \
        for (size_t i_ = 0; i_ < sizeof(rows) / sizeof(*(rows)); i_++)                             \
            check(now, sense, (struct time_frame){0}, &(rows)[i_]);                                \
    } while (0)

static void set_shanghai(void)
{
    cr_assert(calendar_set_zone("Asia/Shanghai"));
}

TestSuite(typed_time, .init = set_shanghai);

/* One meaning, twenty minutes after midnight. */
Test(typed_time, forms)
{
    static const struct row rows[] = {
        {"23:50", "2026-11-23 23:50"},
        {"0:10", "2026-11-24 00:10"},
        {"00:00", "2026-11-24 00:00"},
        {"24:00", "2026-11-24 00:00"},
        {"7:40", "2026-11-23 07:40"},
        {"07:40", "2026-11-23 07:40"},
        {"0740", "2026-11-23 07:40"},
        {"1430", "2026-11-23 14:30"},
        {"0740h", "2026-11-23 07:40"},
        {"08:08:30", "2026-11-23 08:08:30"},
        {"8:08:30", "2026-11-23 08:08:30"},
        {"7.40", "2026-11-23 07:40"},
        {"23.50", "2026-11-23 23:50"},
        {"23.50 Uhr", "2026-11-23 23:50"},
        {"23:50 h", "2026-11-23 23:50"},
        {"7h40", "2026-11-23 07:40"},
        {"23H50", "2026-11-23 23:50"},
        {"7 h 40", "2026-11-23 07:40"},
        {"23 Uhr", "2026-11-23 23:00"},
        {"um 7 Uhr 40", "2026-11-23 07:40"},
        {"a las 7:40", "2026-11-23 07:40"},
        {"7:40pm", "2026-11-23 19:40"},
        {"7:40 am", "2026-11-23 07:40"},
        {"7:40 a.m.", "2026-11-23 07:40"},
        {"11 pm", "2026-11-23 23:00"},
        {"11PM", "2026-11-23 23:00"},
        {"0:10 am", "2026-11-24 00:10"},
        {"19:40 pm", "2026-11-23 19:40"},
        {"19：40", "2026-11-23 19:40"},
        {"１９：４０", "2026-11-23 19:40"},
        {"２３:５０", "2026-11-23 23:50"},
        {"٢٣:٥٠", "2026-11-23 23:50"},
        {"23:50\xc2\xa0", "2026-11-23 23:50"},
        {"\xe2\x80\xaa"
         "23:50\xe2\x80\xac",
         "2026-11-23 23:50"},
        {"noon", "2026-11-23 12:00"},
        {"minuit", "2026-11-24 00:00"},
        {"now", "2026-11-24 00:20"},
        {"现在", "2026-11-24 00:20"},
        /* with a day */
        {"yesterday 23:50", "2026-11-23 23:50"},
        {"23:50 yesterday", "2026-11-23 23:50"},
        {"Yesterday at 11:50 pm", "2026-11-23 23:50"},
        {"yesterday 0:10", "2026-11-23 00:10"},
        {"today 00:05", "2026-11-24 00:05"},
        {"the day before yesterday 18:00", "2026-11-22 18:00"},
        {"last night 23:50", "2026-11-23 23:50"},
        {"last night at 11", "2026-11-23 23:00"},
        {"tonight 11:50", "2026-11-23 23:50"},
        {"gestern 23:50", "2026-11-23 23:50"},
        {"gestern um 23 Uhr 50", "2026-11-23 23:50"},
        {"gestern Abend 11:50", "2026-11-23 23:50"},
        {"letzte Nacht um 11", "2026-11-23 23:00"},
        {"gestern früh 7:40", "2026-11-23 07:40"},
        {"nachts 23 Uhr", "2026-11-23 23:00"},
        {"vorgestern 8:30", "2026-11-22 08:30"},
        {"hier 23h50", "2026-11-23 23:50"},
        {"hier à 7h", "2026-11-23 07:00"},
        {"hier soir 11h50", "2026-11-23 23:50"},
        {"aujourd’hui 0h05", "2026-11-24 00:05"},
        {"cette nuit 0h10", "2026-11-24 00:10"},
        {"avant-hier 9h05", "2026-11-22 09:05"},
        {"ayer 23:50", "2026-11-23 23:50"},
        {"ayer a las 23:50", "2026-11-23 23:50"},
        {"anoche a las 11", "2026-11-23 23:00"},
        {"ayer a las 7:40 de la mañana", "2026-11-23 07:40"},
        {"ayer por la tarde 3:40", "2026-11-23 15:40"},
        {"昨晚11点", "2026-11-23 23:00"},
        {"昨晚十一点半", "2026-11-23 23:30"},
        {"昨晚11点50", "2026-11-23 23:50"},
        {"昨晚23:50", "2026-11-23 23:50"},
        {"昨天23:50", "2026-11-23 23:50"},
        {"昨天 ２３：５０", "2026-11-23 23:50"},
        {"昨晚12点", "2026-11-24 00:00"},
        {"昨晚12点10分", "2026-11-24 00:10"},
        {"昨天上午9点半", "2026-11-23 09:30"},
        {"昨天下午3点", "2026-11-23 15:00"},
        {"昨天下午三点一刻", "2026-11-23 15:15"},
        {"昨日凌晨2点", "2026-11-23 02:00"},
        {"昨天中午12点", "2026-11-23 12:00"},
        {"前天早上8點30分", "2026-11-22 08:30"},
        {"上午9点半", "2026-11-23 09:30"},
        {"下午3点", "2026-11-23 15:00"},
        {"0点10分", "2026-11-24 00:10"},
        {"23点50", "2026-11-23 23:50"},
        {"7时40分", "2026-11-23 07:40"},
        {"7h5", "2026-11-23 07:05"},
        {"2350hrs", "2026-11-23 23:50"},
        {"last night 11:50 pm", "2026-11-23 23:50"},
        {"1个半小时前", "2026-11-23 22:50"},
        {"一个半小时前", "2026-11-23 22:50"},
        {"vor anderthalb Stunden", "2026-11-23 22:50"},
        {"240h ago", "2026-11-14 00:20"},
        {"凌晨0点10分", "2026-11-24 00:10"},
        {"凌晨2点", "2026-11-23 02:00"},
        {"晚上十点四十五", "2026-11-23 22:45"},
        {"二十三点五十", "2026-11-23 23:50"},
        {"早上8点8分30秒", "2026-11-23 08:08:30"},
        {"半夜11点", "2026-11-23 23:00"},
        /* with a date */
        {"11-23 07:40", "2026-11-23 07:40"},
        {"07:40 11-23", "2026-11-23 07:40"},
        {"23.11. 07:40", "2026-11-23 07:40"},
        {"am 23.11. um 7:40", "2026-11-23 07:40"},
        {"23.11 07:40", "2026-11-23 07:40"},
        {"23.11.2026 07:40", "2026-11-23 07:40"},
        {"2.11.2026 07:40", "2026-11-02 07:40"},
        {"23/11 07:40", "2026-11-23 07:40"},
        {"11/23 07:40", "2026-11-23 07:40"},
        {"23/11/2026 07:40", "2026-11-23 07:40"},
        {"11/11 07:40", "2026-11-11 07:40"},
        {"2026/11/23 7:40", "2026-11-23 07:40"},
        {"2026.11.3 7:40", "2026-11-03 07:40"},
        {"2026-11-3 7:40", "2026-11-03 07:40"},
        {"20261123 0740", "2026-11-23 07:40"},
        {"11月23日7点40", "2026-11-23 07:40"},
        {"十一月二十三号晚上8点", "2026-11-23 20:00"},
        {"2026年11月23日 07:40", "2026-11-23 07:40"},
        {"23 Nov 07:40", "2026-11-23 07:40"},
        {"Nov 23 7:40 am", "2026-11-23 07:40"},
        {"23. November 2026 07:40", "2026-11-23 07:40"},
        {"le 23 novembre à 7h40", "2026-11-23 07:40"},
        {"23 de noviembre 7:40", "2026-11-23 07:40"},
        {"2026-11-23", "2026-11-23 00:00"},
        {"2026-11-23 24:00", "2026-11-24 00:00"},
        {"2026-11-23T23:50", "2026-11-23 23:50"},
        {"2026-11-23T23:50:07", "2026-11-23 23:50:07"},
        {"2026-11-23T15:50:00Z", "2026-11-23 23:50"},
        {"2026-11-23T23:50:00+08:00", "2026-11-23 23:50"},
        /* from now */
        {"-20m", "2026-11-24 00:00"},
        {"－20m", "2026-11-24 00:00"},
        {"-1h30m", "2026-11-23 22:50"},
        {"20m", "2026-11-24 00:00"},
        {"20m ago", "2026-11-24 00:00"},
        {"20 minutes ago", "2026-11-24 00:00"},
        {"2 h ago", "2026-11-23 22:20"},
        {"an hour ago", "2026-11-23 23:20"},
        {"half an hour ago", "2026-11-23 23:50"},
        {"vor 20 Minuten", "2026-11-24 00:00"},
        {"vor 2 Std.", "2026-11-23 22:20"},
        {"il y a 20 min", "2026-11-24 00:00"},
        {"hace media hora", "2026-11-23 23:50"},
        {"20分钟前", "2026-11-24 00:00"},
        {"二十分钟前", "2026-11-24 00:00"},
        {"半小时前", "2026-11-23 23:50"},
        {"两个小时前", "2026-11-23 22:20"},
    };

    CHECK(NIGHT, TIME_HAPPENED, rows);
}

/* Not one meaning, or none. */
Test(typed_time, asked_back)
{
    static const struct row rows[] = {
        {"11/12 07:40", "!can be 11-12 or 12-11, the month first"},
        {"11.12 07:40", "!can be 11-12 or 12-11, the month first"},
        {"11/12/2026 07:40", "!can be 11-12 or 12-11"},
        {"11.12", "!can be 11:12 or a date"},
        {"7.05", "!can be 07:05 or a date"},
        {"12:30 am", "!can be 12:30 or 00:30"},
        {"12 pm", "!can be 12:00 or 00:00"},
        {"下午0点", "!can be 00:00 or 12:00"},
        {"凌晨12点", "!can be 12:00 or 00:00"},
        {"11点", "!can be 11:00 or 23:00"},
        {"昨天两点半", "!can be 02:30 or 14:30"},
        {"十二点", "!can be 12:00 or 00:00"},
        {"2 horas", "!-2 horas for so long ago"},
        {"11 pm am", "!a time that exists"},
        {"at 11", "!can be 11:00 or 23:00"},
        {"7", "!can be 07:00 or 19:00"},
        {"7h", "!-7h for so long ago"},
        {"7h40min", "!-7h40min for so long ago"},
        {"1h30m", "!-1h30m for so long ago"},
        {"2026", "!can be 20:26 or the year"},
        {"昨晚1点", "!can be \"yesterday 01:00\" or \"today 01:00\""},
        {"last night 2:30", "!can be \"yesterday 02:30\" or \"today 02:30\""},
        {"晚上1点", "!of that day or of the next"},
        {"yesterday midnight", "!can be 00:00 or 24:00"},
        {"刚才",
         "!is a time that exists: \"2026-11-23 23:50\", 23:50, \"yesterday 23:50\" or -20m, "
         "not \"刚才\""},
        {"just now", "!a time that exists"},
        {"soon", "!a time that exists"},
        {"", "!a time that exists"},
        {" ", "!a time that exists"},
        {"yesterday", "!a time that exists"},
        {"gestern", "!a time that exists"},
        {"昨晚", "!a time that exists"},
        {"yesterday yesterday 10:00", "!a time that exists"},
        {"7:40 8:40", "!a time that exists"},
        {"7:4", "!a time that exists"},
        {"7:60", "!a time that exists"},
        {"25:00", "!a time that exists"},
        {"24:01", "!a time that exists"},
        {"08:08:60", "!a time that exists"},
        {"13:40 am", "!a time that exists"},
        {"2026-02-30 10:00", "!a time that exists"},
        {"31.4. 10:00", "!a time that exists"},
        {"2026-13-01 10:00", "!a time that exists"},
        {"23日07:00", "!a time that exists"},
        {"11-23T", "!a time that exists"},
        {"2026-11-23T10:00:00+8", "!a time that exists"},
        {"7:40 UTC", "!a time that exists"},
        {"740", "!a time that exists"},
        {"-20", "!a time that exists"},
        {"ago", "!a time that exists"},
        {"99999999999999m ago", "!a time that exists"},
        {"23:50 -- gas", "!a time that exists"},
        {"11点左右", "!a time that exists"},
    };

    CHECK(NIGHT, TIME_HAPPENED, rows);
}

/* What has happened: not ahead but by what clocks differ, nor long ago. */
Test(typed_time, has_happened)
{
    static const struct row night[] = {
        {"00:25", "2026-11-24 00:25"},
        {"00:26", "2026-11-23 00:26"},
        {"2026-11-24 00:25", "2026-11-24 00:25"},
        {"2026-11-24 00:26", "!would be 2026-11-24 00:26, which has not come yet: now it is "
                             "2026-11-24 00:20; write the time that is meant, as in "
                             "occurred=\"2026-11-23 23:50\", or add sure=yes if it is right"},
        {"today 23:50", "!which has not come yet"},
        {"今晚11点", "!which has not come yet"},
        {"tomorrow 07:40", "!which has not come yet"},
        {"in 20m", "!which has not come yet"},
        {"2027-11-23 23:50", "!which has not come yet"},
        {"2062-11-23T23:50:00+08:00", "!which has not come yet"},
        {"2025-11-23 23:50", "!which is long past"},
        {"2025-11-23T23:50:00Z", "!which is long past"},
        {"1926-11-23", "!which is long past"},
        {"2016-11-23 23:50", "!which is long past"},
        {"11-24 23:50", "!which is long past"},
        {"-400d", "!which is long past"},
        {"2026-06-01 08:00", "2026-06-01 08:00"},
    };
    static const struct row new_year[] = {
        {"23:50", "2026-12-31 23:50"},
        {"12-31 23:50", "2026-12-31 23:50"},
        {"31.12. 23:50", "2026-12-31 23:50"},
        {"昨晚11点", "2026-12-31 23:00"},
        {"2026-12-31 23:50", "2026-12-31 23:50"},
        {"2027-12-31 23:50", "!has not come yet"},
        {"2026-01-01 00:05", "!long past"},
        {"01-01 00:05", "2027-01-01 00:05"},
    };
    static const struct row leap[] = {
        {"02-29 23:50", "2028-02-29 23:50"},
        {"yesterday 23:50", "2028-02-29 23:50"},
        {"23:50", "2028-02-29 23:50"},
        {"02-30 10:00", "!a time that exists"},
    };
    static const struct row no_leap[] = {
        {"02-29 23:50", "!would be 2024-02-29 23:50, which is long past"},
        {"2026-02-29 10:00", "!a time that exists"},
        {"23:50", "2026-02-28 23:50"},
    };
    static const struct row first_minute[] = {
        {"00:00", "2026-11-24 00:00"},
        {"23:59", "2026-11-23 23:59"},
        {"0:01", "2026-11-24 00:01"},
        {"24:00", "2026-11-24 00:00"},
    };
    static const struct row last_minutes[] = {
        {"00:01", "2026-11-24 00:01"}, /* the caller's clock is ahead */
        {"23:58", "2026-11-23 23:58"},
        {"24:00", "2026-11-24 00:00"},
        {"00:05", "2026-11-23 00:05"},
    };
    static const struct row meant[] = {
        {"2027-01-01 10:00", "2027-01-01 10:00"},
        {"1998-07-01 10:00", "1998-07-01 10:00"},
        {"9999-12-31T23:59:59Z", "!x"},
        {"23:50", "2026-11-23 23:50"},
    };

    CHECK(NIGHT, TIME_HAPPENED, night);
    CHECK("2027-01-01 00:20", TIME_HAPPENED, new_year);
    CHECK("2028-03-01 00:20", TIME_HAPPENED, leap);
    CHECK("2026-03-01 00:20", TIME_HAPPENED, no_leap);
    CHECK("2026-11-24 00:00", TIME_HAPPENED, first_minute);
    CHECK("2026-11-23 23:58", TIME_HAPPENED, last_minutes);
    for (size_t i = 0; i < sizeof(meant) / sizeof(*meant); i++)
        if (meant[i].means[0] != '!')
            check(NIGHT, TIME_HAPPENED, (struct time_frame){.sure = true}, &meant[i]);
}

/* Since: the last such time. Until: the last too, or the first after since. */
Test(typed_time, looked_back_at)
{
    static const struct row since[] = {
        {"23:00", "2026-11-23 23:00"},      {"00:20", "2026-11-24 00:20"},
        {"00:21", "2026-11-23 00:21"},      {"yesterday", "2026-11-23 00:00"},
        {"today", "2026-11-24 00:00"},      {"昨天", "2026-11-23 00:00"},
        {"-8h", "2026-11-23 16:20"},        {"30m", "2026-11-23 23:50"},
        {"11-01", "2026-11-01 00:00"},      {"12-01", "2025-12-01 00:00"},
        {"2021-01-31", "2021-01-31 00:00"}, {"2026-11-25", "!has not come yet"},
        {"1926-11-23", "!long past"},       {"2062-11-23", "!has not come yet"},
        {"3d", "2026-11-21 00:20"},         {"1w", "2026-11-17 00:20"},
    };
    static const struct row until[] = {
        {"23:00", "2026-11-23 23:00"},
        {"2026-12-01", "2026-12-01 00:00"},
        {"2062-11-23", "!far ahead"},
        {"-10m", "2026-11-24 00:10"},
    };
    static const struct {
        const char *now, *since;
        struct row until;
    } ranges[] = {
        {NIGHT, "2026-11-23 23:00", {"06:00", "2026-11-24 06:00"}},
        {NIGHT, "2026-11-23 20:00", {"23:00", "2026-11-23 23:00"}},
        {NIGHT, "2026-11-23 23:00", {"00:10", "2026-11-24 00:10"}},
        {"2026-11-24 09:00", "2026-11-23 23:00", {"06:00", "2026-11-24 06:00"}},
        {DAY, "2026-11-23 08:00", {"12:00", "2026-11-23 12:00"}},
        {DAY, "2026-11-01 00:00", {"12-01", "2026-12-01 00:00"}},
        {DAY, "2026-11-20 08:00", {"09:00", "!can be 2026-11-20T09:00"}},
    };

    CHECK(NIGHT, TIME_SINCE, since);
    CHECK(NIGHT, TIME_UNTIL, until);
    for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
        check(ranges[i].now, TIME_UNTIL, (struct time_frame){.begin = local(ranges[i].since)},
              &ranges[i].until);
}

/* Until of what is to come: the next. Its begin may have been a while ago. */
Test(typed_time, to_come)
{
    static const struct row until[] = {
        {"17:30", "2026-11-23 17:30"},
        {"08:30", "2026-11-24 08:30"},
        {"24:00", "2026-11-24 00:00"},
        {"00:00", "2026-11-24 00:00"},
        {"+2h", "2026-11-23 12:15"},
        {"in 2 hours", "2026-11-23 12:15"},
        {"90m", "2026-11-23 11:45"},
        {"dans 2 heures", "2026-11-23 12:15"},
        {"2小时后", "2026-11-23 12:15"},
        {"tomorrow 08:30", "2026-11-24 08:30"},
        {"morgen 8:30", "2026-11-24 08:30"},
        {"morgen früh 8:30", "2026-11-24 08:30"},
        {"demain 8h30", "2026-11-24 08:30"},
        {"mañana a las 8:30", "2026-11-24 08:30"},
        {"明早8点半", "2026-11-24 08:30"},
        {"tonight 11", "2026-11-23 23:00"},
        {"10:14", "!can be 2026-11-23T10:14:00.000000+08:00 or 2026-11-24T10:14"},
        {"12-24", "2026-12-24 00:00"},
        {"01-02 08:00", "2027-01-02 08:00"},
        {"2027-12-24", "!far ahead"},
        {"2062-11-23 17:30", "!far ahead"},
        {"tomorrow", "!a time that exists"},
        {"2026-11-23 08:00", "2026-11-23 08:00"}, /* over: the office refuses it */
    };
    static const struct row from[] = {
        {"08:30", "2026-11-23 08:30"},          {"12:00", "2026-11-23 12:00"},
        {"00:10", "2026-11-24 00:10"},          {"22:00", "2026-11-23 22:00"},
        {"tomorrow 08:30", "2026-11-24 08:30"}, {"2025-11-24 08:30", "!long past"},
        {"2027-11-24 08:30", "!far ahead"},
    };
    static const struct {
        const char *begin;
        struct row until;
    } ends[] = {
        {"2026-11-23 12:00", {"14:00", "2026-11-23 14:00"}},
        {"2026-11-24 01:00", {"03:00", "2026-11-24 03:00"}},
        {"2026-11-25 20:00", {"08:00", "2026-11-26 08:00"}},
        {"2026-11-23 07:00", {"08:00", "2026-11-23 08:00"}},
    };

    CHECK(DAY, TIME_TO_COME, until);
    CHECK(DAY, TIME_FROM, from);
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
        check(DAY, TIME_TO_COME, (struct time_frame){.begin = local(ends[i].begin)},
              &ends[i].until);
}

/* A look at any moment: of the next fourteen hours, or the last. */
Test(typed_time, either)
{
    static const struct row evening[] = {
        {"08:00", "2026-11-24 08:00"},       {"17:30", "2026-11-23 17:30"},
        {"23:50", "2026-11-23 23:50"},       {"12:30", "2026-11-24 12:30"},
        {"08:08:30", "2026-11-24 08:08:30"}, {"20m", "!a time that exists"},
        {"-20m", "2026-11-23 22:40"},        {"2021-01-31", "2021-01-31 00:00"},
        {"2062-11-23", "!far ahead"},        {"1926-11-23", "!long past"},
    };
    static const struct row night[] = {{"23:50", "2026-11-23 23:50"},
                                       {"08:00", "2026-11-24 08:00"}};
    static const struct row morning[] = {{"22:00", "2026-11-23 22:00"},
                                         {"03:00", "2026-11-23 03:00"},
                                         {"00:15", "2026-11-24 00:15"}};

    CHECK("2026-11-23 23:00", TIME_EITHER, evening);
    CHECK(NIGHT, TIME_EITHER, night);
    CHECK(DAY, TIME_EITHER, morning);
}

/* A gateway's clock says what it likes; a person's words are not for it. */
Test(typed_time, gateway)
{
    static const struct row rows[] = {
        {"2026-11-23T15:50:00Z", "2026-11-23 23:50"},
        {"2026-11-23 23:50:01", "2026-11-23 23:50:01"},
        {"1970-01-01T00:00:00Z", "1970-01-01 08:00"},
        {"2062-11-23 10:00", "2062-11-23 10:00"},
        {"yesterday 23:50", "!a time that exists, as 2026-11-24T00:20:00.000000+08:00"},
        {"23:50", "!a time that exists, as 2026-"},
    };

    CHECK(NIGHT, TIME_GATEWAY, rows);
}

/* Spring and autumn. */
Test(typed_time, clocks_that_are_set)
{
    static const struct row spring[] = {
        {"02:30", "2026-03-29 03:00"}, /* the end of the hour that was skipped */
        {"01:59", "2026-03-29 01:59"},
        {"yesterday 02:30", "2026-03-28 02:30"},
    };
    static const struct row autumn[] = {
        {"02:30", "!can be 2026-10-25T02:30:00.000000+02:00 or 2026-10-25T02:30:00.000000+01:00"},
        {"2026-10-25 02:30", "!can be 2026-10-25T02:30:00.000000+02:00 or"},
        {"2026-10-25T02:30:00+01:00", "2026-10-25 02:30"},
        {"03:00", "2026-10-25 03:00"},
        {"01:59", "2026-10-25 01:59"},
    };
    static const struct row first_time[] = {
        {"02:05", "2026-10-25 02:05"}, /* it has been once */
    };
    static const struct row since[] = {
        {"02:30", "2026-10-25 02:30"},
    };

    cr_assert(calendar_set_zone("Europe/Berlin"));
    CHECK("2026-03-29 03:10", TIME_HAPPENED, spring);
    CHECK("2026-10-25 04:00", TIME_HAPPENED, autumn);
    CHECK("2026-10-25T02:10:00+02:00", TIME_HAPPENED, first_time);
    CHECK("2026-10-25 04:00", TIME_SINCE, since);
    cr_assert(calendar_set_zone("America/Santiago"));
    static const struct row no_midnight[] = {{"00:00", "2026-09-06 01:00"},
                                             {"24:00", "2026-09-06 01:00"}};
    CHECK("2026-09-06 01:20", TIME_HAPPENED, no_midnight);
}

/* Whatever bytes come, nothing is read that is not there. */
Test(typed_time, any_bytes)
{
    static const char *const parts[] = {"7",  ":", "40", "昨晚", "点", "半", ".",  "-", "+", "m",
                                        "am", " ", "前", "11",   "/",  "年", "十", "T", "Z", "h"};
    struct time_frame frame = {.now = local(NIGHT)};
    unsigned chance = 7;

    for (int i = 0; i < 20000; i++) {
        struct buffer text = BUFFER_INIT, why = BUFFER_INIT;
        struct instant at;

        for (unsigned n = 0; n < 6; n++) {
            chance = chance * 1103515245 + 12345;
            buffer_append_string(&text, parts[(chance >> 16) % (sizeof(parts) / sizeof(*parts))]);
        }
        char *own = slice_dup(buffer_slice(&text)); /* reading past its end is seen */
        if (!typed_time_read(slice_of(own), TIME_HAPPENED, &frame, "t", &at, &why))
            cr_assert(why.len > 0, "%s", text.data);
        free(own);
        buffer_deinit(&text);
        buffer_deinit(&why);
    }
}
