#pragma once
/* For tests of the journal in PostgreSQL: a database of its own for each test, an office whose only
 * entries are made here, and a listener that checks what it is told. */
#include <event2/event.h>
#include <libpq-fe.h>

#include "journal/postgres.h"

struct place {
    struct event_base *base;
    PGconn *admin; /* to the test's database */
    char *conninfo, *database;
    struct rules *rules;
    uint64_t random_state;
    struct random_source random;
    const struct clock *clock; /* of the journal; place_init: the system's */
    struct office *office;
    struct journal *journal;
    /* what the listener was told */
    bool ready;
    uint64_t last_seq; /* from on_ready */
    uint64_t checkpoint;
    bool distrusted;
    uint64_t appended; /* the last entry made */
    uint64_t durable;  /* the last one reported; checked to have no gap */
    size_t begun;      /* how often the whole log was to follow */
    size_t folded;     /* rows of what was live */
    size_t replayed;   /* entries of the log */
    size_t aways, backs;
    char *fenced;
};

/* A new database on the server of DUTYD_TEST_CONNINFO; fails the test when that is not set. */
void place_init(struct place *p, const char *test);
/* The same, with options of "create database". */
void place_init_with(struct place *p, const char *test, const char *options);
void place_deinit(struct place *p);
/* A journal and an empty office; waits until it is ready. place_stop ends both. */
void place_start(struct place *p);
void place_start_without_waiting(struct place *p);
void place_stop(struct place *p);

/* Makes, applies and appends an entry. */
void place_report(struct place *p, uint32_t number, const char *text);
void place_close(struct place *p, uint32_t number, const char *outcome);
void place_note(struct place *p, uint32_t number, const char *text);
void place_append(struct place *p, enum entry_kind kind, struct incident_id id, const char *key,
                  const struct field *fields, size_t n);

/* Writes a checkpoint, with what is live. */
void place_checkpoint(struct place *p);

/* Turns the loop until *what is at least `enough`; fails the test after some time. */
void place_wait(struct place *p, const uint64_t *what, uint64_t enough, const char *for_what);
void place_wait_size(struct place *p, const size_t *what, size_t enough, const char *for_what);
void place_wait_durable(struct place *p);
/* One turn of the loop; waits for something to happen. */
void place_turn(struct place *p);

/* Runs SQL and returns the first value as a number (-1: error). */
long long place_sql(struct place *p, const char *sql);
/* The same, as text; the caller frees it. On an error its SQLSTATE. */
char *place_sql_text(struct place *p, const char *sql);
/* Ends the server process of the writer. */
void place_kill_writer(struct place *p);
/* No gap, nothing twice, everything that was reported is there, and every hash is right, recomputed
 * with SQL alone (docs/journal.md). */
void place_check_log(struct place *p);
/* The first query of docs/journal.md after that line ("### With psql alone", which says which
 * entries do not agree: no row, all do), so that the manual is tested too; to be freed. */
char *journal_manual_query(const char *heading);
