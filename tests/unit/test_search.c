/* What is looked for in texts, and where it is found. */
#include <criterion/criterion.h>

#include "base/search.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct phone_home china = {.country = "+86"};

static bool finds(const char *said, const char *text, struct phone_home home)
{
    struct buffer searched = BUFFER_INIT;
    struct search s;
    bool found;

    search_init(&s, slice_of(said), home);
    search_append(slice_of(text), &searched);
    found = s.n && search_finds(&s, buffer_slice(&searched));
    search_deinit(&s);
    buffer_deinit(&searched);
    return found;
}

Test(search, words)
{
    static const struct {
        const char *said, *text;
        bool found;
    } rows[] = {
        {"gas", "Smell of GAS", true},
        {"smell GAS", "gas, a smell", true},
        {"gas water", "gas", false},
        {"köln", "Köln", true},
        {"köln", "Ko\u0308ln", true},
        {"Ko\u0308ln", "KÖLN", true},
        {"koln", "Köln", false},
        {"KÜCHE", "in der Küche", true},
        {"küche", "KU\u0308CHE brennt", true},
        {"strasse", "Straße", true},
        {"Straße", "HAUPTSTRASSE 5", true},
        {"istanbul", "İSTANBUL", true},
        {"IŞIK", "ışık", true},
        {"ＡＢＣ", "abc-4", true},
        {"abc", "ＡＢＣ－４", true},
        {"пожар", "ПОЖАР", true},
        {"ΟΔΟΣ", "οδος", true},
        {"l'église", "L’ÉGLISE", true},
        {"señal", "SEN\u0303AL", true},
        {"garçon", "GARÇON", true},
        {"煤气味", "有煤气味，3人", true},
        {"煤气味，解放路", "解放路12号煤气味", true},
        {"煤气味、解放路", "解放路12号煤气味", true},
        {"煤气味\u3000解放路", "解放路12号煤气味", true},
        {"12号", "人民路１２号", true},
        {"人民路１２号", "人民路12号", true},
        {"gas, water; fire", "fire water gas", true},
        {"\"smell of gas\"", "a smell of gas", true},
        {"\"smell of gas\"", "gas of smell", false},
        {"“smell of gas”", "a smell of gas", true},
        {"\"\" gas", "gas", true},
        {"5\" pipe", "a 5\" pipe", true},
        {"1,5", "1,5 m", true},
        {"ga\u200bs", "gas", true},
        {"gas\u00a0main", "main, gas", true},
        {"50%", "50% sure", true},
        {"50%", "500 sure", false},
        {"a_b", "axb", false},
        {"a\\b", "a\\b", true},
        {",", "a,b", false},
        {"", "a", false},
    };

    for (size_t n = 0; n < COUNT(rows); n++)
        cr_expect_eq(finds(rows[n].said, rows[n].text, china), rows[n].found, "\"%s\" in \"%s\"",
                     rows[n].said, rows[n].text);
}

/* Each way to look for a number finds each way to write it, at home and from abroad. */
Test(search, numbers)
{
    static const char *const forms[] = {
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "138.1234.5678",
        "+8613812345678",
        "+86 138 1234 5678",
        "+86-138-1234-5678",
        "0086 138 1234 5678",
        "008613812345678",
        "8613812345678",
        "(+86) 138 1234 5678",
        "+86 (0)138 1234 5678",
        "１３８１２３４５６７８",
        "138\u20131234\u20135678",
        "138\u00a01234\u00a05678",
        "138·1234·5678",
        "138/1234/5678",
        "138 12345678",
        "+86 13812345678",
        "١٣٨١٢٣٤٥٦٧٨",
        "138\u30001234\u30005678",
        "1381234 5678",
        "138\u200b1234\u200b5678",
    };
    static const char *const around[] = {"%s", "call %s back", "来电%s，煤气味", "tel:%s;"};

    for (size_t a = 0; a < COUNT(forms); a++)
        for (size_t b = 0; b < COUNT(forms); b++)
            for (size_t k = 0; k < COUNT(around); k++) {
                struct buffer text = BUFFER_INIT, quoted = BUFFER_INIT;
                struct slice frame = slice_of(around[k]), head = slice_cut(&frame, '%');

                buffer_append_slice(&text, head);
                buffer_append_string(&text, forms[b]);
                buffer_append(&text, frame.data + 1, frame.len - 1);
                buffer_printf(&quoted, "\"%s\"", forms[a]);
                cr_expect(finds(forms[a], text.data, china), "%s in %s", forms[a], text.data);
                cr_expect(finds(quoted.data, text.data, china), "%s in %s", quoted.data, text.data);
                buffer_deinit(&text);
                buffer_deinit(&quoted);
            }
}

Test(search, numbers_and_what_stands_beside_them)
{
    static const struct {
        const char *country, *said, *text;
        bool found;
    } rows[] = {
        {"+86", "13812345678", "138 1234 5679", false},
        {"+86", "138 1234 5678", "13812345679", false},
        {"+86", "gas 138 1234 5678", "13812345678 smell of gas", true},
        {"+86", "138 1234 5678 gas", "13812345678 smell of gas", true},
        {"+86", "138 1234 5678 water", "13812345678 smell of gas", false},
        {"+86", "13812345678 13900000000", "139 0000 0000 or 138-1234-5678", true},
        {"+86", "1234", "138 1234 5678", true},
        {"+86", "2026-000001", "see 2026-000001", true},
        {"+86", "88881234", "0755-8888 1234", true},
        {"+86", "0755 88881234", "+86 755 8888 1234", true},
        {"+86", "(0755) 8888-1234", "075588881234", true},
        {"+86", "12 trapped", "trapped: 12", true},
        {"+49", "0221 1234567", "+49 221 1234567", true},
        {"+49", "+49 (0)221 / 123 45 67", "02211234567", true},
        {"+33", "06 12 34 56 78", "+33 6 12 34 56 78", true},
        {"+33", "+33612345678", "06.12.34.56.78", true},
        {"+34", "612 34 56 78", "+34612345678", true},
        {"+44", "+44 20 7946 0958", "(020) 7946 0958", true},
        {"+39", "06 6982 1234", "+390669821234", true},
        {NULL, "+49 221 1234567", "0221/1234567", true},
        {NULL, "138 1234 5678", "138-1234-5678", true},
        {"+86", "13812345678", "one line 138\n1234 5678", false},
    };

    for (size_t n = 0; n < COUNT(rows); n++)
        cr_expect_eq(
            finds(rows[n].said, rows[n].text, (struct phone_home){.country = rows[n].country}),
            rows[n].found, "%s: \"%s\" in \"%s\"", rows[n].country, rows[n].said, rows[n].text);
}
