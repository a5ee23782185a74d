#include "wire/net/replies.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void replies_deinit(struct replies *r)
{
    buffer_deinit(&r->bytes);
    free(r->marks);
    *r = (struct replies){0};
}

void replies_mark(struct replies *r, uint64_t seq)
{
    if (r->n > 0 && seq <= r->marks[r->n - 1].seq)
        return;
    r->marks = xgrow(r->marks, &r->cap, r->n + 1, sizeof(r->marks[0]));
    r->marks[r->n++] = (struct reply_mark){.seq = seq};
}

void replies_extend(struct replies *r, size_t n)
{
    r->marks[r->n - 1].len += n;
}

void replies_release(struct replies *r, uint64_t durable, struct buffer *out)
{
    size_t n = 0, len = 0;

    while (n < r->n && r->marks[n].seq <= durable)
        len += r->marks[n++].len;
    if (n == 0)
        return;
    if (n == r->n && out->len == 0) {
        buffer_deinit(out);
        *out = r->bytes;
        r->bytes = BUFFER_INIT;
    } else {
        buffer_append(out, r->bytes.data, len);
    }
    if (n == r->n) {
        replies_deinit(r);
        return;
    }
    buffer_drain(&r->bytes, len);
    r->n -= n;
    memmove(r->marks, r->marks + n, r->n * sizeof(r->marks[0]));
}
