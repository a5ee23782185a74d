/* What a start reads is what must be remembered, whatever was done to the tables meanwhile: the log
 * is the only truth. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon_help.h"
#include "rules/calendar.h"

static struct station station;

static long long count(struct station *s, const char *where)
{
    char *sql = xasprintf("select count(*) from duty.journal where %s", where);
    long long n = station_sql(s, sql);

    free(sql);
    return n;
}

/* ---- told once ---- */

/* ann holds the post, and is on leave today and tomorrow. */
static void configure_gap(struct station *s)
{
    struct instant now = clock_now(&clock_system);
    struct buffer from = BUFFER_INIT, to = BUFFER_INIT;
    char *text = station_plain_text(
        "{ id = \"c\"; steps = ( { notify = ( \"person:carl\" ); } ); }", "{ chain = \"c\"; }");
    char *whole;

    calendar_format(now, &from);
    calendar_format(instant_add(now, SPAN_DAYS(2)), &to);
    whole = xasprintf("%sstrict = false;\nleave = ( { person = \"ann\"; from = \"%.10s\"; "
                      "to = \"%.10s\"; } );\n",
                      text, from.data, to.data);
    station_configure(s, whole);
    buffer_deinit(&from);
    buffer_deinit(&to);
    free(whole);
    free(text);
}

static void gap_set_to_another_class(const char *name, bool with_checkpoint)
{
    struct station *s = &station;
    struct line l;

    station_init(s, name, NULL);
    configure_gap(s);
    station_start(s);
    station_wait_pages(s, "carl", 1);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "ACK 1");
    line_expect(&l, "250 ", "SET 1 class=roster");
    line_expect(&l, "250 ", "CLOSE 1 seen");
    if (with_checkpoint)
        station_make_checkpoint(s, &l);
    for (int i = 0; i < 3; i++)
        station_restart(s, &l, NULL);
    line_expect(&l, "250 ", "LOG what was due is done");
    cr_expect_eq(count(s, "kind = 'report'"), 1, "the gap was reported again");
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* The start of before looked for the class. */
Test(daemon_live, immunity_9_a_gap_of_another_class_is_told_once, .timeout = 100)
{
    gap_set_to_another_class("gapset", false);
}

Test(daemon_live, immunity_9_a_gap_of_another_class_from_a_checkpoint, .timeout = 100)
{
    gap_set_to_another_class("gapcheck", true);
}

/* Each is in the log since before the checkpoint only. */
Test(daemon_live, what_else_is_needed_after_a_checkpoint, .timeout = 100)
{
    struct station *s = &station;
    char *first, *again;
    struct line l, b;

    station_init(s, "needed", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_login(&b, s, "rita");
    first = reply_field(line_expect(&l, "250 logged ", "REPORT key=k-1 a key is known for a week"),
                        "entry");
    line_expect(&b, "250 on ", "ON officer");
    line_expect(&b, "250 offered ", "HANDOVER officer to=bob");
    line_expect(&l, "250 standing ", "STANDING the north gate stays shut");
    line_expect(&l, "250 relieved ",
                "RELIEVE officer out=ann in=dora from=\"2099-01-01 00:00\" "
                "until=\"2099-01-02 00:00\" sure=yes leave");
    line_close(&b);
    station_make_checkpoint(s, &l);
    station_restart(s, &l, NULL);
    again = reply_field(line_expect(&l, "250 logged ", "REPORT key=k-1 a key is known for a week"),
                        "entry");
    cr_expect_str_eq(again, first);
    line_login(&b, s, "bob");
    line_expect(&b, "250 taken ", "TAKE officer");
    line_expect(&l, "250 1 ", "STANDING");
    line_send(&l, "WHO at=\"2099-01-01 12:00\" sure=yes\n",
              strlen("WHO at=\"2099-01-01 12:00\" sure=yes\n"));
    cr_expect(strstr(line_read(&l), "person=dora"), "%s", l.text);
    line_close(&l);
    line_close(&b);
    station_check_log(s);
    station_deinit(s);
    free(first);
    free(again);
}

/* Another wording, and what nobody knows after all: in memory, in the projection, after a start
 * from the checkpoint and after one from the whole log. */
static void expect_corrected(struct station *s, struct line *l)
{
    line_send(l, "SHOW 1\n", strlen("SHOW 1\n"));
    line_read(l);
    cr_expect_str_eq(line_read(l), "250-facts caller=Wang");
    cr_expect_str_eq(line_read(l), "250-text smoke at pier 9");
    line_reply(l);
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident where text = 'smoke at pier 9' "
                                "and place is null and class is null"),
                 1);
}

Test(daemon_live, a_corrected_text_and_values_taken_back, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    station_init(s, "corrected", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ",
                "REPORT class=fire place=\"pier 7\" caller=Wang trapped=3人 smoke at pier 7");
    line_expect(&l, "250 set ", "CORRECT 1 smoke at pier 9");
    line_expect(&l, "250 set ", "SET 1 place= class=unknown trapped=?");
    line_expect(&l, "250 noted ", "NOTE 1 the engines are there");
    expect_corrected(s, &l);
    station_restart(s, &l, NULL);
    expect_corrected(s, &l);
    station_make_checkpoint(s, &l);
    station_restart(s, &l, NULL);
    expect_corrected(s, &l);
    cr_expect_eq(count(s, "kind = 'report' and body->>'text' = 'smoke at pier 7'"), 1);
    cr_expect_eq(
        count(s, "kind = 'set' and body->'trapped' is not null and body->>'trapped' is null"), 1);
    line_close(&l);
    station_signal(s, 15);
    cr_expect_eq(station_wait_end(s), 0);
    station_check_rebuild(s, "update duty.incident set text = 'x', place = 'x'");
    station_start(s);
    station_check_log(s);
    station_deinit(s);
}

/* It had ended before the checkpoint, so that its first entries were not needed then. */
Test(daemon_live, an_incident_opened_again_since_the_checkpoint, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    station_init(s, "again", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "REPORT class=fire grade=2 place=\"pier 7\" smoke");
    line_expect(&l, "250 ", "REPORT stays closed");
    station_wait_sql(s, "select count(*) from duty.page where finished_at is not null", 2);
    line_expect(&l, "250 ", "ACK 1");
    line_expect(&l, "250 ", "CLOSE 1 out");
    line_expect(&l, "250 ", "CLOSE 2 nothing");
    station_make_checkpoint(s, &l);
    station_restart(s, &l, NULL); /* and memory has let it go */
    line_expect(&l, "250 reopened ", "REOPEN 1 smoke again");
    for (int i = 0; i < 2; i++) {
        station_restart(s, &l, NULL);
        line_send(&l, "LIST\n", 5);
        cr_expect(strstr(line_read(&l), "place=\"pier 7\""), "%s", l.text);
        cr_expect(strncmp(line_reply(&l), "250 1 incidents", 15) == 0, "%s", l.text);
        if (i == 0)
            station_make_checkpoint(s, &l);
    }
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* ---- tables that were edited or lost ---- */

static const struct tampering {
    const char *name, *sql;
    bool is_seen; /* it is about what a start reads */
} tamperings[] = {
    {"incidents emptied", "delete from duty.incident", false},
    {"incidents closed by hand", "update duty.incident set state = 'closed'", false},
    {"an incident's number raised",
     "update duty.incident set id = '2099-000007' where id like "
     "'%-000002'",
     false},
    {"live emptied", "delete from duty.live", true},
    {"a row of live deleted", "delete from duty.live where seq = (select min(seq) from duty.live)",
     true},
    {"a row of live added",
     "insert into duty.live (seq, parts) select max(seq), 32 from "
     "duty.journal where kind = 'login'",
     true},
    {"a row of live changed",
     "update duty.live set parts = parts # 32 where seq = (select max(seq) "
     "from duty.live)",
     true},
    {"a row of live moved",
     "update duty.live set seq = seq + 1 where seq = (select max(seq) from "
     "duty.live)",
     true},
    {"live dropped", "drop table duty.live", true},
};

/* Three are open, one is closed; the next is number `next`. */
static void expect_all_there(struct station *s, struct line *l, const struct tampering *t,
                             unsigned next)
{
    char *reply = xasprintf("250 logged incident=%d-%06u ",
                            calendar_date(clock_now(&clock_system)).year, next);
    long long open = next - 2;
    char *listed = xasprintf("250 %lld incidents", open);

    cr_expect(strncmp(line_ask(l, "LIST"), listed, strlen(listed)) == 0, "%s: %s", t->name,
              l->text);
    line_expect(l, "250 ", "NOTE 1 still known");
    cr_expect(strncmp(line_ask(l, "REPORT number %u", next), reply, strlen(reply)) == 0, "%s: %s",
              t->name, l->text);
    cr_expect(strncmp(line_ask(l, "VERIFY"), "250 ", 4) == 0, "%s: %s", t->name, l->text);
    (void)s;
    free(listed);
    free(reply);
}

#define SUM(k_)                                                                                    \
    "lpad(to_hex((case when s" #k_ " >= 2::numeric ^ 63 then s" #k_ " - 2::numeric ^ 64 "          \
    "else s" #k_ " end)::bigint), 16, '0')"
#define PART(k_)                                                                                   \
    "mod(mod(sum(('x' || encode(substring(h from 8 * " #k_ " + 1 for 8), 'hex'))::bit(64)::"       \
    "bigint), 2::numeric ^ 64) + 2::numeric ^ 64, 2::numeric ^ 64) as s" #k_

/* What is live as of the last checkpoint, and what the checkpoint says of it: as docs/journal.md
 * says that it is made. */
static void expect_copy_is_good(struct station *s, const char *name)
{
    char *computed = station_sql_text(
        s,
        "select n || ' ' || " SUM(0) " || " SUM(1) " || " SUM(2) " || " SUM(
            3) " from (select sum(n) as n, " PART(0) ", " PART(1) ", " PART(2) ", " PART(3) " from "
                                                                                            "(selec"
                                                                                            "t n, "
                                                                                            "sha256"
                                                                                            "(int8s"
                                                                                            "end("
                                                                                            "seq) "
                                                                                            "|| "
                                                                                            "int4se"
                                                                                            "nd(n) "
                                                                                            "|| "
                                                                                            "substr"
                                                                                            "ing("
                                                                                            "int8se"
                                                                                            "nd("
                                                                                            "parts)"
                                                                                            " from "
                                                                                            "5)) "
                                                                                            "as h "
                                                                                            "from "
                                                                                            "duty."
                                                                                            "live) "
                                                                                            "a) b");
    char *said = station_sql_text(s, "select (body->>'entries') || ' ' || (body->>'digest') "
                                     "from duty.journal where kind = 'checkpoint' "
                                     "order by seq desc limit 1");

    cr_expect_str_eq(computed, said, "%s: duty.live is not as the last checkpoint says", name);
    free(computed);
    free(said);
}

/* How often a start has said that it does not believe the table. */
static int count_doubts(const struct station *s)
{
    static const char words[] = "critical: duty.live is not what the checkpoint at entry";
    char *log = station_read(s, "log");
    int n = 0;

    for (const char *at = log; (at = strstr(at, words)); at += strlen(words))
        n++;
    free(log);
    return n;
}

Test(daemon_live, immunity_48_the_log_is_the_only_truth, .timeout = 300)
{
    struct station *s = &station;
    unsigned next = 5;
    struct line l;

    station_init(s, "truth", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    for (int i = 1; i <= 4; i++)
        line_expect(&l, "250 ", "REPORT number %d", i);
    line_expect(&l, "250 ", "CLOSE 2 done");
    station_make_checkpoint(s, &l);
    for (size_t i = 0; i < sizeof(tamperings) / sizeof(*tamperings); i++, next++) {
        const struct tampering *t = &tamperings[i];
        long long before = count(s, "kind = 'checkpoint'");
        int doubts = count_doubts(s);

        station_restart(s, &l, t->sql);
        expect_all_there(s, &l, t, next);
        cr_expect_eq(count(s, "kind = 'checkpoint'") - before, t->is_seen, "%s", t->name);
        cr_expect_eq(count_doubts(s) - doubts, t->is_seen, "%s", t->name);
        expect_copy_is_good(s, t->name);
        station_restart(s, &l, NULL);
        cr_expect_eq(count_doubts(s) - doubts, t->is_seen, "%s: said again", t->name);
    }
    line_close(&l);
    station_deinit(s);
}

/* An entry that is needed is no longer in the log: not one of a row of its own, which would be
 * missed with its row, but one of several that stand in a row of duty.live together. */
static void take_out_of_a_row(const char *name, const char *which)
{
    struct station *s = &station;
    struct line l;
    char *sql =
        xasprintf("alter table duty.journal disable trigger all; grant all on duty.journal to "
                  "current_user; delete from duty.journal where seq = (select %s from "
                  "duty.live where n > 2 order by seq limit 1); alter table duty.journal "
                  "enable trigger all",
                  which);

    station_init(s, name, NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "REPORT one");
    station_wait_sql(s, "select count(*) from duty.page where finished_at is not null", 1);
    for (int i = 0; i < 40; i++)
        line_expect(&l, "250 ", "NOTE 1 number %d", i);
    station_make_checkpoint(s, &l);
    station_restart(s, &l, sql);
    cr_expect_eq(station_sql(s, "select max(seq) - count(*) from duty.journal"), 1,
                 "%s: none was taken out", which);
    cr_expect_eq(count_doubts(s), 1, "%s: nothing was said", which);
    station_wait_log(s, "the log does not agree with its own hashes");
    line_expect(&l, "250 1 incidents", "LIST");
    line_close(&l);
    station_deinit(s);
    free(sql);
}

Test(daemon_live, immunity_48_the_first_entry_of_a_row_is_missing, .timeout = 100)
{
    take_out_of_a_row("rowfirst", "seq");
}

Test(daemon_live, immunity_48_an_entry_within_a_row_is_missing, .timeout = 100)
{
    take_out_of_a_row("rowwithin", "seq + n / 2");
}

Test(daemon_live, immunity_48_the_last_entry_of_a_row_is_missing, .timeout = 100)
{
    take_out_of_a_row("rowlast", "seq + n - 1");
}

/* A table that only people read: the start says which it is, and waits until it is there again. */
Test(daemon_live, immunity_48_a_projection_that_was_dropped, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    station_init(s, "dropped", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "REPORT smoke");
    line_close(&l);
    station_kill(s);
    station_sql(s, "alter table duty.incident rename to lost");
    station_launch(s);
    station_wait_log(s, "database refused: comparing the log with its tables: relation "
                        "\"duty.incident\" does not exist");
    station_sql(s, "alter table duty.lost rename to incident");
    for (struct wait w = wait_for("the table to be seen"); !line_open(&l, s->port);)
        wait_goes_on(&w);
    line_close(&l);
    line_login(&l, s, "carl");
    line_expect(&l, "250 1 incidents", "LIST");
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* ---- the end cut off ---- */

/* Restored in part, say: no entry from this one on is there any more. */
static void cut_off(struct station *s, const char *first)
{
    char *sql =
        xasprintf("alter table duty.journal disable trigger all; grant all on duty.journal to "
                  "current_user; delete from duty.journal where seq >= (%s); alter table "
                  "duty.journal enable trigger all",
                  first);

    station_sql(s, sql);
    free(sql);
}

/* The daemon has ended; it does not go on duty, says why, and takes the log as it is once the
 * tables are made again. */
static void expect_cut_off(struct station *s)
{
    char *said;
    int code;

    station_launch(s);
    station_wait_log(s, "the end of duty.journal has been cut off");
    station_wait_log(s, "dutyd --rebuild");
    station_kill(s);
    said = station_rebuild(s, &code);
    cr_expect(code == 0 && strstr(said, "the tables were made again from "), "%d: %s", code, said);
    free(said);
    station_start(s);
}

Test(daemon_live, an_end_that_was_cut_off_is_no_second_daemon, .timeout = 200)
{
    struct station *s = &station;
    char *said;
    int code;
    struct line l;

    station_init(s, "cut", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "REPORT one");
    station_wait_sql(s, "select count(*) from duty.page where finished_at is not null", 1);
    line_expect(&l, "250 ", "REPORT two");
    station_wait_pages(s, "ann", 2);
    line_close(&l);
    said = station_rebuild(s, &code);
    cr_expect(code == 75 && strstr(said, "stop it first"), "%d: %s", code, said);
    free(said);
    station_kill(s);
    cut_off(s, "select 1 + min(seq) from duty.journal where kind = 'page-sent'");
    expect_cut_off(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 1 incidents", "LIST");
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* Nobody was paged in it, and nobody came. */
Test(daemon_live, an_end_without_a_page_that_was_cut_off, .timeout = 200)
{
    struct station *s = &station;
    struct line l;

    station_init(s, "cutclose", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 ", "REPORT one");
    station_wait_sql(s, "select count(*) from duty.page where finished_at is not null", 1);
    station_make_checkpoint(s, &l);
    line_expect(&l, "250 ", "NOTE 1 it burns");
    line_close(&l);
    station_kill(s);
    cut_off(s, "select max(seq) from duty.journal where kind = 'note'");
    expect_cut_off(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 1 incidents", "LIST");
    line_expect(&l, "250 ", "NOTE 1 it burns");
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* ---- made again ---- */

/* Every table is as it was before it was emptied, to the last column. */
Test(daemon_live, tables_are_made_again_as_they_were, .timeout = 200)
{
    struct station *s = &station;
    struct line l, a;

    station_init(s, "rebuild", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    line_login(&a, s, "rita");
    for (int i = 1; i <= 30; i++)
        line_expect(&l, "250 ", "REPORT class=fire grade=%d number %d", i % 4 + 1, i);
    station_wait_pages(s, "ann", 20);
    line_expect(&a, "250 ", "ON officer");
    line_expect(&a, "250 ", "ACK 3 on my way");
    line_expect(&a, "250 ", "CLOSE 3 out");
    line_expect(&a, "250 ", "REOPEN 3 again");
    line_expect(&a, "250 ", "CLOSE 4 false alarm");
    line_expect(&l, "250 ", "MERGE 6 5");
    line_expect(&a, "250 ", "HANDOVER officer to=bob");
    line_expect(&l, "250 ", "STANDING the north gate stays shut");
    line_expect(&l, "250 ",
                "RELIEVE officer out=ann in=dora from=\"2099-01-01 00:00\" "
                "until=\"2099-01-02 00:00\" sure=yes leave");
    line_close(&a);
    line_close(&l);
    station_signal(s, 15);
    cr_expect_eq(station_wait_end(s), 0);
    station_check_rebuild(s, "truncate duty.incident, duty.page, duty.shift, duty.live; "
                             "update duty.standing set text = 'forged'");
    expect_copy_is_good(s, "made again");
    station_start(s);
    cr_expect(!station_log_has(s, "duty.live is not what"));
    line_login(&l, s, "carl");
    line_expect(&l, "250 28 incidents", "LIST");
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* More incidents than memory keeps of those that are over, more entries than are read at a time. */
Test(daemon_live, a_long_log_is_made_again, .timeout = 200)
{
    enum { INCIDENTS = 1500, AT_ONCE = 100 };
    struct station *s = &station;
    struct buffer many = BUFFER_INIT;
    struct line l;

    station_init(s, "longlog", NULL);
    station_start(s);
    line_login(&l, s, "carl");
    for (int i = 1; i <= INCIDENTS; i++) {
        buffer_printf(&many, "REPORT class=fire number %d\nCLOSE %d out %d\n", i, i, i);
        if (i % AT_ONCE != 0)
            continue;
        line_send(&l, many.data, many.len);
        for (int k = 0; k < 2 * AT_ONCE; k++)
            cr_assert(strncmp(line_reply(&l), "250 ", 4) == 0, "%s", l.text);
        buffer_clear(&many);
    }
    buffer_deinit(&many);
    for (int i = 1; i < INCIDENTS; i += 100) {
        line_expect(&l, "250 ", "REOPEN %d smoke again", i);
        line_expect(&l, "250 ", "NOTE %d it is small", i + 1);
    }
    line_expect(&l, "250 ", "CLOSE 1 out for good");
    line_close(&l);
    station_signal(s, 15);
    cr_expect_eq(station_wait_end(s), 0);
    cr_expect_gt(count(s, "true"), 4000);
    station_check_rebuild(s, "update duty.incident set outcome = 'forged', state = 'open'");
    station_start(s);
    line_login(&l, s, "carl");
    line_expect(&l, "250 14 incidents", "LIST");
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* ---- a log of the version before ---- */

static char *read_file(const char *name)
{
    const char *root = getenv("DUTYD_SOURCE_ROOT");
    char *path = xasprintf("%s/%s", root ? root : ".", name);
    struct buffer text = BUFFER_INIT;
    FILE *file = fopen(path, "r");
    int c;

    cr_assert(file, "%s", path);
    while ((c = fgetc(file)) != EOF)
        buffer_append_char(&text, (char)c);
    fclose(file);
    free(path);
    return text.data;
}

static void configure_upgraded(struct station *s)
{
    char *text = station_plain_text("{ id = \"c\"; steps = ( { notify = ( \"person:carl\" ); }, "
                                    "{ after = \"24h\"; notify = ( \"person:dora\" ); } ); }",
                                    "{ chain = \"c\"; }");
    char *whole = xasprintf("%sstrict = false;\nleave = ( { person = \"ann\"; from = "
                            "\"2026-11-20\"; to = \"2036-01-01\"; } );\n",
                            text);

    station_configure(s, whole);
    free(whole);
    free(text);
}

/* A shift of 2026-11-28, in upgrade.sql: a gap reported, SET to another class and closed; eleven
 * fires, taken, closed, opened again, merged; a handover offered, a relief, standing orders. */
static void expect_upgraded(struct station *s, struct line *l)
{
    line_expect(l, "250 8 incidents", "LIST");
    line_expect(l, "250 ", "NOTE 2026-000004 opened again, and still known");
    line_expect(l, "250 2 ", "STANDING");
    line_send(l, "WHO at=\"2099-01-01 12:00\" sure=yes\n",
              strlen("WHO at=\"2099-01-01 12:00\" sure=yes\n"));
    cr_expect(strstr(line_read(l), "person=dora"), "%s", l->text);
    cr_expect_eq(count(s, "kind = 'report' and body->>'gap_post' is not null"), 1,
                 "the gap was reported again");
}

Test(daemon_live, a_log_of_the_version_before, .timeout = 200)
{
    struct station *s = &station;
    char *dump = read_file("tests/pg/upgrade.sql"), *said;
    struct page_run *runs;
    int code;
    struct line l, b;
    size_t n;

    station_init(s, "upgrade", NULL);
    configure_upgraded(s);
    station_sql(s, dump);
    station_sql(s, "select set_config('search_path', 'public', false)");
    uint64_t end = (uint64_t)station_sql(s, "select max(seq) from duty.journal");
    said = station_rebuild(s, &code);
    cr_expect(code == 1 && strstr(said, "migration 012_live has not been applied"), "%d: %s", code,
              said);
    free(said);
    station_start(s);
    cr_expect(station_log_has(s, "applying migration 012_live"));
    line_login(&l, s, "carl");
    expect_upgraded(s, &l);
    station_make_checkpoint(s, &l);
    expect_copy_is_good(s, "upgraded");
    station_restart(s, &l, NULL);
    cr_expect(!station_log_has(s, "duty.live is not what") &&
                  !station_log_has(s, "written by another version"),
              "the whole log was read once more");
    expect_upgraded(s, &l);
    line_login(&b, s, "bob");
    line_expect(&b, "250 taken ", "TAKE officer");
    runs = station_page_runs(s, &n);
    for (size_t i = 0; i < n; i++)
        cr_expect(runs[i].page > end, "page %llu has its outcome in the log",
                  (unsigned long long)runs[i].page);
    free(runs);
    line_close(&b);
    line_close(&l);
    station_check_log(s);
    station_kill(s);
    station_check_rebuild(s, NULL); /* the version before made the same */
    station_deinit(s);
    free(dump);
}
