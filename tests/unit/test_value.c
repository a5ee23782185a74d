#include <criterion/criterion.h>

#include "office/log/value.h"

#define EACH(rows) for (size_t n = 0; n < sizeof(rows) / sizeof(*(rows)); n++)

Test(value, grade)
{
    static const struct {
        const char *said;
        long long grade; /* 0: none */
    } rows[] = {
        {"1", 1},
        {"2", 2},
        {"4", 4},
        {"I", 1},
        {"II", 2},
        {"iii", 3},
        {"Iv", 4},
        {"Ⅱ", 2},
        {"ⅲ", 3},
        {"Ⅳ级", 4},
        {"ＩＩ", 2},
        {"２", 2},
        {"２级", 2},
        {"2级", 2},
        {"2 级", 2},
        {"二级", 2},
        {"二", 2},
        {"第三级", 3},
        {"III級", 3},
        {"特别重大", 1},
        {"重大", 2},
        {"较大", 3},
        {"一般级", 4},
        {"grade 2", 2},
        {"Stufe III", 3},
        {"niveau 1", 1},
        {"nivel IV", 4},
        {" 2 ", 2},
        {"\xe2\x80\x8b"
         "2",
         2},
        {"0", 0},
        {"5", 0},
        {"", 0},
        {"IIII", 0},
        {"V", 0},
        {"VI", 0},
        {"2-3", 0},
        {"2.5", 0},
        {"II-III", 0},
        {"12", 0},
        {"l", 0},
        {"级", 0},
        {"grade", 0},
        {"五级", 0},
        {"bad", 0},
        {"-1", 0},
        {"22", 0},
        {"unknown", 0},
        {"2nd floor", 0},
    };

    EACH(rows)
    {
        long long grade = 0;
        bool good = value_parse_grade(slice_of(rows[n].said), &grade);

        cr_expect(good == (rows[n].grade != 0) && grade == rows[n].grade, "%s: %lld", rows[n].said,
                  grade);
    }
}

Test(value, people)
{
    static const struct {
        const char *said;
        long long people; /* -1: none */
    } rows[] = {
        {"0", 0},           {"3", 3},          {"３", 3},
        {"１２", 12},       {"3人", 3},        {"３人", 3},
        {"3名", 3},         {"3 位", 3},       {"3个人", 3},
        {"3 people", 3},    {"1 person", 1},   {"4 Personen", 4},
        {"2 personnes", 2}, {"5 personas", 5}, {"٣", 3},
        {"三", 3},          {"三人", 3},       {"两人", 2},
        {"零", 0},          {"十", 10},        {"十二人", 12},
        {"二十", 20},       {"二十一名", 21},  {"一百", 100},
        {"一百零五", 105},  {"三百二十", 320}, {"一千二百人", 1200},
        {"007", 7},         {"", -1},          {"人", -1},
        {"约3", -1},        {"3+", -1},        {">3", -1},
        {"3-4", -1},        {"3至4", -1},      {"-1", -1},
        {"3.5", -1},        {"数人", -1},      {"二三", -1},
        {"三四十", -1},     {"一百五", -1},    {"十百", -1},
        {"3x", -1},         {"few", -1},       {"ca. 3", -1},
        {"10000001", -1},   {"无", -1},        {"1e3", -1},
        {"十十", -1},       {"百", -1},        {"三人四", -1},
        {"一二", -1},
    };

    EACH(rows)
    {
        long long people = -1;
        bool good = value_parse_people(slice_of(rows[n].said), 0, 10000000, &people);

        cr_expect(good == (rows[n].people >= 0) && people == rows[n].people, "%s: %lld",
                  rows[n].said, people);
    }
}

Test(value, number)
{
    long long number = 77;

    cr_expect(value_parse_number(SLICE("４７１１"), 1000, 9999, &number) && number == 4711);
    cr_expect(value_parse_number(SLICE(" 5000 "), 0, 9999, &number) && number == 5000);
    number = 77;
    cr_expect(!value_parse_number(SLICE("5000元"), 0, 9999, &number) && number == 77);
    cr_expect(!value_parse_number(SLICE("3人"), 0, 9999, &number) && number == 77);
    cr_expect(!value_parse_number(SLICE("10000"), 0, 9999, &number) && number == 77);
}

Test(value, flag)
{
    static const struct {
        const char *said;
        int flag; /* -1: none */
    } rows[] = {
        {"yes", 1}, {"YES", 1},      {"y", 1},      {"true", 1},  {"1", 1},       {"１", 1},
        {"on", 1},  {"是", 1},       {"是的", 1},   {"对", 1},    {"ja", 1},      {"oui", 1},
        {"sí", 1},  {"Si", 1},       {"ｙｅｓ", 1}, {"no", 0},    {"N", 0},       {"false", 0},
        {"0", 0},   {"off", 0},      {"否", 0},     {"不是", 0},  {"nein", 0},    {"non", 0},
        {"", -1},   {"?", -1},       {"maybe", -1}, {"2", -1},    {"yes no", -1}, {"nope", -1},
        {"ok", -1}, {"unknown", -1}, {"x", -1},     {"演练", -1},
    };

    EACH(rows)
    {
        bool flag = true;
        int found = value_parse_flag(slice_of(rows[n].said), &flag) ? flag : -1;

        cr_expect_eq(found, rows[n].flag, "%s: %d", rows[n].said, found);
    }
}

Test(value, unknown)
{
    static const char *const yes[] = {
        "",     "?",         "？",      "??",  "unknown",     "UNKNOWN", "不明", "未知",
        "不详", "unbekannt", "inconnu", " ? ", "desconocido", "n/a",     "-",    "Unklar"};
    static const char *const no[] = {"0",      "none", "无",   "no", "anonymous", "unknown road",
                                     "不明路", "3?",   "匿名", "--"};

    EACH(yes) cr_expect(value_is_unknown(slice_of(yes[n])), "%s", yes[n]);
    EACH(no) cr_expect(!value_is_unknown(slice_of(no[n])), "%s", no[n]);
}
