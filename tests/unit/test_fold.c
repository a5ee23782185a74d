/* One form of a text, for understanding and comparing it. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/fold.h"
#include "base/random.h"
#include "base/utf8.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void expect_fold(const char *text, const char *want)
{
    struct buffer once = BUFFER_INIT, twice = BUFFER_INIT;

    fold_text(slice_of(text), &once);
    fold_text(buffer_slice(&once), &twice);
    cr_expect(slice_equal_string(buffer_slice(&once), want), "\"%s\" is \"%.*s\", not \"%s\"", text,
              SLICE_ARG(buffer_slice(&once)), want);
    cr_expect(slice_equal(buffer_slice(&once), buffer_slice(&twice)), "\"%s\" twice: \"%.*s\"",
              text, SLICE_ARG(buffer_slice(&twice)));
    buffer_deinit(&once);
    buffer_deinit(&twice);
}

/* The text once as it is, and with the character before, in and after it. */
Test(fold, immunity_53_what_cannot_be_seen)
{
    static const char *const invisible[] = {
        "\u200b",     "\u200c",     "\u200d",     "\u200e", "\u200f", "\u202a", "\u202b",
        "\u202c",     "\u202d",     "\u202e",     "\u2060", "\u2061", "\u2062", "\u2063",
        "\u2064",     "\u2066",     "\u2067",     "\u2068", "\u2069", "\u00ad", "\ufeff",
        "\u034f",     "\u061c",     "\ufe00",     "\ufe0e", "\ufe0f", "\u180e", "\U000e0001",
        "\U000e0041", "\U000e007f", "\U000e0100",
    };
    char text[64];

    for (size_t n = 0; n < COUNT(invisible); n++) {
        snprintf(text, sizeof(text), "%s47%s11 Ok%s", invisible[n], invisible[n], invisible[n]);
        expect_fold(text, "4711 ok");
        snprintf(text, sizeof(text), "收%s到%s", invisible[n], invisible[n]);
        expect_fold(text, "收到");
    }
}

Test(fold, digits_of_every_script)
{
    static const char *const rows[] = {
        "٤٧١١", "۴۷۱۱", "४७११", "৪৭১১", "๔๗๑๑", "４７１１", "𝟒𝟕𝟏𝟏",
        "𝟜𝟟𝟙𝟙", "𝟰𝟳𝟭𝟭", "᠔᠗᠑᠑", "߄߇߁߁", "૪૭૧૧", "௪௭௧௧",     "౪౭౧౧",
        "೪೭೧೧", "൪൭൧൧", "໔໗໑໑", "༤༧༡༡", "၄၇၁၁", "៤៧១១",     "4️⃣7️⃣1️⃣1️⃣",
    };

    for (size_t n = 0; n < COUNT(rows); n++)
        expect_fold(rows[n], "4711");
    expect_fold("٠١٢٣٤٥٦٧٨٩", "0123456789");
    expect_fold("𝟘𝟡𝟎𝟗𝟶𝟿", "090909");
    expect_fold("²①四", "²①四");
}

Test(fold, one_form)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"OK", "ok"},
        {"ＯＫ！", "ok!"},
        {"class＝gas，grade＝2", "class=gas,grade=2"},
        {"Köln", "köln"},
        {"Ko\u0308ln", "köln"},
        {"KÖLN", "köln"},
        {"KO\u0308LN", "köln"},
        {"KO\u200d\u0308LN", "köln"},
        {"KÜCHE", "küche"},
        {"Straße", "strasse"},
        {"ΟΔΟΣ", "οδοσ"},
        {"ДА", "да"},
        {"Ａ\u030aＣ", "åc"},
        {"\u212bngstrom", "ångstrom"},
        {"\u1112\u1161\u11ab", "한"},
        {"I can’t", "i can't"},
        {"I can`t", "i can't"},
        {"“well” – no…", "\"well\" - no..."},
        {"«bon»", "\"bon\""},
        {"a\u00a0b\u2009c\u202fd\u3000e\tf", "a b c d e f"},
        {"a\nb\rc\u2028d\u2029e\xc2\x85"
         "f",
         "a\nb\nc\nd\ne\nf"},
        {"\x01x\x7f", " x "},
        {"👍🏽", "👍🏽"},
        {"👩‍🚒", "👩🚒"},
        {"收到，马上到。", "收到,马上到。"},
        {"ﬁre", "fire"},
        {"İ", "i"},
        {"I\u0307STANBUL", "istanbul"},
        {"İSTANBUL", "istanbul"},
        {"ISPARTA ırmağı", "isparta irmaği"},
        {"STRASSE", "strasse"},
        {"STRAẞE", "strasse"},
        {"ΟΔΌΣ οδός", "οδόσ οδόσ"},
        {"Ё е\u0308", "ё ё"},
        {"ÑANDÚ", "ñandú"},
        {"N\u0303ANDU\u0301", "ñandú"},
        {"Ça Œuvre", "ça œuvre"},
        {"ＡＢＣ１２", "abc12"},
        {"人民路１２号", "人民路12号"},
    };

    for (size_t n = 0; n < COUNT(rows); n++)
        expect_fold(rows[n].text, rows[n].want);
}

Test(fold, the_same)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"", "", true},
        {"gas", "GAS", true},
        {"gas", "gap", false},
        {"gas", "gas ", false},
        {"Köln", "KO\u0308LN", true},
        {"Koln", "Köln", false},
        {"KÜCHE", "küche", true},
        {"Straße", "STRASSE", true},
        {"火灾", "火灾", true},
        {"火灾", "水灾", false},
        {"ｇａｓ", "Gas", true},
        {"ПОЖАР", "пожар", true},
        {"ΟΔΟΣ", "οδος", true},
        {"İzmir", "izmir", true},
        {"l’eau", "l'eau", true},
        {"ga\u200bs", "gas", true},
        {"gas\u00a0main", "gas main", true},
        {"a`b", "a'b", true},
        {"LI\xc3", "li\xc3", true},
        {"LI\xc3", "li\xb0", false},
        {"\xc3", "\xc3\xa4", false},
    };

    for (size_t n = 0; n < COUNT(rows); n++) {
        cr_expect_eq(fold_equal(slice_of(rows[n].a), slice_of(rows[n].b)), rows[n].same, "%s, %s",
                     rows[n].a, rows[n].b);
        cr_expect_eq(fold_equal(slice_of(rows[n].b), slice_of(rows[n].a)), rows[n].same, "%s, %s",
                     rows[n].b, rows[n].a);
    }
}

Test(fold, where_it_comes_from)
{
    const char *text = "a\u200bＢ…Ko\u0308";
    struct folded f;

    folded_init(&f, slice_of(text));
    cr_assert(slice_equal_string(buffer_slice(&f.text), "ab...kö"));
    static const size_t want[] = {0, 4, 7, 7, 7, 10, 11, 11, 14};
    for (size_t n = 0; n < COUNT(want); n++)
        cr_expect_eq(f.from[n], want[n], "%zu: %zu", n, f.from[n]);
    folded_deinit(&f);
    folded_init(&f, SLICE(""));
    cr_expect_eq(f.from[0], 0);
    folded_deinit(&f);
}

Test(fold, accents)
{
    cr_expect_eq(fold_accent(0xe9), 'e');
    cr_expect_eq(fold_accent(0xf1), 'n');
    cr_expect_eq(fold_accent(0x1ec7), 'e');
    cr_expect_eq(fold_accent('e'), 'e');
    cr_expect_eq(fold_accent(0xd55c), 0xd55c);
    cr_expect_eq(fold_accent(0x6536), 0x6536);
}

/* Whatever is folded is folded, valid, and comes from somewhere in the text. */
Test(fold, any_text)
{
    uint64_t seed = 53;
    struct random_source random = random_seeded(&seed);
    struct buffer text = BUFFER_INIT, again = BUFFER_INIT;

    for (unsigned n = 0; n < 20000; n++) {
        struct folded f;

        buffer_clear(&text);
        buffer_clear(&again);
        for (uint64_t k = random_below(&random, 12); k > 0; k--) {
            static const uint32_t most[] = {0x7f, 0x24f, 0x370, 0x2fff, 0xd7ff, 0x1ffff, 0xe01ff};
            uint32_t c = (uint32_t)random_below(&random, most[random_below(&random, COUNT(most))]);
            char bytes[4] = {(char)(0xf0 | c >> 18), (char)(0x80 | (c >> 12 & 0x3f)),
                             (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f))};

            if (c >= 0xd800 && c < 0xe000)
                continue;
            if (c >= 0x10000) {
                buffer_append(&text, bytes, 4);
            } else if (c >= 0x800) {
                bytes[1] = (char)(0xe0 | c >> 12);
                buffer_append(&text, bytes + 1, 3);
            } else if (c >= 0x80) {
                bytes[2] = (char)(0xc0 | c >> 6);
                buffer_append(&text, bytes + 2, 2);
            } else {
                buffer_append_char(&text, (char)c);
            }
        }
        cr_assert(utf8_is_valid(buffer_slice(&text)));
        folded_init(&f, buffer_slice(&text));
        cr_assert(utf8_is_valid(buffer_slice(&f.text)));
        fold_text(buffer_slice(&f.text), &again);
        cr_assert(slice_equal(buffer_slice(&f.text), buffer_slice(&again)), "\"%.*s\" \"%.*s\"",
                  SLICE_ARG(buffer_slice(&f.text)), SLICE_ARG(buffer_slice(&again)));
        for (size_t k = 0; k < f.text.len; k++)
            cr_assert(f.from[k] <= f.from[k + 1] && f.from[k] < text.len);
        folded_deinit(&f);
    }
    buffer_deinit(&text);
    buffer_deinit(&again);
}
