#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

Test(buffer, starts_without_memory)
{
    struct buffer b = BUFFER_INIT;
    char *text;

    buffer_append(&b, "", 0);
    buffer_append_slice(&b, slice_of(NULL));
    buffer_drain(&b, 0);
    buffer_clear(&b);
    cr_expect_null(b.data);
    text = buffer_steal(&b);
    cr_expect_str_eq(text, "");
    free(text);
    buffer_deinit(&b);
}

Test(buffer, appends_and_ends_with_nul)
{
    struct buffer b = BUFFER_INIT;

    buffer_append_string(&b, "ab");
    buffer_append_char(&b, 'c');
    buffer_append_slice(&b, SLICE("de"));
    buffer_append(&b, "\0f", 2);
    cr_expect_eq(b.len, 7);
    cr_expect_arr_eq(b.data, "abcde\0f", 8);
    cr_expect(slice_equal(buffer_slice(&b), SLICE("abcde\0f")));
    buffer_clear(&b);
    cr_expect_eq(b.len, 0);
    cr_expect_str_eq(b.data, "");
    buffer_deinit(&b);
    cr_expect_null(b.data);
}

Test(buffer, grows)
{
    struct buffer b = BUFFER_INIT;
    bool right = true;

    for (int i = 0; i < 10000; i++) {
        buffer_append_char(&b, (char)('a' + i % 26));
        right = right && b.data[b.len] == '\0';
    }
    cr_expect(right);
    cr_expect_eq(b.len, 10000);
    for (int i = 0; i < 10000; i++)
        right = right && b.data[i] == 'a' + i % 26;
    cr_expect(right);
    buffer_deinit(&b);
}

Test(buffer, reserve_keeps_what_is_there)
{
    struct buffer b = BUFFER_INIT;

    buffer_append_string(&b, "head ");
    memset(buffer_reserve(&b, 500), 'x', 500);
    cr_expect_eq(b.len, 5, "reserving appends nothing");
    b.len += 500;
    cr_expect_eq(strlen(b.data), 505);
    cr_expect(slice_starts_with(buffer_slice(&b), SLICE("head xxx")));
    buffer_deinit(&b);
}

Test(buffer, number)
{
    static const struct {
        long long number;
        const char *text;
    } rows[] = {
        {0, "0"},
        {7, "7"},
        {10, "10"},
        {-1, "-1"},
        {-90, "-90"},
        {LLONG_MAX, "9223372036854775807"},
        {LLONG_MIN, "-9223372036854775808"},
    };
    struct buffer b = BUFFER_INIT;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        buffer_clear(&b);
        buffer_append_number(&b, rows[i].number);
        cr_expect_str_eq(b.data, rows[i].text);
    }
    buffer_deinit(&b);
}

Test(buffer, printf_of_every_length)
{
    struct buffer b = BUFFER_INIT;

    for (int width = 0; width < 300; width++) {
        buffer_clear(&b);
        buffer_append_char(&b, '>');
        buffer_printf(&b, "%*s|", width, "");
        cr_expect(b.len == (size_t)width + 2 && strlen(b.data) == b.len && b.data[b.len - 1] == '|',
                  "width %d", width);
    }
    buffer_deinit(&b);
    buffer_printf(&b, "%1000d", 5);
    cr_expect_eq(b.len, 1000);
    cr_expect_eq(b.data[999], '5');
    buffer_deinit(&b);
}

Test(buffer, drain)
{
    static const struct {
        const char *name;
        size_t n;
        const char *rest;
    } rows[] = {
        {"nothing", 0, "abcdef"},
        {"some", 4, "ef"},
        {"all", 6, ""},
        {"more than there is", 9, ""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buffer b = BUFFER_INIT;

        buffer_append_string(&b, "abcdef");
        buffer_drain(&b, rows[i].n);
        cr_expect(strcmp(b.data, rows[i].rest) == 0 && b.len == strlen(rows[i].rest), "%s",
                  rows[i].name);
        buffer_deinit(&b);
    }
}

Test(buffer, steal_leaves_it_empty)
{
    struct buffer b = BUFFER_INIT;
    char *text;

    buffer_append_string(&b, "mine");
    text = buffer_steal(&b);
    cr_expect_str_eq(text, "mine");
    cr_expect_null(b.data);
    cr_expect_eq(b.len, 0);
    buffer_append_string(&b, "again");
    cr_expect_str_eq(b.data, "again");
    cr_expect_str_eq(text, "mine");
    buffer_deinit(&b);
    free(text);
}
