#include <criterion/criterion.h>
#include <jansson.h>
#include <limits.h>
#include <string.h>

#include "base/json.h"

Test(json, object)
{
    struct buffer b = BUFFER_INIT;

    json_open(&b);
    json_text(&b, "text", SLICE("a \"b\" {"));
    json_number(&b, "least", LLONG_MIN);
    json_bool(&b, "yes", true);
    json_bool(&b, "no", false);
    json_text(&b, "empty", slice_of(NULL));
    json_text(&b, "brace", SLICE("{"));
    json_number(&b, "n", 0);
    json_close(&b);
    cr_expect_str_eq(b.data,
                     "{\"text\":\"a \\\"b\\\" {\",\"least\":-9223372036854775808,\"yes\":true,"
                     "\"no\":false,\"empty\":\"\",\"brace\":\"{\",\"n\":0}");
    buffer_deinit(&b);
}

Test(json, empty_object_after_other_bytes)
{
    struct buffer b = BUFFER_INIT;

    buffer_append_string(&b, "x ");
    json_open(&b);
    json_close(&b);
    cr_expect_str_eq(b.data, "x {}");
    buffer_deinit(&b);
}

Test(json, quote)
{
    const struct {
        const char *name;
        struct slice text;
        const char *quoted;
    } rows[] = {
        {"empty", SLICE(""), "\"\""},
        {"plain", SLICE("plain"), "\"plain\""},
        {"quote and backslash", SLICE("\"\\"), "\"\\\"\\\\\""},
        {"slash stays", SLICE("a/b"), "\"a/b\""},
        {"short escapes", SLICE("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
        {"NUL", SLICE("a\0b"), "\"a\\u0000b\""},
        {"first and last control", SLICE("\x01\x1f"), "\"\\u0001\\u001f\""},
        {"vertical tab, escape", SLICE("\v\x1b"), "\"\\u000b\\u001b\""},
        {"delete stays", SLICE("\x7f"), "\"\x7f\""},
        {"UTF-8 stays", SLICE("\xe6\xb0\xb4 \xf0\x9f\x98\x80"),
         "\"\xe6\xb0\xb4 \xf0\x9f\x98\x80\""},
        {"runs between escapes", SLICE("ab\ncd\"ef"), "\"ab\\ncd\\\"ef\""},
        {"escapes at both ends", SLICE("\"ab\""), "\"\\\"ab\\\"\""},
    };
    struct buffer b = BUFFER_INIT;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        buffer_clear(&b);
        json_quote(&b, rows[i].text);
        cr_expect(strcmp(b.data, rows[i].quoted) == 0, "%s: %s", rows[i].name, b.data);
    }
    buffer_deinit(&b);
}

/* Another reader gets back every byte that may stand in UTF-8. */
Test(json, jansson_reads_it)
{
    struct buffer b = BUFFER_INIT;
    char ascii[128];
    json_t *root, *value;

    for (int i = 0; i < 128; i++)
        ascii[i] = (char)i;
    json_open(&b);
    json_text(&b, "all \"of\" it", (struct slice){ascii, sizeof(ascii)});
    json_close(&b);
    root = json_loadb(b.data, b.len, JSON_ALLOW_NUL, NULL);
    cr_assert_not_null(root);
    value = json_object_get(root, "all \"of\" it");
    cr_assert_eq(json_string_length(value), sizeof(ascii));
    cr_expect_arr_eq(json_string_value(value), ascii, sizeof(ascii));
    json_decref(root);
    buffer_deinit(&b);
}
