#pragma once
/*
 * For tests of the real daemon as a process: a station is a directory with a configuration, hooks
 * and a log, a database of its own, and a dutyd that can be started, killed and ended; a line is a
 * connection to it. All waits have the same generous bound, which only ends a test that hangs.
 */
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/instant.h"

#define PATIENCE SPAN_SECONDS(60)
#define PASSWORD "duty" /* of everybody */

struct station {
    char *dir;
    char *server;   /* conninfo without a database */
    char *database; /* its name */
    char *conninfo; /* of the database */
    PGconn *pg;     /* to the database, as its owner; for looking */
    uint16_t port;
    pid_t pid; /* 0: not running */
};

/*
 * A directory, and a database on the server of DUTYD_TEST_CONNINFO, or on `server` if not NULL. The
 * configuration is the plain one below until station_configure.
 */
void station_init(struct station *s, const char *test, const char *server);
/* Kills the daemon; removes directory and database. */
void station_deinit(struct station *s);
/* Connects s->pg again, when its server was killed. Waits until that succeeds. */
void station_look_again(struct station *s);

/*
 * Writes dutyd.conf: the head (office, database, listen, sessions), then the text, in which @DIR@
 * stands for the directory.
 */
void station_configure(struct station *s, const char *text);
/* People ann and bob (officers), rita (an officer who is never paged: what she reports is
 * nobody's), carl and dora (leaders), admin; all by the hook @DIR@/hook, means "sms". `chains` and
 * `routes` are the parts of the configuration so named. */
char *station_plain_text(const char *chains, const char *routes);
/* Writes an executable file of that name. */
void station_write_script(struct station *s, const char *name, const char *text);
char *station_path(const struct station *s, const char *name);
/* The whole file of that name; "" when there is none. */
char *station_read(const struct station *s, const char *name);
/* What the daemon has said on its stderr, over all its lives. */
bool station_log_has(const struct station *s, const char *words);
void station_wait_log(const struct station *s, const char *words);

void station_launch(struct station *s); /* does not wait for anything */
void station_start(struct station *s);  /* waits for its greeting */
void station_kill(struct station *s);   /* kill -9 */
void station_signal(const struct station *s, int number);
/* Waits for the daemon's end; its exit code, or 128 + signal. */
int station_wait_end(struct station *s);
/* Runs the program with these arguments (ended by NULL) and `input` on stdin; ret_out is what it
 * said on stdout and stderr, to be freed. Its exit code. */
int station_run(struct station *s, const char *const *args, const char *input, char **ret_out);

/* A socket in the place of the service manager's, from the next start on. */
int station_open_notify(struct station *s);

/* The first value as a number (-1: no row), or as text to be freed. Fails the test on an error. */
long long station_sql(struct station *s, const char *sql);
char *station_sql_text(struct station *s, const char *sql);
/* Waits until the query's number is at least `enough`. */
void station_wait_sql(struct station *s, const char *sql, long long enough);

/*
 * What must hold in the end whatever was done to it: numbers of entries and of incidents without
 * gap, nothing twice, the projections like the log, every hash right: by the daemon's VERIFY and by
 * the manual's query alone.
 */
void station_check_log(struct station *s);

/* ---- pages: what the recording hook was given ---- */

struct page_run {
    uint64_t page;
    unsigned attempt;
    char person[16], incident[16];
    struct instant at;
};

/* All runs so far, in order; to be freed. */
struct page_run *station_page_runs(const struct station *s, size_t *ret_n);
size_t station_count_pages(const struct station *s, const char *person); /* NULL: to anybody */
void station_wait_pages(const struct station *s, const char *person, size_t enough);

/* ---- a client ---- */

struct line {
    int fd; /* -1: not connected */
    struct buffer in;
    char *text; /* of the last line_read */
};

/* False when nobody listens. */
bool line_open(struct line *l, uint16_t port);
bool line_open_unix(struct line *l, const char *path);
void line_close(struct line *l);
void line_send(struct line *l, const char *bytes, size_t n);
/* The next line without its end, valid until the next call; NULL at the connection's end. */
const char *line_read(struct line *l);
/* Reads on to the last line of a reply; unasked lines are passed over. NULL: the connection ended.
 */
const char *line_reply(struct line *l);
/* Sends the line and reads its reply. */
const char *line_ask(struct line *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same, and fails the test unless the reply begins so. */
const char *line_expect(struct line *l, const char *reply, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Connects and logs in. */
void line_login(struct line *l, const struct station *s, const char *person);
/* The value of key= in a reply; "" when it is not there. To be freed. */
char *reply_field(const char *reply, const char *key);

/* ---- what a start reads ---- */

/* Free entries, many at a time, until the log has one more checkpoint. */
void station_make_checkpoint(struct station *s, struct line *l);
/* kill -9, what is done to the database meanwhile (may be NULL), and a start; carl logs in again.
 */
void station_restart(struct station *s, struct line *l, const char *sql);
/* dutyd --rebuild: its exit code, and what it said, to be freed. */
char *station_rebuild(struct station *s, int *ret_code);
/* The daemon has ended. Whatever `sql` (may be NULL) does to the tables, --rebuild makes them as
 * they were, to the last column. */
void station_check_rebuild(struct station *s, const char *sql);

/* ---- waiting ---- */

/* For loops that look at something: while (wait_goes_on(&w)) if (…) break; sleeps a little between
 * two looks, and fails the test when it has taken too long. */
struct wait {
    struct instant until;
    const char *what;
    bool begun;
};
struct wait wait_for(const char *what);
bool wait_goes_on(struct wait *w);
