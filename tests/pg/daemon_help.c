#include "daemon_help.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"
#include "journal_help.h"

#define LOOK_EVERY_NS 5000000
/* sha512crypt of PASSWORD in as few rounds as there can be. */
#define HASH                                                                                       \
    "$6$rounds=1000$dutydutyduty$r1.pwi6H9BPXBQxkiexJQ0KAUQgLjk5bQgtnHiVMufEfrdUcABFaWSKxSuTfxhk"  \
    "jV9qNTuWZjpgjWidmmvC5a0"

static const char recording_hook[] =
    "#!/bin/sh\n"
    "echo \"$DUTY_PAGE $DUTY_ATTEMPT $DUTY_PERSON $DUTY_INCIDENT $(date +%s%6N)\" >>@DIR@/pages\n"
    "echo \"gw-$DUTY_PAGE\"\n";

/* ---- waiting ---- */

struct wait wait_for(const char *what)
{
    return (struct wait){.until = instant_add(clock_monotonic(&clock_system), PATIENCE),
                         .what = what};
}

bool wait_goes_on(struct wait *w)
{
    if (w->begun)
        nanosleep(&(struct timespec){.tv_nsec = LOOK_EVERY_NS}, NULL);
    w->begun = true;
    cr_assert(instant_before(clock_monotonic(&clock_system), w->until), "waited too long for %s",
              w->what);
    return true;
}

/* ---- files ---- */

char *station_path(const struct station *s, const char *name)
{
    return xasprintf("%s/%s", s->dir, name);
}

char *station_read(const struct station *s, const char *name)
{
    char *path = station_path(s, name);
    FILE *f = fopen(path, "r");
    struct buffer text = BUFFER_INIT;
    size_t n;

    free(path);
    while (f && (n = fread(buffer_reserve(&text, 4096), 1, 4096, f)) > 0)
        text.len += n;
    if (f)
        fclose(f);
    return buffer_steal(&text);
}

static void append_with_dir(struct buffer *out, const struct station *s, const char *text)
{
    const char *mark;

    while ((mark = strstr(text, "@DIR@"))) {
        buffer_append(out, text, (size_t)(mark - text));
        buffer_append_string(out, s->dir);
        text = mark + strlen("@DIR@");
    }
    buffer_append_string(out, text);
}

/* In the place of an older file, not into it: a shell may be reading that one. */
static void write_file(const struct station *s, const char *name, const struct buffer *text,
                       mode_t mode)
{
    char *path = station_path(s, name), *half = xasprintf("%s.new", path);
    int fd = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

    cr_assert(fd >= 0 && write(fd, text->data, text->len) == (ssize_t)text->len, "%s: %s", half,
              strerror(errno));
    close(fd);
    cr_assert_eq(rename(half, path), 0);
    free(half);
    free(path);
}

void station_write_script(struct station *s, const char *name, const char *text)
{
    struct buffer whole = BUFFER_INIT;

    append_with_dir(&whole, s, text);
    write_file(s, name, &whole, 0755);
    buffer_deinit(&whole);
}

void station_configure(struct station *s, const char *text)
{
    struct buffer whole = BUFFER_INIT;

    buffer_printf(&whole,
                  "office = { id = \"brook\"; timezone = \"Asia/Shanghai\"; };\n"
                  "database = { conninfo = \"%s\"; };\n"
                  "listen = ( { tcp = \"127.0.0.1:%u\"; },\n"
                  "           { unix = \"%s/socket\"; mode = \"0600\"; } );\n"
                  "sessions = { login_delay = \"0s\"; };\n",
                  s->conninfo, (unsigned)s->port, s->dir);
    append_with_dir(&whole, s, text);
    write_file(s, "dutyd.conf", &whole, 0644);
    buffer_deinit(&whole);
}

char *station_plain_text(const char *chains, const char *routes)
{
    return xasprintf(
        "hooks = ( { via = \"sms\"; command = ( \"@DIR@/hook\" ); parallel = 4; } );\n"
        "people = (\n"
        "  { id = \"ann\"; rank = \"officer\"; sms = \"+8613800000001\"; uid = \"%d\"; password = "
        "\"" HASH "\"; },\n"
        "  { id = \"bob\"; rank = \"officer\"; sms = \"+8613800000002\"; password = \"" HASH
        "\"; },\n"
        "  { id = \"carl\"; rank = \"leader\"; sms = \"+8613800000003\"; password = \"" HASH
        "\"; },\n"
        "  { id = \"rita\"; rank = \"officer\"; password = \"" HASH "\"; },\n"
        "  { id = \"dora\"; rank = \"leader\"; sms = \"+8613800000004\"; },\n"
        "  { id = \"admin\"; rank = \"admin\"; password = \"" HASH "\"; } );\n"
        "posts = ( { id = \"officer\"; rotations = (\n"
        "  { start = \"2026-01-01\"; handover = \"08:30\"; people = ( \"ann\" ); } ); } );\n"
        "chains = ( %s );\n"
        "routes = ( %s );\n"
        "catch_all = ( \"person:dora\" );\n"
        "bundle = 0;\n",
        (int)getuid(), chains, routes);
}

/* ---- the station ---- */

static void ignore_notice(void *arg, const PGresult *notice)
{
    (void)arg;
    (void)notice;
}

static PGconn *connect_to(const char *conninfo)
{
    PGconn *pg = PQconnectdb(conninfo);

    PQsetNoticeReceiver(pg, ignore_notice, NULL);
    return pg;
}

static void run_on_server(const struct station *s, const char *format)
{
    char *conninfo = xasprintf("%s dbname=postgres", s->server);
    char *sql = xasprintf(format, s->database);
    PGconn *pg = connect_to(conninfo);
    PGresult *r = PQexec(pg, sql);

    cr_assert_eq(PQresultStatus(r), PGRES_COMMAND_OK, "%s: %s", sql, PQerrorMessage(pg));
    PQclear(r);
    PQfinish(pg);
    free(sql);
    free(conninfo);
}

/* Below the ephemeral ports, so that no other connection takes it meanwhile. */
static uint16_t find_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 1000; i++) {
        uint16_t port = (uint16_t)(15000 + random_below(&random_system, 17000));
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        bool is_free;

        address.sin_port = htons(port);
        is_free = bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
        close(fd);
        if (is_free)
            return port;
    }
    cr_assert_fail("no free port");
    return 0;
}

void station_init(struct station *s, const char *test, const char *server)
{
    char dir[] = "/tmp/dutyd-test-XXXXXX";
    char *text;

    if (!server)
        server = getenv("DUTYD_TEST_CONNINFO");
    cr_assert(server && getenv("DUTYD_TEST_PROGRAM"),
              "set DUTYD_TEST_CONNINFO to a PostgreSQL server for tests (superuser), and "
              "DUTYD_TEST_PROGRAM to the daemon");
    cr_assert_not_null(mkdtemp(dir));
    signal(SIGPIPE, SIG_IGN);
    *s = (struct station){.dir = xstrdup(dir), .server = xstrdup(server), .port = find_port()};
    s->database = xasprintf("daemon_%s_%d", test, (int)getpid());
    s->conninfo = xasprintf("%s dbname=%s", server, s->database);
    run_on_server(s, "create database %s template template0 encoding 'UTF8'");
    station_look_again(s);
    station_write_script(s, "hook", recording_hook);
    text = station_plain_text("{ id = \"all\"; steps = ( { notify = ( \"post:officer\" ); } ); }",
                              "{ chain = \"all\"; }");
    station_configure(s, text);
    free(text);
}

void station_look_again(struct station *s)
{
    struct wait w = wait_for("PostgreSQL");

    PQfinish(s->pg);
    s->pg = connect_to(s->conninfo);
    while (PQstatus(s->pg) != CONNECTION_OK && wait_goes_on(&w))
        PQreset(s->pg);
}

static void remove_directory(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *e;

    while (d && (e = readdir(d)))
        if (e->d_name[0] != '.')
            unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    rmdir(path);
}

void station_deinit(struct station *s)
{
    if (s->pid)
        station_kill(s);
    PQfinish(s->pg);
    run_on_server(s, "drop database %s with (force)");
    remove_directory(s->dir);
    free(s->dir);
    free(s->server);
    free(s->database);
    free(s->conninfo);
}

/* ---- the process ---- */

bool station_log_has(const struct station *s, const char *words)
{
    char *log = station_read(s, "log");
    bool has = strstr(log, words) != NULL;

    free(log);
    return has;
}

void station_wait_log(const struct station *s, const char *words)
{
    struct wait w = wait_for(words);

    while (!station_log_has(s, words) && wait_goes_on(&w))
        ;
}

static void run_program(const char *const *args, int in, int out)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves no daemon behind */
    signal(SIGPIPE, SIG_DFL);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execv(args[0], (char *const *)args);
    _exit(127);
}

void station_launch(struct station *s)
{
    char *log = station_path(s, "log"), *config = station_path(s, "dutyd.conf");
    const char *const args[] = {getenv("DUTYD_TEST_PROGRAM"), "--config", config, NULL};
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);

    cr_assert_eq(s->pid, 0, "it runs already");
    s->pid = fork();
    if (s->pid == 0)
        run_program(args, in, out);
    close(in);
    close(out);
    free(log);
    free(config);
}

static bool has_ended(struct station *s, int *ret_status)
{
    if (waitpid(s->pid, ret_status, WNOHANG) != s->pid)
        return false;
    s->pid = 0;
    return true;
}

void station_start(struct station *s)
{
    struct wait w = wait_for("the daemon to open its listeners");
    struct line l;
    int status;

    station_launch(s);
    while (!line_open(&l, s->port) && wait_goes_on(&w)) {
        if (has_ended(s, &status)) {
            char *log = station_read(s, "log");
            cr_assert_fail("the daemon has ended with %x: %s", (unsigned)status, log);
        }
    }
    line_close(&l);
}

void station_kill(struct station *s)
{
    station_signal(s, SIGKILL);
    waitpid(s->pid, NULL, 0);
    s->pid = 0;
}

void station_signal(const struct station *s, int number)
{
    cr_assert(s->pid > 0);
    kill(s->pid, number);
}

int station_wait_end(struct station *s)
{
    struct wait w = wait_for("the daemon's end");
    int status = 0;

    while (!has_ended(s, &status) && wait_goes_on(&w))
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int station_open_notify(struct station *s)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    char *path = station_path(s, "notify");

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    setenv("NOTIFY_SOCKET", path, 1);
    free(path);
    return fd;
}

int station_run(struct station *s, const char *const *args, const char *input, char **ret_out)
{
    const char *all[8] = {getenv("DUTYD_TEST_PROGRAM")};
    struct station one = *s;
    char *path = station_path(s, "output");
    int in[2], out = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), code;

    for (size_t i = 0; args[i] && i < 6; i++)
        all[i + 1] = args[i];
    cr_assert_eq(pipe2(in, O_CLOEXEC), 0);
    one.pid = fork();
    if (one.pid == 0)
        run_program(all, in[0], out);
    close(in[0]);
    cr_assert(write(in[1], input, strlen(input)) >= 0 || errno == EPIPE);
    close(in[1]);
    close(out);
    code = station_wait_end(&one);
    *ret_out = station_read(s, "output");
    free(path);
    return code;
}

/* ---- what the database says ---- */

char *station_sql_text(struct station *s, const char *sql)
{
    PGresult *r = PQexec(s->pg, sql);
    char *text;

    cr_assert(PQresultStatus(r) == PGRES_TUPLES_OK || PQresultStatus(r) == PGRES_COMMAND_OK,
              "%s: %s", sql, PQerrorMessage(s->pg));
    text = xstrdup(PQntuples(r) > 0 ? PQgetvalue(r, 0, 0) : "");
    PQclear(r);
    return text;
}

long long station_sql(struct station *s, const char *sql)
{
    char *text = station_sql_text(s, sql);
    long long n = text[0] ? atoll(text) : -1;

    free(text);
    return n;
}

void station_wait_sql(struct station *s, const char *sql, long long enough)
{
    struct wait w = wait_for(sql);

    while (station_sql(s, sql) < enough && wait_goes_on(&w))
        ;
}

/* ---- what a start reads ---- */

void station_make_checkpoint(struct station *s, struct line *l)
{
    static const char checkpoints[] = "select count(*) from duty.journal where kind = 'checkpoint'";
    long long before = station_sql(s, checkpoints);
    struct buffer many = BUFFER_INIT;

    for (int i = 0; i < 500; i++)
        buffer_append_string(&many, "LOG time goes by\n");
    for (struct wait w = wait_for("a checkpoint");
         station_sql(s, checkpoints) == before && wait_goes_on(&w);) {
        line_send(l, many.data, many.len);
        for (int i = 0; i < 500; i++)
            cr_assert(line_reply(l));
    }
    buffer_deinit(&many);
}

char *station_rebuild(struct station *s, int *ret_code)
{
    char *config = station_path(s, "dutyd.conf"), *said;
    const char *args[] = {"--rebuild", "--config", config, NULL};

    *ret_code = station_run(s, args, "", &said);
    free(config);
    return said;
}

/* What is in all tables that are made of the log. */
static char *read_tables(struct station *s)
{
    static const char sql[] = "select string_agg(t, E'\\n' order by t) from ("
                              "select 'incident ' || i::text as t from duty.incident i "
                              "union all select 'page ' || p::text from duty.page p "
                              "union all select 'notice ' || n::text from duty.notice n "
                              "union all select 'shift ' || x::text from duty.shift x "
                              "union all select 'handover ' || h::text from duty.handover h "
                              "union all select 'relief ' || r::text from duty.relief r "
                              "union all select 'standing ' || o::text from duty.standing o) a";

    return station_sql_text(s, sql);
}

void station_check_rebuild(struct station *s, const char *sql)
{
    char *before = read_tables(s), *after, *said;
    size_t same = 0;
    int code;

    if (sql)
        station_sql(s, sql);
    said = station_rebuild(s, &code);
    cr_expect(code == 0 && strstr(said, "the tables were made again from "), "%d: %s", code, said);
    after = read_tables(s);
    while (before[same] && before[same] == after[same])
        same++;
    while (same > 0 && before[same - 1] != '\n')
        same--;
    cr_expect_str_eq(before, after, "\"%.200s\" was \"%.200s\"", after + same, before + same);
    free(before);
    free(after);
    free(said);
}

void station_restart(struct station *s, struct line *l, const char *sql)
{
    line_close(l);
    station_kill(s);
    if (sql)
        station_sql(s, sql);
    station_start(s);
    line_login(l, s, "carl");
}

static void expect_none(struct station *s, const char *what, const char *sql)
{
    char *found = station_sql_text(s, sql);

    cr_expect_str_empty(found, "%s: %s", what, found);
    free(found);
}

void station_check_log(struct station *s)
{
    char *manual = journal_manual_query("### With psql alone");
    struct wait w = wait_for("VERIFY");
    const char *verdict;
    struct line l;

    expect_none(s, "entries are numbered without gap",
                "select concat(min(seq), ' to ', max(seq), ', ', count(*)) from duty.journal "
                "having min(seq) <> 1 or max(seq) <> count(*)");
    expect_none(s, "incidents are numbered without gap",
                "select concat(max(subject), ', ', count(*)) from duty.journal "
                "where kind = 'report' having max(right(subject, 6)::int) <> count(*) "
                "or count(distinct subject) <> count(*)");
    expect_none(s, "no key was done twice",
                "select string_agg(key, ' ') from (select key from duty.journal "
                "where key is not null group by key having count(*) > 1) k having count(*) > 0");
    expect_none(s, "an incident for each report",
                "select string_agg(coalesce(j.subject, i.id), ' ') from (select * from "
                "duty.journal where kind = 'report') j full join duty.incident i on i.id = "
                "j.subject where i.id is null or j.subject is null having count(*) > 0");
    expect_none(s, "a page for each entry",
                "select string_agg(coalesce(j.seq, p.id)::text, ' ') from (select * from "
                "duty.journal where kind = 'page') j full join duty.page p on p.id = j.seq "
                "where p.id is null or j.seq is null having count(*) > 0");
    expect_none(s, "the last entry of each incident, but for notices",
                "select string_agg(i.id, ' ') from duty.incident i where last_entry <> (select "
                "max(seq) from duty.journal where subject = i.id and kind not like 'notice%') "
                "having count(*) > 0");
    expect_none(s, "a notice for each entry",
                "select string_agg(coalesce(j.seq, n.id)::text, ' ') from (select * from "
                "duty.journal where kind = 'notice') j full join duty.notice n on n.id = j.seq "
                "where n.id is null or j.seq is null having count(*) > 0");
    expect_none(s, "the manual's query", manual);
    free(manual);
    line_login(&l, s, "admin");
    while ((verdict = line_ask(&l, "VERIFY")) && strncmp(verdict, "450 ", 4) == 0 &&
           wait_goes_on(&w)) /* its reading connection is not back yet */
        ;
    cr_expect(verdict && strncmp(verdict, "250 verified first=1 ", 21) == 0, "%s", verdict);
    line_close(&l);
}

/* ---- pages ---- */

struct page_run *station_page_runs(const struct station *s, size_t *ret_n)
{
    char *text = station_read(s, "pages"), *next = text, *line;
    struct page_run *runs = NULL;
    size_t n = 0, cap = 0;

    while (strchr(next, '\n') && (line = strsep(&next, "\n"))) {
        unsigned long long page;
        long long at;

        runs = xgrow(runs, &cap, n + 1, sizeof(*runs));
        cr_assert_eq(sscanf(line, "%llu %u %15s %15s %lld", &page, &runs[n].attempt, runs[n].person,
                            runs[n].incident, &at),
                     5, "%s", line);
        runs[n].page = page;
        runs[n++].at.us = at;
    }
    free(text);
    *ret_n = n;
    return runs;
}

size_t station_count_pages(const struct station *s, const char *person)
{
    size_t n, count = 0;
    struct page_run *runs = station_page_runs(s, &n);

    for (size_t i = 0; i < n; i++)
        count += !person || strcmp(runs[i].person, person) == 0;
    free(runs);
    return count;
}

void station_wait_pages(const struct station *s, const char *person, size_t enough)
{
    struct wait w = wait_for(person ? person : "pages");

    while (station_count_pages(s, person) < enough && wait_goes_on(&w))
        ;
}
