/* What gateways hand in, with the real log: what is shown of it, and what is known over a restart.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "daemon_help.h"

static struct station station;

/* The plain people, and a gateway with the same password; ann is paged first, then carl. */
static void configure(struct station *s)
{
    static const char admin[] = "{ id = \"admin\"; rank = \"admin\";";
    char *text = station_plain_text("{ id = \"c\"; steps = ( { notify = ( \"person:ann\" ); }, "
                                    "{ after = \"1h\"; notify = ( \"person:carl\" ); } ); }",
                                    "{ chain = \"c\"; }");
    char *at = strstr(text, admin), *rest = at + strlen(admin), *whole;

    cr_assert(at);
    whole =
        xasprintf("%.*s{ id = \"gate\"; rank = \"service\";%.*s},\n%s\n"
                  "answers = { confirm = false; };\ntell_taken = false;\ntell_closed = false;\n",
                  (int)(at - text), text, (int)strcspn(rest, "}"), rest, at);
    station_configure(s, whole);
    free(text);
    free(whole);
}

/* Of the latest page to the person. */
static char *of_page(struct station *s, const char *person, const char *what)
{
    char *sql = xasprintf("select coalesce(%s, 'none') from duty.page p join duty.journal j "
                          "on j.seq = p.id where p.person = '%s' order by p.id desc limit 1",
                          what, person);
    char *value = station_sql_text(s, sql);

    free(sql);
    return value;
}

static void expect_page(struct station *s, const char *person, const char *what, const char *value)
{
    char *found = of_page(s, person, what);

    cr_expect_str_eq(found, value, "%s of the page to %s", what, person);
    free(found);
}

static void report(struct station *s, struct line *l, const char *text, size_t pages)
{
    line_expect(l, "250 logged", "REPORT %s", text);
    station_wait_pages(s, "ann", pages);
    station_wait_sql(s, "select count(*) from duty.page where state = 'sent'", (long long)pages);
}

static void start(struct station *s, const char *test)
{
    station_init(s, test, NULL);
    configure(s);
    station_write_script(
        s, "hook",
        "#!/bin/sh\necho \"$DUTY_PAGE $DUTY_ATTEMPT $DUTY_PERSON $DUTY_INCIDENT $(date +%s.%N)\" "
        ">>@DIR@/pages\necho \"msg-$DUTY_PAGE\"\n");
    station_start(s);
}

static void start_again(struct station *s, struct line *l)
{
    line_close(l);
    station_kill(s);
    station_start(s);
    line_login(l, s, "gate");
}

/* The start reads what is live, and not much of the log. */
static void start_again_from(struct station *s, struct line *l, bool checkpoint)
{
    struct line ann;

    if (checkpoint) {
        line_login(&ann, s, "ann");
        station_make_checkpoint(s, &ann);
        line_close(&ann);
    }
    start_again(s, l);
}

Test(daemon_replies, reports_of_delivery, .timeout = 100)
{
    struct station *s = &station;
    struct line l;
    char *first, *second;

    start(s, "receipts");
    line_login(&l, s, "gate");
    report(s, &l, "smoke", 1);
    first = of_page(s, "ann", "gateway");
    line_expect(&l, "250 sent ", "RECEIPT id=%s state=sent", first);
    expect_page(s, "ann", "report", "sent");
    line_expect(&l, "250 delivered ", "RECEIPT id=%s state=delivered", first);
    line_expect(&l, "250 failed ", "RECEIPT id=%s state=failed", first);
    expect_page(s, "ann", "report", "delivered");
    expect_page(s, "ann", "state", "sent");

    report(s, &l, "more smoke", 2);
    second = of_page(s, "ann", "gateway");
    start_again(s, &l); /* the ids are known again */
    line_expect(&l, "250 failed ", "RECEIPT id=%s state=failed reason=\"no such number\"", second);
    station_wait_pages(s, "carl", 1);
    expect_page(s, "ann", "report", "failed");
    expect_page(s, "ann", "state", "failed");
    expect_page(s, "ann", "reason", "no such number");
    line_expect(&l, "554 ", "RECEIPT id=msg-0 state=failed");
    line_expect(&l, "250 sent ", "RECEIPT id=%s state=sent", second);
    line_expect(&l, "250 delivered ", "RECEIPT id=%s state=delivered", second);
    expect_page(s, "ann", "report", "delivered");
    expect_page(s, "ann", "state", "failed");
    expect_page(s, "ann", "reason", "no such number");
    line_close(&l);
    station_check_log(s);
    station_kill(s);
    station_check_rebuild(s, NULL); /* of one after the other, and of all at once */
    free(first);
    free(second);
    station_deinit(s);
}

static void expect_told(struct station *s, const char *words)
{
    char *told = station_sql_text(s, "select body->>'reason' from duty.journal where "
                                     "kind = 'received' order by seq desc limit 1");

    cr_expect(strstr(told, words), "%s in: %s", words, told);
    free(told);
}

/* A restart forgets neither which codes were given out lately, nor who was told what lately. */
static void codes_over_restarts(const char *name, bool with_checkpoints)
{
    struct station *s = &station;
    struct line l, ann;
    char *old, *live;

    start(s, name);
    line_login(&l, s, "gate");
    report(s, &l, "smoke", 1);
    old = of_page(s, "ann", "j.body->>'code'");
    line_login(&ann, s, "ann");
    line_expect(&ann, "250 closed ", "CLOSE 1 fog");
    report(s, &l, "more smoke", 2);
    live = of_page(s, "ann", "j.body->>'code'");
    line_close(&ann);
    start_again_from(s, &l, with_checkpoints);
    line_expect(&l, "250 explained ", "RECEIVE from=13800000001 -- %s", old);
    expect_told(s, "is over");
    start_again_from(s, &l, with_checkpoints);
    line_expect(&l, "250 ignored ", "RECEIVE from=13800000001 -- %s", old);
    cr_expect_eq(station_sql(s, "select count(*) from duty.notice"), 1);
    line_expect(&l, "250 acked ", "RECEIVE from=13800000001 key=r-1 -- %s", live);
    start_again_from(s, &l, with_checkpoints);
    line_expect(&l, "250 acked ", "RECEIVE from=13800000001 key=r-1 -- %s", live);
    cr_expect(strstr(l.text, "again=yes"), "%s", l.text);
    line_close(&l);
    station_check_log(s);
    free(old);
    free(live);
    station_deinit(s);
}

Test(daemon_replies, immunity_22_codes_over_a_restart, .timeout = 100)
{
    codes_over_restarts("codes", false);
}

Test(daemon_replies, immunity_22_codes_from_a_checkpoint, .timeout = 200)
{
    codes_over_restarts("codesc", true);
}
