#include <criterion/criterion.h>
#include <stdlib.h>

#include "journal/query.h"
#include "journal/queue.h"
#include "journal/tail.h"

static struct entry *make(uint64_t seq, const char *text)
{
    const struct entry_head head = {.seq = seq,
                                    .at = {(int64_t)seq * 1000},
                                    .kind = ENTRY_NOTE,
                                    .incident = {2026, (uint32_t)seq % 2 + 1},
                                    .actor = SLICE("li.wei")};
    const struct field field = FIELD_TEXT_OF(FIELD_TEXT, slice_of(text));

    return entry_new(&head, &field, 1);
}

Test(tail, keeps_the_latest)
{
    struct entry *first = make(1, "x");
    struct tail t = {.max_bytes = 10 * queue_entry_size(first)};
    struct entry *const *entries;
    size_t n;

    tail_add(&t, first);
    for (uint64_t seq = 2; seq <= 1000; seq++) {
        tail_add(&t, make(seq, "x"));
        cr_expect(t.bytes <= t.max_bytes);
    }
    entries = tail_entries(&t, &n);
    cr_expect_eq(n, 10);
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(entries[i]->seq, 991 + i);
    cr_expect_leq(t.cap, 64, "the array does not grow: %zu", t.cap);
    tail_deinit(&t);
}

Test(tail, keeps_one_that_is_too_large)
{
    struct tail t = {.max_bytes = 1};
    size_t n;

    tail_add(&t, make(1, "x"));
    tail_add(&t, make(2, "y"));
    cr_expect_eq(tail_entries(&t, &n)[0]->seq, 2);
    cr_expect_eq(n, 1);
    tail_deinit(&t);
}

Test(tail, empty)
{
    struct tail t = {.max_bytes = 1};
    size_t n;

    tail_entries(&t, &n);
    cr_expect_eq(n, 0);
    tail_deinit(&t);
}

static const struct {
    const char *name;
    struct journal_query query;
    size_t n;
    uint64_t first;
} rows[] = {
    {"newest first", {.limit = 3}, 3, 4},
    {"newest, oldest first", {.limit = 3, .oldest_first = true}, 3, 2},
    {"incident", {.incident = {2026, 1}}, 2, 4},
    {"words", {.words = {"ALARM li.wei", 12}}, 1, 3},
    {"one word of two", {.words = {"alarm nothing", 13}}, 0, 0},
    {"since", {.since = {3000}}, 2, 4},
    {"until is not within", {.until = {3000}}, 2, 2},
    {"other kind", {.by_kind = true, .kinds = {[ENTRY_ACK] = true}}, 0, 0},
};

Test(tail, is_asked_by_query)
{
    struct entry *entries[] = {make(1, "a"), make(2, "b"), make(3, "Alarm"), make(4, "d")};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t n;
        struct entry **found = query_select(&rows[i].query, entries, 4, &n, &(size_t){0});

        cr_expect(n == rows[i].n && (n == 0 || found[0]->seq == rows[i].first), "%s: %zu",
                  rows[i].name, n);
        free(found);
    }
    for (size_t i = 0; i < 4; i++)
        free(entries[i]);
}
