/* Faults of PostgreSQL under load, in a cluster of the test's own: what was answered is there once
 * and in order, what is read is answered meanwhile, paging goes on. immunity.md: 27, 28. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon_load.h"

#define CHAINS                                                                                     \
    "{ id = \"later\"; steps = ( { after = \"1h\"; notify = ( \"post:officer\" ); } ); },"         \
    "{ id = \"now\"; steps = ( { notify = ( \"person:ann\" ); },"                                  \
    "                          { after = \"1s\"; notify = ( \"person:bob\" ); } ); }"
#define ROUTES "{ class = \"gas\"; chain = \"later\"; }, { chain = \"now\"; }"

static struct station station;

/* ---- a cluster, which ends with the test ---- */

struct cluster {
    char dir[32];
    char *server; /* conninfo */
    pid_t pid;
};

static void run(const char *command)
{
    int status = system(command);

    cr_assert_eq(status, 0, "%s: %x", command, (unsigned)status);
}

static void cluster_start(struct cluster *c)
{
    char *program = xasprintf("%s/postgres", getenv("DUTYD_TEST_PGBIN"));
    char *data = xasprintf("%s/data", c->dir), *log = xasprintf("%s/log", c->dir);

    c->pid = fork();
    if (c->pid == 0) {
        int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644);

        prctl(PR_SET_PDEATHSIG, SIGQUIT);
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        execl(program, program, "-D", data, "-k", c->dir, "-c", "listen_addresses=", NULL);
        _exit(127);
    }
    free(program);
    free(data);
    free(log);
}

/* Immediately: as with a power cut, it has to recover at the next start. */
static void cluster_stop(struct cluster *c)
{
    kill(c->pid, SIGQUIT);
    waitpid(c->pid, NULL, 0);
}

static void cluster_init(struct cluster *c)
{
    struct wait w = wait_for("the cluster");
    char *conninfo, *command;

    *c = (struct cluster){.dir = "/tmp/dutyd-pg-XXXXXX"};
    cr_assert_not_null(getenv("DUTYD_TEST_PGBIN"), "set it to where initdb and postgres are");
    cr_assert_not_null(mkdtemp(c->dir));
    command = xasprintf("cd / && \"$DUTYD_TEST_PGBIN\"/initdb -D %s/data -U postgres -A trust "
                        "-E UTF8 --locale=C.UTF-8 -N >%s/log 2>&1",
                        c->dir, c->dir);
    run(command);
    cluster_start(c);
    c->server = xasprintf("host=%s port=5432 user=postgres", c->dir);
    conninfo = xasprintf("%s dbname=postgres", c->server);
    while (PQping(conninfo) != PQPING_OK && wait_goes_on(&w))
        ;
    free(conninfo);
    free(command);
}

static void cluster_deinit(struct cluster *c)
{
    char *command = xasprintf("rm -rf %s", c->dir);

    cluster_stop(c);
    run(command);
    free(command);
    free(c->server);
}

/* ---- faults ---- */

#define WRITER                                                                                     \
    "(select pid from pg_locks where locktype = 'advisory' and granted and database = "            \
    "(select oid from pg_database where datname = current_database()))"

/* -1 also when the server goes down just now. */
static long long ask_server(const char *sql)
{
    PGresult *r = PQexec(station.pg, sql);
    long long n =
        PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0 ? atoll(PQgetvalue(r, 0, 0)) : -1;

    PQclear(r);
    if (PQstatus(station.pg) != CONNECTION_OK)
        station_look_again(&station);
    return n;
}

static void end_writer(struct cluster *c)
{
    (void)c;
    ask_server("select pg_terminate_backend(pid) from " WRITER " w");
}

static void end_both(struct cluster *c)
{
    (void)c;
    ask_server("select count(pg_terminate_backend(pid)) from pg_stat_activity "
               "where application_name like 'dutyd%'");
}

/* The server then ends all its processes, and recovers. */
static void kill_writer(struct cluster *c)
{
    long long pid = ask_server("select pid from " WRITER " w");

    (void)c;
    if (pid > 0)
        kill((pid_t)pid, SIGKILL);
}

static void restart(struct cluster *c)
{
    cluster_stop(c);
    cluster_start(c);
}

/* ---- tests ---- */

static void configure(struct station *s)
{
    char *text = station_plain_text(CHAINS, ROUTES);

    station_configure(s, text);
    free(text);
}

static void go_through_faults(struct cluster *c, struct load *load)
{
    static const struct {
        const char *name;
        void (*f)(struct cluster *c);
    } faults[] = {{"end_writer", end_writer},
                  {"kill_writer", kill_writer},
                  {"end_both", end_both},
                  {"restart", restart}};

    for (int round = 0; round < 12; round++) {
        size_t enough = load->answered + 50 + random_below(&load->random, 200);

        load_until(load, enough);
        faults[round % 4].f(c);
        /* It may be killed again while it recovers, but not for ever. */
        if (round % 3 == 2)
            load_until(load, enough + 1);
    }
    while (ask_server("select 1") < 1)
        ;
}

Test(daemon_database, faults_under_load, .timeout = 200)
{
    struct station *s = &station;
    struct cluster cluster;
    struct load load;
    struct line l;

    cluster_init(&cluster);
    station_init(s, "faults", cluster.server);
    configure(s);
    station_start(s);
    load_init(&load, s);
    load_connect(&load);
    go_through_faults(&cluster, &load);
    load_finish(&load);
    cr_expect_gt(load.refused, 0, "no 450 was seen");
    cr_expect_eq(station_sql(s, "select count(*) from (select at < lag(at) over (order by seq) as "
                                "b from duty.journal) t where b"),
                 0, "the log is not in order of time");
    cr_expect_gt(station_sql(s, "select count(*) from duty.journal where kind = 'database-found'"),
                 3);
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "REPORT class=smoke afterwards");
    station_wait_pages(s, "bob", 1);
    cr_expect_eq(station_count_pages(s, NULL), 2);
    line_close(&l);
    load_deinit(&load);
    station_deinit(s);
    cluster_deinit(&cluster);
}

/* The database is stopped for a while: what must be answered from memory, what must be refused, and
 * that paging of what is durable goes on. */
Test(daemon_database, away_for_a_while, .timeout = 100)
{
    struct station *s = &station;
    struct wait w = wait_for("the daemon to notice");
    struct cluster cluster;
    struct line l, watcher;
    const char *reply;

    cluster_init(&cluster);
    station_init(s, "away", cluster.server);
    configure(s);
    /* A hook that is under way when the database goes. */
    station_write_script(s, "hook",
                         "#!/bin/sh\n"
                         "while [ ! -e @DIR@/go ]; do sleep 0.02; done\n"
                         "echo \"$DUTY_PAGE $DUTY_ATTEMPT $DUTY_PERSON $DUTY_INCIDENT "
                         "$(date +%s%6N)\" >>@DIR@/pages\n");
    station_start(s);
    line_login(&l, s, "rita");
    line_login(&watcher, s, "bob");
    line_expect(&watcher, "250 ", "WATCH on");
    line_expect(&l, "250 ", "REPORT class=smoke key=one before");
    station_wait_sql(s, "select count(*) from duty.page", 1);
    cluster_stop(&cluster);
    while ((reply = line_ask(&l, "REPORT class=smoke key=two meanwhile")) &&
           strncmp(reply, "450 ", 4) != 0 && wait_goes_on(&w))
        cr_assert_fail("answered without a database: %s", reply);
    line_expect(&l, "450 ", "NOTE 1 meanwhile");
    line_expect(&l, "450 ", "ACK 1");
    line_expect(&l, "250 logged incident=2026-000001 ", "REPORT class=smoke key=one before");
    line_expect(&l, "250 pong", "PING");
    reply = line_expect(&l, "250 ", "LIST");
    cr_expect(strstr(reply, "database=away"), "%s", reply);
    reply = line_expect(&l, "250 ", "SHOW 1");
    cr_expect(strstr(reply, "entries=partial"), "%s", reply);
    line_expect(&l, "250 ", "STATUS");
    line_expect(&l, "250 ", "WHO");
    station_write_script(s, "go", "");
    station_wait_pages(s, "ann", 1); /* its hook ends while nothing can be written */
    cluster_start(&cluster);
    station_look_again(s);
    w = wait_for("the daemon to write again");
    while ((reply = line_ask(&l, "REPORT class=smoke key=two meanwhile")) &&
           strncmp(reply, "450 ", 4) == 0 && wait_goes_on(&w))
        ;
    cr_expect(reply && strncmp(reply, "250 ", 4) == 0, "%s", reply);
    reply = line_expect(&l, "250 ", "REPORT class=smoke key=one before");
    cr_expect(strstr(reply, "again=yes") && strstr(reply, "incident=2026-000001") != NULL, "%s",
              reply);
    station_wait_pages(s, "bob", 2); /* the second step of both */
    station_wait_sql(s, "select count(*) from duty.page where state = 'sent'", 4);
    cr_expect_eq(station_count_pages(s, NULL), 4, "a page was handed over twice");
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind in "
                                "('database-lost', 'database-found')"),
                 2);
    station_check_log(s);
    line_close(&l);
    line_close(&watcher);
    station_deinit(s);
    cluster_deinit(&cluster);
}

/* The daemon starts while there is no database, and waits for it. */
Test(daemon_database, starts_before_the_database, .timeout = 100)
{
    struct station *s = &station;
    struct cluster cluster;
    struct line l;

    cluster_init(&cluster);
    station_init(s, "before", cluster.server);
    configure(s);
    cluster_stop(&cluster);
    station_launch(s);
    station_wait_log(s, "database: ");
    cr_expect(!line_open(&l, s->port), "it listens before it knows its log");
    cluster_start(&cluster);
    station_look_again(s);
    station_wait_log(s, "on duty");
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "REPORT smoke");
    line_close(&l);
    station_deinit(s);
    cluster_deinit(&cluster);
}

/* ---- a server that hangs ---- */

static pid_t stop_writer(void)
{
    long long pid = station_sql(&station, "select pid from " WRITER " w");

    cr_assert_gt(pid, 0);
    cr_assert_eq(kill((pid_t)pid, SIGSTOP), 0);
    return (pid_t)pid;
}

/* Nothing is answered 2xx before it is durable; what is read is answered. */
Test(daemon_database, hanging_server, .timeout = 100)
{
    struct station *s = &station;
    struct cluster cluster;
    struct line writer, reader;
    pid_t pid;

    cluster_init(&cluster);
    station_init(s, "hanging", cluster.server);
    configure(s);
    station_start(s);
    line_login(&writer, s, "rita");
    line_login(&reader, s, "bob");
    line_expect(&writer, "250 ", "REPORT smoke");
    station_wait_sql(s, "select count(*) from duty.page where state = 'sent'", 1);
    line_expect(&reader, "250 ", "ACK 1");
    station_wait_pages(s, NULL, 2); /* the notice that it is taken */
    station_wait_sql(s, "select count(*) from duty.notice where state = 'sent'", 1);
    pid = stop_writer();
    line_send(&writer, "REPORT smoke\n", 13);
    line_expect(&reader, "250 pong", "PING");
    line_expect(&reader, "250 1 incidents", "LIST"); /* the second is not durable */
    line_expect(&reader, "250 ", "STATUS");
    line_expect(&reader, "554 ", "SHOW 2");
    cr_expect_eq(recv(writer.fd, &(char){0}, 1, MSG_PEEK | MSG_DONTWAIT), -1);
    cr_expect_eq(station_count_pages(s, NULL), 2);
    kill(pid, SIGCONT);
    cr_expect(strncmp(line_reply(&writer), "250 logged incident=2026-000002", 31) == 0);
    station_wait_pages(s, NULL, 3);
    line_close(&writer);
    line_close(&reader);
    station_check_log(s);
    station_deinit(s);
    cluster_deinit(&cluster);
}

/* Killed when its batch is with a server process that hangs: the next daemon waits until that one
 * has done what it does, and knows of it. */
Test(daemon_database, batch_of_a_dead_daemon, .timeout = 100)
{
    struct station *s = &station;
    struct cluster cluster;
    struct line l, other;
    const char *reply;
    pid_t pid;

    cluster_init(&cluster);
    station_init(s, "dead", cluster.server);
    configure(s);
    station_start(s);
    line_login(&l, s, "rita");
    line_login(&other, s, "bob");
    pid = stop_writer();
    line_send(&l, "REPORT key=one smoke\n", 21);
    for (int i = 0; i < 10; i++) /* so that the report has most likely been taken */
        line_expect(&other, "250 pong", "PING");
    station_kill(s);
    line_close(&other);
    station_launch(s);
    station_wait_log(s, "another dutyd holds the lock");
    cr_expect(!line_open(&l, s->port));
    kill(pid, SIGCONT);
    station_wait_sql(s, "select count(*) from duty.journal where kind = 'start'", 2);
    station_wait_log(s, "on duty");
    line_login(&l, s, "rita");
    reply = line_expect(&l, "250 logged incident=2026-000001 ", "REPORT key=one smoke");
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident"), 1, "%s", reply);
    line_expect(&l, "250 logged incident=2026-000002 ", "REPORT key=two smoke");
    station_wait_pages(s, "bob", 2);
    cr_expect_eq(station_count_pages(s, NULL), 4);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
    cluster_deinit(&cluster);
}

static void lock_log(struct station *s)
{
    PQclear(PQexec(s->pg, "begin"));
    PQclear(PQexec(s->pg, "lock table duty.journal in access exclusive mode"));
    cr_assert_eq(PQtransactionStatus(s->pg), PQTRANS_INTRANS, "%s", PQerrorMessage(s->pg));
}

/* Somebody looks after the database, and locks the log. Nobody is left without an answer, nothing
 * is taken that cannot be paged, and what was on its way is paged in order when the lock goes. */
Test(daemon_database, immunity_28_a_locked_log, .timeout = 100)
{
    struct station *s = &station;
    struct wait w = wait_for("the daemon to notice, and to write again");
    struct line writer, reader, other;
    struct page_run *runs;
    const char *reply;
    size_t n;

    station_init(s, "locked", NULL);
    configure(s);
    station_start(s);
    line_login(&writer, s, "rita");
    line_login(&reader, s, "bob");
    lock_log(s);
    /* Nothing is being written, and reading alone hangs. */
    line_expect(&reader, "450 ", "FIND smoke");
    line_send(&writer, "REPORT key=one smoke\n", 21);
    while ((reply = line_expect(&reader, "250 ", "LIST")) && !strstr(reply, "database=stalled") &&
           wait_goes_on(&w))
        ;
    line_expect(&reader, "450 not stored, nothing changed: the database has not answered since",
                "REPORT another");
    line_expect(&reader, "250 ", "WHO");
    line_expect(&reader, "250 ", "STATUS");
    line_expect(&reader, "250 ", "LOG");
    line_login(&other, s, "admin");
    line_expect(&other, "450 ", "RELOAD");
    reply = line_reply(&writer);
    cr_expect(reply && strncmp(reply, "450 not stored yet kept=yes logged incident=2026-000001 ",
                               56) == 0,
              "%s", reply);
    cr_expect_eq(station_count_pages(s, NULL), 0, "paged before it was durable");
    PQclear(PQexec(s->pg, "commit"));
    while ((reply = line_ask(&writer, "NOTE 1 on it")) && strncmp(reply, "450 ", 4) == 0 &&
           wait_goes_on(&w))
        ;
    line_expect(&writer, "250 logged incident=2026-000001 ", "REPORT key=one smoke");
    station_wait_pages(s, "bob", 1);
    runs = station_page_runs(s, &n);
    cr_expect_eq(n, 2);
    cr_expect(n == 2 && strcmp(runs[0].person, "ann") == 0 &&
                  instant_since(runs[1].at, runs[0].at).us > SPAN_SECONDS(1).us / 2,
              "the second step did not wait for the first: %s %s, %lld us later", runs[0].person,
              runs[1].person, (long long)instant_since(runs[1].at, runs[0].at).us);
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident"), 1);
    free(runs);
    line_close(&writer);
    line_close(&reader);
    line_close(&other);
    station_check_log(s);
    station_deinit(s);
}

/* Asked to end while the server hangs: it ends within its limit, has not said 250, and leaves
 * nobody without an answer. */
Test(daemon_database, end_while_the_server_hangs, .timeout = 100)
{
    struct station *s = &station;
    struct cluster cluster;
    const char *reply;
    struct line l;
    bool answered = false;
    pid_t pid;

    cluster_init(&cluster);
    station_init(s, "end_hanging", cluster.server);
    configure(s);
    station_start(s);
    line_login(&l, s, "rita");
    pid = stop_writer();
    line_send(&l, "REPORT key=one smoke\n", 21);
    station_signal(s, SIGTERM);
    while ((reply = line_reply(&l))) {
        cr_expect(strncmp(reply, "250 ", 4) != 0, "%s", reply);
        answered = answered || strncmp(reply, "450 not stored yet ", 19) == 0;
    }
    cr_expect(answered, "closed without an answer");
    cr_expect_eq(station_wait_end(s), 0);
    kill(pid, SIGCONT);
    line_close(&l);
    station_start(s);
    line_login(&l, s, "rita");
    line_expect(&l, "250 logged incident=2026-000001 ", "REPORT key=one smoke");
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident"), 1);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
    cluster_deinit(&cluster);
}
