/* The roster over time, with the real log: who was on duty by the roster of then, and gaps that are
 * told once, also over restarts. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon_help.h"
#include "rules/calendar.h"

static struct station station;

/* One post, held by `officer` (three letters) around the clock; `more` goes to the top. */
static void configure(struct station *s, const char *officer, const char *more)
{
    static const char people[] = "people = ( \"ann\" )";
    char *text = station_plain_text(
        "{ id = \"c\"; steps = ( { notify = ( \"person:carl\" ); } ); }", "{ chain = \"c\"; }");
    char *at = strstr(text, people), *whole;

    cr_assert(at);
    memcpy(at + strlen("people = ( \""), officer, strlen("ann"));
    whole = xasprintf("%s%s\n", text, more);
    station_configure(s, whole);
    free(text);
    free(whole);
}

static char *time_now(struct line *l)
{
    return reply_field(line_expect(l, "250 ", "PING"), "at");
}

static void expect_on_duty(struct line *l, const char *at, const char *person, const char *entry)
{
    char *wanted = xasprintf("250-officer person=%s ", person), *config;

    line_send(l, "WHO at=", strlen("WHO at="));
    line_send(l, at, strlen(at));
    line_send(l, "\n", 1);
    cr_expect(strncmp(line_read(l), wanted, strlen(wanted)) == 0, "%s at %s: %s", wanted, at,
              l->text);
    config = reply_field(line_reply(l), "config");
    cr_expect_str_eq(config, entry, "at %s", at);
    free(config);
    free(wanted);
}

Test(daemon_roster, who_was_on_duty_then, .timeout = 100)
{
    struct station *s = &station;
    char *first, *second, *entry;
    struct line l;

    station_init(s, "then", NULL);
    configure(s, "ann", "");
    station_start(s);
    line_login(&l, s, "ann");
    first = time_now(&l);
    configure(s, "bob", "");
    station_signal(s, SIGHUP);
    station_wait_log(s, "read again: ");
    second = time_now(&l);
    station_wait_sql(s, "select count(*) from duty.journal where kind = 'config'", 2);
    entry = station_sql_text(s, "select max(seq)::text from duty.journal where kind = 'config'");
    line_expect(&l, "250 ", "LOG time goes by");
    expect_on_duty(&l, first, "ann", "2");
    expect_on_duty(&l, second, "bob", entry);
    line_close(&l);
    station_kill(s);
    station_start(s); /* nothing of it is in memory any more */
    line_login(&l, s, "ann");
    expect_on_duty(&l, first, "ann", "2");
    expect_on_duty(&l, second, "bob", entry);
    line_expect(&l, "250 1 posts", "WHO at=2026-01-02");
    line_close(&l);
    free(first);
    free(second);
    free(entry);
    station_deinit(s);
}

Test(daemon_roster, a_gap_is_told_once_over_restarts, .timeout = 100)
{
    static const char reports[] = "select count(*) from duty.journal where kind = 'report'";
    struct station *s = &station;
    struct instant now = clock_now(&clock_system);
    struct buffer from = BUFFER_INIT, to = BUFFER_INIT;
    struct line l;
    char *leave;

    /* by days, so that no zone matters: two days off, the first of them under way or soon */
    calendar_format(now, &from);
    calendar_format(instant_add(now, SPAN_DAYS(2)), &to);
    leave = xasprintf("strict = false;\nleave = ( { person = \"ann\"; from = \"%.10s\"; to = "
                      "\"%.10s\"; } );",
                      from.data, to.data);
    station_init(s, "gap", NULL);
    configure(s, "ann", leave);
    station_start(s);
    station_wait_pages(s, "carl", 1);
    station_wait_pages(s, "dora", 1);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "ACK 1");
    line_expect(&l, "250 ", "CLOSE 1 seen");
    line_close(&l);
    for (int i = 0; i < 2; i++) {
        station_kill(s);
        station_start(s);
    }
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "SHOW 1");
    line_expect(&l, "250 0 incidents", "LIST");
    cr_expect_eq(station_sql(s, reports), 1);
    station_signal(s, SIGHUP);
    station_wait_log(s, "read again: ");
    line_expect(&l, "250 logged incident=2", "REPORT smoke");
    cr_expect_eq(station_sql(s, reports), 2);
    line_close(&l);
    free(leave);
    buffer_deinit(&from);
    buffer_deinit(&to);
    station_deinit(s);
}

/* Who is where is in the log: read back at the start, each from the one entry that says it. */
Test(daemon_roster, who_is_there_over_restarts, .timeout = 100)
{
    struct station *s = &station;
    struct line l, b, c;

    station_init(s, "there", NULL);
    configure(s, "ann", "");
    station_start(s);
    line_login(&l, s, "ann");
    line_login(&b, s, "bob");
    line_login(&c, s, "carl");
    line_expect(&l, "250 on ", "ON officer");
    line_expect(&b, "250 on ", "ON officer");
    line_expect(&b, "250 off ", "OFF officer");
    line_expect(&l, "250 ", "LOG the lift is out");
    line_expect(&l, "250 offered ", "HANDOVER officer to=bob now");
    line_expect(&c, "250 relieved ",
                "RELIEVE officer out=ann in=dora from=\"2099-01-01 00:00\" "
                "until=\"2099-01-02 00:00\" sure=yes leave");
    for (int i = 0; i < 2; i++) {
        line_close(&l);
        line_close(&b);
        line_close(&c);
        station_kill(s);
        station_start(s);
        line_login(&l, s, "ann");
        line_login(&b, s, "bob");
        line_login(&c, s, "carl");
        line_send(&l, "WHO post=officer\n", strlen("WHO post=officer\n"));
        cr_expect(strstr(line_read(&l), " on=2"), "%s", l.text);
        if (i == 1)
            cr_expect(strstr(line_read(&l), "250-officer person=bob ") && strstr(l.text, " on=2"),
                      "%s", l.text);
        cr_expect(strncmp(line_reply(&l), "250 1 posts", 11) == 0, "%s", l.text);
        if (i == 0) {
            line_expect(&l, "503 ", "OFF officer");
            line_expect(&b, "250 taken ", "TAKE officer");
            line_expect(&l, "250 on ", "ON officer");
        }
    }
    line_send(&c, "WHO at=\"2099-01-01 12:00\" sure=yes\n",
              strlen("WHO at=\"2099-01-01 12:00\" sure=yes\n"));
    cr_expect(strstr(line_read(&c), "person=dora"), "%s", c.text);
    cr_expect_eq(station_sql(s, "select count(*) from duty.shift where off_entry is null"), 2);
    cr_expect_eq(station_sql(s, "select count(*) from duty.shift"), 4);
    cr_expect_eq(station_sql(s, "select count(*) from duty.handover where answer = 'take'"), 1);
    cr_expect_eq(station_sql(s, "select count(*) from duty.relief where void_entry is null"), 1);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'database-lost'"),
                 0, "no commit was taken for a failure");
    line_close(&l);
    line_close(&b);
    line_close(&c);
    station_deinit(s);
}
