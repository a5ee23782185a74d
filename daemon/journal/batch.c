#include "journal/batch.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

/* Object ids are fixed for built-in types (pg_type.dat). */
static const struct type {
    uint32_t element, array;
} types[COLUMN_COUNT] = {
    [COLUMN_NUMBER] = {20, 1016}, [COLUMN_INSTANT] = {1184, 1185}, [COLUMN_TEXT] = {25, 1009},
    [COLUMN_JSON] = {114, 199},   [COLUMN_BYTES] = {17, 1001},     [COLUMN_FLAG] = {16, 1000},
};

/* An array's head: dimensions, has nulls, type; then for the one dimension its length and where it
 * starts to count. All are 32 bits, big-endian. */
enum { HEAD_DIMENSIONS, HEAD_NULLS, HEAD_TYPE, HEAD_LENGTH, HEAD_FROM, HEAD_COUNT };

/* PostgreSQL counts time from 2000-01-01. */
#define EPOCH INT64_C(946684800000000)

void batch_init(struct batch *b, const enum column *columns, size_t n_columns)
{
    assert(n_columns <= BATCH_MAX_COLUMNS);
    *b = (struct batch){.columns = columns, .n_columns = n_columns};
    batch_clear(b);
}

void batch_deinit(struct batch *b)
{
    for (size_t i = 0; i < b->n_columns; i++)
        buffer_deinit(&b->arrays[i]);
    *b = (struct batch){0};
}

void batch_clear(struct batch *b)
{
    b->n_rows = b->at = 0;
    for (size_t i = 0; i < b->n_columns; i++) {
        b->arrays[i].len = 0;
        buffer_reserve(&b->arrays[i], HEAD_COUNT * sizeof(uint32_t));
        b->arrays[i].len = HEAD_COUNT * sizeof(uint32_t);
    }
}

static void put(struct batch *b, const void *bytes, size_t len)
{
    struct buffer *out = &b->arrays[b->at];
    uint32_t prefix = htobe32((uint32_t)len);

    buffer_append(out, &prefix, sizeof(prefix));
    buffer_append(out, bytes, len);
    if (++b->at == b->n_columns) {
        b->at = 0;
        b->n_rows++;
    }
}

void batch_put_null(struct batch *b)
{
    uint32_t prefix = htobe32(UINT32_MAX);

    buffer_append(&b->arrays[b->at], &prefix, sizeof(prefix));
    if (++b->at == b->n_columns) {
        b->at = 0;
        b->n_rows++;
    }
}

void batch_put_number(struct batch *b, int64_t number)
{
    uint64_t n = htobe64((uint64_t)number);

    assert(b->columns[b->at] == COLUMN_NUMBER);
    put(b, &n, sizeof(n));
}

void batch_put_instant(struct batch *b, struct instant i)
{
    uint64_t n = htobe64((uint64_t)(i.us - EPOCH));

    assert(b->columns[b->at] == COLUMN_INSTANT);
    if (instant_is_set(i))
        put(b, &n, sizeof(n));
    else
        batch_put_null(b);
}

void batch_put_text(struct batch *b, struct slice text)
{
    assert(b->columns[b->at] == COLUMN_TEXT || b->columns[b->at] == COLUMN_JSON);
    if (text.len > 0)
        put(b, text.data, text.len);
    else
        batch_put_null(b);
}

void batch_put_digest(struct batch *b, const struct digest *d)
{
    assert(b->columns[b->at] == COLUMN_BYTES);
    put(b, d->bytes, sizeof(d->bytes));
}

void batch_put_flag(struct batch *b, bool flag)
{
    char byte = flag;

    assert(b->columns[b->at] == COLUMN_FLAG);
    put(b, &byte, 1);
}

void batch_finish(struct batch *b, const char **values, int *lengths)
{
    assert(b->at == 0 && b->n_rows > 0);
    for (size_t i = 0; i < b->n_columns; i++) {
        uint32_t head[HEAD_COUNT] = {
            [HEAD_DIMENSIONS] = htobe32(1),
            [HEAD_NULLS] = htobe32(1), /* there may be some */
            [HEAD_TYPE] = htobe32(types[b->columns[i]].element),
            [HEAD_LENGTH] = htobe32((uint32_t)b->n_rows),
            [HEAD_FROM] = htobe32(1),
        };

        memcpy(b->arrays[i].data, head, sizeof(head));
        values[i] = b->arrays[i].data;
        lengths[i] = (int)b->arrays[i].len;
    }
}

uint32_t batch_parameter_type(enum column column)
{
    return types[column].array;
}
