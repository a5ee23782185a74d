#include "journal/replay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/notify.h"
#include "journal/rows.h"
#include "office/parts.h"

#define PROGRESS_EVERY 50000 /* entries */

const char replay_live_table[] =
    "do $$ begin if to_regclass('duty.live') is null then "
    "create table duty.live (seq bigint primary key, parts bigint not null, "
    "n integer not null default 1); end if; end $$";

/* ---- the last checkpoint ---- */

void replay_ask_checkpoint(struct replay *r, struct connection *c)
{
    (void)r;
    connection_ask(c,
                   "select j.seq, j.body->>'version', (j.body->>'entries')::bigint, "
                   "j.body->>'digest', j.hash from duty.journal j where j.kind = 'checkpoint' "
                   "order by j.seq desc limit 1",
                   0, NULL, false);
}

/* 64 hex digits, as live_digest_format writes them. */
static bool parse_digest(struct slice hex, struct live_digest *ret)
{
    if (hex.len != 64)
        return false;
    for (int k = 0; k < 4; k++)
        if (!digest_short_parse((struct slice){hex.data + 16 * k, 16}, &ret->sum[k]))
            return false;
    return true;
}

void replay_on_checkpoint(struct replay *r, const PGresult *result, int row)
{
    struct buffer signature = BUFFER_INIT;
    uint64_t seq = (uint64_t)row_number(result, row, 0);

    if (r->checkpoint || r->has_live || r->is_whole) /* the connection was lost meanwhile */
        return;
    r->promised = (struct live_digest){.entries = (uint64_t)row_number(result, row, 2)};
    parts_signature(part_table, &signature);
    if (!slice_equal_string(row_text(result, row, 1), signature.data))
        log_notice("the checkpoint at entry %" PRIu64 " was written by another version", seq);
    else if (!parse_digest(row_text(result, row, 3), &r->promised) ||
             !row_digest(result, row, 4, &r->last_hash))
        log_error("the checkpoint at entry %" PRIu64 " cannot be read", seq);
    else
        r->checkpoint = seq;
    buffer_deinit(&signature);
}

/* ---- what was live ---- */

static void ask_from(struct connection *c, const char *command, uint64_t from, uint64_t to)
{
    char after[24], last[24];
    const char *params[2] = {after, last};

    snprintf(after, sizeof(after), "%" PRIu64, from);
    snprintf(last, sizeof(last), "%" PRIu64, to);
    connection_ask(c, command, 2, params, true);
}

/*
 * Without statistics (a new database filling fast) the planner takes few rows for granted, and
 * joins everything with everything. `offset 0` leaves it no choice but to look up the entries of
 * each row, in their order.
 */
void replay_ask_live(struct replay *r, struct connection *c)
{
    static const char look_up[] =
        "select " ROW_ENTRY_COLUMNS ", l.parts, l.seq, l.n from (select k.seq, k.n, k.parts "
        "from duty.live k where k.seq >= $1::bigint and k.seq <= $2::bigint order by k.seq "
        "offset 0) l cross join lateral (select " ROW_ENTRY_COLUMNS " from duty.journal j "
        "where j.seq >= l.seq and j.seq < l.seq + l.n order by j.seq offset 0) j order by l.seq";

    /* All rows, also those that should not be there. Without a checkpoint, or when that is done,
     * nothing is to be read: the answer is empty. */
    ask_from(c, look_up, r->live_row, r->has_live || !r->checkpoint ? 0 : INT64_MAX);
}

/* The entries of one row follow each other, and come again where the connection was lost in
 * between. Rows that were tampered with may overlap. */
void replay_on_live(struct replay *r, const PGresult *result, int row)
{
    struct live_row whole = {.seq = (uint64_t)row_number(result, row, ROW_ENTRY_COUNT + 1),
                             .n = (unsigned)row_number(result, row, ROW_ENTRY_COUNT + 2),
                             .parts = (live_parts)row_number(result, row, ROW_ENTRY_COUNT)};
    struct live_row one = {
        .seq = (uint64_t)row_number(result, row, 0), .n = 1, .parts = whole.parts};
    struct entry *e;

    if (whole.seq > r->live_row)
        live_digest_add(&r->found, &whole);
    r->live_row = whole.seq;
    if (one.seq <= r->replayed)
        return;
    e = row_entry(result, row);
    r->replayed = one.seq;
    r->n_live++;
    r->listener->on_replay_live(r->listener->arg, &one, e);
    if (e)
        tail_add(r->tail, e);
}

/* The whole log is to be folded, from its first entry. */
static void begin_again(struct replay *r)
{
    r->is_whole = true;
    r->checkpoint = 0;
    r->replayed = 0;
    r->last_hash = chain_genesis;
    tail_clear(r->tail);
    r->listener->on_replay_begin(r->listener->arg);
}

/* A row says how many entries it stands for, the log how many of them it has. */
static bool live_is_as_promised(const struct replay *r)
{
    return live_digest_equal(&r->promised, &r->found) && r->n_live == r->promised.entries;
}

void replay_on_live_end(struct replay *r)
{
    if (r->has_live || r->is_whole)
        return;
    if (r->checkpoint && !live_is_as_promised(r)) {
        log_crit("duty.live is not what the checkpoint at entry %" PRIu64 " says (%" PRIu64
                 " entries, %" PRIu64
                 " promised): it or the log has been changed or lost; the whole log is read "
                 "instead, and the table made again",
                 r->checkpoint, r->n_live, r->promised.entries);
        r->is_distrusted = true;
    }
    if (!r->checkpoint || r->is_distrusted) {
        begin_again(r);
        return;
    }
    r->has_live = true;
    r->replayed = r->checkpoint;
}

/* ---- who comes back ---- */

/* The kinds of entries that open an incident again, as an array of PostgreSQL's. */
static void put_kinds(struct buffer *out)
{
    const char *separator = "{";

    for (enum entry_kind k = 0; k < ENTRY_KIND_COUNT; k++) {
        if (!incident_opens_again(k))
            continue;
        buffer_printf(out, "%s%s", separator, entry_kind_to_string(k));
        separator = ",";
    }
    buffer_append_char(out, '}');
}

void replay_ask_opened_again(struct replay *r, struct connection *c)
{
    struct buffer kinds = BUFFER_INIT;
    char seq[24];
    const char *params[2] = {seq};

    put_kinds(&kinds);
    snprintf(seq, sizeof(seq), "%" PRIu64, r->checkpoint);
    params[1] = kinds.data;
    connection_ask(c,
                   "select distinct j.subject from duty.journal j "
                   "where j.seq > $1::bigint and j.kind = any($2::text[])",
                   2, params, false);
    buffer_deinit(&kinds);
}

void replay_on_opened_again(struct replay *r, const PGresult *result, int row)
{
    struct incident_id id;

    if (incident_id_parse(row_text(result, row, 0), 0, &id))
        r->listener->on_replay_opened_again(r->listener->arg, id);
}

/* What had ended before the checkpoint was not needed then. With no checkpoint there is nothing
 * before the log that is folded. */
void replay_ask_recalled(struct replay *r, struct connection *c)
{
    struct buffer kinds = BUFFER_INIT;
    char seq[24], after[24];
    const char *params[3] = {seq, NULL, after};

    put_kinds(&kinds);
    snprintf(seq, sizeof(seq), "%" PRIu64, r->checkpoint);
    snprintf(after, sizeof(after), "%" PRIu64, r->recalled);
    params[1] = kinds.data;
    connection_ask(c,
                   "select " ROW_ENTRY_COLUMNS " from (select distinct k.subject "
                   "from duty.journal k where k.seq > $1::bigint and k.kind = any($2::text[]) "
                   "offset 0) s cross join lateral (select " ROW_ENTRY_COLUMNS
                   " from duty.journal j where j.subject = s.subject and j.seq > $3::bigint "
                   "and j.seq <= $1::bigint offset 0) j order by j.seq",
                   3, params, true);
    buffer_deinit(&kinds);
}

void replay_on_recalled(struct replay *r, const PGresult *result, int row)
{
    struct entry *e = row_entry(result, row);

    r->recalled = (uint64_t)row_number(result, row, 0);
    if (e)
        r->listener->on_replay_recalled(r->listener->arg, e);
    free(e);
}

/* ---- the log since then ---- */

void replay_ask_log(struct replay *r, struct connection *c)
{
    ask_from(c,
             "select " ROW_ENTRY_COLUMNS ", j.hash from duty.journal j "
             "where j.seq > $1::bigint and j.seq <= $2::bigint order by j.seq",
             r->replayed, r->end_seq);
}

/* Entries that follow each other prove each other; what is wrong is said, and duty goes on. */
static void check_chain(struct replay *r, const PGresult *result, int row)
{
    struct chain_link link = row_link(result, row);
    struct digest hash, computed = chain_hash_link(&r->last_hash, &link);
    bool has_hash = row_digest(result, row, ROW_ENTRY_COUNT, &hash);

    if (!r->is_broken &&
        (!has_hash || link.seq != r->replayed + 1 || !digest_equal(&hash, &computed))) {
        log_crit("the log does not agree with its own hashes at entry %" PRIu64
                 ": it has been changed; VERIFY says more",
                 link.seq);
        r->is_broken = true;
    }
    if (has_hash)
        r->last_hash = hash;
}

/* Years of history may take a while: whoever waits for duty sees that it goes on. */
static void say_progress(struct replay *r)
{
    struct buffer status = BUFFER_INIT;

    buffer_clear(&r->progress);
    buffer_printf(&r->progress, "folding the whole log: %" PRIu64 " of %" PRIu64 " entries",
                  r->replayed, r->end_seq);
    log_notice("%s", r->progress.data);
    buffer_printf(&status, "STATUS=%s\nEXTEND_TIMEOUT_USEC=60000000", r->progress.data);
    notify_send(status.data);
    buffer_deinit(&status);
}

void replay_on_log(struct replay *r, const PGresult *result, int row)
{
    struct entry *e;

    check_chain(r, result, row);
    r->replayed = (uint64_t)row_number(result, row, 0);
    if (r->is_whole && r->replayed % PROGRESS_EVERY == 0)
        say_progress(r);
    e = row_entry(result, row);
    if (!e)
        return;
    r->listener->on_replay(r->listener->arg, e);
    tail_add(r->tail, e);
}

void replay_deinit(struct replay *r)
{
    buffer_deinit(&r->progress);
}
