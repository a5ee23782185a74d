/* duty.incident is what the office has, column by column, at every moment of a random run, and
 * again when it is made of the log alone. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/office_fixture.h"
#include "base/mem.h"
#include "journal/migrate.h"
#include "journal/rebuild.h"
#include "journal_help.h"
#include "office/state/incident.h"

#define ROUNDS 120
#define INCIDENTS 6 /* that things happen to */

static const char *const office[] = {"person a officer sms:1:60s",
                                     "person b officer sms:2:60s",
                                     "person boss leader sms:1:60s call:1:60s",
                                     "person director leader sms:1:60s",
                                     "post officer officer a/b",
                                     "post leader leader boss",
                                     "chain up 0s=post:leader 5m=person:director*2@10m",
                                     "chain all 0s=post:officer 5m=post:leader",
                                     "route 12 - up leader 30m",
                                     "route - gas up officer 20m",
                                     "route - - all officer 40m",
                                     "catch person:director",
                                     "drill_to post:officer",
                                     "tell",
                                     NULL};

/* %u: one of the incidents; %U: another, maybe. */
static const char *const acts[] = {
    "a report text=dog",
    "b report grade=4 class=gas place=x text=smell",
    "a report grade=1 drill=1 text=play",
    "a ack #%u",
    "b ack #%u text=mine",
    "boss ack #%u",
    "director ack #%u",
    "a decline #%u",
    "b decline #%u reason=ill",
    "boss decline #%u",
    "a escalate #%u",
    "a grade #%u grade=4 reason=x",
    "b grade #%u grade=2 reason=x",
    "boss grade #%u grade=1 reason=x",
    "a set #%u class=gas",
    "a set #%u class=fire place=here deaths=2",
    "b set #%u grade=3",
    "a set #%u drill=0",
    "a set #%u drill=1",
    "a note #%u text=more",
    "a close #%u outcome=done",
    "b close #%u as=false",
    "boss close #%u as=passed-on outcome=x",
    "boss close #%u outcome=nothing",
    "a reopen #%u reason=again",
    "b reopen #%u reason=again",
    "a merge #%u into=#%U",
    "sent boss",
    "sent a",
    "failed b",
    "sent director",
    "+1m",
    "+7m",
    "+25m",
    "+2h",
    "clock 1h",
    "clock -1h",
};

static struct fixture *played;

static struct instant now_played(void *arg)
{
    (void)arg;
    return played->now;
}

static struct instant monotonic(void *arg)
{
    (void)arg;
    return clock_monotonic(&clock_system);
}

static const struct clock clock_played = {.now = now_played, .monotonic = monotonic};

static struct entry *copy_of(const struct entry *e)
{
    struct entry_head head = entry_head_of(e);

    return entry_decode(&head, e->body);
}

static bool is_of_page(const char *words)
{
    return strncmp(words, "sent ", 5) == 0 || strncmp(words, "failed ", 7) == 0;
}

/* Those acts are about the last report. */
static bool is_paged(const char *words)
{
    const struct incident *i = office_incident(played->office, played->incident);

    return i && incident_callout(i, slice_of(strchr(words, ' ') + 1));
}

static void act(const struct random_source *random)
{
    const char *words = acts[random_below(random, sizeof(acts) / sizeof(*acts))];
    struct buffer said = BUFFER_INIT;

    for (; *words; words++) {
        if (words[0] == '%')
            buffer_append_number(&said, (long long)random_below(random, INCIDENTS) + 1);
        else
            buffer_append_char(&said, *words);
        words += words[0] == '%';
    }
    if (!is_of_page(said.data) || is_paged(said.data))
        fixture_act(played, said.data);
    buffer_deinit(&said);
}

/* ---- what each column should say: as PostgreSQL writes it, "" for null ---- */

static void put_instant(struct instant at, struct buffer *out)
{
    if (instant_is_set(at))
        buffer_append_number(out, at.us);
}

static void put_id(struct incident_id id, struct buffer *out)
{
    if (id.year)
        incident_id_format(id, out);
}

static void put_number(long long number, struct buffer *out)
{
    if (number)
        buffer_append_number(out, number);
}

static void put_text(const char *text, struct buffer *out)
{
    buffer_append_string(out, text ? text : "");
}

static void put_fact(const struct incident *i, enum field_id id, struct buffer *out)
{
    struct field fact;

    if (incident_fact(i, id, &fact))
        buffer_append_slice(out, fact.text);
}

/* Of how it ended the office itself keeps nothing: the log has it. */
static void put_outcome(const struct incident *i, struct buffer *out)
{
    struct slice outcome = {0};

    for (size_t n = 0; n < played->n_entries; n++)
        if (played->entries[n]->kind == ENTRY_CLOSE &&
            incident_id_equal(played->entries[n]->incident, i->id))
            outcome = entry_text(played->entries[n], FIELD_OUTCOME);
    if (i->state == INCIDENT_CLOSED)
        buffer_append_slice(out, outcome);
}

#define COLUMN(name_, ...)                                                                         \
    static void column_##name_(const struct incident *i, struct buffer *out)                       \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }

COLUMN(id, put_id(i->id, out))
COLUMN(state, put_text(incident_state_to_string(i->state), out))
COLUMN(grade, put_number(i->grade, out))
COLUMN(class, put_text(i->class, out))
COLUMN(place, put_fact(i, FIELD_PLACE, out))
COLUMN(text, put_fact(i, FIELD_TEXT, out))
COLUMN(drill, put_text(i->drill ? "true" : "false", out))
COLUMN(chain, put_text(i->chain, out))
COLUMN(step, buffer_append_number(out, i->step))
COLUMN(reported_at, put_instant(i->reported, out))
COLUMN(reported_by, put_text(i->reporter, out))
COLUMN(acked_at, put_instant(i->acked, out))
COLUMN(acked_by, put_text(i->acker, out))
COLUMN(closed_at, put_instant(i->closed, out))
COLUMN(outcome, put_outcome(i, out))
COLUMN(merged_into, put_id(i->parent, out))
COLUMN(closed_as, put_text(closing_to_string(i->closing), out))
COLUMN(phone, put_fact(i, FIELD_PHONE, out))
COLUMN(last_entry, buffer_append_number(out, (long long)i->last_seq))

static const struct {
    const char *name;
    void (*put)(const struct incident *i, struct buffer *out);
} columns[] = {
    {"id", column_id},
    {"state", column_state},
    {"grade", column_grade},
    {"class", column_class},
    {"place", column_place},
    {"text", column_text},
    {"drill", column_drill},
    {"chain", column_chain},
    {"step", column_step},
    {"reported_at", column_reported_at},
    {"reported_by", column_reported_by},
    {"acked_at", column_acked_at},
    {"acked_by", column_acked_by},
    {"closed_at", column_closed_at},
    {"outcome", column_outcome},
    {"merged_into", column_merged_into},
    {"phone", column_phone},
    {"last_entry", column_last_entry},
    {"closed_as", column_closed_as},
};

static void (*put_of(const char *name))(const struct incident *i, struct buffer *out)
{
    for (size_t n = 0; n < sizeof(columns) / sizeof(*columns); n++)
        if (strcmp(columns[n].name, name) == 0)
            return columns[n].put;
    cr_assert_fail("duty.incident has a column %s, which nothing here compares", name);
    return NULL;
}

/* ---- comparing ---- */

/* Every column that the table has, in its order; times as microseconds. */
static PGresult *read_table(struct place *p)
{
    char *list = place_sql_text(
        p,
        "select string_agg(case when data_type like 'timestamp%' then "
        "format('(extract(epoch from %I) * 1000000)::bigint as %I', column_name, column_name) "
        "else quote_ident(column_name) end, ', ' order by ordinal_position) "
        "from information_schema.columns where table_schema = 'duty' and table_name = 'incident'");
    char *sql = xasprintf("select %s from duty.incident order by id", list);
    PGresult *rows = PQexec(p->admin, sql);

    cr_assert_eq(PQresultStatus(rows), PGRES_TUPLES_OK, "%s", PQerrorMessage(p->admin));
    free(sql);
    free(list);
    return rows;
}

/* A flag is "t" there. */
static const char *value_of(const PGresult *rows, int row, int column)
{
    const char *value = PQgetvalue(rows, row, column);

    if (PQftype(rows, column) == 16)
        return *value == 't' ? "true" : "false";
    return value;
}

static void compare_row(const PGresult *rows, int row, const char *when)
{
    struct incident_id id;
    const struct incident *i;

    cr_assert(incident_id_parse(slice_of(PQgetvalue(rows, row, 0)), 2026, &id));
    i = office_incident(played->office, id);
    cr_assert_not_null(i, "%s", PQgetvalue(rows, row, 0));
    for (int k = 0; k < PQnfields(rows); k++) {
        struct buffer expected = BUFFER_INIT;

        buffer_reserve(&expected, 1);
        expected.data[0] = '\0';
        put_of(PQfname(rows, k))(i, &expected);
        cr_expect_str_eq(value_of(rows, row, k), expected.data,
                         "%s: %s of %s is \"%s\", not \"%s\"", when, PQfname(rows, k),
                         PQgetvalue(rows, row, 0), value_of(rows, row, k), expected.data);
        buffer_deinit(&expected);
    }
}

static void compare(struct place *p, const char *when)
{
    PGresult *rows = read_table(p);
    struct office_counts counts = office_counts(played->office);

    cr_expect_eq((size_t)PQntuples(rows), counts.open + counts.acked + counts.closed, "%s", when);
    for (int row = 0; row < PQntuples(rows); row++)
        compare_row(rows, row, when);
    PQclear(rows);
}

/* ---- the run ---- */

static void write_new(struct place *p, size_t *written)
{
    for (; *written < played->n_entries; (*written)++) {
        struct entry *e = copy_of(played->entries[*written]);

        office_apply(p->office, e);
        p->appended = e->seq;
        journal_append(p->journal, e);
    }
    place_wait_durable(p);
}

static void rebuild(struct place *p)
{
    const struct rebuild_options options = {
        .conninfo = p->conninfo, .rules = p->rules, .random = &p->random};
    struct buffer why = BUFFER_INIT;
    uint64_t n;

    while (place_sql(p, "select count(*) from pg_locks l join pg_database d on d.oid = l.database "
                        "where l.locktype = 'advisory' and d.datname = current_database()") > 0)
        continue;
    cr_expect_eq(rebuild_tables(&options, &n, &why), REBUILT, "%s", why.data ? why.data : "");
    buffer_deinit(&why);
}

static const char *migration(const char *name)
{
    for (size_t n = 0; n < migrations_count; n++)
        if (strcmp(migrations[n].name, name) == 0)
            return migrations[n].sql.data;
    cr_assert_fail("no migration %s", name);
    return NULL;
}

/* Versions before kept the name of whoever had taken it, whatever came after; 016 corrects that. */
static void forget_as_before(struct place *p)
{
    PGresult *done;

    place_sql(p, "update duty.incident i set (acked_by, acked_at) = "
                 "(select j.actor, j.at from duty.journal j where j.subject = i.id "
                 "and j.kind = 'ack' order by j.seq desc limit 1)");
    cr_expect_gt(place_sql(p, "select count(*) from duty.incident where state = 'open' and "
                              "acked_by is not null"),
                 0);
    done = PQexec(p->admin, migration("016_acked_by"));
    cr_expect_eq(PQresultStatus(done), PGRES_COMMAND_OK, "%s", PQerrorMessage(p->admin));
    PQclear(done);
}

/* The manual's count of how incidents ended agrees with the office. */
static void count_endings(struct place *p)
{
    char *query = journal_manual_query("## Counting"), *sql, *found;
    struct office_counts counts = office_counts(played->office);
    struct buffer all = BUFFER_INIT;

    query[strcspn(query, ";")] = '\0';
    sql = xasprintf("select sum(n) from (%s) x (month, ended, n)", query);
    buffer_append_number(
        &all,
        (long long)(counts.closed - (size_t)place_sql(p, "select count(*) from duty.incident where "
                                                         "drill and closed_at is not null")));
    found = place_sql_text(p, sql);
    cr_expect_str_eq(found, all.data, "%s: %s of %s", query, found, all.data);
    buffer_deinit(&all);
    free(found);
    free(sql);
    free(query);
}

static void play(const char *name, uint64_t first_seed)
{
    static struct place place;
    struct place *p = &place;
    uint64_t seed = first_seed;
    const struct random_source random = random_seeded(&seed);
    size_t written = 0;
    char when[80];

    played = fixture_new(office);
    place_init(p, name);
    p->clock = &clock_played;
    rules_unref(p->rules);
    p->rules = rules_ref(played->rules);
    place_start(p);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (uint64_t n = random_below(&random, 4) + 1; n > 0; n--)
            act(&random);
        write_new(p, &written);
        snprintf(when, sizeof(when), "seed %llu, round %u", (unsigned long long)first_seed, round);
        compare(p, when);
        cr_expect_eq(place_sql(p, "select count(*) from duty.incident where state = 'open' and "
                                  "(acked_by is not null or acked_at is not null)"),
                     0, "%s: it is somebody's that nobody has", when);
    }
    place_stop(p);
    rebuild(p);
    compare(p, "made again");
    count_endings(p);
    forget_as_before(p);
    compare(p, "migrated");
    place_deinit(p);
    fixture_free(played);
}

Test(projection_pg, every_column_is_what_the_office_has, .timeout = 300)
{
    play("columns_1", 1);
}

Test(projection_pg, every_column_of_another_run, .timeout = 300)
{
    play("columns_2", 20261123);
}
