#include <criterion/criterion.h>
#include <string.h>

#include "base/utf8.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

Test(utf8, valid_and_gbk)
{
    const struct {
        const char *name;
        struct slice bytes;
        bool valid, gbk;
    } rows[] = {
        {"empty", SLICE(""), true, false},
        {"NULL", {NULL, 0}, true, false},
        {"ASCII", SLICE("plain text of more than eight"), true, false},
        {"NUL is a character", SLICE("a\0b"), true, false},
        {"two bytes, first", SLICE("\xc2\x80"), true, false},
        {"two bytes, last", SLICE("\xdf\xbf"), true, false},
        {"three bytes, first", SLICE("\xe0\xa0\x80"), true, false},
        {"before the surrogates", SLICE("\xed\x9f\xbf"), true, false},
        {"after the surrogates", SLICE("\xee\x80\x80"), true, false},
        {"three bytes, last", SLICE("\xef\xbf\xbf"), true, false},
        {"four bytes, first", SLICE("\xf0\x90\x80\x80"), true, false},
        {"four bytes, last", SLICE("\xf4\x8f\xbf\xbf"), true, false},
        {"Chinese", SLICE("\xe6\xb0\xb4\xe7\xae\xa1"), true, false},
        {"overlong slash", SLICE("\xc0\xaf"), false, true},
        {"overlong in two", SLICE("\xc1\xbf"), false, true},
        {"overlong in three", SLICE("\xe0\x9f\xbf"), false, false},
        {"overlong in four", SLICE("\xf0\x8f\xbf\xbf"), false, true},
        {"overlong NUL", SLICE("\xc0\x80"), false, true},
        {"first surrogate", SLICE("\xed\xa0\x80"), false, false},
        {"last surrogate", SLICE("\xed\xbf\xbf"), false, false},
        {"above U+10FFFF", SLICE("\xf4\x90\x80\x80"), false, false},
        {"lead byte F5", SLICE("\xf5\x80\x80\x80"), false, false},
        {"lead byte FF", SLICE("\xff"), false, false},
        {"lone tail", SLICE("\x80"), false, false},
        {"cut after one of two", SLICE("a\xc3"), false, false},
        {"cut after two of three", SLICE("\xe6\xb0"), false, true},
        {"cut after three of four", SLICE("\xf0\x9f\x98"), false, false},
        {"tail missing", SLICE("\xe6\xb0x"), false, true},
        {"GBK", SLICE("\xcb\xae\xb9\xdc"), false, true},
        {"GBK among ASCII", SLICE("REPORT text=\"\xcb\xae\xb9\xdc\" x"), false, true},
        {"GBK, cut", SLICE("\xcb\xae\xb9"), false, false},
        {"GBK, tail 7F", SLICE("\xcb\x7f"), false, false},
        {"GBK, tail below 40", SLICE("\xcb\x20"), false, false},
        {"Latin-1", SLICE("caf\xe9 au lait"), false, false},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        cr_expect(utf8_is_valid(rows[i].bytes) == rows[i].valid, "%s", rows[i].name);
        cr_expect(utf8_looks_like_gbk(rows[i].bytes) == rows[i].gbk, "gbk: %s", rows[i].name);
    }
}

/* The steps of eight must miss no byte, wherever it stands. */
Test(utf8, one_bad_byte_anywhere)
{
    for (size_t len = 1; len <= 40; len++) {
        for (size_t bad = 0; bad < len; bad++) {
            char text[40];

            memset(text, 'a', sizeof(text));
            cr_assert(utf8_is_valid((struct slice){text, len}));
            text[bad] = (char)0x80;
            cr_assert_not(utf8_is_valid((struct slice){text, len}), "%zu of %zu", bad, len);
        }
    }
}

Test(utf8, next)
{
    static const uint32_t want[] = {'a', 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff};
    struct slice s = SLICE("a\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80"
                           "\xf4\x8f\xbf\xbf");

    for (size_t i = 0; i < COUNT(want); i++) {
        cr_assert_gt(s.len, 0);
        cr_expect_eq(utf8_next(&s), want[i]);
    }
    cr_expect_eq(s.len, 0);
}

Test(utf8, lengths_in_sms)
{
    static const struct {
        const char *name, *text;
        size_t units;
        long septets;
    } rows[] = {
        {"empty", "", 0, 0},
        {"plain", "Pump 3 down, call 110!", 22, 22},
        {"line end", "a\r\nb", 4, 4},
        {"of the alphabet", "@\xc2\xa3$\xc2\xa5\xc3\xa8\xc3\x87\xce\x94\xce\xa9\xc3\xa0", 9, 9},
        {"euro", "\xe2\x82\xac", 1, 2},
        {"extension", "^{}\\[~]|", 8, 16},
        {"form feed", "\f", 1, 2},
        {"mixed", "{a}", 3, 5},
        {"grave accent", "`", 1, -1},
        {"tab", "\t", 1, -1},
        {"escape", "\x1b", 1, -1},
        {"delete", "\x7f", 1, -1},
        {"small c with cedilla", "\xc3\xa7", 1, -1},
        {"Chinese", "\xe6\xb0\xb4\xe7\xae\xa1", 2, -1},
        {"Chinese at the end", "pump \xe6\xb0\xb4", 6, -1},
        {"surrogate pair", "\xf0\x9f\x98\x80", 2, -1},
        {"last before pairs", "\xef\xbf\xbf", 1, -1},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slice s = slice_of(rows[i].text);

        cr_expect(utf8_utf16_units(s) == rows[i].units, "%s", rows[i].name);
        cr_expect(utf8_gsm7_septets(s) == rows[i].septets, "%s: %ld", rows[i].name,
                  utf8_gsm7_septets(s));
    }
    cr_expect_eq(utf8_gsm7_septets(SLICE("a\0b")), -1);
}

/* The alphabet has 128 places: 127 characters and the escape. */
Test(utf8, gsm7_is_complete)
{
    int one = 0, two = 0;

    for (unsigned c = 1; c < 0x10000; c++) {
        char text[4] = {(char)c};
        size_t len = 1;

        if (c >= 0x800 && c != 0x20ac)
            continue;
        if (c == 0x20ac) {
            memcpy(text, "\xe2\x82\xac", 3);
            len = 3;
        } else if (c >= 0x80) {
            text[0] = (char)(0xc0 | c >> 6);
            text[1] = (char)(0x80 | (c & 0x3f));
            len = 2;
        }
        one += utf8_gsm7_septets((struct slice){text, len}) == 1;
        two += utf8_gsm7_septets((struct slice){text, len}) == 2;
    }
    cr_expect_eq(one, 127, "%d", one);
    cr_expect_eq(two, 10, "%d", two);
}

Test(utf8, head)
{
    static const struct {
        const char *name, *text;
        size_t n, len;
    } rows[] = {
        {"whole", "abc", 3, 3},
        {"more than whole", "abc", 9, 3},
        {"nothing", "abc", 0, 0},
        {"ASCII", "abc", 2, 2},
        {"between characters", "\xe6\xb0\xb4\xe7\xae\xa1", 3, 3},
        {"inside, one over", "\xe6\xb0\xb4\xe7\xae\xa1", 4, 3},
        {"inside, one short", "\xe6\xb0\xb4\xe7\xae\xa1", 5, 3},
        {"inside the first", "\xf0\x9f\x98\x80", 3, 0},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect(utf8_head(slice_of(rows[i].text), rows[i].n).len == rows[i].len, "%s",
                  rows[i].name);
    cr_expect_eq(utf8_head(slice_of(NULL), 5).len, 0);
}

Test(utf8, columns)
{
    static const struct {
        const char *name, *text;
        size_t columns;
    } rows[] = {
        {"nothing", "", 0},
        {"ASCII", "Li Wei", 6},
        {"Chinese", "李伟", 4},
        {"both", "李伟 Li Wei", 11},
        {"full-width punctuation", "值班（主）、。「」", 18},
        {"rare Chinese, four bytes", "𠮷田", 4},
        {"Korean", "김민준", 6},
        {"an umlaut", "Wächter", 7},
        {"an umlaut of two characters",
         "Wa\xcc\x88"
         "chter",
         7},
        {"Cyrillic", "Иван", 4},
        {"half-width katakana", "ｱｲｳ", 3},
        {"an emoji", "😀", 2},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect_eq(utf8_columns(slice_of(rows[i].text)), rows[i].columns, "%s: %zu", rows[i].name,
                     utf8_columns(slice_of(rows[i].text)));
}
