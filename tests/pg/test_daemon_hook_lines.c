/* A hook in lines mode, run by the real daemon: it dies over and over, is exchanged, fails ten
 * thousand times, and the daemon is killed with pages under way. immunity.md: 14, 17, 18. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "daemon_help.h"

static struct station station;

/* Reads pages; `page` is the id of the one it was handed. */
#define LOOP                                                                                       \
    "#!/bin/sh\n"                                                                                  \
    "echo $$ >>@DIR@/lives\n"                                                                      \
    "while read -r line; do page=${line#*\\\"page\\\":\\\"}; page=${page%%\\\"*}\n"                \
    "echo $page >>@DIR@/handed\n"
#define ANSWER                                                                                     \
    "echo \"{\\\"page\\\":$page,\\\"state\\\":\\\"sent\\\",\\\"gateway\\\":\\\"g$page\\\"}\"; "    \
    "done\n"

static const char mortal[] = LOOP "n=$((n + 1)); [ $n -lt 7 ] || exit 1\n" ANSWER;
static const char patient[] = LOOP "while [ ! -e @DIR@/go ]; do sleep 0.05; done\n" ANSWER;
/* Every other page is to be tried again, once; none is ever sent before `works` is there. */
static const char failing[] =
    LOOP "state=failed; [ $((page % 2)) = 0 ] || state=retry; [ ! -e @DIR@/works ] || state=sent\n"
         "echo \"{\\\"page\\\":$page,\\\"state\\\":\\\"$state\\\"}\"; done\n";
static const char other[] = LOOP "echo $page >>@DIR@/other\n" ANSWER;

static void configure(struct station *s, const char *hook, unsigned retries)
{
    char *plain = station_plain_text("{ id = \"plain\"; steps = ( { notify = ( \"person:ann\" ); "
                                     "} ); }",
                                     "{ chain = \"plain\"; }");
    char *text = xasprintf("hooks = ( { via = \"sms\"; command = ( \"@DIR@/%s\" ); mode = "
                           "\"lines\"; retries = %u; backoff = \"100ms\"; parallel = 4; "
                           "breaker = 0; } );\n%s",
                           hook, retries, strstr(plain, "people = ("));

    station_configure(s, text);
    free(text);
    free(plain);
}

static size_t count_lines(struct station *s, const char *file)
{
    char *text = station_read(s, file);
    size_t n = 0;

    for (const char *at = text; (at = strchr(at, '\n')); at++)
        n++;
    free(text);
    return n;
}

static void start(struct station *s, const char *test, const char *hook, unsigned retries)
{
    station_init(s, test, NULL);
    station_write_script(s, "hook", hook);
    station_write_script(s, "hook2", other);
    configure(s, "hook", retries);
    station_start(s);
}

static void wait_sent(struct station *s, long long n)
{
    station_wait_sql(s, "select count(*) from duty.page where state = 'sent'", n);
}

Test(daemon_hook_lines, dies_over_and_over, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    start(s, "mortal", mortal, 20);
    line_login(&l, s, "rita");
    for (int i = 0; i < 40; i++)
        line_expect(&l, "250 ", "REPORT smoke %d", i);
    wait_sent(s, 40);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page"), 40);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'page-sent' and "
                                "body->>'gateway' = 'g' || (body->>'page')"),
                 40);
    cr_expect_gt(station_sql(s, "select count(*) from duty.journal where kind = 'page-deferred' "
                                "and body->>'reason' = 'ended before it answered: exit 1'"),
                 0);
    cr_expect_geq(count_lines(s, "lives"), 40 / 7 + 1);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

Test(daemon_hook_lines, is_exchanged_by_a_reload, .timeout = 100)
{
    struct station *s = &station;
    struct wait w = wait_for("the old hook's end");
    struct line l, by;
    char *pid;

    start(s, "exchange", LOOP ANSWER, 20);
    line_login(&l, s, "rita");
    line_login(&by, s, "admin");
    line_expect(&l, "250 ", "REPORT smoke");
    wait_sent(s, 1);
    pid = station_read(s, "lives");
    configure(s, "hook2", 20);
    line_expect(&by, "250 ", "RELOAD");
    line_expect(&l, "250 ", "REPORT more smoke");
    wait_sent(s, 2);
    cr_expect_eq(count_lines(s, "other"), 1);
    while (kill((pid_t)atol(pid), 0) == 0 && wait_goes_on(&w))
        ;
    free(pid);
    line_close(&by);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

Test(daemon_hook_lines, the_daemon_is_killed_with_pages_under_way, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    start(s, "killed", patient, 20);
    line_login(&l, s, "rita");
    for (int i = 0; i < 3; i++)
        line_expect(&l, "250 ", "REPORT smoke %d", i);
    for (size_t lives = 1; lives <= 3; lives++) {
        struct wait w = wait_for("a page to be handed over");

        while (count_lines(s, "handed") < lives && wait_goes_on(&w))
            ;
        station_kill(s);
        station_start(s);
    }
    station_write_script(s, "go", "");
    wait_sent(s, 3);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page"), 3);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'page-sent'"), 3);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

#define BURST 500

static void report_many(struct line *l, size_t n)
{
    struct buffer lines = BUFFER_INIT;

    for (size_t k = 0; k < BURST; k++)
        buffer_append_string(&lines, "REPORT smoke\n");
    for (size_t k = 0; k < n; k += BURST) {
        line_send(l, lines.data, lines.len);
        for (size_t i = 0; i < BURST; i++) {
            const char *reply = line_reply(l);
            cr_assert(reply && strncmp(reply, "250 ", 4) == 0, "%s", reply);
        }
    }
    buffer_deinit(&lines);
}

/* Each page is handed over as often as was asked for and no more, every report is taken meanwhile,
 * and as soon as the hook works again pages are sent again. */
Test(daemon_hook_lines, immunity_17_ten_thousand_reports_while_the_hook_fails, .timeout = 200)
{
    struct station *s = &station;
    struct line l;

    start(s, "failing", failing, 2);
    line_login(&l, s, "rita");
    report_many(&l, 10000);
    station_wait_sql(s, "select (count(*) = 0)::int from duty.page where state <> 'failed'", 1);
    cr_expect_eq((long long)count_lines(s, "handed"),
                 station_sql(s, "select sum(1 + id % 2) from duty.page"));
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'page-deferred'"),
                 station_sql(s, "select count(*) from duty.page where id % 2 = 1"));
    cr_expect_leq(station_sql(s, "select count(*) from duty.page"), 20000,
                  "nobody is paged twice for one incident");
    cr_expect_eq(count_lines(s, "lives"), 1);
    station_write_script(s, "works", "");
    line_expect(&l, "250 ", "REPORT smoke");
    wait_sent(s, 1);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}
