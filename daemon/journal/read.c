#include "journal/read.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/container.h"
#include "base/mem.h"
#include "journal/chain.h"
#include "journal/query.h"
#include "journal/rows.h"

/* A statement that grows with its conditions. */
#define MAX_PARAMS 64

struct sql {
    struct buffer text;
    char *params[MAX_PARAMS];
    int n_params;
};

/* Puts a value in as the next parameter; takes the value over. False: there are too many. */
static bool sql_where(struct sql *s, const char *before, char *value, const char *behind)
{
    if (s->n_params == MAX_PARAMS) {
        free(value);
        return false;
    }
    s->params[s->n_params++] = value;
    buffer_printf(&s->text, " and %s$%d%s", before, s->n_params, behind);
    return true;
}

static void sql_where_instant(struct sql *s, const char *before, struct instant i)
{
    struct buffer text = BUFFER_INIT;

    if (!instant_is_set(i))
        return;
    instant_format_utc(i, &text);
    sql_where(s, before, buffer_steal(&text), "::timestamptz");
}

static void sql_send(struct sql *s, struct connection *c)
{
    connection_ask(c, s->text.data, s->n_params, (const char *const *)s->params, false);
    for (int i = 0; i < s->n_params; i++)
        free(s->params[i]);
    buffer_deinit(&s->text);
}

/* ---- entries ---- */

struct read_entries {
    struct read head;
    struct journal_query query;
    journal_on_entries f;
    void *arg;
    struct entry **entries;
    size_t n, cap;
};

static char *like_pattern(struct slice word)
{
    struct buffer escaped = BUFFER_INIT, pattern = BUFFER_INIT;

    query_escape_word(word, &escaped);
    buffer_append_char(&pattern, '%');
    for (size_t i = 0; i < escaped.len; i++) {
        char c = escaped.data[i];

        if (c == '%' || c == '_' || c == '\\')
            buffer_append_char(&pattern, '\\');
        buffer_append_char(&pattern, c);
    }
    buffer_append_char(&pattern, '%');
    buffer_deinit(&escaped);
    return buffer_steal(&pattern);
}

static void where_words(struct sql *s, struct slice words)
{
    struct slice word = query_next_word(&words);

    if (word.len > 0)
        buffer_append_string(&s->text, " and j.kind <> 'config'"); /* nobody means that text */
    while (word.len > 0 &&
           sql_where(s, "concat_ws(' ', j.kind, j.subject, j.actor, j.post, j.body::text) ilike ",
                     like_pattern(word), ""))
        word = query_next_word(&words);
}

/* Who had signed on and not off, and the reliefs that had been made, were not over and not void:
 * also those to come, which end somebody's duty. Nothing else restricts such a question: the time
 * is $1. */
static void where_present(struct sql *s, struct instant at)
{
    sql_where_instant(s,
                      "j.seq in (select w.entry from duty.shift w where (w.off_at is null "
                      "or w.off_at > $1::timestamptz) and w.on_at <= ",
                      at);
    buffer_append_string(&s->text, " union all select r.entry from duty.relief r "
                                   "join duty.journal m on m.seq = r.entry "
                                   "left join duty.journal v on v.seq = r.void_entry "
                                   "where r.until_at > $1::timestamptz and m.at <= $1::timestamptz "
                                   "and (v.at is null or v.at > $1::timestamptz))");
}

static void send_entries(struct read *read, struct connection *c)
{
    struct read_entries *r = container_of(read, struct read_entries, head);
    const struct journal_query *q = &r->query;
    struct sql s = {0};
    struct buffer incident = BUFFER_INIT;

    buffer_append_string(&s.text, "select " ROW_ENTRY_COLUMNS " from duty.journal j where true");
    if (q->incident.year != 0) {
        incident_id_format(q->incident, &incident);
        sql_where(&s, "j.subject = ", buffer_steal(&incident), "");
    }
    if (q->seq != 0)
        sql_where(&s, "j.seq = ", xasprintf("%llu", (unsigned long long)q->seq), "::bigint");
    if (q->by_kind)
        sql_where(&s, "j.kind = ", xstrdup(entry_kind_to_string(q->kind)), "");
    if (q->actor.len > 0)
        sql_where(&s, "j.actor = ", slice_dup(q->actor), "");
    if (instant_is_set(q->present_at))
        where_present(&s, q->present_at);
    sql_where_instant(&s, "j.at >= ", q->since);
    sql_where_instant(&s, "j.at < ", q->until);
    where_words(&s, q->words);
    buffer_append_string(&s.text, " order by j.seq desc");
    if (q->limit > 0)
        buffer_printf(&s.text, " limit %zu", q->limit);
    sql_send(&s, c);
}

static void on_entries_result(struct read *read, const PGresult *result)
{
    struct read_entries *r = container_of(read, struct read_entries, head);

    for (int row = 0; row < PQntuples(result); row++) {
        struct entry *e = row_entry(result, row);

        if (!e)
            continue;
        r->entries = xgrow(r->entries, &r->cap, r->n + 1, sizeof(r->entries[0]));
        r->entries[r->n++] = e;
    }
}

static void answer_entries(struct read *read, enum journal_answer answer, const struct tail *tail)
{
    struct read_entries *r = container_of(read, struct read_entries, head);

    if (answer == JOURNAL_ANSWER_PARTIAL) {
        size_t n;
        struct entry *const *all = tail_entries(tail, &n);
        struct entry **found = query_select(&r->query, all, n, &n);

        r->f(r->arg, answer, found, n);
        free(found);
        return;
    }
    for (size_t i = 0; r->query.oldest_first && i < r->n / 2; i++) {
        struct entry *e = r->entries[i];

        r->entries[i] = r->entries[r->n - 1 - i];
        r->entries[r->n - 1 - i] = e;
    }
    r->f(r->arg, answer, r->entries, answer == JOURNAL_ANSWER_WHOLE ? r->n : 0);
}

static void free_entries(struct read *read)
{
    struct read_entries *r = container_of(read, struct read_entries, head);

    for (size_t i = 0; i < r->n; i++)
        free(r->entries[i]);
    free(r->entries);
    query_deinit(&r->query);
    free(r);
}

static const struct read_ops entries_ops = {.send = send_entries,
                                            .on_result = on_entries_result,
                                            .answer = answer_entries,
                                            .free = free_entries};

struct read *read_entries_new(const struct journal_query *q, journal_on_entries f, void *arg)
{
    struct read_entries *r = xcalloc(1, sizeof(*r));

    r->head.ops = &entries_ops;
    r->query = query_copy(q);
    r->f = f;
    r->arg = arg;
    return &r->head;
}

/* ---- incidents ---- */

struct read_incidents {
    struct read head;
    struct journal_incident_query query;
    char *class, *closed_as;
    journal_on_incidents f;
    void *arg;
    PGresult *result; /* a copy: the rows point into it */
};

static void send_incidents(struct read *read, struct connection *c)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);
    struct sql s = {0};

    buffer_append_string(&s.text,
                         "select id, state, class, place, text, outcome, grade, reported_at, "
                         "closed_at, drill::int, closed_as from duty.incident "
                         "where state in ('closed', 'merged')");
    if (r->class)
        sql_where(&s, "class = ", xstrdup(r->class), "");
    if (r->closed_as)
        sql_where(&s, "closed_as = ", xstrdup(r->closed_as), "");
    if (r->query.grade != 0)
        sql_where(&s, "grade = ", xasprintf("%u", r->query.grade), "::smallint");
    sql_where_instant(&s, "reported_at >= ", r->query.since);
    sql_where_instant(&s, "reported_at < ", r->query.until);
    buffer_append_string(&s.text, " order by last_entry desc");
    if (r->query.limit > 0)
        buffer_printf(&s.text, " limit %zu", r->query.limit);
    sql_send(&s, c);
}

static void on_incidents_result(struct read *read, const PGresult *result)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);

    PQclear(r->result);
    r->result = PQcopyResult(result, PG_COPYRES_ATTRS | PG_COPYRES_TUPLES);
    if (!r->result)
        abort(); /* out of memory */
}

static void answer_incidents(struct read *read, enum journal_answer answer, const struct tail *tail)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);
    int n = answer == JOURNAL_ANSWER_WHOLE && r->result ? PQntuples(r->result) : 0;
    struct journal_incident_row *rows = xcalloc((size_t)n + 1, sizeof(rows[0]));

    (void)tail; /* entries alone do not say what was closed before them */
    for (int i = 0; i < n; i++) {
        rows[i] = (struct journal_incident_row){.state = row_text(r->result, i, 1),
                                                .class = row_text(r->result, i, 2),
                                                .place = row_text(r->result, i, 3),
                                                .text = row_text(r->result, i, 4),
                                                .outcome = row_text(r->result, i, 5),
                                                .grade = (unsigned)row_number(r->result, i, 6),
                                                .reported = row_instant(r->result, i, 7),
                                                .closed = row_instant(r->result, i, 8),
                                                .drill = row_number(r->result, i, 9) != 0,
                                                .closed_as = row_text(r->result, i, 10)};
        (void)incident_id_parse(row_text(r->result, i, 0), 0, &rows[i].id);
    }
    r->f(r->arg, answer, rows, (size_t)n);
    free(rows);
}

static void free_incidents(struct read *read)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);

    PQclear(r->result);
    free(r->class);
    free(r->closed_as);
    free(r);
}

static const struct read_ops incidents_ops = {.send = send_incidents,
                                              .on_result = on_incidents_result,
                                              .answer = answer_incidents,
                                              .free = free_incidents};

struct read *read_incidents_new(const struct journal_incident_query *q, journal_on_incidents f,
                                void *arg)
{
    struct read_incidents *r = xcalloc(1, sizeof(*r));

    r->head.ops = &incidents_ops;
    r->query = *q;
    r->class = q->class.len > 0 ? slice_dup(q->class) : NULL;
    r->closed_as = q->closed_as.len > 0 ? slice_dup(q->closed_as) : NULL;
    r->f = f;
    r->arg = arg;
    return &r->head;
}
