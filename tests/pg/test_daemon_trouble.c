/*
 * A bad night, in a minute: reports come in, gateways fail, hang and come back, leaders answer
 * late, wrong, twice, and from another's telephone, the rules are read again, and the daemon is
 * killed again and again. Then the log is read: who should have been called out, who was, was
 * anybody missed, told twice, or taken for another. immunity.md: 13, 14, 16, 22, 24, 27.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"
#include "daemon_help.h"

#define ACTS 150

static struct station station;

/* The gateway: what it is given is written down; what becomes of it depends on the page and the
 * run, so that the same page is not always unlucky. */
static const char gateway[] =
    "#!/bin/sh\n"
    "[ -z \"$DUTY_CODE\" ] || echo \"$DUTY_CODE $DUTY_INCIDENT $DUTY_TO\" >>@DIR@/codes\n"
    "[ \"$DUTY_KIND\" != page ] || for page in $DUTY_PAGES; do echo \"$page $DUTY_ATTEMPT "
    "$DUTY_PERSON $DUTY_INCIDENT $(date +%s%6N)\"; done >>@DIR@/pages\n"
    "[ ! -e @DIR@/down ] || exit 75\n"
    "case $(( (DUTY_PAGE * 7 + DUTY_ATTEMPT * 3 + $$) % 10 )) in\n"
    "0) exit 75 ;;\n"
    "1) exit 1 ;;\n"
    "2) sleep 0.3 ;;\n"
    "esac\n"
    "echo \"gw-$DUTY_PAGE\"\n";

/* Ann, Bob, Carl and Dora have numbers that end in 1, 2, 3, 4. */
static void configure(struct station *s)
{
    static const char contacts[] =
        "contacts = ( { via = \"sms\"; to = \"+861380000000%d\"; tries = 2; gap = \"1s\"; }, "
        "{ via = \"call\"; to = \"+861380000000%d\"; gap = \"1s\"; } );";
    struct buffer text = BUFFER_INIT;
    char *plain = station_plain_text(
        "{ id = \"quick\"; steps = ( { notify = ( \"person:ann\" ); }, { after = \"1s\"; notify = "
        "( \"person:bob\" ); }, { after = \"1s\"; notify = ( \"person:carl\", \"person:dora\" ); "
        "repeat = 3; every = \"2s\"; } ); }",
        "{ chain = \"quick\"; }");
    const char *rest = plain;

    buffer_append_string(&text, "hooks = ( { via = \"call\"; command = ( \"@DIR@/hook\" ); retries "
                                "= 3; backoff = \"200ms\"; parallel = 3; }, ");
    rest += strlen("hooks = ( ");
    for (int n = 1; n <= 4; n++) {
        char *number = xasprintf("sms = \"+861380000000%d\";", n);
        const char *at = strstr(rest, number);

        buffer_append_slice(&text, (struct slice){rest, (size_t)(at - rest)});
        buffer_printf(&text, contacts, n, n);
        rest = at + strlen(number);
        free(number);
    }
    /* a service, with the password that all have */
    const char *admin = strstr(rest, "{ id = \"admin\""), *secret = strstr(admin, "password"),
               *end = strstr(secret, "}");
    buffer_append_slice(&text, (struct slice){rest, (size_t)(admin - rest)});
    buffer_append_string(&text, "{ id = \"gateway\"; rank = \"service\"; ");
    buffer_append_slice(&text, (struct slice){secret, (size_t)(end - secret)});
    buffer_append_string(&text, "}, ");
    buffer_append_string(&text, admin);
    *(strstr(text.data, "bundle = 0") + strlen("bundle = ")) = '3';
    station_configure(s, text.data);
    buffer_deinit(&text);
    free(plain);
}

/* ---- what is done to it ---- */

struct night {
    struct station *s;
    struct random_source random;
    struct line desk, gateway;
    unsigned acts, kills, acked, refused; /* refused: answers that were not to be taken */
    bool down;
};

static unsigned below(struct night *n, unsigned limit)
{
    return (unsigned)random_below(&n->random, limit);
}

/* Sent again by the same key until it is answered: what was answered is durable, and done once. */
static char *say(struct night *n, struct line *l, const char *who, const char *command)
{
    struct wait w = wait_for("an answer");
    const char *reply = NULL;

    do {
        if (l->fd < 0 && line_open(l, n->s->port)) {
            char *login = xasprintf("LOGIN %s " PASSWORD, who);
            reply = line_ask(l, "%s", login);
            free(login);
            if (!reply || strncmp(reply, "230", 3) != 0)
                line_close(l);
        }
        reply = l->fd >= 0 ? line_ask(l, "%s", command) : NULL;
        if (!reply)
            line_close(l);
    } while ((!reply || reply[0] == '4') && wait_goes_on(&w));
    return xstrdup(reply ? reply : "");
}

static void report(struct night *n)
{
    char *command = xasprintf("REPORT key=r-%u grade=%u place=\"Dock %u\" smoke", n->acts,
                              1 + below(n, 4), below(n, 9));
    char *reply = say(n, &n->desk, "bob", command);

    cr_expect_eq(strncmp(reply, "250 logged ", 11), 0, "%s", reply);
    free(command);
    free(reply);
}

struct sent_code {
    char code[8], incident[16], number[20];
};

/* One that some hook was given; the latest ones more often. False: none yet. */
static bool pick_code(struct night *n, struct sent_code *ret, char **ret_all)
{
    char *all = station_read(n->s, "codes");
    size_t lines = 0, wanted;

    for (const char *c = all; *c; c++)
        lines += *c == '\n';
    *ret_all = all;
    if (lines == 0)
        return false;
    wanted =
        lines - 1 -
        (below(n, 3) ? below(n, lines < 12 ? (unsigned)lines : 12) : below(n, (unsigned)lines));
    struct slice rest = slice_of(all), line = slice_cut(&rest, '\n');
    while (wanted-- > 0)
        line = slice_cut(&rest, '\n');
    return sscanf(line.data, "%7s %15s %19s", ret->code, ret->incident, ret->number) == 3;
}

static char *answer_words(struct night *n, const struct sent_code *c)
{
    static const char *const forms[] = {"%s",           " %s ", "ok %s", "%s OK",
                                        "%s on my way", "%s n", "%s u"};

    return xasprintf(forms[below(n, 10) % 7], c->code); /* mostly taken */
}

/* As a gateway passes it on; the code is right or not, and so is the telephone. */
static void answer(struct night *n)
{
    struct sent_code c;
    char *all, *words, *command, *reply, *incident;
    bool foreign = below(n, 5) == 0, wrong = below(n, 8) == 0;

    if (!pick_code(n, &c, &all)) {
        free(all);
        return;
    }
    if (foreign)
        c.number[13] = c.number[13] == '4' ? '1' : (char)(c.number[13] + 1);
    if (wrong)
        do
            snprintf(c.code, sizeof(c.code), "%u", 1000 + below(n, 9000));
        while (strstr(all, c.code));
    words = answer_words(n, &c);
    command = xasprintf("RECEIVE key=a-%u from=%s via=sms -- %s", n->acts, c.number, words);
    reply = say(n, &n->gateway, "gateway", command);
    cr_expect_eq(strncmp(reply, "250 ", 4), 0, "%s: %s", command, reply);
    if (foreign || wrong) {
        n->refused++;
        cr_expect(strncmp(reply, "250 acked ", 10) != 0, "%s: %s", command, reply);
    } else if (strncmp(reply, "250 acked ", 10) == 0) {
        n->acked++;
        incident = reply_field(reply, "incident");
        cr_expect_str_eq(incident, c.incident, "%s: %s", command, reply);
        free(incident);
    }
    if (below(n, 4) == 0) { /* the gateway did not hear us, and says it again */
        char *again = say(n, &n->gateway, "gateway", command);
        cr_expect(strstr(again, " again=yes"), "%s: %s", command, again);
        free(again);
    }
    free(all);
    free(words);
    free(command);
    free(reply);
}

static void finish_one(struct night *n)
{
    char *id = station_sql_text(n->s, "select coalesce((select id from duty.incident where state = "
                                      "'acked' order by id limit 1), '')");
    char *command = xasprintf("CLOSE %s key=c-%u put out", id, n->acts);

    if (id[0])
        free(say(n, &n->desk, "bob", command));
    free(command);
    free(id);
}

static void turn_gateways(struct night *n)
{
    char *path = station_path(n->s, "down");

    n->down = !n->down;
    if (n->down)
        station_write_script(n->s, "down", "");
    else
        unlink(path);
    free(path);
}

static void kill_daemon(struct night *n)
{
    station_kill(n->s);
    line_close(&n->desk);
    line_close(&n->gateway);
    n->kills++;
    station_start(n->s);
}

static void act(struct night *n)
{
    unsigned dice = below(n, 100);
    struct timespec pause = {.tv_nsec = 1000000L * below(n, 120)};

    n->acts++;
    if (dice < 34)
        report(n);
    else if (dice < 74)
        answer(n);
    else if (dice < 80)
        finish_one(n);
    else if (dice < (n->down ? 92u : 84u))
        turn_gateways(n);
    else if (dice < 96)
        station_signal(n->s, SIGHUP);
    else
        kill_daemon(n);
    nanosleep(&pause, NULL);
}

/* ---- what must be true of it in the end ---- */

static const struct {
    const char *what, *sql; /* which counts what must not be */
} truths[] = {
    {"a step came before its time",
     "select count(*) from (select at, body, lag((body->>'due')::timestamptz) over (partition by "
     "subject order by seq) as due from duty.journal where kind = 'step') s where at < due and "
     "body->>'reason' is null"},
    {"a chain went back, or left out a step",
     "select count(*) from (select (body->>'step')::int as step, lag((body->>'step')::int, 1, 0) "
     "over (partition by subject order by seq) as before from duty.journal where kind = 'step') s "
     "where step not in (before, before + 1)"},
    {"somebody was left out of a step that was done",
     "select count(*) from duty.incident i, (values (1, 'ann'), (2, 'bob'), (3, 'carl'), (3, "
     "'dora')) v(step, person) where i.step >= v.step and not exists (select from duty.page p "
     "where p.incident = i.id and p.person = v.person) and not exists (select from duty.journal d "
     "where d.subject = i.id and d.kind = 'decline' and d.actor = v.person)"},
    {"two pages of one person for one incident at once",
     "select count(*) from duty.page p join duty.page q on q.incident = p.incident and q.person = "
     "p.person and q.id > p.id where coalesce((select min(seq) from duty.journal o where o.kind in "
     "('page-sent', 'page-bundled', 'page-failed', 'page-dropped') and (o.body->>'page')::bigint = "
     "p.id), 1000000) "
     "> q.id"},
    {"a page after the incident was taken, that nobody gave back",
     "select count(*) from duty.journal p where p.kind = 'page' and (select k.kind from "
     "duty.journal k where k.subject = p.subject and k.seq < p.seq and k.kind in ('ack', 'close', "
     "'decline', 'escalate', 'idle', 'report') order by k.seq desc limit 1) in ('ack', 'close')"},
    {"a page was sent that its hook was never given", NULL},
    {"taken, and somebody who was paged before did not hear it, or twice",
     "with a as (select seq, subject, actor from duty.journal where kind = 'ack'), reached as "
     "(select distinct a.seq, s.body->>'person' as person from a join duty.journal s on s.kind in "
     "('page-sent', 'page-bundled') and s.subject = a.subject and s.seq < a.seq and "
     "s.body->>'person' <> a.actor), "
     "told as (select a.seq, n.body->>'person' as person from a join duty.journal n on n.kind = "
     "'notice' and n.subject = a.subject and n.at = (select at from duty.journal where seq = "
     "a.seq) and n.seq > a.seq and n.body->>'means' = '0' and n.body->>'text' like '% taken by %') "
     "select count(*) from ((select * from reached except all select * from told) union all "
     "(select * from told except all select * from reached)) x"},
    {"an answer was taken from a telephone that the code was not sent to",
     "select count(*) from duty.journal a where a.kind = 'ack' and not exists (select from "
     "duty.journal p where p.kind = 'page' and p.subject = a.subject and p.body->>'person' = "
     "a.actor) and a.body->>'route' is not null"},
    {"something still waits",
     "select (select count(*) from duty.page where finished_at is null) + (select count(*) from "
     "duty.notice where finished_at is null)"},
};

/* The hook writes a line before it does anything else, so a page that a gateway took has one. */
static long long count_unseen(struct station *s)
{
    size_t n_runs;
    struct page_run *runs = station_page_runs(s, &n_runs);
    PGresult *r = PQexec(s->pg, "select id from duty.page where state in ('sent', 'delivered')");
    long long unseen = 0;

    for (int row = 0; row < PQntuples(r); row++) {
        uint64_t page = strtoull(PQgetvalue(r, row, 0), NULL, 10);
        bool seen = false;

        for (size_t i = 0; i < n_runs && !seen; i++)
            seen = runs[i].page == page;
        unseen += !seen;
    }
    PQclear(r);
    free(runs);
    return unseen;
}

static void come_to_rest(struct night *n)
{
    static const char open[] = "select count(*) from duty.incident where state = 'open'";
    static const char first[] =
        "select coalesce((select id from duty.incident where state = 'open' limit 1), '')";

    if (n->down)
        turn_gateways(n);
    /* what nobody takes goes to the end of its chain */
    station_wait_sql(n->s,
                     "select (count(*) = 0)::int from duty.incident where state = 'open' and "
                     "step < 3",
                     1);
    while (station_sql(n->s, open) > 0) {
        char *id = station_sql_text(n->s, first);
        char *command = xasprintf("ACK %s at last", id);

        if (id[0])
            free(say(n, &n->desk, "bob", command));
        free(command);
        free(id);
    }
    station_wait_sql(n->s,
                     "select ((select count(*) from duty.page where finished_at is null) + "
                     "(select count(*) from duty.notice where finished_at is null) = 0)::int",
                     1);
}

Test(daemon_trouble, a_bad_night, .timeout = 280)
{
    struct station *s = &station;
    uint64_t seed = (uint64_t)clock_now(&clock_system).us, first_seed = seed;
    struct night n = {
        .s = s, .random = random_seeded(&seed), .desk = {.fd = -1}, .gateway = {.fd = -1}};
    long long bundled;

    station_init(s, "night", NULL);
    station_write_script(s, "hook", gateway);
    configure(s);
    station_start(s);
    for (int i = 0; i < ACTS; i++)
        act(&n);
    come_to_rest(&n);
    for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++) {
        long long count = truths[i].sql ? station_sql(s, truths[i].sql) : count_unseen(s);
        cr_expect_eq(count, 0, "seed %llu: %s: %lld", (unsigned long long)first_seed,
                     truths[i].what, count);
    }
    cr_expect_gt(n.acked, 5, "the night was too quiet: %u", n.acked);
    cr_expect_gt(n.refused, 3, "nobody answered wrong");
    bundled = station_sql(s, "select count(*) from duty.journal where kind = 'page-bundled'");
    cr_expect_gt(bundled, 0, "nobody had too many pages");
    cr_log_info("%u reports taken by SMS, %u wrong answers, %u kills, %lld pages in bundles",
                n.acked, n.refused, n.kills, bundled);
    line_close(&n.desk);
    line_close(&n.gateway);
    station_check_log(s);
    station_deinit(s);
}
