#include <criterion/criterion.h>

#include "base/utf8.h"
#include "paging/message.h"

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define TEN_WIDE "一二三四五六七八九十"
#define GRIN "\xf0\x9f\x98\x80"

struct row {
    const char *name;
    unsigned code, grade, repeat;
    bool drill;
    const char *class, *place, *text;
    const char *expected;
    bool truncated;
    unsigned deaths, missing, trapped, injured;
    const char *reason;
};

#define PLAIN 0, 0, 0, 0, NULL /* nothing of these is known */

static void set_figures(struct incident *i, const struct row *row)
{
    const struct field figures[] = {
        FIELD_NUMBER_OF(FIELD_DEATHS, row->deaths), FIELD_NUMBER_OF(FIELD_MISSING, row->missing),
        FIELD_NUMBER_OF(FIELD_TRAPPED, row->trapped), FIELD_NUMBER_OF(FIELD_INJURED, row->injured)};
    const struct field reason = FIELD_TEXT_OF(FIELD_REASON, slice_of(row->reason));

    for (size_t k = 0; k < 4; k++)
        if (figures[k].number > 0)
            incident_set_fact(i, &figures[k]);
    if (row->reason)
        incident_set_fact(i, &reason);
}

static void check(const struct row *row)
{
    struct incident *i = incident_new((struct incident_id){2026, 123});
    struct callout c = {.code = (uint16_t)row->code};
    struct field place = FIELD_TEXT_OF(FIELD_PLACE, slice_of(row->place));
    struct field text = FIELD_TEXT_OF(FIELD_TEXT, slice_of(row->text));
    struct buffer out = BUFFER_INIT;
    bool truncated = !row->truncated;

    i->grade = (uint8_t)row->grade;
    i->drill = row->drill;
    i->class = row->class ? row->class : "";
    if (row->place)
        incident_set_fact(i, &place);
    if (row->text)
        incident_set_fact(i, &text);
    set_figures(i, row);
    message_compose(i, &c, row->repeat, &out, &truncated);
    cr_expect(slice_equal_string(buffer_slice(&out), row->expected), "%s: %.*s", row->name,
              SLICE_ARG(buffer_slice(&out)));
    cr_expect(truncated == row->truncated, "%s: truncated", row->name);
    buffer_deinit(&out);
    incident_free(i);
}

/* Of GSM 7-bit, each bracket takes two septets. */
static const struct row rows[] = {
    {"as in the header", 4711, 2, 1, false, "gas", "12 Renmin Rd", "smell of gas, 3 trapped",
     "4711 II gas 12 Renmin Rd: smell of gas, 3 trapped [2026-000123]", false, PLAIN},
    {"drill", 4711, 1, 1, true, "gas", NULL, "smell", "4711 DRILL I gas: smell [2026-000123]",
     false, PLAIN},
    {"unknown grade", 4711, 0, 1, false, NULL, NULL, "smell", "4711 ?: smell [2026-000123]", false,
     PLAIN},
    {"grade 4, small code", 12, 4, 0, false, NULL, "Pier", "smell",
     "0012 IV Pier: smell [2026-000123]", false, PLAIN},
    {"no code", 0, 3, 1, false, NULL, NULL, "smell", "III: smell [2026-000123]", false, PLAIN},
    {"repeat", 4711, 2, 3, false, NULL, NULL, "smell", "4711 II: smell [2026-000123] #3", false,
     PLAIN},
    {"lines and tabs are spaces", 4711, 2, 1, false, NULL, NULL, "\na\r\nb\tc\n",
     "4711 II: a  b c [2026-000123]", false, PLAIN},
    {"160 with the number", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY TEN TEN TEN "12345",
     "4711 II: " FIFTY FIFTY TEN TEN TEN "12345 [2026-000123]", false, PLAIN},
    {"room for the short number only", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY TEN TEN TEN TEN,
     "4711 II: " FIFTY FIFTY TEN TEN TEN TEN " [123]", false, PLAIN},
    {"160, no room for any number", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY FIFTY "1",
     "4711 II: " FIFTY FIFTY FIFTY "1", false, PLAIN},
    {"161", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY FIFTY "12",
     "4711 II: " FIFTY FIFTY TEN TEN TEN TEN "01234567...", true, PLAIN},
    {"a character of two septets at the cut", 4711, 2, 1, false, NULL, NULL,
     FIFTY FIFTY FIFTY "\xe2\x82\xac", "4711 II: " FIFTY FIFTY TEN TEN TEN TEN "01234567...", true,
     PLAIN},
    {"the repeat stays", 4711, 2, 12, false, NULL, NULL, FIFTY FIFTY FIFTY FIFTY,
     "4711 II: " FIFTY FIFTY TEN TEN TEN TEN "0123... #12", true, PLAIN},
    {"Chinese", 4711, 2, 1, false, "gas", "人民路12号", "煤气味，三人被困",
     "4711 II gas 人民路12号: 煤气味，三人被困 [2026-000123]", false, PLAIN},
    {"70 units", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一",
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一", false, PLAIN},
    {"71 units", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二",
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "…", true, PLAIN},
    {"a pair that just fits", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二三四五六七八九" GRIN,
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二三四五六七八九" GRIN, false,
     PLAIN},
    {"a pair is not split", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE GRIN,
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "…", true, PLAIN},
    {"a long place that leaves room stays whole", 4711, 2, 1, false, NULL, FIFTY FIFTY, "smell",
     "4711 II " FIFTY FIFTY ": smell [2026-000123]", false, PLAIN},
    {"a long place is cut to half", 4711, 2, 1, false, NULL, FIFTY FIFTY FIFTY, "smell",
     "4711 II " FIFTY TEN TEN "0123456...: smell", true, PLAIN},
    {"typographic signs are plain", 4711, 2, 1, false, "l’incendie", "12\u00a0Rue de l’Est",
     "“fire” – 3 trapped… come",
     "4711 II l'incendie 12 Rue de l'Est: \"fire\" - 3 trapped... come [2026-000123]", false,
     PLAIN},
    {"so that 160 fit", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY FIFTY "’",
     "4711 II: " FIFTY FIFTY FIFTY "'", false, PLAIN},
    {"full-width signs, too", 4711, 2, 1, false, NULL, "１２ Renmin Rd", "gas，３ trapped！",
     "4711 II 12 Renmin Rd: gas,3 trapped! [2026-000123]", false, PLAIN},
    {"not where it does not help", 4711, 2, 1, false, NULL, "Pier “3”", "煤气味…三人被困",
     "4711 II Pier “3”: 煤气味…三人被困 [2026-000123]", false, PLAIN},
    {"nor for a letter that is not in the alphabet", 4711, 2, 1, false, NULL, NULL,
     "l’été ça brûle", "4711 II: l’été ça brûle [2026-000123]", false, PLAIN},
    {"what cannot be seen goes", 4711, 2, 1, false, "g\u00adas", "\u202aPier\u200b 3\u202c",
     "\ufeffsm\u2060ell\u200d", "4711 II gas Pier 3: smell [2026-000123]", false, PLAIN},
    {"also where the alphabet is no matter", 4711, 2, 1, false, NULL, "人民路\u200b12号",
     "\u2066煤气\u2069味", "4711 II 人民路12号: 煤气味 [2026-000123]", false, PLAIN},
    {"all ends of lines", 4711, 2, 1, false, NULL, NULL,
     "a\u2028b\u2029c\x7f\xc2\x85"
     "d",
     "4711 II: a b c  d [2026-000123]", false, PLAIN},
    {"a place and nothing else", 4711, 2, 1, false, NULL, "Pier 3", NULL,
     "4711 II Pier 3 [2026-000123]", false, PLAIN},
};

/* What is known beside the text. */
static const struct row said[] = {
    {.name = "figures",
     .code = 4711,
     .grade = 1,
     .class = "road",
     .place = "G42 K1203",
     .deaths = 5,
     .injured = 12,
     .text = "truck overturned",
     .expected = "4711 I road G42 K1203: dead 5, injured 12; truck overturned [2026-000123]"},
    {.name = "all of them, and the reason",
     .code = 4711,
     .grade = 1,
     .place = "G42 K1203",
     .deaths = 5,
     .missing = 1,
     .trapped = 2,
     .injured = 12,
     .reason = "five dead",
     .text = "truck overturned",
     .expected = "4711 I G42 K1203: dead 5, missing 1, trapped 2, injured 12; five dead; truck "
                 "overturned [2026-000123]"},
    {.name = "in Chinese",
     .code = 4711,
     .grade = 1,
     .repeat = 2,
     .place = "G42 K1203",
     .deaths = 5,
     .missing = 1,
     .trapped = 2,
     .injured = 12,
     .reason = "five dead",
     .text = "大货车侧翻",
     .expected = "4711 I G42 K1203: 死5 失踪1 被困2 伤12; five dead; 大货车侧翻 [2026-000123] #2"},
    {.name = "by the reason",
     .code = 4711,
     .grade = 1,
     .deaths = 5,
     .reason = "五人死亡",
     .text = "truck",
     .expected = "4711 I: 死5; 五人死亡; truck [2026-000123]"},
    {.name = "not because of a letter that is no Latin one",
     .code = 4711,
     .grade = 1,
     .deaths = 1,
     .place = "Łódź",
     .text = "pożar",
     .expected = "4711 I Łódź: dead 1; pożar [2026-000123]"},
    {.name = "nor because of Cyrillic",
     .code = 4711,
     .grade = 1,
     .trapped = 2,
     .text = "пожар",
     .expected = "4711 I: trapped 2; пожар [2026-000123]"},
    {.name = "figures without a text",
     .code = 4711,
     .grade = 1,
     .trapped = 2,
     .place = "Pier 3",
     .expected = "4711 I Pier 3: trapped 2 [2026-000123]"},
    {.name = "a reason without figures",
     .code = 4711,
     .grade = 2,
     .reason = "second “house”",
     .text = "smell",
     .expected = "4711 II: second \"house\"; smell [2026-000123]"},
    {.name = "nothing but the reason",
     .code = 4711,
     .grade = 2,
     .reason = " two\nhouses ",
     .expected = "4711 II: two houses [2026-000123]"},
    {.name = "a drill has them, too",
     .code = 4711,
     .grade = 2,
     .drill = true,
     .deaths = 3,
     .text = "smell",
     .expected = "4711 DRILL II: dead 3; smell [2026-000123]"},
    {.name = "a long reason leaves room for the text",
     .code = 4711,
     .grade = 2,
     .deaths = 1,
     .reason = FIFTY,
     .text = FIFTY FIFTY FIFTY,
     .truncated = true,
     .expected =
         "4711 II: dead 1; " TEN TEN TEN "0123456...; " FIFTY TEN TEN TEN TEN "01234567..."},
    {.name = "a long reason that has room stays whole",
     .code = 4711,
     .grade = 2,
     .reason = FIFTY,
     .text = FIFTY,
     .expected = "4711 II: " FIFTY "; " FIFTY " [2026-000123]"},
    {.name = "a long place and a long reason",
     .code = 4711,
     .grade = 2,
     .place = FIFTY FIFTY,
     .reason = FIFTY FIFTY,
     .text = "smell of gas",
     .truncated = true,
     .expected = "4711 II " FIFTY TEN TEN "0123456...: " TEN TEN TEN "0123456...; smell of gas"},
    {.name = "a long Chinese text",
     .code = 4711,
     .grade = 1,
     .deaths = 5,
     .place = "G42 K1203",
     .text = TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE,
     .truncated = true,
     .expected = "4711 I G42 K1203: 死5; " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二三四五六七…"},
};

Test(message, table)
{
    for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++)
        check(&rows[k]);
    for (size_t k = 0; k < sizeof(said) / sizeof(*said); k++)
        check(&said[k]);
}

/* Whatever is said, one part holds it, it is whole UTF-8, and it begins with the code. */
Test(message, always_one_part)
{
    static const char *const letters[] = {"a", "\xc3\xa9", "[", "中", GRIN, " ", "\n"};
    struct buffer text = BUFFER_INIT, out = BUFFER_INIT;

    for (size_t k = 0; k < 7 * 7 * 3; k++) {
        struct incident *i = incident_new((struct incident_id){2026, 7});
        struct callout c = {.code = 4711};
        struct field fact;
        bool truncated;

        buffer_clear(&text);
        buffer_clear(&out);
        for (size_t n = 0; n < 40 + k; n++)
            buffer_append_string(&text, letters[n % 2 ? k % 7 : k / 7 % 7]);
        i->class = "";
        fact = FIELD_TEXT_OF(FIELD_TEXT, buffer_slice(&text));
        incident_set_fact(i, &fact);
        if (k % 3 == 0) {
            fact.id = FIELD_PLACE;
            incident_set_fact(i, &fact);
        }
        message_compose(i, &c, (unsigned)k % 3 + 1, &out, &truncated);
        struct slice s = buffer_slice(&out);
        long septets = utf8_is_valid(s) ? utf8_gsm7_septets(s) : 1000;
        cr_expect(septets >= 0 ? septets <= 160 : utf8_utf16_units(s) <= 70, "%zu: %.*s", k,
                  SLICE_ARG(s));
        cr_expect(slice_starts_with(s, SLICE("4711 ?")), "%zu", k);
        incident_free(i);
    }
    buffer_deinit(&text);
    buffer_deinit(&out);
}

Test(message, fit)
{
    static const struct {
        const char *name, *text, *expected;
        bool truncated;
    } fits[] = {
        {"whole", " Zhao Min has it\n", "Zhao Min has it", false},
        {"plain", "you’re paged – “come”…\u00a0now", "you're paged - \"come\"... now", false},
        {"plain, and whole", FIFTY FIFTY FIFTY TEN "\u200b", FIFTY FIFTY FIFTY TEN, false},
        {"cut in plain form", FIFTY FIFTY FIFTY "12345678…", FIFTY FIFTY FIFTY "1234567...", true},
        {"as it is", "赵敏…“已接手”", "赵敏…“已接手”", false},
        {"cut", TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一",
         TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二三四五六七八九…", true},
        {"no space before the mark", FIFTY FIFTY FIFTY "123456 89012345",
         FIFTY FIFTY FIFTY "123456...", true},
    };

    for (size_t n = 0; n < sizeof(fits) / sizeof(*fits); n++) {
        struct buffer out = BUFFER_INIT;
        bool truncated = !fits[n].truncated;

        message_fit(slice_of(fits[n].text), &out, &truncated);
        cr_expect(slice_equal_string(buffer_slice(&out), fits[n].expected), "%s: %.*s",
                  fits[n].name, SLICE_ARG(buffer_slice(&out)));
        cr_expect(truncated == fits[n].truncated, "%s: truncated", fits[n].name);
        buffer_deinit(&out);
    }
}
