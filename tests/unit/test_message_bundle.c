/* One message for several pages. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/utf8.h"
#include "paging/message_bundle.h"
#include "rules/calendar.h"

#define TEN "0123456789"
#define FORTY TEN TEN TEN TEN
#define MOST 24

struct one {
    unsigned code, grade;
    const char *class, *place;
};

static const struct row {
    const char *name;
    bool drill;
    unsigned open, must;
    int worst; /* of the items; -1: it is `apart` */
    struct one apart;
    struct one items[MOST];
    const char *expected;
    size_t in;
} rows[] = {
    {.name = "as in the header",
     .open = 12,
     .items = {{4711, 2, "gas", "12 Renmin Rd"},
               {4712, 3, "fire", "Pier 3"},
               {4713, 4, NULL, NULL}},
     .expected = "12 open, worst 4711 II gas 12 Renmin Rd; 4712 III fire Pier 3, 4713 IV. Answer "
                 "each code, or: all ok",
     .in = 3},
    {.name = "one, and it is not the worst",
     .open = 4,
     .worst = -1,
     .apart = {4711, 1, "dam", NULL},
     .items = {{4712, 3, NULL, "Pier 3"}},
     .expected = "4 open, worst 4711 I dam; 4712 III Pier 3. Answer each code, or: all ok",
     .in = 1},
    {.name = "a drill",
     .drill = true,
     .open = 4,
     .items = {{4711, 2, NULL, NULL}, {4712, 0, NULL, NULL}},
     .expected = "DRILL 4 open, worst 4711 II; 4712 ?. Answer each code, or: all ok",
     .in = 2},
    {.name = "no codes left",
     .open = 4,
     .items = {{0, 2, "gas", NULL}, {4712, 3, NULL, NULL}},
     .expected = "4 open, worst [100] II gas; 4712 III. Answer each code, or: all ok",
     .in = 2},
    {.name = "lines are spaces",
     .open = 4,
     .items = {{4711, 2, NULL, "a\nb\tc"}, {4712, 3, NULL, NULL}},
     .expected = "4 open, worst 4711 II a b c; 4712 III. Answer each code, or: all ok",
     .in = 2},
    {.name = "typographic signs are plain",
     .open = 4,
     .items = {{4711, 2, "l’eau", "Pier “3”"}, {4712, 3, NULL, "\u200bPier…"}},
     .expected =
         "4 open, worst 4711 II l'eau Pier \"3\"; 4712 III Pier.... Answer each code, or: all ok",
     .in = 2},
    {.name = "what does not fit is left out, of the last ones first",
     .open = 4,
     .items = {{4711, 2, NULL, "Pier 1"},
               {4712, 3, NULL, FORTY FORTY TEN},
               {4713, 3, NULL, "Pier 3"}},
     .expected =
         "4 open, worst 4711 II Pier 1; 4712 III, 4713 III Pier 3. Answer each code, or: all ok",
     .in = 3},
    {.name = "the place of the worst is cut",
     .open = 4,
     .items = {{4711, 2, NULL, FORTY FORTY}, {4712, 3, NULL, NULL}},
     .expected =
         "4 open, worst 4711 II " TEN TEN TEN "012345...; 4712 III. Answer each code, or: all ok",
     .in = 2},
    {.name = "all in 70 units",
     .open = 4,
     .items = {{4711, 2, "燃气", "人民路12号"}, {4712, 3, NULL, "东码头"}},
     .expected = "4 open, worst 4711 II 燃气 人民路12号; 4712 III 东码头. Answer each code",
     .in = 2},
    {.name = "a drill of that kind",
     .drill = true,
     .open = 4,
     .items = {{4711, 2, NULL, "东码头"}},
     .expected = "DRILL 演练 4 open, worst 4711 II 东码头. Answer each code, or: all ok",
     .in = 1},
    {.name = "codes matter more than places",
     .open = 9,
     .items = {{4711, 2, "燃气", "人民路12号"},
               {4712, 3, NULL, "东码头"},
               {4713, 3, NULL, "Pier 3"},
               {4714, 4, NULL, NULL},
               {4715, 4, NULL, NULL}},
     .expected = "9 open, worst 4711 II; 4712 III, 4713 III Pier 3, 4714 IV, 4715 IV. Answer each "
                 "code, or: all ok",
     .in = 5},
    {.name = "the rest waits",
     .open = 40,
     .items = {{4711, 3, NULL, NULL},
               {4712, 3, NULL, NULL},
               {4713, 3, NULL, NULL},
               {4714, 3, NULL, NULL},
               {4715, 3, NULL, NULL},
               {4716, 3, NULL, NULL},
               {4717, 3, NULL, NULL},
               {4718, 3, NULL, NULL},
               {4719, 3, NULL, NULL},
               {4720, 3, NULL, NULL},
               {4721, 3, NULL, NULL},
               {4722, 3, NULL, NULL},
               {4723, 3, NULL, NULL}},
     .expected =
         "40 open, worst 4711 III; 4712 III, 4713 III, 4714 III, 4715 III, 4716 III, 4717 III, "
         "4718 III, 4719 III, 4720 III, 4721 III, 4722 III. Answer each code",
     .in = 12},
};

static struct message_item make(const struct one *one, unsigned number)
{
    struct incident *i = incident_new((struct incident_id){2026, 100 + number});
    struct field place = FIELD_TEXT_OF(FIELD_PLACE, slice_of(one->place));
    struct callout *c = incident_add_callout(i, "li");

    c->code = (uint16_t)one->code;
    i->grade = (uint8_t)one->grade;
    i->class = one->class ? one->class : "";
    if (one->place)
        incident_set_fact(i, &place);
    return (struct message_item){i, c};
}

static void let_go(struct message_bundle *b)
{
    if (b->worst.i != b->items[0].i)
        incident_free((struct incident *)b->worst.i);
    for (size_t k = 0; k < b->n; k++)
        incident_free((struct incident *)b->items[k].i);
}

static struct message_bundle make_bundle(const struct row *row)
{
    struct message_bundle b = {.now = {INT64_C(1795400100000000)},
                               .drill = row->drill,
                               .open = row->open,
                               .must = row->must ? row->must : 1};

    for (; b.n < MOST && row->items[b.n].grade + row->items[b.n].code; b.n++)
        b.items[b.n] = make(&row->items[b.n], (unsigned)b.n);
    b.worst = row->worst < 0 ? make(&row->apart, 99) : b.items[0];
    return b;
}

static void use_utc(void)
{
    cr_assert(calendar_set_zone("UTC"));
}

TestSuite(message_bundle, .init = use_utc);

Test(message_bundle, table)
{
    for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
        const struct row *row = &rows[k];
        struct message_bundle b = make_bundle(row);
        struct buffer out = BUFFER_INIT;
        size_t in;

        buffer_append_string(&out, "> ");
        in = message_compose_bundle(&b, &out);
        cr_expect_eq(in, row->in, "%s: %zu are in it", row->name, in);
        cr_expect(strncmp(out.data, "> 02:15 ", 8) == 0, "%s: %s", row->name, out.data);
        cr_expect_str_eq(out.data + 8, row->expected, "%s", row->name);
        buffer_deinit(&out);
        let_go(&b);
    }
}

/* Whatever they are: one part of an SMS, in which the carrier is, and each that counts has its
 * code. */
Test(message_bundle, always_one_part)
{
    static const char *const places[] = {NULL,        "Pier",         "东码头",
                                         FORTY FORTY, "€€€€€€€€€€[]", "\xf0\x9f\x98\x80"};
    uint64_t seed = 4711;
    struct random_source chance = random_seeded(&seed);

    for (unsigned round = 0; round < 3000; round++) {
        struct row row = {.open = 4 + (unsigned)random_below(&chance, 100000),
                          .drill = random_below(&chance, 2) == 0,
                          .worst = random_below(&chance, 2) == 0 ? -1 : 0,
                          .apart = {1000, 1, NULL, places[random_below(&chance, 6)]}};
        size_t n = 1 + (size_t)random_below(&chance, MOST);
        struct message_bundle b;
        struct buffer out = BUFFER_INIT;
        bool gsm;
        size_t in;

        row.must = n > 1 && row.worst == 0 ? 1 + (unsigned)random_below(&chance, 2) : 1;
        for (unsigned k = 0; k < n; k++)
            row.items[k] = (struct one){
                random_below(&chance, 9) ? 2000 + k : 0, 1 + (unsigned)random_below(&chance, 4),
                random_below(&chance, 2) ? "gas" : "燃气", places[random_below(&chance, 6)]};
        b = make_bundle(&row);
        in = message_compose_bundle(&b, &out);
        gsm = utf8_gsm7_septets(buffer_slice(&out)) >= 0;
        cr_expect((gsm ? (size_t)utf8_gsm7_septets(buffer_slice(&out))
                       : utf8_utf16_units(buffer_slice(&out))) <= (gsm ? 160u : 70u),
                  "%u: %s", round, out.data);
        cr_expect(in >= row.must && in <= n, "%u: %zu of %zu", round, in, n);
        for (unsigned k = 0; k < n; k++) {
            char code[24];

            if (row.items[k].code)
                snprintf(code, sizeof(code), "%u ", row.items[k].code);
            else
                snprintf(code, sizeof(code), "[%u] ", 100 + k);
            cr_expect((strstr(out.data, code) != NULL) == (k < in), "%u: %s of %zu: %s", round,
                      code, in, out.data);
        }
        buffer_deinit(&out);
        let_go(&b);
    }
}
