#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "office/log/entry.h"

static const struct entry_head head = {.seq = 8812,
                                       .at = {INT64_C(1795400109123456)},
                                       .kind = ENTRY_NOTE,
                                       .incident = {2026, 123},
                                       .actor = {"li.wei", 6},
                                       .post = {"officer", 7},
                                       .key = {"k:1", 3}};

static void expect_same(const struct entry *a, const struct entry *b, const char *name)
{
    cr_expect_eq(a->seq, b->seq, "%s", name);
    cr_expect_eq(a->at.us, b->at.us, "%s", name);
    cr_expect_eq(a->kind, b->kind, "%s", name);
    cr_expect(incident_id_equal(a->incident, b->incident), "%s", name);
    cr_expect(slice_equal(a->actor, b->actor) && slice_equal(a->post, b->post) &&
                  slice_equal(a->key, b->key) && slice_equal(a->body, b->body),
              "%s", name);
    cr_assert_eq(a->n_fields, b->n_fields, "%s", name);
    for (size_t n = 0; n < a->n_fields; n++)
        cr_expect(field_equal(&a->fields[n], &b->fields[n]), "%s: %s", name,
                  field_table[a->fields[n].id].name);
}

static void round_trip(enum entry_kind kind, const struct field *fields, size_t n, const char *name)
{
    struct entry_head h = head;
    h.kind = kind;
    struct entry *e = entry_new(&h, fields, n);
    struct entry *again = entry_decode(&h, e->body);

    cr_assert(again, "%s: %.*s", name, SLICE_ARG(e->body));
    expect_same(e, again, name);
    free(again);
    free(e);
}

Test(entry, every_kind)
{
    for (enum entry_kind kind = 0; kind < ENTRY_KIND_COUNT; kind++) {
        const char *name = entry_kind_to_string(kind);
        enum entry_kind found = ENTRY_KIND_COUNT;
        cr_assert(name, "kind %d", (int)kind);
        cr_expect(entry_kind_from_slice(slice_of(name), &found) && found == kind, "%s", name);
        round_trip(kind, NULL, 0, name);
    }
    enum entry_kind found = ENTRY_KIND_COUNT;
    cr_expect(!entry_kind_from_slice(SLICE("reports"), &found) && found == ENTRY_KIND_COUNT);
}

static const char *const texts[] = {
    "",
    "plain",
    "\"quoted\" \\ back / slash",
    "two\nlines\r\n\tand a tab",
    "\x01\x1f\x7f",
    "火灾，三人被困",
    "🔥👨‍👩‍👧",
    "é\xcc\x81",
    "</script>\xe2\x80\xa8",
    "{\"grade\":1}",
};
static const int64_t numbers[] = {0, 1, -1, 65536, INT64_MAX, INT64_MIN};
static const int64_t instants[] = {
    0, 1, -1, INT64_C(1795400109123456), INT64_C(-2208988800000000), INT64_C(253402300799999999)};

Test(entry, every_field)
{
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const char *name = field_table[id].name;
        if (field_is_text(id)) {
            for (size_t n = 0; n < sizeof(texts) / sizeof(*texts); n++)
                round_trip(ENTRY_SET, &FIELD_TEXT_OF(id, slice_of(texts[n])), 1, name);
        } else if (field_table[id].type == FIELD_TYPE_INSTANT) {
            for (size_t n = 0; n < sizeof(instants) / sizeof(*instants); n++)
                round_trip(ENTRY_SET, &FIELD_NUMBER_OF(id, instants[n]), 1, name);
        } else {
            size_t most =
                field_table[id].type == FIELD_TYPE_FLAG ? 2 : sizeof(numbers) / sizeof(*numbers);
            for (size_t n = 0; n < most; n++)
                round_trip(ENTRY_SET, &FIELD_NUMBER_OF(id, numbers[n]), 1, name);
        }
    }
}

Test(entry, a_nul_survives)
{
    round_trip(ENTRY_NOTE, &FIELD_TEXT_OF(FIELD_TEXT, SLICE("a\0b")), 1, "NUL");
}

Test(entry, all_fields_at_once)
{
    struct field fields[FIELD_COUNT];

    for (enum field_id id = 0; id < FIELD_COUNT; id++)
        fields[id] = field_is_text(id) ? FIELD_TEXT_OF(id, slice_of(texts[id % 10]))
                                       : FIELD_NUMBER_OF(id, id % 2);
    round_trip(ENTRY_REPORT, fields, FIELD_COUNT, "all");
}

Test(entry, body_is_exact)
{
    struct field fields[] = {FIELD_TEXT_OF(FIELD_CLASS, SLICE("gas")),
                             FIELD_NUMBER_OF(FIELD_GRADE, 2),
                             FIELD_NUMBER_OF(FIELD_DRILL, 1),
                             FIELD_NUMBER_OF(FIELD_DUE, INT64_C(1795400109123456)),
                             FIELD_NUMBER_OF(FIELD_IDLE, 1800000000),
                             FIELD_TEXT_OF(FIELD_TEXT, SLICE("a \"b\""))};
    struct entry *e = entry_new(&head, fields, sizeof(fields) / sizeof(*fields));

    cr_expect(slice_equal_string(e->body, "{\"class\":\"gas\",\"grade\":2,\"drill\":true,"
                                          "\"due\":\"2026-11-23T02:15:09.123456Z\","
                                          "\"idle\":1800000000,\"text\":\"a \\\"b\\\"\"}"),
              "%.*s", SLICE_ARG(e->body));
    cr_expect(e->body.data[e->body.len] == '\0');
    free(e);
}

Test(entry, everything_is_copied)
{
    char actor[] = "li.wei", text[] = "gas";
    struct entry_head h = {.seq = 1, .actor = slice_of(actor)};
    struct field field = FIELD_TEXT_OF(FIELD_TEXT, slice_of(text));
    struct entry *e = entry_new(&h, &field, 1);

    memset(actor, 'x', 6);
    memset(text, 'x', 3);
    cr_expect(slice_equal_string(e->actor, "li.wei"));
    cr_expect(slice_equal_string(entry_text(e, FIELD_TEXT), "gas"));
    free(e);
}

Test(entry, decode)
{
    static const struct {
        const char *name, *body;
        bool good;
        size_t n_fields;
        int64_t grade;
    } rows[] = {
        {"empty", "{}", true, 0, -1},
        {"with spaces", " { \"grade\" : 2 } ", true, 1, 2},
        {"unknown members", "{\"later\":{\"x\":[1]},\"grade\":2,\"also\":null}", true, 1, 2},
        {"a text for a number", "{\"grade\":\"2\"}", true, 0, -1},
        {"a fraction", "{\"grade\":2.5}", true, 0, -1},
        {"null", "{\"grade\":null}", true, 0, -1},
        {"a number for a text", "{\"text\":5,\"grade\":3}", true, 1, 3},
        {"a number for a flag", "{\"drill\":1}", true, 0, -1},
        {"no time", "{\"due\":\"soon\"}", true, 0, -1},
        {"twice: the last", "{\"grade\":1,\"grade\":2}", true, 1, 2},
        {"array", "[1]", false, 0, 0},
        {"text", "\"x\"", false, 0, 0},
        {"nothing", "", false, 0, 0},
        {"cut off", "{\"grade\":2", false, 0, 0},
        {"something after", "{} {}", false, 0, 0},
        {"not UTF-8", "{\"text\":\"\xff\"}", false, 0, 0},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct entry *e = entry_decode(&head, slice_of(rows[n].body));
        cr_expect_eq(e != NULL, rows[n].good, "%s", rows[n].name);
        if (!e)
            continue;
        cr_expect_eq(e->n_fields, rows[n].n_fields, "%s", rows[n].name);
        cr_expect_eq(entry_number(e, FIELD_GRADE, -1), rows[n].grade, "%s", rows[n].name);
        cr_expect(slice_equal_string(e->body, rows[n].body), "%s", rows[n].name);
        free(e);
    }
}

/* However many members there are, each field is there once: by its own name, to the letter. */
Test(entry, more_members_than_fields)
{
    struct buffer body = BUFFER_INIT;

    buffer_append_string(&body, "{\"grade\":1");
    for (int n = 0; n < 1000; n++)
        buffer_printf(&body, ",\"x%d\":1", n);
    for (int n = 0; n < 32; n++) /* place, in other letters */
        buffer_printf(&body, ",\"%c%c%c%c%c\":\"x\"", n & 1 ? 'P' : 'p', n & 2 ? 'L' : 'l',
                      n & 4 ? 'A' : 'a', n & 8 ? 'C' : 'c', n & 16 ? 'E' : 'e');
    for (int n = 0; n < 32; n++)
        buffer_printf(&body, ",\"%c%c%c%c%c\":\"x\"", n & 1 ? 'P' : 'p', n & 2 ? 'H' : 'h',
                      n & 4 ? 'O' : 'o', n & 8 ? 'N' : 'n', n & 16 ? 'E' : 'e');
    buffer_append_char(&body, '}');
    struct entry *e = entry_decode(&head, buffer_slice(&body));
    cr_assert(e);
    cr_expect_eq(e->n_fields, 3); /* grade, place, phone */
    free(e);
    buffer_deinit(&body);
}

Test(entry, incident_id)
{
    static const struct {
        const char *text;
        bool good;
        struct incident_id id;
        const char *again;
    } rows[] = {
        {"2026-000123", true, {2026, 123}, "2026-000123"},
        {"123", true, {2026, 123}, "2026-000123"},
        {"2025-1", true, {2025, 1}, "2025-000001"},
        {"2026-1234567", true, {2026, 1234567}, "2026-1234567"},
        {"4294967295", true, {2026, UINT32_MAX}, "2026-4294967295"},
        {"4294967296", false, {0}, NULL},
        {"0", false, {0}, NULL},
        {"2026-0", false, {0}, NULL},
        {"", false, {0}, NULL},
        {"-5", false, {0}, NULL},
        {"2026-", false, {0}, NULL},
        {"26-5", false, {0}, NULL},
        {"2026-5-6", false, {0}, NULL},
        {"2026-5 ", false, {0}, NULL},
        {"x", false, {0}, NULL},
    };

    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        struct incident_id id = {7, 7};
        struct buffer out = BUFFER_INIT;
        bool good = incident_id_parse(slice_of(rows[n].text), 2026, &id);
        cr_expect_eq(good, rows[n].good, "%s", rows[n].text);
        if (good) {
            cr_expect(incident_id_equal(id, rows[n].id), "%s", rows[n].text);
            incident_id_format(id, &out);
            cr_expect_str_eq(out.data, rows[n].again);
        } else {
            cr_expect(id.year == 7 && id.number == 7, "%s: touched", rows[n].text);
        }
        buffer_deinit(&out);
    }
}

/* A space in front of the body makes jansson read it, whatever it is. */
static struct entry *decode_by_jansson(struct slice body)
{
    struct buffer spaced = BUFFER_INIT;

    buffer_append_char(&spaced, ' ');
    buffer_append_slice(&spaced, body);
    struct entry *e = entry_decode(&head, buffer_slice(&spaced));
    buffer_deinit(&spaced);
    return e;
}

static void expect_both_readers_agree(struct slice body)
{
    struct entry *e = entry_decode(&head, body), *other = decode_by_jansson(body);

    cr_assert_eq(e == NULL, other == NULL, "%.*s", SLICE_ARG(body));
    for (size_t n = 0; e && n < e->n_fields; n++) {
        cr_assert_eq(e->n_fields, other->n_fields, "%.*s", SLICE_ARG(body));
        cr_expect(field_equal(&e->fields[n], &other->fields[n]), "%.*s", SLICE_ARG(body));
    }
    cr_assert(!e || e->n_fields == other->n_fields, "%.*s", SLICE_ARG(body));
    free(e);
    free(other);
}

/* Each of these, with a byte taken away, doubled or changed anywhere. */
Test(entry, both_readers_agree)
{
    static const char *const bodies[] = {
        "{}",
        "{\"class\":\"gas\",\"grade\":2,\"drill\":true,\"due\":\"2026-11-23T02:15:09.123456Z\"}",
        "{\"grade\":1,\"text\":\"火灾 🔥\",\"confidential\":false,\"later\":\"x\",\"loss\":-12}",
        "{\"grade\":1,\"grade\":2,\"GRADE\":3,\"class\":4,\"class\":\"b\"}",
        "{\"by\":-9223372036854775808,\"loss\":9223372036854775807}",
        "{\"by\":9223372036854775808}",
        "{\"by\":-0,\"loss\":01,\"page\":1.5}",
        "{\"page\":1e3,\"loss\":+1}",
        "{\"text\":\"a\\\"b\\n\\u0041\\\\\",\"old\":\"\x7f\"}",
        "{\"text\":null,\"old\":[1],\"whom\":{\"a\":1}}",
        "{\"text\":\"\xed\xa0\x80\xc0\x80\",\"via\":\"\xf4\x90\x80\x80\"}",
        "{\"a\":1{\"b\":2}}",
        "{\"class\":\"gas\",}",
        "{,\"class\":\"gas\"}",
        "[\"class\"]",
        "}",
        "",
    };
    static const char changes[] = "\"{}:,\\0-e \n\x80t";

    for (size_t k = 0; k < sizeof(bodies) / sizeof(*bodies); k++) {
        size_t len = strlen(bodies[k]);
        char changed[256];

        expect_both_readers_agree(slice_of(bodies[k]));
        for (size_t at = 0; at < len; at++) {
            expect_both_readers_agree((struct slice){bodies[k], at});
            memcpy(changed, bodies[k], at);
            memcpy(changed + at, bodies[k] + at + 1, len - at - 1);
            expect_both_readers_agree((struct slice){changed, len - 1});
            memcpy(changed + at + 1, bodies[k] + at, len - at);
            for (size_t c = 0; c < sizeof(changes); c++) {
                changed[at] = changes[c];
                expect_both_readers_agree((struct slice){changed, len + 1});
            }
            changed[at] = bodies[k][at];
            expect_both_readers_agree((struct slice){changed, len + 1});
            memcpy(changed, bodies[k], len);
            for (size_t c = 0; c < sizeof(changes); c++) {
                changed[at] = changes[c];
                expect_both_readers_agree((struct slice){changed, len});
            }
        }
    }
}
