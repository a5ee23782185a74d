#include "journal/memory.h"

#include <stdlib.h>

#include "base/container.h"
#include "base/digest.h"
#include "base/mem.h"
#include "journal/chain.h"
#include "journal/query.h"
#include "journal/queue.h"

/* One read that waits for the next flush; one of the three callbacks is set. */
struct question {
    uint64_t ticket;
    struct journal_query query;
    journal_on_entries on_entries;
    struct journal_incident_query incidents;
    journal_on_incidents on_incidents;
    uint64_t first;
    journal_on_verdict on_verdict;
    void *arg;
    struct question *next;
};

struct memory_journal {
    struct journal head;
    struct journal_listener listener;
    struct queue queue;
    struct entry **entries; /* durable; entries[i] has seq i + 1 */
    struct digest *hashes;
    size_t n, cap, cap_hashes;
    size_t max_pending;
    enum journal_state state;
    uint64_t batches, proofs, reconnects;
    bool probed; /* and not committed since */
    uint64_t last_ticket;
    struct question *questions, **last_question;
};

static struct memory_journal *memory_of(struct journal *j)
{
    return container_of(j, struct memory_journal, head);
}

static const struct memory_journal *const_memory_of(const struct journal *j)
{
    return container_of(j, const struct memory_journal, head);
}

/* ---- what a journal can do ---- */

static void free_question(struct question *q)
{
    query_deinit(&q->query);
    incident_wish_deinit(&q->incidents.wish);
    free(q);
}

static void drop_questions(struct memory_journal *m)
{
    while (m->questions) {
        struct question *q = m->questions;

        m->questions = q->next;
        free_question(q);
    }
    m->last_question = &m->questions;
}

static void memory_free(struct journal *j)
{
    struct memory_journal *m = memory_of(j);

    drop_questions(m);
    queue_deinit(&m->queue);
    for (size_t i = 0; i < m->n; i++)
        free(m->entries[i]);
    free(m->entries);
    free(m->hashes);
    free(m);
}

static void memory_append(struct journal *j, struct entry *e)
{
    queue_add(&memory_of(j)->queue, e);
}

static bool memory_is_full(const struct journal *j)
{
    const struct memory_journal *m = const_memory_of(j);

    return m->max_pending > 0 && m->queue.n >= m->max_pending;
}

static bool memory_is_idle(const struct journal *j)
{
    return const_memory_of(j)->queue.n == 0;
}

static void memory_probe(struct journal *j)
{
    struct memory_journal *m = memory_of(j);

    m->probed = m->state == JOURNAL_READY;
}

static void memory_get_stats(const struct journal *j, struct journal_stats *ret)
{
    const struct memory_journal *m = const_memory_of(j);

    *ret = (struct journal_stats){.state = m->state,
                                  .detail = m->state == JOURNAL_READY ? "in memory"
                                            : m->state == JOURNAL_OPENING
                                                ? "in memory"
                                                : journal_state_to_string(m->state),
                                  .durable = m->queue.durable,
                                  .pending = m->queue.n,
                                  .batches = m->batches,
                                  .proofs = m->proofs,
                                  .reconnects = m->reconnects};
}

static struct question *ask(struct journal *j, void *arg)
{
    struct memory_journal *m = memory_of(j);
    struct question *q = xcalloc(1, sizeof(*q));

    q->ticket = ++m->last_ticket;
    q->arg = arg;
    *m->last_question = q;
    m->last_question = &q->next;
    return q;
}

static uint64_t memory_query(struct journal *j, const struct journal_query *query,
                             journal_on_entries f, void *arg)
{
    struct question *q = ask(j, arg);

    q->query = query_copy(query);
    q->on_entries = f;
    return q->ticket;
}

static uint64_t memory_query_incidents(struct journal *j,
                                       const struct journal_incident_query *query,
                                       journal_on_incidents f, void *arg)
{
    struct question *q = ask(j, arg);

    q->incidents = *query;
    q->incidents.wish = incident_wish_copy(&query->wish);
    q->on_incidents = f;
    return q->ticket;
}

static uint64_t memory_verify(struct journal *j, uint64_t first, journal_on_verdict f, void *arg)
{
    struct question *q = ask(j, arg);

    q->first = first > 0 ? first : 1;
    q->on_verdict = f;
    return q->ticket;
}

static void memory_cancel(struct journal *j, uint64_t ticket)
{
    for (struct question *q = memory_of(j)->questions; q; q = q->next) {
        if (q->ticket == ticket) {
            q->on_entries = NULL;
            q->on_incidents = NULL;
            q->on_verdict = NULL;
        }
    }
}

/* All of the log is here: nothing has to be known of what is live. */
static void memory_keep_live(struct journal *j, struct live_changes *changes)
{
    (void)j;
    live_changes_free(changes);
}

static const struct journal_ops memory_ops = {
    .free = memory_free,
    .append = memory_append,
    .keep_live = memory_keep_live,
    .is_full = memory_is_full,
    .is_idle = memory_is_idle,
    .probe = memory_probe,
    .get_stats = memory_get_stats,
    .query = memory_query,
    .query_incidents = memory_query_incidents,
    .verify = memory_verify,
    .cancel = memory_cancel,
};

/* ---- answers ---- */

static void answer_entries(const struct memory_journal *m, const struct question *q,
                           enum journal_answer answer)
{
    size_t n, more;
    struct entry **found = query_select(&q->query, m->entries, m->n, &n, &more);

    q->on_entries(q->arg, answer, found, n, more);
    free(found);
}

/* A report and what became of it: what the projection in the database is written from. */
static void read_entry(struct journal_incident_row *row, const struct entry *e)
{
    row->grade = (unsigned)entry_number(e, FIELD_GRADE, row->grade);
    row->drill = entry_number(e, FIELD_DRILL, row->drill) != 0;
    if (entry_field(e, FIELD_CLASS))
        row->class = entry_text(e, FIELD_CLASS);
    if (entry_field(e, FIELD_PLACE))
        row->place = entry_text(e, FIELD_PLACE);
    if (e->kind == ENTRY_SET && entry_field(e, FIELD_TEXT))
        row->text = entry_text(e, FIELD_TEXT);
    if (entry_field(e, FIELD_PHONE))
        row->phone = entry_text(e, FIELD_PHONE);
    if (e->kind == ENTRY_REPORT) {
        *row = (struct journal_incident_row){.id = e->incident,
                                             .grade = row->grade,
                                             .drill = row->drill,
                                             .class = row->class,
                                             .place = row->place,
                                             .phone = row->phone,
                                             .text = entry_text(e, FIELD_TEXT),
                                             .reported = e->at};
    } else if (e->kind == ENTRY_CLOSE || e->kind == ENTRY_MERGE) {
        row->state = e->kind == ENTRY_CLOSE ? SLICE("closed") : SLICE("merged");
        row->outcome = entry_text(e, FIELD_OUTCOME);
        row->closed_as = entry_text(e, FIELD_AS);
        row->closed = e->at;
    } else if (e->kind == ENTRY_ABSENCE && entry_field(e, FIELD_TEXT)) {
        row->text = entry_text(e, FIELD_TEXT);
    } else if (e->kind == ENTRY_REOPEN) {
        row->state = row->outcome = row->closed_as = (struct slice){0};
        row->closed = INSTANT_NONE;
    }
}

static bool row_is_wanted(const struct journal_incident_row *row,
                          const struct journal_incident_query *q, const struct incident_filter *f)
{
    const struct incident_facts facts = {row->class, row->place, row->text, row->phone};

    if (row->state.len == 0 || (q->grade != 0 && q->grade != row->grade))
        return false;
    if (!incident_filter_fits(f, &facts))
        return false;
    if (q->closed_as.len > 0 && !slice_equal(q->closed_as, row->closed_as))
        return false;
    if (instant_is_set(q->since) && instant_before(row->reported, q->since))
        return false;
    return !instant_is_set(q->until) || instant_before(row->reported, q->until);
}

static struct journal_incident_row *read_rows(const struct memory_journal *m, size_t *ret_n)
{
    struct journal_incident_row *rows = xcalloc(m->n + 1, sizeof(rows[0]));
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++) {
        size_t r = 0;

        if (m->entries[i]->incident.year == 0)
            continue;
        while (r < n && !incident_id_equal(rows[r].id, m->entries[i]->incident))
            r++;
        if (r == n)
            rows[n++].id = m->entries[i]->incident;
        read_entry(&rows[r], m->entries[i]);
    }
    *ret_n = n;
    return rows;
}

static void answer_incidents(const struct memory_journal *m, const struct question *q,
                             enum journal_answer answer)
{
    size_t n, n_found = 0, more = 0;
    struct journal_incident_row *rows = read_rows(m, &n);
    struct journal_incident_row *found = xcalloc(n + 1, sizeof(found[0]));
    struct incident_filter filter;

    incident_filter_init(&filter, &q->incidents.wish);
    for (size_t i = n; i-- > 0;) {
        if (!row_is_wanted(&rows[i], &q->incidents, &filter))
            continue;
        if (q->incidents.limit == 0 || n_found < q->incidents.limit)
            found[n_found++] = rows[i];
        else if (more <= JOURNAL_MORE_MOST)
            more++;
    }
    incident_filter_deinit(&filter);
    q->on_incidents(q->arg, answer, found, n_found, more);
    free(found);
    free(rows);
}

static void answer_verdict(const struct memory_journal *m, const struct question *q,
                           enum journal_answer answer)
{
    struct journal_verdict v = {.answer = answer, .first = q->first, .last = m->n, .why = ""};
    struct digest hash = q->first > 1 && q->first <= m->n ? m->hashes[q->first - 2] : chain_genesis;

    for (size_t i = (size_t)q->first - 1; i < m->n && v.bad == 0; i++) {
        hash = chain_hash_entry(&hash, m->entries[i]);
        if (!digest_equal(&hash, &m->hashes[i])) {
            v.bad = i + 1;
            v.why = "its hash is not that of its content";
        }
    }
    v.last_hash = m->queue.durable_hash;
    q->on_verdict(q->arg, &v);
}

static void answer(const struct memory_journal *m, const struct question *q)
{
    bool away = m->state != JOURNAL_READY;
    enum journal_answer a = away ? JOURNAL_ANSWER_PARTIAL : JOURNAL_ANSWER_WHOLE;

    if (q->on_entries)
        answer_entries(m, q, a);
    else if (q->on_incidents)
        answer_incidents(m, q, a);
    else if (q->on_verdict)
        answer_verdict(m, q, away ? JOURNAL_ANSWER_FAILED : a);
}

/* ---- for tests ---- */

struct journal *memory_journal_new(const struct journal_listener *listener)
{
    struct memory_journal *m = xcalloc(1, sizeof(*m));

    m->head.ops = &memory_ops;
    m->listener = *listener;
    m->last_question = &m->questions;
    return &m->head;
}

void memory_journal_set_listener(struct journal *j, const struct journal_listener *listener)
{
    memory_of(j)->listener = *listener;
}

void memory_journal_open(struct journal *j)
{
    struct memory_journal *m = memory_of(j);
    uint64_t durable = m->queue.durable;
    struct digest hash = m->queue.durable_hash;

    drop_questions(m);
    queue_deinit(&m->queue);
    m->queue.durable = durable;
    m->queue.durable_hash = hash;
    m->listener.on_replay_begin(m->listener.arg);
    for (size_t i = 0; i < m->n; i++)
        m->listener.on_replay(m->listener.arg, m->entries[i]);
    m->state = JOURNAL_READY;
    m->listener.on_ready(m->listener.arg, durable, 0, false);
}

/* Kept as a database keeps it, and read back as from one. */
static void keep(struct memory_journal *m, const struct entry *e, const struct digest *hash)
{
    struct entry_head head = entry_head_of(e);
    struct entry *kept = entry_decode(&head, e->body);

    if (!kept)
        abort(); /* an entry that cannot be read back must never be answered */
    m->entries = xgrow(m->entries, &m->cap, m->n + 1, sizeof(m->entries[0]));
    m->hashes = xgrow(m->hashes, &m->cap_hashes, m->n + 1, sizeof(m->hashes[0]));
    m->entries[m->n] = kept;
    m->hashes[m->n] = *hash;
    m->n++;
}

static void flush_entries(struct memory_journal *m)
{
    size_t n = m->queue.n;
    struct entry **durable;

    for (size_t i = 0; i < n; i++)
        keep(m, m->queue.entries[i], &m->queue.hashes[i]);
    durable = queue_take(&m->queue, n);
    m->batches++;
    m->proofs++;
    m->probed = false;
    m->listener.on_durable(m->listener.arg, durable, n);
    for (size_t i = 0; i < n; i++)
        free(durable[i]);
    free(durable);
}

bool memory_journal_flush(struct journal *j)
{
    struct memory_journal *m = memory_of(j);
    struct question *q;
    bool done = false;

    if (m->state == JOURNAL_READY && m->queue.n > 0) {
        flush_entries(m);
        done = true;
    } else if (m->state == JOURNAL_READY && m->probed) {
        m->batches++;
        m->proofs++;
        m->probed = false;
    }
    /* A callback may ask again: it is answered at the next flush. One that is cancelled by another
     * must still be found, so each leaves the list only when its turn has come. */
    for (uint64_t last = m->last_ticket; (q = m->questions) && q->ticket <= last; done = true) {
        m->questions = q->next;
        if (!m->questions)
            m->last_question = &m->questions;
        answer(m, q);
        free_question(q);
    }
    return done;
}

void memory_journal_set_state(struct journal *j, enum journal_state state)
{
    struct memory_journal *m = memory_of(j);

    if (m->state == JOURNAL_OPENING || m->state == state)
        return;
    m->reconnects += m->state == JOURNAL_AWAY;
    m->state = state;
    m->listener.on_state(m->listener.arg, state,
                         state == JOURNAL_READY  ? ""
                         : state == JOURNAL_AWAY ? "taken away"
                                                 : "brought to a halt");
}

void memory_journal_set_away(struct journal *j, bool away)
{
    memory_journal_set_state(j, away ? JOURNAL_AWAY : JOURNAL_READY);
}

void memory_journal_set_max_pending(struct journal *j, size_t max_pending)
{
    memory_of(j)->max_pending = max_pending;
}

struct entry *const *memory_journal_entries(const struct journal *j, size_t *ret_n)
{
    *ret_n = const_memory_of(j)->n;
    return const_memory_of(j)->entries;
}

void memory_journal_tamper(struct journal *j, uint64_t seq, struct slice body)
{
    struct memory_journal *m = memory_of(j);
    struct entry *e = m->entries[seq - 1];
    struct entry_head head = entry_head_of(e);

    m->entries[seq - 1] = entry_decode(&head, body);
    free(e);
}
