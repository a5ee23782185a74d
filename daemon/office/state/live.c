#include "office/state/live.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/mem.h"
#include "office/state/state.h"

/* Entries are live in runs, those of one incident stand close to each other: they are kept in
 * chunks of consecutive numbers. No row of the copy goes beyond a chunk. */
#define CHUNK 32

struct chunk {
    uint64_t number; /* seq / CHUNK */
    UT_hash_handle by_number;
    struct chunk *next_changed;
    bool changed; /* is in the list; `parts` and `copied` may differ */
    live_parts parts[CHUNK], copied[CHUNK];
};

struct live {
    struct chunk *chunks;
    struct chunk *changed, *last_changed; /* mostly in the order of their numbers */
    struct live_digest copied;            /* of the journal's copy, if it is known */
    bool is_copied_known;
    bool whole; /* the copy is worth nothing */
};

/* ---- the digest ---- */

static void row_hash(const struct live_row *row, uint64_t ret_sum[4])
{
    char bytes[16];
    struct digest digest;

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(row->seq >> (56 - 8 * i));
    for (int i = 0; i < 4; i++) {
        bytes[8 + i] = (char)(row->n >> (24 - 8 * i));
        bytes[12 + i] = (char)(row->parts >> (24 - 8 * i));
    }
    digest = digest_of((struct slice){bytes, sizeof(bytes)});
    for (int k = 0; k < 4; k++) {
        ret_sum[k] = 0;
        for (int i = 0; i < 8; i++)
            ret_sum[k] = ret_sum[k] << 8 | digest.bytes[8 * k + i];
    }
}

void live_digest_add(struct live_digest *d, const struct live_row *row)
{
    uint64_t sum[4];

    row_hash(row, sum);
    d->entries += row->n;
    for (int k = 0; k < 4; k++)
        d->sum[k] += sum[k];
}

void live_digest_remove(struct live_digest *d, const struct live_row *row)
{
    uint64_t sum[4];

    row_hash(row, sum);
    d->entries -= row->n;
    for (int k = 0; k < 4; k++)
        d->sum[k] -= sum[k];
}

bool live_digest_equal(const struct live_digest *a, const struct live_digest *b)
{
    return a->entries == b->entries && memcmp(a->sum, b->sum, sizeof(a->sum)) == 0;
}

void live_digest_format(const struct live_digest *d, struct buffer *out)
{
    for (int k = 0; k < 4; k++)
        digest_short_format(d->sum[k], out);
}

/* ---- what is live ---- */

struct live *live_new(void)
{
    struct live *l = xcalloc(1, sizeof(*l));

    l->is_copied_known = true;
    return l;
}

void live_free(struct live *l)
{
    struct chunk *c, *next;

    if (!l)
        return;
    HASH_ITER(by_number, l->chunks, c, next)
    {
        HASH_DELETE(by_number, l->chunks, c);
        free(c);
    }
    free(l);
}

static struct chunk *find_chunk(const struct live *l, uint64_t number)
{
    struct chunk *c;

    HASH_FIND(by_number, l->chunks, &number, sizeof(number), c);
    return c;
}

static struct chunk *need_chunk(struct live *l, uint64_t number)
{
    struct chunk *c = find_chunk(l, number);

    if (!c) {
        c = xcalloc(1, sizeof(*c));
        c->number = number;
        HASH_ADD(by_number, l->chunks, number, sizeof(c->number), c);
    }
    return c;
}

static void mark_changed(struct live *l, struct chunk *c)
{
    if (c->changed)
        return;
    c->changed = true;
    c->next_changed = NULL;
    if (l->changed)
        l->last_changed->next_changed = c;
    else
        l->changed = c;
    l->last_changed = c;
}

void live_keep(struct office *o, enum part_id part, uint64_t seq)
{
    struct chunk *c = need_chunk(o->kept, seq / CHUNK);

    c->parts[seq % CHUNK] |= (live_parts)1 << part;
    mark_changed(o->kept, c);
}

void live_drop(struct office *o, enum part_id part, uint64_t seq)
{
    struct chunk *c = find_chunk(o->kept, seq / CHUNK);

    if (!c)
        return;
    c->parts[seq % CHUNK] &= ~((live_parts)1 << part);
    mark_changed(o->kept, c);
}

live_parts live_get(const struct live *l, uint64_t seq)
{
    const struct chunk *c = find_chunk(l, seq / CHUNK);

    return c ? c->parts[seq % CHUNK] : 0;
}

/* The row that begins at the entry; n is 0 when none does: it is not live, or in the row before. */
static struct live_row row_at(const struct chunk *c, const live_parts *parts, unsigned i)
{
    struct live_row row = {.seq = c->number * CHUNK + i, .parts = parts[i]};

    if (!parts[i] || (i > 0 && parts[i - 1] == parts[i]))
        return row;
    while (i + row.n < CHUNK && parts[i + row.n] == parts[i])
        row.n++;
    return row;
}

static bool rows_equal(const struct live_row *a, const struct live_row *b)
{
    return a->n == b->n && (a->n == 0 || a->parts == b->parts);
}

struct live_digest live_digest_now(const struct live *l)
{
    struct live_digest d = l->copied;

    for (const struct chunk *c = l->changed; c; c = c->next_changed) {
        for (unsigned i = 0; i < CHUNK; i++) {
            struct live_row now = row_at(c, c->parts, i), before = row_at(c, c->copied, i);

            if (!l->is_copied_known)
                before.n = 0; /* it is not in the sum yet, and all of them are among the changed */
            if (rows_equal(&now, &before))
                continue;
            if (before.n)
                live_digest_remove(&d, &before);
            if (now.n)
                live_digest_add(&d, &now);
        }
    }
    return d;
}

uint64_t live_oldest(const struct live *l, live_parts parts)
{
    uint64_t oldest = UINT64_MAX;

    for (const struct chunk *c = l->chunks; c; c = c->by_number.next) {
        if (c->number * CHUNK >= oldest)
            continue;
        for (unsigned i = 0; i < CHUNK; i++) {
            if (c->parts[i] & parts) {
                oldest = c->number * CHUNK + i < oldest ? c->number * CHUNK + i : oldest;
                break;
            }
        }
    }
    return oldest;
}

void live_each(const struct live *l, void (*f)(const struct live_row *row, void *arg), void *arg)
{
    for (const struct chunk *c = l->chunks; c; c = c->by_number.next) {
        for (unsigned i = 0; i < CHUNK; i++) {
            struct live_row row = {c->number * CHUNK + i, 1, c->parts[i]};

            if (row.parts)
                f(&row, arg);
        }
    }
}

/* ---- the journal's copy ---- */

void live_found(struct live *l, const struct live_row *row)
{
    struct chunk *c = need_chunk(l, row->seq / CHUNK);

    c->copied[row->seq % CHUNK] = row->parts;
    l->is_copied_known = false;
    mark_changed(l, c);
}

void live_distrust(struct live *l)
{
    l->whole = true;
    l->copied = (struct live_digest){0};
    l->is_copied_known = true;
    for (struct chunk *c = l->chunks; c; c = c->by_number.next) {
        memset(c->copied, 0, sizeof(c->copied));
        mark_changed(l, c);
    }
}

static void put_row(struct live_row **rows, size_t *n, size_t *cap, const struct live_row *row)
{
    *rows = xgrow(*rows, cap, *n + 1, sizeof(**rows));
    (*rows)[(*n)++] = *row;
}

static void take_change(struct live_changes *changes, const struct live_row *before,
                        const struct live_row *now)
{
    if (rows_equal(before, now))
        return;
    if (now->n && before->n) {
        put_row(&changes->kept, &changes->n_kept, &changes->cap_kept, now);
    } else if (now->n) {
        put_row(&changes->added, &changes->n_added, &changes->cap_added, now);
    } else {
        changes->dropped = xgrow(changes->dropped, &changes->cap_dropped, changes->n_dropped + 1,
                                 sizeof(*changes->dropped));
        changes->dropped[changes->n_dropped++] = before->seq;
    }
}

struct live_changes *live_take_changes(struct live *l)
{
    struct live_changes *changes = xcalloc(1, sizeof(*changes));
    struct chunk *c;

    changes->whole = l->whole;
    l->whole = false;
    l->copied = live_digest_now(l);
    l->is_copied_known = true;
    while ((c = l->changed)) {
        bool is_empty = true;

        l->changed = c->next_changed;
        c->changed = false;
        for (unsigned i = 0; i < CHUNK; i++) {
            struct live_row before = row_at(c, c->copied, i), now = row_at(c, c->parts, i);

            take_change(changes, &before, &now);
            is_empty = is_empty && !c->parts[i];
        }
        memcpy(c->copied, c->parts, sizeof(c->copied));
        if (is_empty) {
            HASH_DELETE(by_number, l->chunks, c);
            free(c);
        }
    }
    return changes;
}

void live_changes_free(struct live_changes *c)
{
    if (!c)
        return;
    free(c->added);
    free(c->kept);
    free(c->dropped);
    free(c);
}
