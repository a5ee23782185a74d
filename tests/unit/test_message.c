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
};

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
     "4711 II gas 12 Renmin Rd: smell of gas, 3 trapped [2026-000123]", false},
    {"drill", 4711, 1, 1, true, "gas", NULL, "smell", "4711 DRILL I gas: smell [2026-000123]",
     false},
    {"unknown grade", 4711, 0, 1, false, NULL, NULL, "smell", "4711 ?: smell [2026-000123]", false},
    {"grade 4, small code", 12, 4, 0, false, NULL, "Pier", "smell",
     "0012 IV Pier: smell [2026-000123]", false},
    {"no code", 0, 3, 1, false, NULL, NULL, "smell", "III: smell [2026-000123]", false},
    {"repeat", 4711, 2, 3, false, NULL, NULL, "smell", "4711 II: smell [2026-000123] #3", false},
    {"lines and tabs are spaces", 4711, 2, 1, false, NULL, NULL, "\na\r\nb\tc\n",
     "4711 II: a  b c [2026-000123]", false},
    {"160 with the number", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY TEN TEN TEN "12345",
     "4711 II: " FIFTY FIFTY TEN TEN TEN "12345 [2026-000123]", false},
    {"room for the short number only", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY TEN TEN TEN TEN,
     "4711 II: " FIFTY FIFTY TEN TEN TEN TEN " [123]", false},
    {"160, no room for any number", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY FIFTY "1",
     "4711 II: " FIFTY FIFTY FIFTY "1", false},
    {"161", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY FIFTY "12",
     "4711 II: " FIFTY FIFTY FIFTY "1", true},
    {"a character of two septets at the cut", 4711, 2, 1, false, NULL, NULL,
     FIFTY FIFTY FIFTY "\xe2\x82\xac", "4711 II: " FIFTY FIFTY FIFTY, true},
    {"the repeat stays", 4711, 2, 12, false, NULL, NULL, FIFTY FIFTY FIFTY FIFTY,
     "4711 II: " FIFTY FIFTY TEN TEN TEN TEN "0123456 #12", true},
    {"Chinese", 4711, 2, 1, false, "gas", "人民路12号", "煤气味，三人被困",
     "4711 II gas 人民路12号: 煤气味，三人被困 [2026-000123]", false},
    {"70 units", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一",
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一", false},
    {"71 units", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二",
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一", true},
    {"a pair that just fits", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二三四五六七八九" GRIN,
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一二三四五六七八九" GRIN, false},
    {"a pair is not split", 4711, 2, 1, false, NULL, NULL,
     TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE GRIN,
     "4711 II: " TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE, true},
    {"a long place that leaves room stays whole", 4711, 2, 1, false, NULL, FIFTY FIFTY, "smell",
     "4711 II " FIFTY FIFTY ": smell [2026-000123]", false},
    {"a long place is cut to half", 4711, 2, 1, false, NULL, FIFTY FIFTY FIFTY, "smell",
     "4711 II " FIFTY TEN TEN TEN ": smell", true},
    {"typographic signs are plain", 4711, 2, 1, false, "l’incendie", "12\u00a0Rue de l’Est",
     "“fire” – 3 trapped… come",
     "4711 II l'incendie 12 Rue de l'Est: \"fire\" - 3 trapped... come [2026-000123]", false},
    {"so that 160 fit", 4711, 2, 1, false, NULL, NULL, FIFTY FIFTY FIFTY "’",
     "4711 II: " FIFTY FIFTY FIFTY "'", false},
    {"full-width signs, too", 4711, 2, 1, false, NULL, "１２ Renmin Rd", "gas，３ trapped！",
     "4711 II 12 Renmin Rd: gas,3 trapped! [2026-000123]", false},
    {"not where it does not help", 4711, 2, 1, false, NULL, "Pier “3”", "煤气味…三人被困",
     "4711 II Pier “3”: 煤气味…三人被困 [2026-000123]", false},
    {"nor for a letter that is not in the alphabet", 4711, 2, 1, false, NULL, NULL,
     "l’été ça brûle", "4711 II: l’été ça brûle [2026-000123]", false},
    {"what cannot be seen goes", 4711, 2, 1, false, "g\u00adas", "\u202aPier\u200b 3\u202c",
     "\ufeffsm\u2060ell\u200d", "4711 II gas Pier 3: smell [2026-000123]", false},
    {"also where the alphabet is no matter", 4711, 2, 1, false, NULL, "人民路\u200b12号",
     "\u2066煤气\u2069味", "4711 II 人民路12号: 煤气味 [2026-000123]", false},
    {"all ends of lines", 4711, 2, 1, false, NULL, NULL,
     "a\u2028b\u2029c\x7f\xc2\x85"
     "d",
     "4711 II: a b c  d [2026-000123]", false},
    {"a place and nothing else", 4711, 2, 1, false, NULL, "Pier 3", NULL,
     "4711 II Pier 3 [2026-000123]", false},
};

Test(message, table)
{
    for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++)
        check(&rows[k]);
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
        {"cut in plain form", FIFTY FIFTY FIFTY "12345678…", FIFTY FIFTY FIFTY "12345678..", true},
        {"as it is", "赵敏…“已接手”", "赵敏…“已接手”", false},
        {"cut", TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE "一",
         TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE TEN_WIDE, true},
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
