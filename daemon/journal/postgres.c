#include "journal/postgres.h"

#include <stdlib.h>

#include "base/container.h"
#include "base/mem.h"
#include "journal/reader.h"

#define DEFAULT_MAX_PENDING 8192
#define DEFAULT_MAX_PENDING_BYTES ((size_t)16 << 20)
#define DEFAULT_TAIL_BYTES ((size_t)256 << 10)

struct postgres_journal {
    struct journal head;
    struct writer writer;
    struct reader reader;
    struct tail tail;
    size_t max_pending, max_pending_bytes;
};

static struct postgres_journal *postgres_of(struct journal *j)
{
    return container_of(j, struct postgres_journal, head);
}

static const struct postgres_journal *const_postgres_of(const struct journal *j)
{
    return container_of(j, const struct postgres_journal, head);
}

static void postgres_free(struct journal *j)
{
    struct postgres_journal *p = postgres_of(j);

    reader_deinit(&p->reader);
    writer_deinit(&p->writer);
    tail_deinit(&p->tail);
    free(p);
}

static void postgres_append(struct journal *j, struct entry *e)
{
    writer_append(&postgres_of(j)->writer, e);
}

static void postgres_keep_live(struct journal *j, struct live_changes *changes)
{
    writer_keep_live(&postgres_of(j)->writer, changes);
}

static bool postgres_is_full(const struct journal *j)
{
    const struct postgres_journal *p = const_postgres_of(j);

    return p->writer.queue.n >= p->max_pending || p->writer.queue.bytes >= p->max_pending_bytes;
}

static bool postgres_is_idle(const struct journal *j)
{
    return const_postgres_of(j)->writer.queue.n == 0;
}

static void postgres_probe(struct journal *j)
{
    writer_probe(&postgres_of(j)->writer);
}

static void postgres_get_stats(const struct journal *j, struct journal_stats *ret)
{
    const struct writer *w = &const_postgres_of(j)->writer;

    *ret = (struct journal_stats){.state = w->state,
                                  .detail = writer_detail(w),
                                  .since = w->since,
                                  .durable = w->queue.durable,
                                  .pending = w->queue.n,
                                  .batches = w->batches,
                                  .proofs = w->proofs,
                                  .reconnects = w->reconnects};
}

static uint64_t postgres_query(struct journal *j, const struct journal_query *q,
                               journal_on_entries f, void *arg)
{
    return reader_query(&postgres_of(j)->reader, q, f, arg);
}

static uint64_t postgres_query_incidents(struct journal *j, const struct journal_incident_query *q,
                                         journal_on_incidents f, void *arg)
{
    return reader_query_incidents(&postgres_of(j)->reader, q, f, arg);
}

static uint64_t postgres_verify(struct journal *j, uint64_t first, journal_on_verdict f, void *arg)
{
    return reader_verify(&postgres_of(j)->reader, first, f, arg);
}

static void postgres_cancel(struct journal *j, uint64_t ticket)
{
    reader_cancel(&postgres_of(j)->reader, ticket);
}

static const struct journal_ops postgres_ops = {
    .free = postgres_free,
    .append = postgres_append,
    .keep_live = postgres_keep_live,
    .is_full = postgres_is_full,
    .is_idle = postgres_is_idle,
    .probe = postgres_probe,
    .get_stats = postgres_get_stats,
    .query = postgres_query,
    .query_incidents = postgres_query_incidents,
    .verify = postgres_verify,
    .cancel = postgres_cancel,
};

static void on_away(void *arg)
{
    struct postgres_journal *p = arg;

    reader_reset(&p->reader);
}

struct journal *postgres_journal_new(struct event_base *base,
                                     const struct postgres_options *options,
                                     const struct journal_listener *listener)
{
    struct postgres_journal *p = xcalloc(1, sizeof(*p));

    p->head.ops = &postgres_ops;
    p->max_pending = options->max_pending ? options->max_pending : DEFAULT_MAX_PENDING;
    p->max_pending_bytes =
        options->max_pending_bytes ? options->max_pending_bytes : DEFAULT_MAX_PENDING_BYTES;
    p->tail.max_bytes = options->tail_bytes ? options->tail_bytes : DEFAULT_TAIL_BYTES;
    writer_init(&p->writer, base, options, listener, &p->tail);
    p->writer.on_away = on_away;
    p->writer.on_away_arg = p;
    reader_init(&p->reader, base, options, &p->writer, &p->tail);
    return &p->head;
}
