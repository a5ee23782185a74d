#include <stdio.h>
#include <stdlib.h>

#include "base/container.h"
#include "base/mem.h"
#include "journal/chain.h"
#include "journal/read_verify.h"
#include "journal/rows.h"

/* Entries looked at between two turns of the others: some milliseconds. */
#define PIECE 2000
#define PIECE_TEXT "2000"

struct read_verify {
    struct read head;
    journal_on_verdict f;
    void *arg;
    uint64_t next, last; /* next: the entry that has to come now */
    struct digest hash;  /* of the entry before it */
    struct digest known; /* of the last one, as this process knows it */
    size_t got;          /* rows of this piece */
    struct journal_verdict verdict;
};

/* Begins with the entry before the first, whose hash is taken as it is. */
static void send_verify(struct read *read, struct connection *c)
{
    struct read_verify *r = container_of(read, struct read_verify, head);
    char from[24], to[24];
    const char *const params[] = {from, to};

    r->got = 0;
    snprintf(from, sizeof(from), "%llu", (unsigned long long)r->next);
    snprintf(to, sizeof(to), "%llu", (unsigned long long)r->last);
    connection_ask(
        c,
        "select " ROW_ENTRY_COLUMNS ", j.hash from duty.journal j "
        "where j.seq >= $1::bigint and j.seq <= $2::bigint order by j.seq limit " PIECE_TEXT,
        2, params, false);
}

static void find_fault(struct read_verify *r, uint64_t seq, const char *why)
{
    if (r->verdict.bad == 0) {
        r->verdict.bad = seq;
        r->verdict.why = why;
    }
}

static void look_at(struct read_verify *r, const PGresult *result, int row)
{
    struct chain_link link = row_link(result, row);
    struct digest kept, ours;

    if (link.seq != r->next) {
        find_fault(r, r->next, "it is missing");
        return;
    }
    ours = chain_hash_link(&r->hash, &link);
    if (!row_digest(result, row, ROW_ENTRY_COUNT, &kept))
        find_fault(r, link.seq, "it has no hash");
    else if (link.seq < r->verdict.first)
        r->hash = kept;
    else if (!digest_equal(&ours, &kept))
        find_fault(r, link.seq, "its hash is not that of its content and the entry before it");
    else
        r->hash = kept;
    r->next++;
}

static void on_verify_result(struct read *read, const PGresult *result)
{
    struct read_verify *r = container_of(read, struct read_verify, head);

    r->got += (size_t)PQntuples(result);
    for (int row = 0; row < PQntuples(result) && r->verdict.bad == 0; row++)
        look_at(r, result, row);
}

static bool verify_is_over(struct read *read)
{
    struct read_verify *r = container_of(read, struct read_verify, head);

    if (r->verdict.bad != 0)
        return true;
    if (r->next <= r->last) {
        if (r->got == PIECE)
            return false;
        find_fault(r, r->next, "it is missing");
    } else if (r->last >= r->verdict.first && !digest_equal(&r->hash, &r->known)) {
        find_fault(r, r->last, "it is not the entry that this process wrote");
    }
    return true;
}

static void answer_verify(struct read *read, enum journal_answer answer, const struct tail *tail)
{
    struct read_verify *r = container_of(read, struct read_verify, head);

    (void)tail; /* memory proves nothing about the database */
    r->verdict.answer = answer == JOURNAL_ANSWER_WHOLE ? answer : JOURNAL_ANSWER_FAILED;
    r->verdict.last = r->next - 1;
    r->verdict.last_hash = r->hash;
    r->f(r->arg, &r->verdict);
}

static void free_verify(struct read *read)
{
    free(read);
}

static const struct read_ops verify_ops = {.send = send_verify,
                                           .on_result = on_verify_result,
                                           .is_over = verify_is_over,
                                           .answer = answer_verify,
                                           .free = free_verify};

struct read *read_verify_new(uint64_t first, uint64_t last, const struct digest *last_hash,
                             journal_on_verdict f, void *arg)
{
    struct read_verify *r = xcalloc(1, sizeof(*r));

    r->head.ops = &verify_ops;
    r->f = f;
    r->arg = arg;
    r->verdict = (struct journal_verdict){.first = first > 0 ? first : 1, .why = ""};
    r->next = r->verdict.first > 1 ? r->verdict.first - 1 : 1;
    r->last = last;
    r->hash = chain_genesis;
    r->known = *last_hash;
    return &r->head;
}
