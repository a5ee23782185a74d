/* What an SMS means. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/random.h"
#include "base/utf8.h"
#include "office/decide/reply.h"

#define A REPLY_ACK
#define D REPLY_DECLINE
#define E REPLY_ESCALATE
#define T REPLY_TEXT
#define X REPLY_UNCLEAR

struct row {
    const char *message;
    enum reply_kind kind;
    unsigned code;
    const char *text;
};

static void expect_rows(const struct row *rows, size_t n, bool at_end)
{
    for (size_t i = 0; i < n; i++) {
        struct reply r = reply_parse(slice_of(rows[i].message), at_end);

        cr_expect_eq(r.kind, rows[i].kind, "\"%s\": kind %d", rows[i].message, (int)r.kind);
        cr_expect_eq(r.code, rows[i].code, "\"%s\": code %u", rows[i].message, r.code);
        cr_expect(slice_equal_string(r.text, rows[i].text), "\"%s\": text \"%.*s\"",
                  rows[i].message, SLICE_ARG(r.text));
    }
}

#define ROWS(at_end, ...)                                                                          \
    do {                                                                                           \
        static const struct row rows[] = {__VA_ARGS__};                                            \
        expect_rows(rows, sizeof(rows) / sizeof(*rows), at_end);                                   \
    } while (0)

Test(reply, acknowledges)
{
    ROWS(true, {"4711", A, 4711, ""}, {" 4711 ", A, 4711, ""}, {"ok 4711", A, 4711, ""},
         {"4711 ok", A, 4711, ""}, {"４７１１", A, 4711, ""}, {"　４７１１　", A, 4711, ""},
         {"OK", A, 0, ""}, {"ok", A, 0, ""}, {"ＯＫ", A, 0, ""}, {"1", A, 0, ""}, {"１", A, 0, ""},
         {"收到", A, 0, ""}, {"收到。", A, 0, ""}, {"收到了", A, 0, ""}, {"Ok!", A, 0, ""},
         {"ok4711", A, 4711, ""}, {"4711ok", A, 4711, ""}, {"收到4711", A, 4711, ""},
         {"4711收到", A, 4711, ""}, {"4711，收到", A, 4711, ""}, {"1 4711", A, 4711, ""},
         {"4711 1", A, 4711, ""}, {"4711\n", A, 4711, ""}, {"\n4711\r\n", A, 4711, ""},
         {"[4711]", A, 4711, ""}, {"#4711", A, 4711, ""}, {"4711.", A, 4711, ""},
         {"ACK 4711", A, 4711, ""}, {"HERE 4711", A, 4711, ""}, {"4711 到", A, 4711, ""},
         {"yes", A, 0, ""}, {"Yes 4711", A, 4711, ""}, {"确认 4711", A, 4711, ""},
         {"ok 4711 ok", A, 4711, ""}, {"4711 ok 4711", A, 4711, ""}, {"好的", A, 0, ""});
}

Test(reply, more_text_is_kept)
{
    ROWS(true, {"4711 on my way", A, 4711, "on my way"}, {"ok on my way", A, 0, "on my way"},
         {"4711 ok, 10 minutes", A, 4711, "10 minutes"}, {"收到马上到", A, 0, "马上到"},
         {"4711 马上到  ", A, 4711, "马上到"}, {"4711: at 12:30", A, 4711, "at 12:30"},
         {"4711 n at another fire", D, 4711, "at another fire"},
         {"ok, at number 14", A, 0, "at number 14"}, {"4711\nsecond line", A, 4711, "second line"},
         {"4711 上报 水位上涨", E, 4711, "水位上涨"}, {"去不了 4711 在外地", D, 4711, "在外地"});
}

Test(reply, declines_and_escalates)
{
    ROWS(true, {"4711 n", D, 4711, ""}, {"n 4711", D, 4711, ""}, {"N", D, 0, ""}, {"ｎ", D, 0, ""},
         {"no", D, 0, ""}, {"4711 no", D, 4711, ""}, {"4711n", D, 4711, ""}, {"拒绝", D, 0, ""},
         {"4711 来不了", D, 4711, ""}, {"不能", D, 0, ""}, {"4711 u", E, 4711, ""}, {"U", E, 0, ""},
         {"4711 UP", E, 4711, ""}, {"升级", E, 0, ""}, {"上报4711", E, 4711, ""},
         {"Ｕ ４７１１", E, 4711, ""});
}

/* Nothing is taken that may have been refused. */
Test(reply, unclear)
{
    ROWS(true, {"4711 cannot come", X, 4711, "cannot come"}, {"4711 can't", X, 4711, "can't"},
         {"收到不能来", X, 0, "不能来"}, {"4711 不在本地", X, 4711, "不在本地"},
         {"ok but not me", X, 0, "but not me"}, {"4711 not me", X, 4711, "not me"},
         {"4711 无法到场", X, 4711, "无法到场"}, {"4711 4712", X, 4711, "4712"},
         {"ok 4711 n", X, 4711, "n"}, {"4711 ok u", X, 4711, "u"},
         {"cannot come 4711", X, 4711, "cannot come"});
}

Test(reply, only_text)
{
    ROWS(true, {"", T, 0, ""}, {"   ", T, 0, ""}, {"on my way", T, 0, "on my way"},
         {"1 person trapped", T, 0, "1 person trapped"}, {"no problem", T, 0, "no problem"},
         {"nobody here", T, 0, "nobody here"}, {"okra", T, 0, "okra"},
         {"u there?", T, 0, "u there?"}, {"upstairs", T, 0, "upstairs"}, {"14711", T, 0, "14711"},
         {"471", T, 0, "471"}, {"0711", T, 0, "0711"}, {"2026-000123", T, 0, "2026-000123"},
         {"1人被困", T, 0, "1人被困"}, {"到哪了", T, 0, "到哪了"}, {"在吗", T, 0, "在吗"},
         {"1234.5 kg", T, 0, "1234.5 kg"}, {"😀", T, 0, "😀"}, {"2026/11/23", T, 0, "2026/11/23"});
}

Test(reply, a_number_at_the_end)
{
    ROWS(true, {"on my way 4711", A, 4711, "on my way"}, {"马上到 4711", A, 4711, "马上到"},
         {"ok at the gate 1430", A, 1430, "at the gate"}, {"in room1430", T, 0, "in room1430"});
    ROWS(false, {"on my way 4711", T, 0, "on my way 4711"},
         {"ok at the gate 1430", A, 0, "at the gate 1430"}, {"4711 at 1430", A, 4711, "at 1430"});
    cr_expect(reply_parse(SLICE("on my way 4711"), true).code_at_end);
    cr_expect(!reply_parse(SLICE("4711"), true).code_at_end);
}

/* Whatever comes in: the text lies within the message, and a code has four digits. */
Test(reply, any_message_is_read)
{
    static const char *const parts[] = {"4711", "４７１１", "ok", "n",  "u",  "收到", "不",   " ",
                                        "　",   "\n",       ",",  "，", "-",  "1",    "了",   "😀",
                                        "a",    "2026",     ".",  "é",  "\"", "no",   "can't"};
    uint64_t seed = 4711;
    struct random_source random = random_seeded(&seed);
    struct buffer b = BUFFER_INIT;

    for (unsigned n = 0; n < 20000; n++) {
        char *message;
        struct reply r;

        buffer_clear(&b);
        for (uint64_t k = random_below(&random, 9); k > 0; k--)
            buffer_append_string(&b, parts[random_below(&random, sizeof(parts) / sizeof(*parts))]);
        message = slice_dup(buffer_slice(&b)); /* an own block: reading past its end is seen */
        r = reply_parse(slice_of(message), n % 2);
        cr_assert(r.code == 0 || (r.code >= 1000 && r.code <= 9999), "\"%s\"", message);
        cr_assert(r.text.len == 0 || (r.text.data >= message &&
                                      r.text.data + r.text.len <= message + strlen(message)),
                  "\"%s\"", message);
        cr_assert(utf8_is_valid(r.text), "\"%s\"", message);
        cr_assert(r.kind != REPLY_TEXT || r.code == 0, "\"%s\"", message);
        free(message);
    }
    buffer_deinit(&b);
}
