#include "journal/writer.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "journal/sqlstate.h"

#define BACKOFF_FIRST_MS 100
#define BACKOFF_MOST_MS 5000
#define REFUSED_WAIT_MS 5000
#define PROVE_WAIT_MS 200
#define COMMIT_LIMIT SPAN_SECONDS(3)

/* ---- state ---- */

static void set_detail(struct writer *w, const char *text)
{
    buffer_clear(&w->detail);
    buffer_append_string(&w->detail, text);
}

static void set_state(struct writer *w, enum journal_state state, const char *reason)
{
    w->state = state;
    w->since = clock_now(w->clock);
    set_detail(w, reason);
}

const char *writer_detail(const struct writer *w)
{
    if (w->phase == WRITER_OPENING && w->opening.replaying.progress.len > 0)
        return w->opening.replaying.progress.data;
    if (w->phase == WRITER_OPENING && w->opening.waits_for.len > 0)
        return w->opening.waits_for.data;
    return w->detail.data ? w->detail.data : "";
}

static void wait_ms(struct writer *w, unsigned ms)
{
    const struct timeval wait = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};

    evtimer_add(w->retry, &wait);
}

/* The connection is gone, by itself or because we gave it up. */
static void go_down(struct writer *w, const char *reason, unsigned wait)
{
    connection_close(w->connection);
    opening_stop(&w->opening);
    evtimer_del(w->limit);
    w->phase = WRITER_DOWN;
    wait_ms(w, wait);
    if (w->state != JOURNAL_READY && w->state != JOURNAL_STALLED) {
        set_detail(w, reason);
        return;
    }
    set_state(w, JOURNAL_AWAY, reason);
    w->on_away(w->on_away_arg);
    w->listener.on_state(w->listener.arg, JOURNAL_AWAY, reason);
}

static unsigned next_backoff(struct writer *w)
{
    unsigned ms = w->backoff_ms;

    w->backoff_ms = ms * 2 > BACKOFF_MOST_MS ? BACKOFF_MOST_MS : ms * 2;
    return ms;
}

static void fence(struct writer *w, const char *reason)
{
    char *words = xstrdup(reason);

    connection_close(w->connection);
    opening_stop(&w->opening);
    evtimer_del(w->retry);
    evtimer_del(w->limit);
    w->phase = WRITER_FENCED;
    set_state(w, JOURNAL_AWAY, words);
    w->listener.on_fenced(w->listener.arg, words);
    free(words);
}

/* ---- a transaction ---- */

static void begin(struct writer *w)
{
    const struct timeval limit = span_to_timeval(w->commit_limit);

    evtimer_add(w->limit, &limit);
    w->phase = WRITER_COMMITTING;
    w->warned = false;
    w->sqlstate[0] = '\0';
    buffer_clear(&w->error);
}

/* Everything that is not known to be committed goes, in one transaction: what stands between two
 * syncs of a pipeline is one, and the second sync commits it. */
static void send_batch(struct writer *w)
{
    struct queue *q = &w->queue;
    struct entry *const *entries = q->entries + q->committed;
    size_t n = q->n - q->committed;
    bool ok;

    begin(w);
    q->sent = q->n;
    ok = transaction_send(&w->transaction, connection_pg(w->connection),
                          &(struct transaction_content){
                              .office = w->office,
                              .entries = entries,
                              .hashes = q->hashes + q->committed,
                              .n = n,
                              .live = w->live_seq > queue_committed_seq(q) ? w->live_changes : NULL,
                          });
    connection_sent(w->connection, ok && PQpipelineSync(connection_pg(w->connection)));
}

static void send_heartbeat(struct writer *w)
{
    PGconn *pg = connection_pg(w->connection);
    bool ok;

    begin(w);
    ok = transaction_send_heartbeat(pg);
    connection_sent(w->connection, ok && PQpipelineSync(pg));
}

/* Runs after everything else that this pass of the loop has to do, so that all of it shares one
 * commit. */
static void on_seal(evutil_socket_t fd, short what, void *arg)
{
    struct writer *w = arg;

    (void)fd;
    (void)what;
    if (w->phase != WRITER_IDLE)
        return;
    if (w->queue.n > w->queue.committed)
        send_batch(w);
    else if (w->must_prove)
        send_heartbeat(w);
}

static void report_durable(struct writer *w)
{
    size_t n = w->queue.committed;
    struct entry **entries;

    if (n == 0)
        return;
    entries = queue_take(&w->queue, n);
    if (w->live_changes && w->live_seq <= w->queue.durable) {
        live_changes_free(w->live_changes);
        w->live_changes = NULL;
    }
    w->listener.on_durable(w->listener.arg, entries, n);
    for (size_t i = 0; i < n; i++)
        tail_add(w->tail, entries[i]);
    free(entries);
}

/* The commit is neither done nor refused: a table is locked, the server's process stands still, a
 * standby is waited for. To connect again would not help: the old process still holds our lock, and
 * may yet commit. */
static void on_limit(evutil_socket_t fd, short what, void *arg)
{
    struct writer *w = arg;
    char *reason;

    (void)fd;
    (void)what;
    if (w->phase != WRITER_COMMITTING || w->state != JOURNAL_READY)
        return;
    reason = xasprintf("it has not answered a commit for %g s", (double)w->commit_limit.us / 1e6);
    set_state(w, JOURNAL_STALLED, reason);
    w->on_away(w->on_away_arg);
    w->listener.on_state(w->listener.arg, JOURNAL_STALLED, reason);
    free(reason);
}

/* The server has said that the transaction is committed. */
static void on_committed(struct writer *w)
{
    evtimer_del(w->limit);
    w->phase = WRITER_IDLE;
    w->batches++;
    w->backoff_ms = BACKOFF_FIRST_MS;
    w->queue.committed = w->queue.sent;
    if (w->warned) {
        /* Perhaps committed here only, not by the synchronous standby: if the next commit returns
         * without a warning, the standby has that one and all before it. */
        w->must_prove = true;
        wait_ms(w, PROVE_WAIT_MS);
        return;
    }
    w->must_prove = false;
    w->proofs++;
    report_durable(w);
    if (w->state != JOURNAL_READY) {
        set_state(w, JOURNAL_READY, "");
        w->listener.on_state(w->listener.arg, JOURNAL_READY, "");
    }
    if (w->queue.n > w->queue.committed)
        event_active(w->seal, EV_TIMEOUT, 0);
}

/* ---- when it fails ---- */

static void on_failed(struct writer *w)
{
    switch (sqlstate_judge(w->sqlstate)) {
    case SQLSTATE_LOOK:
        buffer_clear(&w->suspect);
        buffer_append_slice(&w->suspect, buffer_slice(&w->error));
        go_down(w, w->error.data, 0);
        break;
    case SQLSTATE_TRY_AGAIN:
        go_down(w, w->error.data, next_backoff(w));
        break;
    case SQLSTATE_REFUSED_FOR_GOOD:
    default:
        fence(w, w->error.data);
        break;
    }
}

/* The old server process is gone, since we have the lock: what it did is done, and no more will
 * come. See how far the log has our entries. */
static bool resolve(struct writer *w)
{
    struct queue *q = &w->queue;
    uint64_t sent = q->durable + q->sent;
    bool agrees = queue_resolve(q, w->opening.end_seq, &w->opening.end_hash) == QUEUE_AGREES;

    if (agrees && (w->suspect.len == 0 || queue_committed_seq(q) == sent)) {
        buffer_clear(&w->suspect);
        return true;
    }
    if (agrees) { /* none of ours is there, but something else is in its place */
        fence(w, w->suspect.data);
    } else {
        struct buffer why = BUFFER_INIT;

        buffer_printf(
            &why,
            w->opening.end_seq < q->durable
                ? "the log ends with entry %llu, but this process has written entry %llu: "
                  "the end of duty.journal has been cut off, or an older state restored"
                : "the log ends with entry %llu, which is not ours (ours: %llu)",
            (unsigned long long)w->opening.end_seq, (unsigned long long)q->durable);
        fence(w, why.data);
        buffer_deinit(&why);
    }
    return false;
}

/* ---- opening ---- */

static void on_opened_first(struct writer *w)
{
    struct opening *o = &w->opening;

    o->replay = false;
    w->queue.durable = o->end_seq;
    w->queue.durable_hash = o->end_hash;
    w->phase = WRITER_IDLE;
    w->backoff_ms = BACKOFF_FIRST_MS;
    set_state(w, JOURNAL_READY, "");
    w->listener.on_ready(w->listener.arg, o->end_seq, o->replaying.checkpoint,
                         o->replaying.is_distrusted);
}

static void on_opened_again(struct writer *w)
{
    if (!resolve(w))
        return;
    w->phase = WRITER_IDLE;
    w->reconnects++;
    w->must_prove = true;
    event_active(w->seal, EV_TIMEOUT, 0);
}

static void on_refused(struct writer *w)
{
    char *reason = xstrdup(w->opening.refused.data);

    if (!slice_equal_string(buffer_slice(&w->detail), reason))
        log_crit("database refused: %s", reason);
    go_down(w, reason, REFUSED_WAIT_MS);
    free(reason);
}

/* ---- what the connection tells ---- */

static void on_up(void *arg)
{
    opening_begin(&((struct writer *)arg)->opening);
}

static void on_lost(void *arg, const char *reason)
{
    struct writer *w = arg;

    if (w->state != JOURNAL_READY && !slice_equal_string(buffer_slice(&w->detail), reason))
        log_warning("database: %s", reason);
    go_down(w, reason, next_backoff(w));
}

static void on_result(void *arg, const PGresult *result)
{
    struct writer *w = arg;
    ExecStatusType status = PQresultStatus(result);
    const char *code;

    if (w->phase == WRITER_OPENING) {
        opening_on_result(&w->opening, result);
        return;
    }
    /* The statements after the one that failed are PGRES_PIPELINE_ABORTED. */
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || w->error.len > 0)
        return;
    code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    strncpy(w->sqlstate, code ? code : "", sizeof(w->sqlstate) - 1);
    buffer_append_string(&w->error, PQresultErrorMessage(result));
    if (w->error.len == 0)
        buffer_append_string(&w->error, PQresStatus(status));
    w->error.len = strcspn(w->error.data, "\n");
    w->error.data[w->error.len] = '\0';
}

static void on_done(void *arg)
{
    struct writer *w = arg;

    if (w->phase == WRITER_COMMITTING) {
        if (w->error.len > 0)
            on_failed(w);
        else
            on_committed(w);
        return;
    }
    switch (opening_on_done(&w->opening)) {
    case OPENING_DONE:
        if (w->opening.replay)
            on_opened_first(w);
        else
            on_opened_again(w);
        break;
    case OPENING_REFUSED:
        on_refused(w);
        break;
    case OPENING_MORE:
    default:
        break;
    }
}

static void on_warning(void *arg, const char *message)
{
    struct writer *w = arg;

    log_warning("database: %s", message);
    w->warned = true;
}

static void on_retry(evutil_socket_t fd, short what, void *arg)
{
    struct writer *w = arg;

    (void)fd;
    (void)what;
    if (w->phase == WRITER_IDLE)
        on_seal(-1, 0, w);
    if (w->phase != WRITER_DOWN)
        return;
    w->phase = WRITER_OPENING;
    buffer_clear(&w->opening.waits_for);
    connection_open(w->connection);
}

/* ---- life ---- */

void writer_init(struct writer *w, struct event_base *base, const struct postgres_options *options,
                 const struct journal_listener *listener, struct tail *tail)
{
    const struct connection_listener from_connection = {.on_up = on_up,
                                                        .on_lost = on_lost,
                                                        .on_result = on_result,
                                                        .on_done = on_done,
                                                        .on_warning = on_warning,
                                                        .arg = w};
    char *name = xasprintf("dutyd %s", options->version ? options->version : "");

    *w = (struct writer){.listener = *listener,
                         .office = options->office,
                         .clock = options->clock,
                         .tail = tail,
                         .backoff_ms = BACKOFF_FIRST_MS};
    w->connection = connection_new(base, options->conninfo, name, &from_connection);
    opening_init(&w->opening, base);
    w->opening.connection = w->connection;
    w->opening.replaying.listener = &w->listener;
    w->opening.replaying.tail = tail;
    w->opening.statements = transaction_statements;
    transaction_init(&w->transaction);
    w->seal = event_new(base, -1, 0, on_seal, w);
    w->retry = evtimer_new(base, on_retry, w);
    w->limit = evtimer_new(base, on_limit, w);
    w->commit_limit = options->commit_limit.us > 0 ? options->commit_limit : COMMIT_LIMIT;
    set_state(w, JOURNAL_OPENING, "connecting");
    wait_ms(w, 0);
    free(name);
}

void writer_deinit(struct writer *w)
{
    connection_free(w->connection);
    opening_deinit(&w->opening);
    queue_deinit(&w->queue);
    transaction_deinit(&w->transaction);
    buffer_deinit(&w->detail);
    buffer_deinit(&w->error);
    buffer_deinit(&w->suspect);
    live_changes_free(w->live_changes);
    event_free(w->seal);
    event_free(w->retry);
    event_free(w->limit);
}

void writer_probe(struct writer *w)
{
    if (w->phase != WRITER_IDLE || w->state != JOURNAL_READY)
        return;
    w->must_prove = true;
    event_active(w->seal, EV_TIMEOUT, 0);
}

void writer_keep_live(struct writer *w, struct live_changes *changes)
{
    assert(!w->live_changes);
    w->live_changes = changes;
    w->live_seq = w->queue.durable + w->queue.n;
}

void writer_append(struct writer *w, struct entry *e)
{
    queue_add(&w->queue, e);
    if (w->phase == WRITER_IDLE)
        event_active(w->seal, EV_TIMEOUT, 0);
}
