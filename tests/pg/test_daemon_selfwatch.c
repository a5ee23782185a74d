/* The daemon looks at itself: a timer that is broken, the watchdog. */
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

/* What was sent before. */
static void drain(int fd)
{
    char message[512];

    while (recv(fd, message, sizeof(message), MSG_DONTWAIT) > 0)
        ;
}

/* How often the watchdog is fed within the span. */
static unsigned count_feeds(int fd, struct span within)
{
    struct instant until = instant_add(clock_monotonic(&clock_system), within);
    struct pollfd p = {.fd = fd, .events = POLLIN};
    unsigned n = 0;
    char message[512];

    for (;;) {
        struct span left = instant_since(until, clock_monotonic(&clock_system));
        ssize_t len;

        if (left.us <= 0 || poll(&p, 1, (int)(left.us / 1000) + 1) <= 0)
            return n;
        len = recv(fd, message, sizeof(message) - 1, 0);
        message[len > 0 ? len : 0] = '\0';
        n += strstr(message, "WATCHDOG=1") != NULL;
    }
}

static void configure(struct station *s, const char *more)
{
    char *text =
        station_plain_text("{ id = \"two\"; steps = ( { notify = ( \"person:ann\" ); }, { after "
                           "= \"2s\"; notify = ( \"person:bob\" ); } ); }",
                           "{ chain = \"two\"; }");
    char *whole = xasprintf("%saudit_slack = \"1s\";\n%s\n", text, more);

    station_configure(s, whole);
    free(text);
    free(whole);
}

/* The daemon with a timer that stands still while the file "broken" is there. */
static void start_breakable(struct station *s)
{
    const char *program = getenv("DUTYD_TEST_PROGRAM"), *asan = getenv("ASAN_OPTIONS");
    char *directory = xasprintf("%.*s", (int)(strrchr(program, '/') - program), program);
    char *shim = xasprintf("%s/../tests/libno_timer.so", directory);
    char *broken = station_path(s, "broken");
    char *options = xasprintf("%s%sverify_asan_link_order=0", asan ? asan : "", asan ? ":" : "");
    char *before = asan ? xstrdup(asan) : NULL;

    cr_assert_eq(access(shim, R_OK), 0, "%s", shim);
    setenv("DUTYD_TEST_NO_TIMER", broken, 1);
    setenv("ASAN_OPTIONS", options, 1);
    setenv("LD_PRELOAD", shim, 1);
    station_start(s);
    unsetenv("LD_PRELOAD");
    if (before)
        setenv("ASAN_OPTIONS", before, 1);
    free(directory);
    free(shim);
    free(broken);
    free(options);
    free(before);
}

/*
 * The desk's timer is dead, so the chain does not go on: the auditor sees it by a timer of its own,
 * writes it, tells the catch-all, and the watchdog is left unfed. Started again (as systemd does)
 * all is well, and the chain goes on at once.
 */
Test(daemon_selfwatch, a_dead_timer_starves_the_watchdog, .timeout = 100)
{
    struct station *s = &station;
    struct line l;
    int fd;

    station_init(s, "starve", NULL);
    configure(s, "");
    fd = station_open_notify(s);
    setenv("WATCHDOG_USEC", "200000", 1);
    start_breakable(s);
    line_login(&l, s, "rita");
    cr_expect_gt(count_feeds(fd, SPAN_MS(500)), 0, "not fed though all is well");
    station_write_script(s, "broken", "");
    line_expect(&l, "250 ", "REPORT smoke");
    station_wait_pages(s, "ann", 1);
    station_wait_log(s, "audit: 2026-000001: the chain of command was to go on");
    station_wait_log(s, "the watchdog is not fed");
    station_wait_pages(s, "dora", 1);
    drain(fd);
    cr_expect_eq(count_feeds(fd, SPAN_SECONDS(1)), 0, "fed though the timer is dead");
    cr_expect_eq(station_count_pages(s, "bob"), 0, "the timer is not dead: nothing was tested");
    station_wait_sql(s,
                     "select count(*) from duty.journal where kind = 'audit' and "
                     "subject = '2026-000001' and body->>'thing' = 'chain'",
                     1);
    line_close(&l);
    station_kill(s);
    char *broken = station_path(s, "broken");
    unlink(broken);
    free(broken);
    station_start(s);
    station_wait_pages(s, "bob", 1);
    station_wait_sql(
        s,
        "select count(*) from duty.journal where kind = 'audit' and body->>'outcome' is not null",
        1);
    drain(fd);
    cr_expect_gt(count_feeds(fd, SPAN_SECONDS(1)), 0, "the next one is not fed");
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'audit' and "
                                "body->>'thing' = 'chain'"),
                 1, "told twice");
    station_check_log(s);
    close(fd);
    station_deinit(s);
}

/* ---- the heartbeat ---- */

static size_t count_beats(const struct station *s)
{
    char *text = station_read(s, "beats");
    size_t n = 0;

    for (const char *c = text; *c; c++)
        n += *c == '\n';
    free(text);
    return n;
}

static void wait_beats(const struct station *s, size_t enough)
{
    struct wait w = wait_for("the heartbeat");

    while (count_beats(s) < enough && wait_goes_on(&w))
        ;
}

/* It beats, is silent while the database is away, and beats again; a hook that hangs is killed, and
 * there is never a second one beside it. */
Test(daemon_selfwatch, heartbeat, .timeout = 100)
{
    struct station *s = &station;
    struct line l;
    size_t n;

    station_init(s, "heartbeat", NULL);
    station_write_script(
        s, "beat",
        "#!/bin/sh\nmkdir @DIR@/alone || echo two >>@DIR@/twice\n"
        "[ ! -e @DIR@/hang ] || { rmdir @DIR@/alone; echo x >>@DIR@/hung; exec sleep 60; }\n"
        "rmdir @DIR@/alone\n"
        "echo \"$DUTY_OFFICE $DUTY_STATE $DUTY_OPEN\" >>@DIR@/beats\n");
    configure(s,
              "heartbeat = { command = ( \"@DIR@/beat\" ); every = \"1s\"; timeout = \"2s\"; };");
    station_start(s);
    wait_beats(s, 3);
    char *text = station_read(s, "beats");
    cr_expect(strncmp(text, "brook well 0\n", 13) == 0, "%s", text);
    free(text);
    station_write_script(s, "hang", "");
    station_wait_log(s, "the heartbeat fails: no end after 2s");
    char *hang = station_path(s, "hang");
    unlink(hang);
    free(hang);
    n = count_beats(s);
    station_wait_log(s, "the heartbeat works again");
    wait_beats(s, n + 2);
    station_wait_sql(s, "select count(*) from duty.journal where kind = 'heartbeat'", 2);
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "STATUS");
    text = station_read(s, "twice");
    cr_expect_str_eq(text, "");
    free(text);
    line_close(&l);
    station_signal(s, SIGTERM);
    cr_expect_eq(station_wait_end(s), 0);
    station_deinit(s);
}

/* The database is there, and takes nothing; no entry waits for it, so nobody would notice. */
Test(daemon_selfwatch, heartbeat_proves_that_the_database_takes_commits, .timeout = 100)
{
    struct station *s = &station;
    size_t n;

    station_init(s, "proof", NULL);
    station_write_script(s, "beat", "#!/bin/sh\necho x >>@DIR@/beats\n");
    configure(s, "heartbeat = { command = ( \"@DIR@/beat\" ); every = \"1s\"; };");
    station_start(s);
    wait_beats(s, 2);
    PQclear(PQexec(s->pg, "begin"));
    PQclear(PQexec(s->pg, "lock table duty.heartbeat in access exclusive mode"));
    station_wait_log(s, "the heartbeat is silent: the database does not answer");
    PQclear(PQexec(s->pg, "rollback"));
    station_wait_log(s, "the heartbeat beats");
    n = count_beats(s);
    wait_beats(s, n + 2);
    station_check_log(s);
    station_deinit(s);
}

/* ---- the test of the paging ---- */

/* The local time of a minute ago: it is due at the start. */
static char *minute_ago(void)
{
    struct instant then = instant_add(clock_now(&clock_system), SPAN_MINUTES(-1));
    long long minutes = then.us / 60000000 + 8 * 60; /* Asia/Shanghai */

    return xasprintf("selftest = \"%02lld:%02lld\"; selftest_limit = \"1h\";", minutes / 60 % 24,
                     minutes % 60);
}

static void expect_selftest(struct station *s, const char *state)
{
    struct line l;
    const char *text;

    line_login(&l, s, "rita");
    line_send(&l, "STATUS\n", 7);
    do {
        text = line_read(&l);
        cr_assert(text);
    } while (strncmp(text, "250-selftest", 12) != 0);
    cr_expect(strstr(text, state), "%s", text);
    cr_assert(line_reply(&l));
    line_close(&l);
}

/* Killed between the test and the answer, and after it: nobody is asked again, and what became of
 * it is known. */
Test(daemon_selfwatch, selftest_over_restarts, .timeout = 100)
{
    struct station *s = &station;
    struct line l;
    char *selftest = minute_ago(), *code;

    station_init(s, "selftest", NULL);
    configure(s, selftest);
    station_start(s);
    station_wait_pages(s, "ann", 1);
    expect_selftest(s, "state=asked ");
    station_kill(s);
    station_start(s);
    expect_selftest(s, "state=asked ");
    code = station_sql_text(s, "select body->>'code' from duty.journal where kind = 'report'");
    line_login(&l, s, "ann");
    line_expect(&l, "250 here incident=2026-000001", "HERE %s", code);
    line_close(&l);
    for (int n = 0; n < 2; n++) {
        station_kill(s);
        station_start(s);
        expect_selftest(s, "state=answered ");
    }
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'selftest'"), 1);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'page'"), 1);
    station_check_log(s);
    station_deinit(s);
    free(selftest);
    free(code);
}
