/* What the office says by itself is said once: also when its incident was SET to another class and
 * closed, and the daemon killed, whether its start reads the log or what is live. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon_help.h"
#include "rules/calendar.h"

static struct station station;

/* carl is told what the office finds; ann and bob take turns, day by day. `post` goes into the
 * post, `more` to the top. */
static void configure(struct station *s, const char *post, const char *more)
{
    static const char head[] = "{ id = \"officer\"; ", people[] = "people = ( \"ann\"";
    char *text = station_plain_text(
        "{ id = \"c\"; steps = ( { notify = ( \"person:carl\" ); } ); }", "{ chain = \"c\"; }");
    char *at = strstr(text, head), *turns = at ? strstr(at, people) : NULL, *whole;

    cr_assert(turns);
    at += strlen(head);
    turns += strlen(people);
    whole = xasprintf("%.*s%s%.*s, \"bob\"%s%s\n", (int)(at - text), text, post, (int)(turns - at),
                      at, turns, more);
    station_configure(s, whole);
    free(whole);
    free(text);
}

static long long count(struct station *s, const char *kind)
{
    char *sql = xasprintf("select count(*) from duty.journal where kind = '%s'", kind);
    long long n = station_sql(s, sql);

    free(sql);
    return n;
}

/* The first incident is what the office has said; it is over then, and looks like another. */
static void end_as_another(struct station *s, struct line *l, bool with_checkpoint)
{
    station_wait_sql(s, "select count(*) from duty.journal where kind = 'report'", 1);
    line_expect(l, "250 ", "SET 1 class=roster");
    line_expect(l, "250 ", "CLOSE 1 seen");
    if (with_checkpoint)
        station_make_checkpoint(s, l);
}

/* After each start whatever is due is done before a command is taken. */
static void expect_not_said_again(struct station *s, struct line *l, const char *kind,
                                  long long reports)
{
    long long before = count(s, kind);

    for (int i = 0; i < 3; i++)
        station_restart(s, l, NULL);
    line_expect(l, "250 ", "LOG what was due is done");
    cr_expect_eq(count(s, kind), before, "%s was said again", kind);
    cr_expect_eq(count(s, "report"), reports, "%s was reported again", kind);
    line_close(l);
    station_check_log(s);
    station_deinit(s);
}

/* ---- a handover that nobody takes ---- */

static void absence(const char *name, bool with_checkpoint)
{
    struct station *s = &station;
    struct line l, a;

    station_init(s, name, NULL);
    configure(s, "grace = \"1s\"; ", "");
    station_start(s);
    line_login(&l, s, "carl");
    line_login(&a, s, "rita");
    line_expect(&a, "250 on ", "ON officer");
    line_expect(&a, "250 offered ", "HANDOVER officer to=bob");
    line_close(&a);
    end_as_another(s, &l, with_checkpoint);
    cr_expect_eq(count(s, "absence"), 1);
    expect_not_said_again(s, &l, "absence", 1);
}

Test(daemon_once, an_absence_of_another_class, .timeout = 100)
{
    absence("absent", false);
}

Test(daemon_once, an_absence_of_another_class_from_a_checkpoint, .timeout = 100)
{
    absence("absentc", true);
}

/* ---- the test of the day ---- */

/* A minute ago, in the office's zone. */
static char *selftest_now(void)
{
    struct instant at = instant_add(clock_now(&clock_system), SPAN_MINUTES(-1));
    struct buffer text = BUFFER_INIT;
    char *line;

    cr_assert(calendar_set_zone("Asia/Shanghai"));
    calendar_format(at, &text);
    line = xasprintf("selftest = \"%.5s\";\nselftest_limit = \"10s\";", strchr(text.data, 'T') + 1);
    buffer_deinit(&text);
    return line;
}

static void selftest(const char *name, bool with_checkpoint)
{
    struct station *s = &station;
    char *more = selftest_now();
    struct line l;

    station_init(s, name, NULL);
    configure(s, "", more);
    station_start(s);
    line_login(&l, s, "carl");
    station_wait_sql(s, "select count(*) from duty.journal where kind = 'absence'", 1);
    end_as_another(s, &l, with_checkpoint);
    cr_expect_eq(count(s, "selftest"), 1);
    free(more);
    expect_not_said_again(s, &l, "selftest", 1);
}

Test(daemon_once, a_selftest_of_another_class, .timeout = 100)
{
    selftest("selfset", false);
}

Test(daemon_once, a_selftest_of_another_class_from_a_checkpoint, .timeout = 100)
{
    selftest("selfsetc", true);
}

/* ---- a shift to come ---- */

static void reminder(const char *name, bool with_checkpoint)
{
    struct station *s = &station;
    struct line l;

    station_init(s, name, NULL);
    configure(s, "remind = \"36h\"; ", "");
    station_start(s);
    line_login(&l, s, "carl");
    station_wait_sql(s, "select count(*) from duty.journal where kind = 'reminded'", 1);
    if (with_checkpoint)
        station_make_checkpoint(s, &l);
    expect_not_said_again(s, &l, "reminded", 0);
}

Test(daemon_once, a_reminder, .timeout = 100)
{
    reminder("remind", false);
}

Test(daemon_once, a_reminder_from_a_checkpoint, .timeout = 100)
{
    reminder("remindc", true);
}
