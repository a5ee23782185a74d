/* FIND and LIST closed: what the database finds is what memory finds, in a database of any
 * collation, and also among entries that an older version wrote. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "journal/migrate.h"
#include "journal/query.h"
#include "journal_help.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Notes, numbered from 1. */
static const char *const texts[] = {
    /* 1 */ "Smell of GAS, 50% sure",
    /* 2 */ "Brand in der KÜCHE, Hauptstraße 5",
    /* 3 */ "Ko\u0308ln-Deutz, Wasserrohrbruch",
    /* 4 */ "人民路１２号，煤气味。３人被困",
    /* 5 */ "来电 138 1234 5678，解放路追尾",
    /* 6 */ "call back +86 139-0000-0001",
    /* 7 */ "ПОЖАР на улице Ленина, Ёлка",
    /* 8 */ "ΟΔΌΣ ΛΕΩΦΌΡΟΣ",
    /* 9 */ "İSTANBUL yolunda kaza, IŞIK yok",
    /* 10 */ "Fuite d’eau à l’Hôpital «Saint-Louis»",
    /* 11 */ "INCENDIO EN LA CALLE PEÑA, CAMIÓN",
    /* 12 */ "ＡＢＣ ｔｏｗｅｒ",
    /* 13 */ "pipe_burst at \"the corner\" a\\b",
    /* 14 */ "first line\nsecond line\ttabbed",
    /* 15 */ "ga\u200bs, no\u00a0break",
    /* 16 */ "٤٧١١ and ೪೭೧೧",
    /* 17 */ "nothing of interest",
    /* 18 */ "0755-8888 1234 / 22:15 2026-11-23",
    /* 19 */ "o`clock",
    /* 20 */ "ŒUVRE, ﬁre, ǅ, Ⅳ",
};

static const struct {
    const char *words;
    const char *found; /* numbers of texts */
} rows[] = {
    {"gas", "0 1 15"},
    {"GAS", "0 1 15"},
    {"gas smell", "1"},
    {"50%", "1"},
    {"5%sure", ""},
    {"küche", "2"},
    {"KÜCHE", "2"},
    {"KU\u0308CHE", "2"},
    {"strasse", "2"},
    {"STRASSE", "2"},
    {"Straße", "2"},
    {"köln", "3"},
    {"Köln", "3"},
    {"KÖLN", "3"},
    {"ko\u0308ln", "3"},
    {"人民路12号", "0 4"},
    {"人民路１２号", "0 4"},
    {"煤气味，3人", "4"},
    {"13812345678", "5"},
    {"138 1234 5678", "5"},
    {"\"138 1234 5678\"", "5"},
    {"+86 138-1234-5678", "5"},
    {"0086 13812345678", "5"},
    {"１３８１２３４５６７８", "5"},
    {"13900000001", "6"},
    {"139 0000 0001 call", "6"},
    {"пожар", "7"},
    {"ЛЕНИНА ёлка", "7"},
    {"е\u0308лка", "7"},
    {"οδός", "8"},
    {"οδόσ", "8"},
    {"λεωφόρος", "8"},
    {"istanbul", "9"},
    {"İstanbul", "9"},
    {"ışık", "9"},
    {"l'hôpital", "10"},
    {"L’HÔPITAL saint-louis", "10"},
    {"\"saint-louis", "10"},
    {"peña", "11"},
    {"CAMIO\u0301N", "11"},
    {"abc TOWER", "12"},
    {"ａｂｃ", "12"},
    {"pipe_burst", "13"},
    {"pipe%burst", ""},
    {"\"the corner\"", "13"},
    {"a\\b", "13"},
    {"line second", "14"},
    {"line tabbed", "14"},
    {"\"no break\"", "15"},
    {"4711", "16"},
    {"075588881234", "18"},
    {"8888-1234", "18"},
    {"88881234", "18"},
    {"2026-11-23", "18"},
    {"o'clock", "19"},
    {"œuvre FIRE ǆ", "20"},
    {"diamonds", ""},
    {"interest li.wei", "17"},
};

/* ---- both answers ---- */

struct known {
    struct entry *entries[64];
    size_t n, more;
    bool came;
};

static void on_entries(void *arg, enum journal_answer answer, struct entry *const *entries,
                       size_t n, size_t more)
{
    struct known *k = arg;

    cr_assert(answer == JOURNAL_ANSWER_WHOLE && n <= COUNT(k->entries));
    for (size_t i = 0; i < n; i++) {
        struct entry_head head = entry_head_of(entries[i]);

        k->entries[k->n++] = entry_decode(&head, entries[i]->body);
    }
    k->more = more;
    k->came = true;
}

static struct known ask(struct place *p, const struct journal_query *q)
{
    struct known k = {0};

    journal_query(p->journal, q, on_entries, &k);
    while (!k.came)
        place_turn(p);
    return k;
}

static void known_deinit(struct known *k)
{
    for (size_t i = 0; i < k->n; i++)
        free(k->entries[i]);
}

static void put_numbers(struct entry *const *entries, size_t n, struct buffer *out)
{
    for (size_t i = 0; i < n; i++)
        buffer_printf(out, "%s%llu", i > 0 ? " " : "", (unsigned long long)entries[i]->seq - 1);
}

static struct journal_query query_of(const char *words)
{
    return (struct journal_query){
        .words = slice_of(words), .home = {.country = "+86"}, .oldest_first = true};
}

/* The texts follow a report, number 0: gas at 人民路12号. */
static void fill(struct place *p)
{
    place_report(p, 1, "x");
    for (size_t i = 0; i < COUNT(texts); i++)
        place_note(p, 1, texts[i]);
    place_wait_durable(p);
}

static void check(struct place *p, const char *where)
{
    struct known all = ask(p, &(struct journal_query){.oldest_first = true});

    cr_assert_eq(all.n, COUNT(texts) + 1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct journal_query q = query_of(rows[i].words);
        struct known found = ask(p, &q);
        struct buffer database = BUFFER_INIT, memory = BUFFER_INIT;
        size_t n, more;
        struct entry **kept = query_select(&q, all.entries, all.n, &n, &more);

        put_numbers(found.entries, found.n, &database);
        put_numbers(kept, n, &memory);
        cr_expect(slice_equal_string(buffer_slice(&database), rows[i].found),
                  "%s: the database finds \"%s\" in %s, not in %s", where, rows[i].words,
                  database.data ? database.data : "none", rows[i].found);
        cr_expect(slice_equal_string(buffer_slice(&memory), rows[i].found),
                  "%s: memory finds \"%s\" in %s, not in %s", where, rows[i].words,
                  memory.data ? memory.data : "none", rows[i].found);
        free(kept);
        known_deinit(&found);
        buffer_deinit(&database);
        buffer_deinit(&memory);
    }
    known_deinit(&all);
}

static const char *const collations[] = {
    "lc_collate 'C' lc_ctype 'C'",
    "lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'",
    "lc_collate 'C' lc_ctype 'C.UTF-8'",
    "lc_collate 'C' lc_ctype 'C' locale_provider icu icu_locale 'tr'",
    "lc_collate 'C' lc_ctype 'C' locale_provider icu icu_locale 'und'",
};

Test(find_pg, as_memory_in_every_collation)
{
    for (size_t i = 0; i < COUNT(collations); i++) {
        struct place place, *p = &place;

        place_init_with(p, "find", collations[i]);
        place_start(p);
        fill(p);
        check(p, collations[i]);
        place_deinit(p);
    }
}

/* As if the entries had been there before the migration. */
static void write_as_before(struct place *p)
{
    place_stop(p);
    place_sql(p, "drop table duty.folded, duty.unfolded; alter table duty.incident drop column "
                 "phone");
    for (size_t i = 0; i < migrations_count; i++)
        if (strstr(migrations[i].name, "_folded"))
            place_sql(p, migrations[i].sql.data);
}

Test(find_pg, what_an_older_version_wrote)
{
    struct place place, *p = &place;

    place_init(p, "findold");
    place_start(p);
    fill(p);
    write_as_before(p);
    cr_expect(place_sql(p, "select count(*) from duty.unfolded") > 10);
    place_start(p);
    cr_expect_eq(place_sql(p, "select count(*) from duty.unfolded"), 0);
    cr_expect(place_sql(p, "select count(*) from duty.folded") > 10);
    check(p, "older");
    place_deinit(p);
}

/* More than one piece of them. */
Test(find_pg, much_that_an_older_version_wrote)
{
    struct place place, *p = &place;
    struct known found;

    place_init(p, "findmuch");
    place_start(p);
    place_report(p, 1, "x");
    for (size_t i = 0; i < 2500; i++)
        place_note(p, 1, i == 1700 ? "GROSSE KÜCHE" : "Straße");
    place_wait_durable(p);
    write_as_before(p);
    place_start(p);
    cr_expect_eq(place_sql(p, "select count(*) from duty.folded"), 2500);
    found = ask(p, &(struct journal_query){.words = SLICE("küche"), .limit = 5});
    cr_expect(found.n == 1 && found.entries[0]->seq == 1702);
    known_deinit(&found);
    place_deinit(p);
}

/* ---- more ---- */

Test(find_pg, counts_what_is_left_out)
{
    static const struct {
        const char *words;
        size_t limit, n, more;
    } limits[] = {
        {"", 10, 10, 11},   {"", 20, 20, 1},  {"", 21, 21, 0},  {"", 64, 21, 0},
        {"note", 5, 5, 15}, {"gas", 1, 1, 2}, {"gas", 2, 2, 1}, {"diamonds", 1, 0, 0},
    };
    struct place place, *p = &place;

    place_init(p, "findmore");
    place_start(p);
    fill(p);
    for (size_t i = 0; i < COUNT(limits); i++) {
        struct journal_query q = query_of(limits[i].words);
        struct known found;

        q.limit = limits[i].limit;
        q.counts_more = true;
        found = ask(p, &q);
        cr_expect(found.n == limits[i].n && found.more == limits[i].more, "%s %zu: %zu, %zu more",
                  limits[i].words, limits[i].limit, found.n, found.more);
        cr_expect(found.n == 0 || found.entries[found.n - 1]->seq >= 2);
        known_deinit(&found);
    }
    for (size_t i = 0; i < 2 * JOURNAL_MORE_MOST; i++)
        place_note(p, 1, "one of many");
    place_wait_durable(p);
    {
        struct known found = ask(
            p, &(struct journal_query){.words = SLICE("MANY"), .limit = 3, .counts_more = true});

        cr_expect(found.n == 3 && found.more == JOURNAL_MORE_MOST + 1, "%zu", found.more);
        known_deinit(&found);
    }
    place_deinit(p);
}

/* ---- LIST closed ---- */

struct answered {
    struct buffer numbers;
    size_t more;
    bool came;
};

static void on_incidents(void *arg, enum journal_answer answer,
                         const struct journal_incident_row *incidents, size_t n, size_t more)
{
    struct answered *i = arg;

    cr_assert_eq(answer, JOURNAL_ANSWER_WHOLE);
    for (size_t k = 0; k < n; k++)
        buffer_printf(&i->numbers, "%s%u", k > 0 ? " " : "", incidents[k].id.number);
    i->more = more;
    i->came = true;
}

static void close_one(struct place *p, uint32_t number, const char *class, const char *where,
                      const char *phone, const char *text)
{
    const struct field fields[] = {
        FIELD_TEXT_OF(FIELD_CLASS, slice_of(class)), FIELD_TEXT_OF(FIELD_PLACE, slice_of(where)),
        FIELD_TEXT_OF(FIELD_PHONE, slice_of(phone)), FIELD_TEXT_OF(FIELD_TEXT, slice_of(text))};

    place_append(p, ENTRY_REPORT, (struct incident_id){2026, number}, NULL, fields, 4);
    place_close(p, number, "done");
}

Test(find_pg, closed_incidents)
{
    static const struct {
        const char *class, *place, *text, *phone, *found;
        size_t limit, more;
    } wishes[] = {
        {NULL, NULL, NULL, NULL, "4 3 2 1", 0, 0},
        {NULL, NULL, NULL, NULL, "4 3", 2, 2},
        {"GAS", NULL, NULL, NULL, "2 1", 0, 0},
        {"煤气", NULL, NULL, NULL, "3", 0, 0},
        {NULL, "köln", NULL, NULL, "2", 0, 0},
        {NULL, "人民路12", NULL, NULL, "3", 0, 0},
        {NULL, NULL, "küche", NULL, "2 1", 0, 0},
        {NULL, NULL, "KÜCHE", NULL, "2", 1, 1},
        {NULL, NULL, "küche brennt", NULL, "1", 0, 0},
        {NULL, NULL, NULL, "13812345678", "4 3 1", 0, 0},
        {NULL, NULL, NULL, "+86 138 1234 5678", "4 3 1", 0, 0},
        {NULL, NULL, NULL, "13812345679", "", 0, 0},
        {"gas", NULL, NULL, "138-1234-5678", "1", 0, 0},
    };
    struct place place, *p = &place;

    place_init(p, "findclosed");
    place_start(p);
    close_one(p, 1, "gas", "Renmin Rd", "138 1234 5678", "die KU\u0308CHE brennt");
    close_one(p, 2, "Gas", "Ko\u0308ln-Deutz", "110", "Küche");
    close_one(p, 3, "煤气", "人民路１２号", "+8613812345678", "x");
    close_one(p, 4, "fire", "", "0086-138-1234-5678", "x");
    place_report(p, 5, "not closed: Küche");
    place_wait_durable(p);
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT(wishes); i++) {
            const struct journal_incident_query q = {
                .wish = {.class = slice_of(wishes[i].class),
                         .place = slice_of(wishes[i].place),
                         .text = slice_of(wishes[i].text),
                         .phone = slice_of(wishes[i].phone),
                         .home = {.country = "+86"}},
                .limit = wishes[i].limit,
            };
            struct answered found = {0};

            journal_query_incidents(p->journal, &q, on_incidents, &found);
            while (!found.came)
                place_turn(p);
            cr_expect(slice_equal_string(buffer_slice(&found.numbers), wishes[i].found) &&
                          found.more == wishes[i].more,
                      "%zu: %s, %zu more", i, found.numbers.data ? found.numbers.data : "none",
                      found.more);
            buffer_deinit(&found.numbers);
        }
        if (round == 0) {
            write_as_before(p);
            place_start(p);
        }
    }
    place_deinit(p);
}
