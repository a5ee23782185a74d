/*
 * An entry's JSON, as the journal gives it back: any bytes are decoded or refused, and what was
 * decoded stays the same when it is encoded and decoded once more, so that a fold of the log never
 * depends on how often it was written. The quick reader and jansson give the same: a space in front
 * makes it jansson's work.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "office/log/entry.h"
#include "rules/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_same(const struct entry *a, const struct entry *b)
{
    if (!a || !b || a->n_fields != b->n_fields)
        return a == b;
    for (size_t i = 0; i < a->n_fields; i++)
        if (!field_equal(&a->fields[i], &b->fields[i]))
            return false;
    return true;
}

static void compare_readers(const struct entry_head *head, const struct entry *e, struct slice body)
{
    struct buffer spaced = BUFFER_INIT;
    struct entry *other;

    buffer_append_char(&spaced, ' ');
    buffer_append_slice(&spaced, body);
    other = entry_decode(head, buffer_slice(&spaced));
    if (!is_same(e, other))
        abort();
    free(other);
    buffer_deinit(&spaced);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct entry_head head = {
        .seq = 1, .at = {1}, .kind = ENTRY_REPORT, .actor = SLICE("li.wei"), .key = SLICE("k")};
    struct slice body = {(const char *)data, size};
    struct entry *first, *second;

    calendar_set_zone("Asia/Shanghai");
    first = entry_decode(&head, body);
    compare_readers(&head, first, body);
    if (!first)
        return 0;
    struct entry *written = entry_new(&head, first->fields, first->n_fields);
    second = entry_decode(&head, written->body);
    if (!second || !is_same(first, second))
        abort();
    compare_readers(&head, second, written->body);
    free(second);
    free(written);
    free(first);
    return 0;
}
