#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>

#include "base/slice.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

Test(slice, equal)
{
    static const struct {
        const char *name, *a, *b;
        bool same;
    } rows[] = {
        {"both empty", "", "", true},     {"NULL is empty", NULL, "", true},
        {"same", "ACK", "ACK", true},     {"case", "Ack", "aCK", false},
        {"length", "ACK", "ACKS", false},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slice a = slice_of(rows[i].a), b = slice_of(rows[i].b);

        cr_expect(slice_equal(a, b) == rows[i].same, "%s", rows[i].name);
        cr_expect(slice_equal_string(a, rows[i].b) == rows[i].same, "%s", rows[i].name);
    }
}

Test(slice, starts_with)
{
    cr_expect(slice_starts_with(SLICE("report"), SLICE("rep")));
    cr_expect(slice_starts_with(SLICE("report"), SLICE("")));
    cr_expect(slice_starts_with(slice_of(NULL), slice_of(NULL)));
    cr_expect_not(slice_starts_with(SLICE("rep"), SLICE("report")));
    cr_expect_not(slice_starts_with(SLICE("Report"), SLICE("rep")));
}

Test(slice, trim)
{
    static const struct {
        const char *name, *text, *trimmed;
    } rows[] = {
        {"empty", "", ""},
        {"only blanks", " \t ", ""},
        {"ends", "\t a b  ", "a b"},
        {"nothing", "a b", "a b"},
        {"line ends stay", " a\r\n", "a\r\n"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect(slice_equal_string(slice_trim(slice_of(rows[i].text)), rows[i].trimmed), "%s",
                  rows[i].name);
    cr_expect_eq(slice_trim(slice_of(NULL)).len, 0);
}

Test(slice, cut)
{
    static const struct {
        const char *name, *text, *head, *rest;
    } rows[] = {
        {"none", "abc", "abc", ""},          {"middle", "a=b=c", "a", "b=c"},
        {"at the start", "=b", "", "b"},     {"at the end", "a=", "a", ""},
        {"only the separator", "=", "", ""}, {"empty", "", "", ""},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slice s = slice_of(rows[i].text);
        struct slice head = slice_cut(&s, '=');

        cr_expect(slice_equal_string(head, rows[i].head), "%s", rows[i].name);
        cr_expect(slice_equal_string(s, rows[i].rest), "%s", rows[i].name);
    }
}

Test(slice, cut_of_null_is_empty)
{
    struct slice s = {0};

    cr_expect_eq(slice_cut(&s, ' ').len, 0);
    cr_expect_eq(s.len, 0);
}

Test(slice, dup)
{
    char *copy = slice_dup((struct slice){"a\0bcd", 3});

    cr_expect_arr_eq(copy, "a\0b", 4);
    free(copy);
    copy = slice_dup(slice_of(NULL));
    cr_expect_str_eq(copy, "");
    free(copy);
}

Test(slice, to_number)
{
    static const struct {
        const char *name, *text;
        long long min, max;
        bool ok;
        long long number;
    } rows[] = {
        {"zero", "0", 0, 9, true, 0},
        {"both bounds", "9", 9, 9, true, 9},
        {"above", "10", 0, 9, false, 0},
        {"below", "-1", 0, 9, false, 0},
        {"negative", "-12", -20, 0, true, -12},
        {"leading zeros", "007", 0, 9, true, 7},
        {"largest", "9223372036854775807", LLONG_MIN, LLONG_MAX, true, LLONG_MAX},
        {"smallest", "-9223372036854775808", LLONG_MIN, LLONG_MAX, true, LLONG_MIN},
        {"one too many", "9223372036854775808", LLONG_MIN, LLONG_MAX, false, 0},
        {"one too few", "-9223372036854775809", LLONG_MIN, LLONG_MAX, false, 0},
        {"far too long", "99999999999999999999999", LLONG_MIN, LLONG_MAX, false, 0},
        {"empty", "", LLONG_MIN, LLONG_MAX, false, 0},
        {"only a sign", "-", LLONG_MIN, LLONG_MAX, false, 0},
        {"plus", "+1", 0, 9, false, 0},
        {"blank before", " 1", 0, 9, false, 0},
        {"letter after", "1x", 0, 9, false, 0},
        {"fraction", "1.5", 0, 9, false, 0},
        {"hexadecimal", "0x1", 0, 9, false, 0},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        long long number = 4711;
        bool ok = slice_to_number(slice_of(rows[i].text), rows[i].min, rows[i].max, &number);

        cr_expect(ok == rows[i].ok, "%s", rows[i].name);
        cr_expect(number == (rows[i].ok ? rows[i].number : 4711), "%s: %lld", rows[i].name, number);
    }
}
