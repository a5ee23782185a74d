/* The daemon as a service: its end in order, reading the configuration again, a second daemon, what
 * it tells systemd, its command line. immunity.md: 25. */
#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon_help.h"

static struct station station;

/* ---- the end ---- */

#define PIPELINES 4
#define REPORTS 300

static void send_reports(struct line *l)
{
    struct buffer b = BUFFER_INIT;

    for (int i = 0; i < REPORTS; i++)
        buffer_printf(&b, "REPORT smoke %d\n", i);
    line_send(l, b.data, b.len);
    buffer_deinit(&b);
}

/* Everything that was taken is durable and answered, what was not taken is not there, and everybody
 * is told. */
Test(daemon_service, ends_in_order_under_load, .timeout = 100)
{
    struct station *s = &station;
    struct line lines[PIPELINES];
    struct instant asked;
    long long answered = 0;

    station_init(s, "end", NULL);
    station_start(s);
    for (int i = 0; i < PIPELINES; i++)
        line_login(&lines[i], s, "rita");
    for (int i = 0; i < PIPELINES; i++)
        send_reports(&lines[i]);
    cr_expect(line_reply(&lines[0]) != NULL);
    answered++;
    asked = clock_monotonic(&clock_system);
    station_signal(s, SIGTERM);
    for (int i = 0; i < PIPELINES; i++) {
        const char *reply;
        bool told = false;

        while ((reply = line_reply(&lines[i]))) {
            cr_expect(!told, "said after 421: %s", reply);
            told = strncmp(reply, "421 ", 4) == 0;
            cr_expect(told || strncmp(reply, "250 ", 4) == 0, "%s", reply);
            answered += !told;
        }
        cr_expect(told, "connection %d was not told why", i);
        line_close(&lines[i]);
    }
    cr_expect_eq(station_wait_end(s), 0);
    cr_expect_lt(instant_since(clock_monotonic(&clock_system), asked).us, 15000000);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'report'"),
                 answered);
    cr_expect_eq(station_sql(s, "select (kind = 'stop')::int from duty.journal "
                                "order by seq desc limit 1"),
                 1, "the last entry is not its end");
    cr_expect(!line_open(&lines[0], s->port));
    station_start(s);
    station_check_log(s);
    station_deinit(s);
}

/* A hook that is under way is waited for; asked again, it ends at once. */
Test(daemon_service, end_waits_for_a_hook, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    station_init(s, "hook", NULL);
    station_write_script(s, "hook",
                         "#!/bin/sh\necho x >>@DIR@/began\n"
                         "while [ ! -e @DIR@/go ]; do sleep 0.02; done\n");
    station_start(s);
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "REPORT smoke");
    for (struct wait w = wait_for("the hook"); wait_goes_on(&w);) {
        char *began = station_read(s, "began");
        bool is_there = began[0];

        free(began);
        if (is_there)
            break;
    }
    station_signal(s, SIGTERM);
    cr_expect(strncmp(line_reply(&l), "421 ", 4) == 0);
    station_write_script(s, "go", "");
    cr_expect_eq(station_wait_end(s), 0);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page where state = 'sent'"), 1);
    line_close(&l);
    station_deinit(s);
}

/* Asked to end, or to read its file again, while it waits for its turn. */
Test(daemon_service, ends_while_it_waits, .timeout = 100)
{
    struct station *s = &station;

    station_init(s, "waits", NULL);
    station_sql(s, "select pg_advisory_lock(1685419129, 1)");
    station_launch(s);
    station_wait_log(s, "another dutyd holds the lock");
    station_signal(s, SIGHUP);
    station_wait_log(s, "was not taken: what was in force stays");
    station_signal(s, SIGTERM);
    cr_expect_eq(station_wait_end(s), 0);
    cr_expect(!station_log_has(s, "not all could be finished"));
    station_deinit(s);
}

/* ---- the configuration ---- */

static void configure(struct station *s, const char *officer, const char *more)
{
    char *chains = xasprintf("{ id = \"slow\"; steps = ( { notify = ( \"person:%s\" ); }, { after "
                             "= \"10m\"; notify = ( \"person:bob\" ); } ); }",
                             officer);
    char *text = station_plain_text(chains, "{ chain = \"slow\"; idle = \"1h\"; }");
    char *whole = xasprintf("%s%s\n", text, more);

    station_configure(s, whole);
    free(chains);
    free(text);
    free(whole);
}

Test(daemon_service, hangup_reads_all_or_nothing, .timeout = 100)
{
    struct station *s = &station;
    char *config, *mark;
    struct line l;

    station_init(s, "hangup", NULL);
    configure(s, "ann", "");
    station_start(s);
    line_login(&l, s, "rita");
    configure(s, "carl", "nonsense = 3;");
    config = station_path(s, "dutyd.conf");
    station_signal(s, SIGHUP);
    station_wait_log(s, "was not taken: what was in force stays");
    mark = xasprintf("%s:", config);
    cr_expect(station_log_has(s, mark) && station_log_has(s, "nonsense"));
    line_expect(&l, "250 ", "REPORT smoke");
    station_wait_pages(s, "ann", 1);
    configure(s, "carl", "");
    station_signal(s, SIGHUP);
    station_wait_log(s, "read again: ");
    line_expect(&l, "250 ", "REPORT smoke");
    station_wait_pages(s, "carl", 1);
    cr_expect_eq(station_count_pages(s, NULL), 2);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'config'"), 2);
    line_close(&l);
    free(config);
    free(mark);
    station_deinit(s);
}

/* Open, acknowledged and closed incidents; a hundred times, every second time with another file. */
Test(daemon_service, hundred_reloads_page_nobody, .timeout = 100)
{
    struct station *s = &station;
    struct line l, admin;

    station_init(s, "reloads", NULL);
    configure(s, "ann", "");
    station_start(s);
    line_login(&l, s, "rita");
    line_login(&admin, s, "admin");
    for (int i = 0; i < 5; i++)
        line_expect(&l, "250 ", "REPORT smoke");
    station_wait_sql(s, "select count(*) from duty.page where state = 'sent'", 5);
    line_close(&l);
    line_login(&l, s, "ann");
    line_expect(&l, "250 ", "ACK 1");
    line_expect(&l, "250 ", "CLOSE 2 over");
    for (int i = 0; i < 100; i++) {
        configure(s, i % 4 < 2 ? "ann" : "carl", "");
        line_expect(&admin, "250 reloaded ", "RELOAD");
    }
    line_expect(&l, "250 ", "NOTE 3 all the same"); /* after it everything is written */
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'page'"), 5);
    cr_expect_eq(station_count_pages(s, NULL), 5);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'config'"), 50);
    station_check_log(s);
    line_close(&l);
    line_close(&admin);
    station_deinit(s);
}

/* ---- a second daemon ---- */

Test(daemon_service, second_daemon_takes_over, .timeout = 100)
{
    struct station *s = &station;
    struct station other;
    struct line l;

    station_init(s, "first", NULL);
    configure(s, "ann", "");
    station_start(s);
    station_init(&other, "second", NULL); /* its own database is not used */
    free(other.conninfo);
    other.conninfo = xstrdup(s->conninfo);
    configure(&other, "ann", "");
    station_launch(&other);
    line_login(&l, s, "rita");
    line_expect(&l, "250 logged incident=2026-000001", "REPORT smoke");
    station_wait_sql(s,
                     "select count(*) from pg_stat_activity where query like "
                     "'%pg_try_advisory_lock%' and pid <> pg_backend_pid() and application_name "
                     "like 'dutyd%' and state = 'idle'",
                     1);
    cr_expect(!line_open(&(struct line){0}, other.port), "both listen");
    line_expect(&l, "250 logged incident=2026-000002", "REPORT smoke");
    station_kill(s);
    line_close(&l);
    station_wait_log(&other, "on duty");
    line_login(&l, &other, "rita");
    line_expect(&l, "250 2 incidents", "LIST");
    line_expect(&l, "250 logged incident=2026-000003", "REPORT smoke");
    s->port = other.port; /* its database, the other daemon */
    station_check_log(s);
    line_close(&l);
    station_deinit(&other);
    station_deinit(s);
}

/* ---- systemd ---- */

/* Until a message has the words; false when there is none for now and `waits` is not set. */
static bool was_told(int fd, const char *words, bool waits)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char message[512];
    ssize_t n;

    while (poll(&p, 1, waits ? (int)(PATIENCE.us / 1000) : 0) > 0) {
        n = recv(fd, message, sizeof(message) - 1, 0);
        message[n > 0 ? n : 0] = '\0';
        if (strstr(message, words))
            return true;
    }
    return false;
}

Test(daemon_service, tells_systemd, .timeout = 100)
{
    struct station *s = &station;
    struct line l;
    int fd;

    station_init(s, "notify", NULL);
    fd = station_open_notify(s);
    setenv("WATCHDOG_USEC", "200000", 1);
    station_sql(s, "select pg_advisory_lock(1685419129, 1)");
    station_launch(s);
    cr_expect(was_told(fd, "WATCHDOG=1", true), "no watchdog while it waits for its turn");
    station_wait_sql(
        s, "select count(*) from pg_stat_activity where application_name like 'dutyd%'", 1);
    cr_expect(!was_told(fd, "READY=1", false), "READY without the log");
    cr_expect(!line_open(&l, s->port));
    station_sql(s, "select pg_advisory_unlock(1685419129, 1)");
    cr_assert(was_told(fd, "READY=1", true));
    cr_expect(line_open(&l, s->port), "READY before it listens");
    for (int i = 0; i < 3; i++)
        cr_expect(was_told(fd, "WATCHDOG=1", true));
    station_signal(s, SIGHUP);
    cr_expect(was_told(fd, "RELOADING=1", true));
    cr_expect(was_told(fd, "READY=1", true));
    station_signal(s, SIGTERM);
    cr_expect(was_told(fd, "STOPPING=1", true));
    cr_expect_eq(station_wait_end(s), 0);
    line_close(&l);
    close(fd);
    station_deinit(s);
}

/* ---- the command line ---- */

Test(daemon_service, command_line, .timeout = 100)
{
    static const struct {
        const char *name;
        const char *args[4];
        const char *input;
        int code;
        const char *says;
    } rows[] = {
        {"version", {"--version"}, "", 0, "dutyd "},
        {"help", {"--help"}, "", 0, "--hash-password"},
        {"check", {"--check", "good"}, "", 0, "good, 0 warnings"},
        {"check of a wrong file", {"--check", "bad"}, "", 1, "/bad:"},
        {"check of no file", {"--check", "missing"}, "", 1, "missing"},
        {"run with a wrong file", {"--config", "bad"}, "", 78, "/bad:"},
        {"unknown option", {"--nonsense"}, "", 64, "--help"},
        {"option without its value", {"--config"}, "", 64, "--help"},
        {"a word", {"nonsense"}, "", 64, "--help"},
        {"hash", {"--hash-password"}, "secret\n", 0, "$y$"},
        {"no password", {"--hash-password"}, "", 1, "no password"},
    };
    struct station *s = &station;
    char *good, *bad;

    station_init(s, "options", NULL);
    good = station_read(s, "dutyd.conf");
    station_write_script(s, "good", good);
    bad = xasprintf("%s\nnonsense = 1;\n", good);
    station_write_script(s, "bad", bad);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = rows[i].args[1] ? station_path(s, rows[i].args[1]) : NULL, *out;
        const char *args[] = {rows[i].args[0], path, NULL};
        int code = station_run(s, args, rows[i].input, &out);

        cr_expect_eq(code, rows[i].code, "%s: %d, %s", rows[i].name, code, out);
        cr_expect(strstr(out, rows[i].says), "%s: %s", rows[i].name, out);
        free(path);
        free(out);
    }
    free(good);
    free(bad);
    station_deinit(s);
}

/* An address that somebody else has. */
Test(daemon_service, address_in_use, .timeout = 100)
{
    struct station *s = &station;
    struct station other;

    station_init(s, "address", NULL);
    station_start(s);
    station_init(&other, "address2", NULL);
    other.port = s->port;
    configure(&other, "ann", "");
    station_launch(&other);
    cr_expect_eq(station_wait_end(&other), 71);
    station_deinit(&other);
    station_deinit(s);
}
