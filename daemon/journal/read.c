#include "journal/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/container.h"
#include "base/mem.h"
#include "journal/chain.h"
#include "journal/query.h"
#include "journal/rows.h"

/* A statement that grows with its conditions. */
#define MAX_PARAMS 128

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

static void sql_send(struct sql *s, struct connection *c, bool by_row)
{
    connection_ask(c, s->text.data, s->n_params, (const char *const *)s->params, by_row);
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
    size_t more;
};

static char *like_pattern(const char *word)
{
    struct buffer pattern = BUFFER_INIT;

    buffer_append_char(&pattern, '%');
    for (; *word; word++) {
        if (strchr("%_\\", *word))
            buffer_append_char(&pattern, '\\');
        buffer_append_char(&pattern, *word);
    }
    buffer_append_char(&pattern, '%');
    return buffer_steal(&pattern);
}

static void append_like(struct sql *s, const char *word)
{
    if (s->n_params == MAX_PARAMS)
        return;
    s->params[s->n_params++] = like_pattern(word);
    buffer_printf(&s->text, "coalesce(f.text, " QUERY_PLAIN ") like $%d", s->n_params);
}

static void where_term(struct sql *s, const struct search_term *term)
{
    buffer_append_string(&s->text, " and (");
    if (term->number) {
        append_like(s, term->number);
        buffer_append_string(&s->text, " or (");
    }
    for (size_t i = 0; i < term->n_words; i++) {
        buffer_append_string(&s->text, i > 0 ? " and " : "");
        append_like(s, term->words[i]);
    }
    buffer_append_string(&s->text, term->number ? "))" : ")");
}

static void where_words(struct sql *s, const struct search *search)
{
    if (search->n)
        buffer_append_string(&s->text, " and j.kind <> 'config'"); /* nobody means that text */
    for (size_t i = 0; i < search->n; i++)
        where_term(s, &search->terms[i]);
}

/* Their names are known beforehand, so that the planner can see that an index has them. */
static void where_kinds(struct sql *s, const bool *kinds)
{
    const char *before = " and j.kind in (";

    for (enum entry_kind k = 0; k < ENTRY_KIND_COUNT; k++) {
        if (!kinds[k])
            continue;
        buffer_printf(&s->text, "%s'%s'", before, entry_kind_to_string(k));
        before = ", ";
    }
    buffer_append_string(&s->text, before[0] == ',' ? ")" : " and false");
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

/*
 * What is folded is joined as both tables are read from their ends: looked up for each entry of a
 * long log it would take twice as long. `offset 0` leaves the planner no other choice.
 */
static void append_from(struct sql *s, const struct journal_query *q)
{
    struct buffer incident = BUFFER_INIT;
    struct search search;

    search_init(&search, q->words, q->home);
    buffer_append_string(&s->text, " from duty.journal j");
    if (search.n)
        buffer_append_string(&s->text, " left join (select entry, text from " QUERY_FOLDED
                                       " order by entry desc offset 0) f on f.entry = j.seq");
    buffer_append_string(&s->text, " where true");
    if (q->incident.year != 0) {
        incident_id_format(q->incident, &incident);
        sql_where(s, "j.subject = ", buffer_steal(&incident), "");
    }
    if (q->seq != 0)
        sql_where(s, "j.seq = ", xasprintf("%llu", (unsigned long long)q->seq), "::bigint");
    if (q->by_kind)
        where_kinds(s, q->kinds);
    if (q->actor.len > 0)
        sql_where(s, "j.actor = ", slice_dup(q->actor), "");
    if (instant_is_set(q->present_at))
        where_present(s, q->present_at);
    sql_where_instant(s, "j.at >= ", q->since);
    sql_where_instant(s, "j.at < ", q->until);
    where_words(s, &search);
    buffer_append_string(&s->text, " order by j.seq desc");
    search_deinit(&search);
}

/* The numbers alone of all that are counted, and all of those that are wanted. */
static void append_counted(struct sql *s, const struct journal_query *q)
{
    buffer_append_string(&s->text, "with found as materialized (select j.seq");
    append_from(s, q);
    buffer_printf(&s->text,
                  " limit %zu) select " ROW_ENTRY_COLUMNS ", (select count(*) from found) "
                  "from (select seq from found order by seq desc limit %zu) n "
                  "join duty.journal j on j.seq = n.seq order by j.seq desc",
                  q->limit + JOURNAL_MORE_MOST + 1, q->limit);
}

static void send_entries(struct read *read, struct connection *c)
{
    struct read_entries *r = container_of(read, struct read_entries, head);
    const struct journal_query *q = &r->query;
    struct sql s = {0};

    if (q->counts_more && q->limit > 0) {
        append_counted(&s, q);
    } else {
        buffer_append_string(&s.text, "select " ROW_ENTRY_COLUMNS);
        append_from(&s, q);
        if (q->limit > 0)
            buffer_printf(&s.text, " limit %zu", q->limit);
    }
    sql_send(&s, c, false);
}

static void on_entries_result(struct read *read, const PGresult *result)
{
    struct read_entries *r = container_of(read, struct read_entries, head);
    int rows = PQntuples(result);

    if (rows > 0 && PQnfields(result) > ROW_ENTRY_COUNT)
        r->more = (size_t)row_number(result, 0, ROW_ENTRY_COUNT) - (size_t)rows;
    for (int row = 0; row < rows; row++) {
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
        struct entry **found = query_select(&r->query, all, n, &n, &r->more);

        r->f(r->arg, answer, found, n, r->more);
        free(found);
        return;
    }
    for (size_t i = 0; r->query.oldest_first && i < r->n / 2; i++) {
        struct entry *e = r->entries[i];

        r->entries[i] = r->entries[r->n - 1 - i];
        r->entries[r->n - 1 - i] = e;
    }
    if (answer == JOURNAL_ANSWER_WHOLE)
        r->f(r->arg, answer, r->entries, r->n, r->more);
    else
        r->f(r->arg, answer, NULL, 0, 0);
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
    char *closed_as;
    struct incident_filter filter;
    journal_on_incidents f;
    void *arg;
    struct journal_incident_row *rows; /* point into the results */
    PGresult **results;
    size_t n, cap, cap_results;
    size_t more;
};

enum {
    COLUMN_OF_ID,
    COLUMN_OF_STATE,
    COLUMN_OF_CLASS,
    COLUMN_OF_PLACE,
    COLUMN_OF_TEXT,
    COLUMN_OF_PHONE,
    COLUMN_OF_OUTCOME,
    COLUMN_OF_GRADE,
    COLUMN_OF_REPORTED,
    COLUMN_OF_CLOSED,
    COLUMN_OF_DRILL,
    COLUMN_OF_CLOSED_AS
};

/* In the order of their numbers, which have more digits when there are a million in a year. */
static void send_incidents(struct read *read, struct connection *c)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);
    struct sql s = {0};

    buffer_append_string(&s.text, "select id, state, class, place, text, phone, outcome, grade, "
                                  "reported_at, closed_at, drill::int, closed_as "
                                  "from duty.incident where state in ('closed', 'merged')");
    if (r->closed_as)
        sql_where(&s, "closed_as = ", xstrdup(r->closed_as), "");
    if (r->query.grade != 0)
        sql_where(&s, "grade = ", xasprintf("%u", r->query.grade), "::smallint");
    sql_where_instant(&s, "reported_at >= ", r->query.since);
    sql_where_instant(&s, "reported_at < ", r->query.until);
    buffer_append_string(&s.text, " order by left(id, 4) desc, length(id) desc, id desc");
    sql_send(&s, c, true);
}

static struct journal_incident_row read_row(const PGresult *result)
{
    struct journal_incident_row row = {
        .state = row_text(result, 0, COLUMN_OF_STATE),
        .class = row_text(result, 0, COLUMN_OF_CLASS),
        .place = row_text(result, 0, COLUMN_OF_PLACE),
        .text = row_text(result, 0, COLUMN_OF_TEXT),
        .phone = row_text(result, 0, COLUMN_OF_PHONE),
        .outcome = row_text(result, 0, COLUMN_OF_OUTCOME),
        .grade = (unsigned)row_number(result, 0, COLUMN_OF_GRADE),
        .reported = row_instant(result, 0, COLUMN_OF_REPORTED),
        .closed = row_instant(result, 0, COLUMN_OF_CLOSED),
        .drill = row_number(result, 0, COLUMN_OF_DRILL) != 0,
        .closed_as = row_text(result, 0, COLUMN_OF_CLOSED_AS),
    };

    (void)incident_id_parse(row_text(result, 0, COLUMN_OF_ID), 0, &row.id);
    return row;
}

static void keep_row(struct read_incidents *r, const PGresult *result)
{
    PGresult *copy = PQcopyResult(result, PG_COPYRES_ATTRS | PG_COPYRES_TUPLES);

    if (!copy)
        abort(); /* out of memory */
    r->rows = xgrow(r->rows, &r->cap, r->n + 1, sizeof(r->rows[0]));
    r->results = xgrow(r->results, &r->cap_results, r->n + 1, sizeof(r->results[0]));
    r->results[r->n] = copy;
    r->rows[r->n++] = read_row(copy);
}

/* One row, or the end of them. The folding of what people typed is done here, not in SQL: one place
 * knows how. */
static void on_incidents_result(struct read *read, const PGresult *result)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);
    struct journal_incident_row row;

    if (PQntuples(result) == 0 || r->more > JOURNAL_MORE_MOST)
        return;
    row = read_row(result);
    if (!incident_filter_fits(&r->filter,
                              &(struct incident_facts){row.class, row.place, row.text, row.phone}))
        return;
    if (r->query.limit == 0 || r->n < r->query.limit)
        keep_row(r, result);
    else
        r->more++;
}

static void answer_incidents(struct read *read, enum journal_answer answer, const struct tail *tail)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);

    (void)tail; /* entries alone do not say what was closed before them */
    if (answer == JOURNAL_ANSWER_WHOLE)
        r->f(r->arg, answer, r->rows, r->n, r->more);
    else
        r->f(r->arg, answer, NULL, 0, 0);
}

static void free_incidents(struct read *read)
{
    struct read_incidents *r = container_of(read, struct read_incidents, head);

    for (size_t i = 0; i < r->n; i++)
        PQclear(r->results[i]);
    free(r->results);
    free(r->rows);
    incident_filter_deinit(&r->filter);
    incident_wish_deinit(&r->query.wish);
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
    r->closed_as = q->closed_as.len > 0 ? slice_dup(q->closed_as) : NULL;
    r->query.wish = incident_wish_copy(&q->wish);
    incident_filter_init(&r->filter, &r->query.wish);
    r->f = f;
    r->arg = arg;
    return &r->head;
}
