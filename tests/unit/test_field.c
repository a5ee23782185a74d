#include <criterion/criterion.h>

#include <string.h>

#include "office/log/field.h"
#include "rules/calendar.h"

/* 2026-11-23 10:15 in Shanghai */
#define NOW_US INT64_C(1795400100000000)
static const struct time_frame frame = {.now = {NOW_US}};

Test(field, table)
{
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field_info *info = &field_table[id];
        enum field_id found = FIELD_COUNT;
        cr_assert(info->name && info->what, "field %d has no name", (int)id);
        cr_expect(field_from_name(slice_of(info->name), &found) && found == id,
                  "%s: two fields have the name", info->name);
        if (info->type == FIELD_TYPE_NUMBER)
            cr_expect(info->min < info->max, "%s", info->name);
        if (field_is_text(id))
            cr_expect(info->max > 0, "%s", info->name);
    }
    enum field_id id = FIELD_COUNT;
    cr_expect(field_from_name(SLICE("GRADE"), &id) && id == FIELD_GRADE);
    id = FIELD_COUNT;
    cr_expect(!field_from_name(SLICE("grades"), &id) && id == FIELD_COUNT);
    cr_expect(!field_from_name(SLICE(""), &id));
}

Test(field, parse)
{
    static const struct {
        const char *name;
        enum field_id id;
        const char *value;
        bool good;
        int64_t number;
    } rows[] = {
        {"grade", FIELD_GRADE, "1", true, 1},
        {"grade, the last", FIELD_GRADE, "4", true, 4},
        {"grade 0", FIELD_GRADE, "0", false, 0},
        {"grade 5", FIELD_GRADE, "5", false, 0},
        {"grade II", FIELD_GRADE, "II", true, 2},
        {"grade of no number", FIELD_GRADE, "bad", false, 0},
        {"no grade", FIELD_GRADE, "", false, 0},
        {"grade not known", FIELD_GRADE, "unknown", false, 0},
        {"people", FIELD_INJURED, "3人", true, 3},
        {"about", FIELD_INJURED, "约3", false, 0},
        {"code of no number", FIELD_CODE, "", false, 0},
        {"code not known", FIELD_CODE, "?", false, 0},
        {"negative", FIELD_INJURED, "-1", false, 0},
        {"too many", FIELD_INJURED, "10000001", false, 0},
        {"beyond 64 bits", FIELD_LOSS, "99999999999999999999", false, 0},
        {"any signed number", FIELD_BY, "-9223372036854775808", true, INT64_MIN},
        {"yes", FIELD_DRILL, "YES", true, 1},
        {"no", FIELD_DRILL, "no", true, 0},
        {"maybe", FIELD_DRILL, "maybe", false, 0},
        {"time of today", FIELD_OCCURRED, "10:15", true, NOW_US},
        {"RFC 3339", FIELD_OCCURRED, "2026-11-23T02:15:00Z", true, NOW_US},
        {"no such day", FIELD_OCCURRED, "2026-02-30 10:00", false, 0},
        {"span", FIELD_IDLE, "1h30m", true, INT64_C(5400000000)},
        {"negative span", FIELD_IDLE, "-5m", false, 0},
        {"word", FIELD_CLASS, "gas", true, 0},
        {"two words", FIELD_CLASS, "gas leak", false, 0},
        {"text", FIELD_PLACE, "12 Renmin Rd", true, 0},
        {"empty text of an entry", FIELD_TEXT, "", true, 0},
        {"text that asks", FIELD_TEXT, "?", true, 0},
    };

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct field field = {.id = FIELD_COUNT, .number = 77};
        struct buffer why = BUFFER_INIT;
        bool good = field_parse(rows[n].id, slice_of(rows[n].value), &frame, &field, &why);
        cr_expect_eq(good, rows[n].good, "%s", rows[n].name);
        if (!good) {
            cr_expect(field.id == FIELD_COUNT && field.number == 77, "%s: touched", rows[n].name);
            cr_expect(why.len && strstr(why.data, field_table[rows[n].id].name), "%s: %s",
                      rows[n].name, why.data ? why.data : "");
        } else if (field_is_text(rows[n].id)) {
            cr_expect(slice_equal_string(field.text, rows[n].value), "%s", rows[n].name);
        } else {
            cr_expect_eq(field.number, rows[n].number, "%s: %lld", rows[n].name,
                         (long long)field.number);
        }
        buffer_deinit(&why);
    }
}

Test(field, unknown)
{
    static const struct {
        enum field_id id;
        const char *value;
        bool unknown;
    } rows[] = {
        {FIELD_TRAPPED, "", true},        {FIELD_TRAPPED, "?", true},
        {FIELD_DEATHS, "unknown", true},  {FIELD_MISSING, "不明", true},
        {FIELD_LOSS, "", true},           {FIELD_PLACE, "", true},
        {FIELD_PLACE, "unbekannt", true}, {FIELD_PHONE, "？", true},
        {FIELD_CLASS, "Unknown", true},   {FIELD_CALLER, "未知", true},
        {FIELD_OCCURRED, "", true},       {FIELD_LEARNED, "?", true},
        {FIELD_ADDRESSEE, "", true},      {FIELD_TRAPPED, "0", false},
        {FIELD_PLACE, "no name", false},  {FIELD_CALLER, "anonymous", false},
        {FIELD_TEXT, "?", false},         {FIELD_REASON, "", false},
        {FIELD_PERSON, "unknown", false},
    };

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct buffer why = BUFFER_INIT, out = BUFFER_INIT;
        struct field field;

        cr_assert(field_parse(rows[n].id, slice_of(rows[n].value), &frame, &field, &why), "%s=%s",
                  field_table[rows[n].id].name, rows[n].value);
        cr_expect_eq(field.is_unknown, rows[n].unknown, "%s=%s", field_table[rows[n].id].name,
                     rows[n].value);
        field_format_value(&field, &out);
        if (rows[n].unknown)
            cr_expect_str_eq(out.data, "unknown");
        buffer_deinit(&why);
        buffer_deinit(&out);
    }
}

Test(field, longest_text)
{
    static char bytes[257];
    struct buffer why = BUFFER_INIT;
    struct field field;

    memset(bytes, 'x', sizeof(bytes));
    cr_expect(field_parse(FIELD_PLACE, (struct slice){bytes, 256}, &frame, &field, &why));
    cr_expect_eq(field.text.len, 256);
    cr_expect(!field_parse(FIELD_PLACE, (struct slice){bytes, 257}, &frame, &field, &why));
    cr_expect_str_eq(why.data, "place takes at most 256 bytes, this has 257");
    buffer_deinit(&why);
}

Test(field, format)
{
    static const struct {
        const char *name;
        struct field field;
        const char *expected;
    } rows[] = {
        {"bare", {.id = FIELD_CLASS, .text = {"gas", 3}}, "gas"},
        {"empty", {.id = FIELD_CLASS, .text = {"", 0}}, "\"\""},
        {"quoted", {.id = FIELD_PLACE, .text = {"a \"b\" \\c", 8}}, "\"a \\\"b\\\" \\\\c\""},
        {"control", {.id = FIELD_PLACE, .text = {"a\nb\x7f", 4}}, "\"a b \""},
        {"Chinese is bare", {.id = FIELD_PLACE, .text = {"\xe7\x81\xab", 3}}, "\xe7\x81\xab"},
        {"number", {.id = FIELD_BY, .number = -5}, "-5"},
        {"flag", {.id = FIELD_DRILL, .number = 1}, "yes"},
        {"instant",
         {.id = FIELD_DUE, .number = INT64_C(1795400100000001)},
         "2026-11-23T10:15:00.000001+08:00"},
        {"span", {.id = FIELD_IDLE, .number = INT64_C(5400000000)}, "1h30m"},
    };

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct buffer out = BUFFER_INIT;
        field_format_value(&rows[n].field, &out);
        cr_expect_str_eq(out.data, rows[n].expected, "%s", rows[n].name);
        buffer_deinit(&out);
    }
}

Test(field, equal)
{
    struct field a = FIELD_TEXT_OF(FIELD_PLACE, SLICE("x")), b = a;

    cr_expect(field_equal(&a, &b));
    b.number = 5; /* a text has none */
    cr_expect(field_equal(&a, &b));
    b.text = SLICE("y");
    cr_expect(!field_equal(&a, &b));
    b = FIELD_TEXT_OF(FIELD_CALLER, SLICE("x"));
    cr_expect(!field_equal(&a, &b));
    a = FIELD_NUMBER_OF(FIELD_GRADE, 1);
    b = FIELD_UNKNOWN_OF(FIELD_GRADE);
    cr_expect(!field_equal(&a, &b));
    b = FIELD_NUMBER_OF(FIELD_GRADE, 2);
    cr_expect(!field_equal(&a, &b));
}
