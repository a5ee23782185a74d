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

void replies_mark(struct replies *r, uint64_t seq, struct instant now)
{
    if (r->n > 0 && seq < r->marks[r->n - 1].seq)
        seq = r->marks[r->n - 1].seq;
    r->marks = xgrow(r->marks, &r->cap, r->n + 1, sizeof(r->marks[0]));
    r->marks[r->n++] = (struct reply_mark){.seq = seq, .since = now};
}

void replies_extend(struct replies *r, size_t n)
{
    r->marks[r->n - 1].len += n;
}

/* The first n marks with their bytes are out. */
static void drop_first(struct replies *r, size_t n, size_t len)
{
    if (n == r->n) {
        replies_deinit(r);
        return;
    }
    buffer_drain(&r->bytes, len);
    r->n -= n;
    memmove(r->marks, r->marks + n, r->n * sizeof(r->marks[0]));
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
    drop_first(r, n, len);
}

void replies_give_up(struct replies *r, struct instant since, replies_reword reword, void *arg,
                     struct buffer *out)
{
    size_t n = 0, len = 0;

    for (; n < r->n && !instant_before(since, r->marks[n].since); n++) {
        struct slice rest = {r->bytes.data + len, r->marks[n].len};
        struct slice line;

        do {
            line = slice_cut(&rest, '\n');
            reword(arg, line, out);
            buffer_append_char(out, '\n');
        } while (rest.len > 0 && line.len > 3 && line.data[3] == '-');
        buffer_append_slice(out, rest);
        len += r->marks[n].len;
    }
    if (n > 0)
        drop_first(r, n, len);
}
