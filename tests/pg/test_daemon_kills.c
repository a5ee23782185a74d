/* kill -9 of the daemon: nothing that was answered is lost or done twice, nobody who should be
 * paged is left out, what is due stays due. immunity.md: 13, 14, 27. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon_load.h"

#define LATER_CHAIN                                                                                \
    "{ id = \"later\"; steps = ( { after = \"1h\"; notify = ( \"post:officer\" ); } ); }"

static struct station station;

static void configure(struct station *s, const char *chains, const char *routes)
{
    char *text = station_plain_text(chains, routes);

    station_configure(s, text);
    free(text);
}

Test(daemon_kills, every_answer_is_in_the_log_once, .timeout = 150)
{
    struct station *s = &station;
    struct load load;

    station_init(s, "answers", NULL);
    configure(s, LATER_CHAIN, "{ chain = \"later\"; }");
    load_init(&load, s);
    for (int round = 0; round < 15; round++) {
        station_start(s);
        load_connect(&load);
        load_until(&load, load.answered + random_below(&load.random, 150));
        for (uint64_t n = random_below(&load.random, 4); n > 0; n--)
            load_turn(&load);
        station_kill(s);
        load_drain(&load);
    }
    station_start(s);
    load_connect(&load);
    load_finish(&load);
    cr_expect_gt(load.answered, 200);
    cr_expect_gt(load.repeats, 10);
    load_deinit(&load);
    station_deinit(s);
}

/* The very same key on two connections at once, neither of which waits. */
Test(daemon_kills, one_key_twice_at_once, .timeout = 100)
{
    struct station *s = &station;
    struct line one, two;

    station_init(s, "twice", NULL);
    configure(s, LATER_CHAIN, "{ chain = \"later\"; }");
    station_start(s);
    line_login(&one, s, "rita");
    line_login(&two, s, "rita");
    for (int i = 0; i < 50; i++) {
        char *text = xasprintf("REPORT key=same-%d smoke\n", i), *first, *second;

        line_send(&one, text, strlen(text));
        line_send(&two, text, strlen(text));
        first = xstrdup(line_reply(&one));
        second = xstrdup(line_reply(&two));
        cr_expect_eq((strstr(first, " again=yes") != NULL) + (strstr(second, " again=yes") != NULL),
                     1, "%s / %s", first, second);
        free(first);
        free(second);
        free(text);
    }
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident"), 50);
    station_check_log(s);
    line_close(&one);
    line_close(&two);
    station_deinit(s);
}

/* ---- pages ---- */

#define QUICK_CHAIN                                                                                \
    "{ id = \"quick\"; steps = ( { notify = ( \"person:ann\" ); },"                                \
    " { after = \"1s\"; notify = ( \"person:bob\" ); },"                                           \
    " { after = \"1s\"; notify = ( \"person:carl\" ); } ); }"
#define ROUNDS 12

/* In how many of the daemon's lives that ended with a kill the page was there without an outcome:
 * in each of them its hook may have run. */
static unsigned count_kills(const long long *ends, long long page, long long outcome)
{
    unsigned n = 0;

    for (int i = 0; i < ROUNDS; i++)
        n += page <= ends[i] && ends[i] < outcome;
    return n;
}

static void check_page(const struct page_run *runs, size_t n_runs, const long long *ends,
                       const PGresult *r, int row)
{
    long long page = atoll(PQgetvalue(r, row, 0)), outcome = atoll(PQgetvalue(r, row, 4));
    struct instant written = {.us = atoll(PQgetvalue(r, row, 5))};
    bool is_sent = strcmp(PQgetvalue(r, row, 1), "sent") == 0;
    unsigned n = 0, kills = count_kills(ends, page, outcome);

    for (size_t i = 0; i < n_runs; i++) {
        if (runs[i].page != (uint64_t)page)
            continue;
        n++;
        cr_expect_str_eq(runs[i].person, PQgetvalue(r, row, 2), "page %lld", page);
        cr_expect_str_eq(runs[i].incident, PQgetvalue(r, row, 3), "page %lld", page);
        cr_expect(!instant_before(runs[i].at, written), "page %lld ran before it was written",
                  page);
    }
    cr_expect(n >= 1 || !is_sent, "page %lld was never handed over", page);
    cr_expect(n <= is_sent + kills, "page %lld was handed over %u times, with %u kills", page, n,
              kills);
}

static void check_pages(struct station *s, const long long *ends)
{
    static const char sql[] =
        "select p.id, p.state, p.person, p.incident, (select min(o.seq) from duty.journal o where "
        "o.kind in ('page-sent', 'page-dropped') and (o.body->>'page')::bigint = p.id), "
        "(extract(epoch from j.written_at) * 1000000)::bigint "
        "from duty.page p join duty.journal j on j.seq = p.id order by p.id";
    PGresult *r = PQexec(s->pg, sql);
    size_t n_runs;
    struct page_run *runs = station_page_runs(s, &n_runs);

    cr_assert_eq(PQresultStatus(r), PGRES_TUPLES_OK, "%s", PQerrorMessage(s->pg));
    for (int row = 0; row < PQntuples(r); row++)
        check_page(runs, n_runs, ends, r, row);
    for (size_t i = 0; i < n_runs; i++) {
        bool known = false;

        for (int row = 0; row < PQntuples(r); row++)
            known = known || runs[i].page == strtoull(PQgetvalue(r, row, 0), NULL, 10);
        cr_expect(known, "the hook ran for page %llu, which is not in the log",
                  (unsigned long long)runs[i].page);
    }
    PQclear(r);
    free(runs);
}

static void report_some(struct station *s, struct random_source *random)
{
    struct line l, ann;

    line_login(&l, s, "rita");
    line_login(&ann, s, "ann");
    for (uint64_t n = random_below(random, 6) + 1; n > 0; n--) {
        char *incident = reply_field(line_expect(&l, "250 ", "REPORT smoke"), "incident");

        if (random_below(random, 4) == 0)
            line_expect(&ann, "250 ", "ACK %s", incident);
        free(incident);
    }
    line_close(&ann);
    line_close(&l);
}

Test(daemon_kills, pages_reach_the_hook, .timeout = 150)
{
    struct station *s = &station;
    uint64_t seed = (uint64_t)clock_now(&clock_system).us;
    struct random_source random = random_seeded(&seed);
    long long ends[ROUNDS];

    station_init(s, "pages", NULL);
    configure(s, QUICK_CHAIN, "{ chain = \"quick\"; }");
    for (int round = 0; round < ROUNDS; round++) {
        struct timespec moment = {.tv_nsec = (long)random_below(&random, 250) * 1000000};

        station_start(s);
        report_some(s, &random);
        nanosleep(&moment, NULL);
        station_kill(s);
        ends[round] = station_sql(s, "select max(seq) from duty.journal");
    }
    station_start(s);
    station_wait_sql(s,
                     "select (count(*) = 0)::int from duty.incident where state = 'open' and "
                     "(step < 3 or exists (select from duty.page p where p.incident = "
                     "incident.id and p.state not in ('sent', 'dropped')))",
                     1);
    station_wait_sql(s,
                     "select (count(*) = 0)::int from duty.page where state not in "
                     "('sent', 'dropped')",
                     1);
    check_pages(s, ends);
    cr_expect_eq(station_sql(s, "select count(*) from (select incident, person from duty.page "
                                "group by 1, 2 having count(*) > 1) p"),
                 0, "a second page entry for the same person");
    cr_expect_eq(station_sql(s,
                             "select count(*) from duty.incident i where state = 'open' and 3 <> "
                             "(select count(*) from duty.page where incident = i.id)"),
                 0, "somebody in the chain was left out");
    cr_expect_eq(station_sql(s, "select count(*) from duty.incident i join duty.page p on "
                                "p.incident = i.id where p.step > 1 and p.queued_at < "
                                "i.reported_at + (p.step - 1) * interval '1 second'"),
                 0, "a step too early");
    station_check_log(s);
    station_deinit(s);
}

/* ---- what is due ---- */

static char *show(struct line *l, int number)
{
    struct buffer b = BUFFER_INIT;
    const char *text;

    buffer_printf(&b, "SHOW %d\n", number);
    line_send(l, b.data, b.len);
    buffer_clear(&b);
    do {
        text = line_read(l);
        cr_assert(text, "the connection has ended");
        buffer_append_string(&b, text);
        buffer_append_char(&b, '\n');
    } while (text[3] == '-');
    return buffer_steal(&b);
}

/* Kill in every state: what is shown of each incident, what is due next above all, stays. */
Test(daemon_kills, what_is_due_stays_due, .timeout = 100)
{
    static const char *const commands[] = {
        NULL,
        "ACK 2 on my way",
        "DECLINE 3 cannot",
        "ESCALATE 4 at once",
        "GRADE 5 1 it burns",
        "NOTE 6 more of it",
        "CLOSE 7 over",
        "SET 8 grade=2",
        "MERGE 9 1",
    };
    const int n = sizeof(commands) / sizeof(commands[0]);
    struct station *s = &station;
    char *before[16];
    struct line l;

    station_init(s, "due", NULL);
    configure(s,
              "{ id = \"slow\"; steps = ( { notify = ( \"person:ann\" ); }, { after = \"10m\"; "
              "notify = ( \"person:bob\" ); }, { after = \"20m\"; notify = ( \"person:carl\" ); "
              "} ); }",
              "{ chain = \"slow\"; idle = \"30m\"; }");
    station_start(s);
    line_login(&l, s, "rita");
    for (int i = 0; i < n; i++)
        line_expect(&l, "250 ", "REPORT smoke %d", i + 1);
    line_close(&l);
    line_login(&l, s, "ann");
    for (int i = 0; i < n; i++)
        if (commands[i])
            line_expect(&l, "250 ", "%s", commands[i]);
    line_expect(&l, "250 ", "CLOSE 6 gone");
    line_close(&l);
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "REOPEN 6 back");
    station_wait_sql(s,
                     "select (count(*) = 0)::int from duty.page where state not in "
                     "('sent', 'dropped')",
                     1);
    for (int i = 0; i < n; i++)
        before[i] = show(&l, i + 1);
    cr_expect(strstr(before[0], " due="), "%s", before[0]);
    cr_expect(strstr(before[1], " due="), "%s", before[1]);
    for (int round = 0; round < 3; round++) {
        line_close(&l);
        station_kill(s);
        station_start(s);
        line_login(&l, s, "bob");
        for (int i = 0; i < n; i++) {
            char *after = show(&l, i + 1);

            cr_expect_str_eq(after, before[i], "before: %s\nafter: %s", before[i], after);
            free(after);
        }
    }
    for (int i = 0; i < n; i++)
        free(before[i]);
    line_close(&l);
    station_deinit(s);
}

Test(daemon_kills, escalation_goes_on_after_a_restart, .timeout = 100)
{
    struct station *s = &station;
    struct line l;
    long long late;

    station_init(s, "escalation", NULL);
    configure(s,
              "{ id = \"two\"; steps = ( { notify = ( \"person:ann\" ); }, { after = \"2s\"; "
              "notify = ( \"person:bob\" ); }, { after = \"2s\"; notify = ( \"person:carl\" ); } "
              "); }",
              "{ chain = \"two\"; }");
    station_start(s);
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "REPORT smoke");
    station_kill(s); /* before the second step */
    station_start(s);
    station_wait_pages(s, "bob", 1);
    station_kill(s); /* before the third, which falls due while nobody is there */
    while (station_sql(s, "select (clock_timestamp() < reported_at + interval '4100 ms')::int "
                          "from duty.incident"))
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    station_start(s);
    station_wait_pages(s, "carl", 1);
    late = station_sql(s, "select (extract(epoch from p.queued_at - i.reported_at) * 1000)::int "
                          "from duty.page p join duty.incident i on i.id = p.incident "
                          "where person = 'bob'");
    cr_expect(late >= 2000 && late < 7000, "the second step came after %lld ms", late);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page"), 3);
    line_close(&l);
    station_deinit(s);
}
