#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "room.h"
#include "wire/net/admit.h"
#include "wire/net/net.h"
#include "wire/net/parts.h"
#include "wire/net/reply.h"

static struct config *make_config(void)
{
    struct config *c = xcalloc(1, sizeof(*c));
    struct rules *r = rules_new();

    c->references = 1;
    c->rules = r;
    c->sessions = (struct sessions_config){
        .connections = 8, .idle = SPAN_MINUTES(5), .login_delay = SPAN_SECONDS(2)};
    r->office_id = xstrdup("riverton");
    r->office_name = xstrdup("Riverton");
    r->zone = xstrdup("UTC");
    r->text = xstrdup("");
    r->people = xcalloc(3, sizeof(*r->people));
    r->n_people = 3;
    r->people[0] = (struct person){.id = xstrdup("li.wei"),
                                   .name = xstrdup("Li Wei"),
                                   .rank = RANK_LEADER,
                                   .uid = xstrdup("4242")};
    r->people[1] = (struct person){.id = xstrdup("chen.yu"),
                                   .name = xstrdup("Chen Yu"),
                                   .rank = RANK_OFFICER,
                                   .uid = xstrdup("4243")};
    r->people[2] = (struct person){.id = xstrdup("gateway"),
                                   .name = xstrdup("Gateway"),
                                   .rank = RANK_SERVICE,
                                   .uid = xstrdup("4244")};
    r->chains = xcalloc(1, sizeof(*r->chains));
    r->n_chains = 1;
    r->chains[0] = (struct chain){
        .id = xstrdup("routine"), .steps = xcalloc(1, sizeof(struct step)), .n_steps = 1};
    r->chains[0].steps[0] = (struct step){
        .after = SPAN_HOURS(9), .targets = xcalloc(1, sizeof(struct target)), .n_targets = 1};
    r->chains[0].steps[0].targets[0] =
        (struct target){.kind = TARGET_PERSON, .person = &r->people[0]};
    r->routes = xcalloc(1, sizeof(*r->routes));
    r->n_routes = 1;
    r->routes[0] = (struct route){.chain = &r->chains[0], .ack_rank = RANK_OFFICER};
    return c;
}

static void turn(struct room *r)
{
    for (int i = 0; i < 4; i++)
        event_base_loop(r->base, EVLOOP_NONBLOCK);
}

static void advance(struct room *r, struct span s)
{
    r->time = instant_add(r->time, s);
    net_tick(server_net(r->server));
    turn(r);
}

/* The client's end. */
static int join(struct room *r)
{
    int ends[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    cr_assert_not_null(admit_anyone(server_net(r->server), ends[0], "unix uid 4242", 4242));
    turn(r);
    return ends[1];
}

static void say(struct room *r, int fd, const char *words, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, words, n, MSG_NOSIGNAL);

        if (sent < 0) {
            cr_assert_eq(errno, EAGAIN);
        } else {
            words += sent;
            n -= (size_t)sent;
        }
        turn(r);
    }
}

static void say_line(struct room *r, int fd, const char *words)
{
    say(r, fd, words, strlen(words));
}

/* All that can be read now; *ret_end tells of the connection's end. */
static struct buffer hear(struct room *r, int fd, bool *ret_end)
{
    struct buffer heard = BUFFER_INIT;
    ssize_t n;

    if (ret_end)
        *ret_end = false;
    buffer_append_string(&heard, "");
    for (;;) {
        char bytes[4096];

        turn(r);
        n = recv(fd, bytes, sizeof(bytes), 0);
        if (n > 0) {
            buffer_append(&heard, bytes, (size_t)n);
            continue;
        }
        if (ret_end && (n == 0 || errno != EAGAIN))
            *ret_end = true;
        break;
    }
    buffer_append_string(&heard, "");
    if (!heard.data)
        buffer_reserve(&heard, 1);
    return heard;
}

static bool heard_is(struct room *r, int fd, const char *expect)
{
    struct buffer heard = hear(r, fd, NULL);
    bool same = strcmp(heard.data, expect) == 0;

    cr_expect_str_eq(heard.data, expect);
    buffer_deinit(&heard);
    return same;
}

/* Does what is heard begin so (and is it one line)? */
static void expect_line(struct room *r, int fd, const char *head)
{
    struct buffer heard = hear(r, fd, NULL);

    cr_expect_eq(strncmp(heard.data, head, strlen(head)), 0, "%s", heard.data);
    cr_expect_eq(strchr(heard.data, '\n'), heard.len ? heard.data + heard.len - 1 : NULL, "%s",
                 heard.data);
    buffer_deinit(&heard);
}

/* One that has logged in by its uid; the greeting and the 230 are heard. */
static int join_person(struct room *r)
{
    int fd = join(r);

    expect_line(r, fd, "220 riverton dutyd 0 ready, HELP for help\n");
    say_line(r, fd, "LOGIN li.wei\n");
    cr_expect(heard_is(r, fd, "")); /* not before it is durable */
    memory_journal_flush(r->journal);
    expect_line(r, fd, "230 hello Li Wei, leader; post=none\n");
    return fd;
}

static size_t count_entries(struct room *r, enum entry_kind kind)
{
    size_t n, found = 0;
    struct entry *const *entries = memory_journal_entries(r->journal, &n);

    for (size_t i = 0; i < n; i++)
        found += entries[i]->kind == kind;
    return found;
}

Test(session, greets_and_says_goodbye)
{
    struct room r;
    struct buffer heard;
    bool end;
    int fd;

    room_open(&r, make_config());
    fd = join(&r);
    expect_line(&r, fd, "220 riverton dutyd 0 ready, HELP for help\n");
    say_line(&r, fd, "PING\r\n\r\n  \nping\nQUIT\nPING\n");
    heard = hear(&r, fd, &end);
    cr_expect(end);
    cr_expect_eq(strncmp(heard.data, "250 pong", 8), 0, "%s", heard.data);
    cr_expect_not_null(strstr(heard.data, "\n250 pong"));
    cr_expect_not_null(strstr(heard.data, "\n221 "));
    cr_expect_str_eq(strchr(strstr(heard.data, "221 "), '\n'), "\n");
    cr_expect_eq(server_count(r.server), 0);
    buffer_deinit(&heard);
    close(fd);
    room_close(&r);
}

Test(session, takes_lines_up_to_the_limit)
{
    static const struct {
        size_t size;
        bool cr;
        bool good;
    } rows[] = {{8191, false, true}, {8192, false, true}, {8193, false, false},
                {8192, true, true},  {8193, true, false}, {70000, false, false}};
    struct room r;
    int fd;

    room_open(&r, make_config());
    fd = join(&r);
    expect_line(&r, fd, "220 ");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t n = rows[i].size;
        char *raw = xmalloc(n);

        memset(raw, 'x', n);
        memcpy(raw, "NOVERB ", 7);
        if (rows[i].cr)
            raw[n - 2] = '\r';
        raw[n - 1] = '\n';
        say(&r, fd, raw, n);
        expect_line(&r, fd, rows[i].good ? "502 " : "500 the line is too long");
        free(raw);
        say_line(&r, fd, "PING\n");
        expect_line(&r, fd, "250 pong");
    }
    close(fd);
    room_close(&r);
}

Test(session, refuses_bad_bytes_once_a_line)
{
    struct room r;
    int fd;

    room_open(&r, make_config());
    fd = join(&r);
    expect_line(&r, fd, "220 ");
    say_line(&r, fd, "REPORT \303\272\306\370\n");
    expect_line(&r, fd, "500 this is not UTF-8; it looks like GBK");
    say(&r, fd, "PI\0NG\n", 6);
    expect_line(&r, fd, "500 the line contains a NUL");
    say_line(&r, fd, "PING\033\n");
    expect_line(&r, fd, "500 the line contains a control");
    say_line(&r, fd, "PING\n");
    expect_line(&r, fd, "250 pong");
    close(fd);
    room_close(&r);
}

Test(session, reads_the_same_however_it_is_split)
{
    static const char input[] = "PING\r\nNOVERB <<\nREPORT <<\n..x\n\nlast\r\n.\nPING\n";
    struct room r;
    int fd;

    room_open(&r, make_config());
    for (size_t cut = 1; cut < sizeof(input) - 1; cut++) {
        struct buffer heard;

        fd = join_person(&r);
        say(&r, fd, input, cut);
        say(&r, fd, input + cut, sizeof(input) - 1 - cut);
        memory_journal_flush(r.journal);
        heard = hear(&r, fd, NULL);
        cr_expect_eq(strncmp(heard.data, "250 pong", 8), 0, "%zu: %s", cut, heard.data);
        cr_expect_not_null(strstr(heard.data, "\n502 "), "%zu", cut);
        cr_expect_not_null(strstr(heard.data, "\n350 send"), "%zu", cut);
        cr_expect_not_null(strstr(heard.data, "\n250 logged incident"), "%zu", cut);
        cr_expect_not_null(strstr(strstr(heard.data, "logged"), "\n250 pong"), "%zu", cut);
        buffer_deinit(&heard);
        close(fd);
        turn(&r);
    }
    cr_expect_eq(count_entries(&r, ENTRY_REPORT), sizeof(input) - 2);
    room_close(&r);
}

Test(session, joins_a_text_with_dots_undone)
{
    struct room r;
    struct entry *const *entries;
    size_t n;
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    say_line(&r, fd, "REPORT <<\n");
    expect_line(&r, fd, "350 send the text, end with a line of a single .\n");
    say_line(&r, fd, "first\n..\n\n.hidden\n.\n");
    cr_expect(heard_is(&r, fd, ""));
    memory_journal_flush(r.journal);
    expect_line(&r, fd, "250 logged incident");
    entries = memory_journal_entries(r.journal, &n);
    for (size_t i = 0; i < n; i++) {
        if (entries[i]->kind == ENTRY_REPORT)
            cr_expect(slice_equal(entry_text(entries[i], FIELD_TEXT), SLICE("first\n.\n\nhidden")));
    }
    cr_expect_eq(count_entries(&r, ENTRY_REPORT), 1);
    close(fd);
    room_close(&r);
}

Test(session, stores_nothing_of_a_bad_text)
{
    struct room r;
    char *raw = xmalloc(1000);
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    say_line(&r, fd, "REPORT <<\ngood\n\303\272\306\370\ngood\n.\n");
    {
        struct buffer heard = hear(&r, fd, NULL);

        cr_expect_not_null(strstr(heard.data, "\n500 this is not UTF-8"), "%s", heard.data);
        buffer_deinit(&heard);
    }
    say_line(&r, fd, "REPORT <<\n");
    expect_line(&r, fd, "350 ");
    memset(raw, 'x', 999);
    raw[999] = '\n';
    for (int i = 0; i < 70; i++)
        say(&r, fd, raw, 1000);
    cr_expect(heard_is(&r, fd, ""));
    say_line(&r, fd, ".\n");
    expect_line(&r, fd, "501 the text is too long");
    /* Gone in the middle. */
    say_line(&r, fd, "REPORT <<\nhalf\n");
    expect_line(&r, fd, "350 ");
    close(fd);
    turn(&r);
    cr_expect_eq(server_count(r.server), 0);
    memory_journal_flush(r.journal);
    cr_expect_eq(count_entries(&r, ENTRY_REPORT), 0);
    free(raw);
    room_close(&r);
}

Test(session, answers_a_thousand_in_order)
{
    struct room r;
    struct buffer input = BUFFER_INIT, heard;
    const char *at;
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    for (int i = 1; i <= 500; i++)
        buffer_printf(&input, "REPORT fire %d\nPING\n", i);
    say(&r, fd, input.data, input.len);
    for (int i = 0; i < 20; i++)
        turn(&r);
    cr_expect(heard_is(&r, fd, "")); /* nothing is durable, so not even the first PING */
    memory_journal_flush(r.journal);
    for (int i = 0; i < 20; i++)
        turn(&r);
    heard = hear(&r, fd, NULL);
    at = heard.data;
    for (int i = 1; i <= 500 && at; i++) {
        char expect[64];

        snprintf(expect, sizeof(expect), "250 logged incident=2026-%06d ", i);
        cr_assert_eq(strncmp(at, expect, strlen(expect)), 0, "%d: %.60s", i, at);
        at = strchr(at, '\n') + 1;
        cr_assert_eq(strncmp(at, "250 pong", 8), 0, "%d: %.60s", i, at);
        at = strchr(at, '\n') + 1;
    }
    cr_expect_str_eq(at, "");
    buffer_deinit(&heard);
    buffer_deinit(&input);
    close(fd);
    room_close(&r);
}

Test(session, lets_a_reader_see_its_own_writes)
{
    struct room r;
    struct buffer heard;
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    say_line(&r, fd, "REPORT smoke\nLIST\nPING\n");
    cr_expect(heard_is(&r, fd, ""));
    for (int i = 0; i < 3; i++) {
        memory_journal_flush(r.journal);
        turn(&r);
    }
    heard = hear(&r, fd, NULL);
    cr_expect_eq(strncmp(heard.data, "250 logged", 10), 0, "%s", heard.data);
    cr_expect_not_null(strstr(heard.data, "\n250-2026-000001"), "%s", heard.data);
    cr_expect_not_null(strstr(heard.data, "\n250 pong"), "%s", heard.data);
    buffer_deinit(&heard);
    close(fd);
    room_close(&r);
}

Test(session, answers_after_a_half_close)
{
    struct room r;
    struct buffer heard;
    bool end;
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    say_line(&r, fd, "REPORT one\nREPORT two\nREPORT half");
    shutdown(fd, SHUT_WR);
    heard = hear(&r, fd, &end);
    cr_expect(!end);
    cr_expect_eq(heard.len, 0);
    buffer_deinit(&heard);
    memory_journal_flush(r.journal);
    heard = hear(&r, fd, &end);
    cr_expect(end);
    cr_expect_not_null(strstr(heard.data, "incident=2026-000002"), "%s", heard.data);
    buffer_deinit(&heard);
    cr_expect_eq(count_entries(&r, ENTRY_REPORT), 2);
    cr_expect_eq(server_count(r.server), 0);
    close(fd);
    room_close(&r);
}

/* What had not come to its end is not run, and that is said. */
Test(session, says_what_was_cut_off)
{
    static const struct {
        const char *said, *heard;
    } rows[] = {
        {"LOG half",
         "500 the connection was ended before the line was: nothing of it was stored\n"},
        {"LOG <<\nhalf\n",
         "500 the connection was ended before the text was: nothing of it was stored\n"},
        {"LOG <<\nhalf\nhalf",
         "500 the connection was ended before the text was: nothing of it was stored\n"},
        {"LOG <<\nwhole\n.\n", NULL},
        {"LOG whole\n", NULL},
        {"LOG whole\n  ", NULL},
        {"LOG whole\n\r", NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct room r;
        struct buffer heard;
        bool ended;
        int fd;

        room_open(&r, make_config());
        fd = join_person(&r);
        say_line(&r, fd, rows[i].said);
        shutdown(fd, SHUT_WR);
        for (int n = 0; n < 3; n++) {
            turn(&r);
            memory_journal_flush(r.journal);
        }
        heard = hear(&r, fd, &ended);
        cr_expect(ended, "%s", rows[i].said);
        cr_expect(rows[i].heard ? strstr(heard.data, rows[i].heard) != NULL
                                : !strstr(heard.data, "500 ") && strstr(heard.data, "250 logged"),
                  "%s: %s", rows[i].said, heard.data);
        buffer_deinit(&heard);
        close(fd);
        room_close(&r);
    }
}

Test(session, ends_the_silent_ones)
{
    struct room r;
    int half, busy, watcher;
    struct buffer heard;
    bool end;

    room_open(&r, make_config());
    half = join(&r);
    busy = join(&r);
    watcher = join_person(&r);
    expect_line(&r, half, "220 ");
    expect_line(&r, busy, "220 ");
    say_line(&r, watcher, "WATCH on\n");
    expect_line(&r, watcher, "250 ");
    say_line(&r, half, "REPO");
    advance(&r, SPAN_MINUTES(4));
    say_line(&r, busy, "PING\n");
    say_line(&r, half, "RT");
    expect_line(&r, busy, "250 pong");
    advance(&r, SPAN_SECONDS(61));
    heard = hear(&r, half, &end);
    cr_expect(end);
    cr_expect_eq(strncmp(heard.data, "421 ", 4), 0, "%s", heard.data);
    buffer_deinit(&heard);
    cr_expect_eq(server_count(r.server), 2);
    advance(&r, SPAN_MINUTES(5));
    cr_expect_eq(server_count(r.server), 1, "only the watcher is left");
    close(half);
    close(busy);
    close(watcher);
    room_close(&r);
}

struct flood {
    const char *name;
    int (*join)(struct room *r);
    size_t most;
};

static void flood(const struct flood *row)
{
    struct room r;
    struct session *s;
    size_t sent = 0;
    int fd, refused = 0;

    room_open(&r, make_config());
    fd = row->join(&r);
    s = TAILQ_FIRST(&server_net(r.server)->by_age);
    while (refused < 50 && sent < 64 * 1024 * 1024) {
        static const char lines[] = "HELP\nHELP\nHELP\nHELP\n";
        ssize_t n = send(fd, lines, sizeof(lines) - 1, MSG_NOSIGNAL);

        if (n > 0)
            sent += (size_t)n;
        else
            refused++;
        turn(&r);
        cr_assert_leq(session_unsent(s), (size_t)row->most + 16 * 1024, "%s", row->name);
        cr_assert_leq(s->in.len, (size_t)SESSION_SCRATCH + LINE_MAX_BYTES, "%s", row->name);
    }
    cr_expect_eq(refused, 50, "%s: it was read without bound", row->name);
    advance(&r, SPAN_MINUTES(6));
    cr_expect_eq(server_count(r.server), 0, "%s", row->name);
    close(fd);
    room_close(&r);
}

Test(session, bounds_a_client_that_does_not_read)
{
    static const struct flood rows[] = {
        {"a stranger", join, SESSION_MAX_UNSENT_OPEN},
        {"a person", join_person, SESSION_MAX_UNSENT},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        flood(&rows[i]);
}

Test(session, goes_on_when_a_slow_client_reads)
{
    struct room r;
    struct buffer heard, input = BUFFER_INIT;
    size_t pongs = 0;
    int fd;

    room_open(&r, make_config());
    fd = join(&r);
    for (int i = 0; i < 3000; i++)
        buffer_append_string(&input, "HELP\n");
    buffer_append_string(&input, "PING\n");
    cr_assert_eq(send(fd, input.data, input.len, MSG_NOSIGNAL), (ssize_t)input.len);
    buffer_deinit(&input);
    turn(&r);
    cr_expect_eq(server_count(r.server), 1);
    for (int i = 0; i < 200; i++) {
        heard = hear(&r, fd, NULL);
        pongs += strstr(heard.data, "250 pong") != NULL;
        buffer_deinit(&heard);
    }
    cr_expect_eq(pongs, 1);
    close(fd);
    room_close(&r);
}

Test(session, lets_entries_of_the_log_go_out_together)
{
    struct room r;
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    say_line(&r, fd, "LOG one\nLOG two\nLOG <<\nthree\n.\nLOG kind=log\n");
    for (int i = 0; i < 4; i++)
        event_base_loop(r.base, EVLOOP_NONBLOCK);
    memory_journal_flush(r.journal); /* one commit for all three */
    cr_expect_eq(count_entries(&r, ENTRY_LOG), 3);
    close(fd);
    room_close(&r);
}

Test(session, tells_watchers_what_is_durable)
{
    struct room r;
    struct buffer heard;
    int fd, watcher;

    room_open(&r, make_config());
    fd = join_person(&r);
    watcher = join_person(&r);
    say_line(&r, watcher, "WATCH on\n");
    expect_line(&r, watcher, "250 ");
    say_line(&r, fd, "REPORT smoke\n");
    cr_expect(heard_is(&r, watcher, ""));
    memory_journal_flush(r.journal);
    heard = hear(&r, watcher, NULL);
    cr_expect_eq(strncmp(heard.data, "* report incident=2026-000001", 29), 0, "%s", heard.data);
    buffer_deinit(&heard);
    expect_line(&r, fd, "250 logged");
    close(fd);
    close(watcher);
    room_close(&r);
}

/* A RELOAD with warnings answers like this: its first lines at once, its last when durable. */
Test(session, pushes_nothing_into_a_reply_whose_last_line_is_held)
{
    struct room r;
    struct session *s;
    struct buffer heard;
    int fd, watcher;

    room_open(&r, make_config());
    fd = join_person(&r);
    watcher = join_person(&r);
    say_line(&r, watcher, "WATCH on\n");
    expect_line(&r, watcher, "250 ");
    s = TAILQ_FIRST(&server_net(r.server)->watchers);
    session_reply_more(s, 250, "first");
    session_reply_durable(s, desk_durable(r.desk) + 1, 250, SLICE("last"));
    net_push(server_net(r.server), SLICE("early"));
    turn(&r);
    cr_expect(heard_is(&r, watcher, "250-first\n"));
    say_line(&r, fd, "REPORT smoke\n");
    memory_journal_flush(r.journal);
    heard = hear(&r, watcher, NULL);
    cr_expect_eq(strncmp(heard.data, "250 last\n* ", 11), 0, "%s", heard.data);
    cr_expect_not_null(strstr(heard.data, "* early\n"));
    buffer_deinit(&heard);
    close(fd);
    close(watcher);
    room_close(&r);
}

Test(session, keeps_a_watcher_that_is_told_much)
{
    struct room r;
    struct buffer heard;
    struct session *s;
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    say_line(&r, fd, "WATCH on\n");
    s = TAILQ_FIRST(&server_net(r.server)->watchers);
    cr_assert_not_null(s);
    for (int i = 0; i < 3000; i++)
        session_reply_more(s, 250, "%01000d", i);
    session_reply(s, 250, "3000 entries");
    net_push(server_net(r.server), SLICE("log"));
    cr_expect_eq(server_count(r.server), 1, "what it asked for is not held against it");
    for (int i = 0; i < 1000 && (i == 0 || session_unsent(s) > 0); i++) {
        heard = hear(&r, fd, NULL);
        buffer_deinit(&heard);
    }
    cr_expect_eq(s->pushed, 0);
    close(fd);
    room_close(&r);
}

Test(session, cuts_off_a_watcher_that_does_not_read)
{
    struct room r;
    struct buffer words = BUFFER_INIT;
    struct session *s;
    int fd;

    room_open(&r, make_config());
    fd = join_person(&r);
    say_line(&r, fd, "WATCH on\n");
    s = TAILQ_FIRST(&server_net(r.server)->watchers);
    cr_assert_not_null(s);
    for (int i = 0; i < 1000; i++)
        buffer_append_char(&words, 'x');
    for (int i = 0; i < 5000 && server_count(r.server) == 1; i++) {
        net_push(server_net(r.server), buffer_slice(&words));
        turn(&r);
    }
    cr_expect_eq(server_count(r.server), 0);
    buffer_deinit(&words);
    close(fd);
    room_close(&r);
}

Test(session, turns_away_too_many)
{
    struct room r;
    int ends[2], clients[8];
    char heard[128] = "";

    room_open(&r, make_config());
    for (int i = 0; i < 8; i++)
        clients[i] = join(&r);
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    cr_expect_null(admit_client(server_net(r.server), ends[0], NULL, 4242, NULL));
    cr_expect_gt(recv(ends[1], heard, sizeof(heard) - 1, 0), 0);
    cr_expect_str_eq(heard, "421 too many connections (8); try again\n");
    cr_expect_eq(recv(ends[1], heard, sizeof(heard) - 1, 0), 0);
    close(ends[1]);
    close(clients[0]);
    turn(&r);
    cr_expect_eq(server_count(r.server), 7);
    clients[0] = join(&r);
    cr_expect_eq(server_count(r.server), 8);
    for (int i = 0; i < 8; i++)
        close(clients[i]);
    room_close(&r);
}

/* Over TCP. */
static int join_address(struct room *r, uint32_t address)
{
    const struct sockaddr_in peer = {.sin_family = AF_INET, .sin_addr = {htonl(address)}};
    int ends[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    admit_client(server_net(r->server), ends[0], (const struct sockaddr *)&peer, -1, NULL);
    turn(r);
    return ends[1];
}

/* Strangers who take all places, and wait there for their logins, keep nobody out. */
Test(session, makes_room_at_the_cost_of_strangers)
{
    struct room r;
    int person, strangers[9];

    room_open(&r, make_config());
    person = join_person(&r);
    for (uint32_t i = 0; i < 9; i++) {
        strangers[i] = join_address(&r, 0x0a000001);
        expect_line(&r, strangers[i], "220 ");
        say_line(&r, strangers[i], "LOGIN li.wei wrong\n");
        cr_expect_leq(server_count(r.server), 8);
    }
    cr_expect(heard_is(&r, strangers[0],
                       "421 too many connections, and nobody has logged in on this one\n"));
    cr_expect(heard_is(&r, strangers[1],
                       "421 too many connections, and nobody has logged in on this one\n"));
    cr_expect(heard_is(&r, strangers[2], ""));
    say_line(&r, person, "PING\n");
    expect_line(&r, person, "250 pong");
    for (int i = 0; i < 9; i++)
        close(strangers[i]);
    close(person);
    room_close(&r);
}

Test(session, keeps_those_who_have_logged_in)
{
    struct config *c = make_config();
    struct room r;
    int people[7], stranger;

    c->sessions.connections = 7; /* too few for a place to be kept free */
    room_open(&r, c);
    for (int i = 0; i < 7; i++)
        people[i] = join_person(&r);
    stranger = join_address(&r, 0x0a000001);
    expect_line(&r, stranger, "421 too many connections (7); try again\n");
    for (int i = 0; i < 7; i++) {
        say_line(&r, people[i], "PING\n");
        expect_line(&r, people[i], "250 pong");
        close(people[i]);
    }
    close(stranger);
    room_close(&r);
}

/* ---- who stays, and who makes room ---- */

/* "a1": a person and a number of their own. NULL: nobody is heard of. */
struct guest {
    const char *name;
    int fd;
};

static const struct {
    char letter;
    const char *id;
    long uid;
} known[] = {{'l', "li.wei", 4242}, {'c', "chen.yu", 4243}, {'g', "gateway", 4244}};

/* By the letter of its name; with a capital it watches. */
static int join_as(struct room *r, const char *name)
{
    char login[40];
    int ends[2];

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (known[i].letter != (name[0] | 0x20))
            continue;
        cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        admit_client(server_net(r->server), ends[0], NULL, known[i].uid, NULL);
        snprintf(login, sizeof(login), "LOGIN %s\n%s", known[i].id,
                 name[0] & 0x20 ? "" : "WATCH on\n");
        turn(r);
        if (send(ends[1], login, strlen(login), MSG_NOSIGNAL) < 0) /* it was turned away */
            return ends[1];
        turn(r);
        memory_journal_flush(r->journal);
        turn(r);
    }
    return ends[1];
}

/* What the last line said is, if it is a 421; "" while it goes on. */
static const char *farewell(struct room *r, int fd)
{
    static char words[300];
    struct buffer heard = hear(r, fd, NULL);
    const char *line = strstr(heard.data, "421 ");

    snprintf(words, sizeof(words), "%s", line ? line : "");
    words[strcspn(words, "\n")] = '\0';
    buffer_deinit(&heard);
    return words;
}

#define LEFT_OPEN "li.wei has logged in on more than 2 connections"
#define SILENT "too many connections, and this one has been silent longest"
#define GREEDY "too many connections, and li.wei has logged in on most of them"
#define FROM_ADDRESS "too many connections from your address"

/* Guests come in this order; "+90" lets so many seconds pass, "l1!" says something, "l1<" begins a
 * text, "l1?" expects that it has been ended with these words, "l1." that it goes on. */
static const struct {
    const char *name;
    unsigned connections, per_person;
    const char *acts[24];
    const char *words;
} visits[] = {
    {"few stay for ever", 8, 2, {"l1", "l2", "+99999", "l1.", "l2."}, ""},
    {"the oldest of many", 8, 2, {"l1", "+90", "l2", "+90", "l3", "l1?", "l2.", "l3."}, LEFT_OPEN},
    {"who has said something is not the oldest",
     8,
     2,
     {"l1", "l2", "+90", "l1!", "+90", "l3", "l2?", "l1.", "l3."},
     LEFT_OPEN},
    {"all are at work", 8, 2, {"l1", "l2", "+30", "l3", "l1.", "l2.", "l3."}, ""},
    {"each has their own", 8, 2, {"l1", "c1", "l2", "c2", "+90", "l1.", "c1.", "l2.", "c2."}, ""},
    {"watchers are not counted",
     8,
     2,
     {"L1", "L2", "L3", "+90", "l4", "l5", "L1.", "L2.", "L3.", "l4.", "l5."},
     ""},
    {"programs are not counted", 8, 2, {"g1", "g2", "g3", "+90", "g4", "g1.", "g2.", "g3."}, ""},
    {"no limit", 8, 0, {"l1", "l2", "l3", "+90", "l4", "l1.", "l2.", "l3."}, ""},
    {"a text is under way",
     8,
     2,
     {"l1", "l1<", "+90", "l2", "+90", "l3", "l2?", "l1.", "l3."},
     LEFT_OPEN},
    {"the silent make room", 3, 0, {"l1", "+90", "l2", "l3", "+90", "l4", "l1?", "l4."}, SILENT},
    {"not the busy", 3, 0, {"l1", "l2", "l3", "+30", "l4", "l1.", "l2.", "l3."}, ""},
    {"whoever has many",
     4,
     0,
     {"c1", "+90", "l1", "l2", "l3", "+90", "c2", "l1?", "c1.", "c2."},
     SILENT},
    {"a program that leaks",
     4,
     0,
     {"c1", "+90", "g1", "g2", "g3", "+90", "g4", "g1?", "+90", "l1", "g2?", "c1."},
     SILENT},
    {"watchers last", 3, 0, {"L1", "L2", "+90", "c1", "+90", "c2", "c1?", "L1.", "c2."}, SILENT},
    {"watchers too, when all watch", 2, 0, {"L1", "+90", "C1", "+90", "c2", "L1?", "c2."}, SILENT},
    {"who takes all by watching",
     8,
     2,
     {"c1", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L1?", "c2", "L2?", "g1", "L3?", "c1.", "c2.",
      "g1.", "L7."},
     GREEDY},
    {"who takes all by talking",
     8,
     0,
     {"l1", "l2", "l3", "l4", "l5", "l6", "l7", "l1!", "l2!", "c1", "l3?", "C2", "l4?", "l1.",
      "l2.", "c1.", "C2."},
     GREEDY},
    {"also a program",
     8,
     2,
     {"g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g1?", "c1", "g2?"},
     "gateway has logged in on most of them"},
};

static void visit(size_t row)
{
    struct config *c = make_config();
    struct guest guests[12] = {{0}};
    struct room r;
    size_t n = 0;

    c->sessions.connections = visits[row].connections;
    c->sessions.per_person = visits[row].per_person;
    room_open(&r, c);
    for (const char *const *act = visits[row].acts; *act; act++) {
        struct guest *g = guests;

        if (**act == '+') {
            advance(&r, SPAN_SECONDS(atoi(*act + 1)));
            continue;
        }
        while (g < guests + n && strncmp(g->name, *act, 2) != 0)
            g++;
        if (g == guests + n)
            guests[n++] = (struct guest){*act, join_as(&r, *act)};
        else if ((*act)[2] == '!')
            say_line(&r, g->fd, "PING\n");
        else if ((*act)[2] == '<')
            say_line(&r, g->fd, "LOG <<\nhalf\n");
        else if ((*act)[2] == '?')
            cr_expect(strstr(farewell(&r, g->fd), visits[row].words) != NULL, "%s: %s",
                      visits[row].name, *act);
        else
            cr_expect_str_empty(farewell(&r, g->fd), "%s: %s", visits[row].name, *act);
    }
    for (size_t i = 0; i < n; i++)
        close(guests[i].fd);
    room_close(&r);
}

Test(session, stays_open_as_long_as_there_is_room)
{
    for (size_t row = 0; row < sizeof(visits) / sizeof(*visits); row++)
        visit(row);
}

static int join_uid(struct room *r, long uid)
{
    int ends[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    admit_client(server_net(r->server), ends[0], NULL, uid, NULL);
    turn(r);
    return ends[1];
}

/* Whoever may open the Unix socket is no stranger, but is not alone either. */
Test(session, leaves_no_uid_all_places)
{
    struct room r;
    int crowd[8], another, stranger;

    room_open(&r, make_config());
    for (int i = 0; i < 8; i++)
        crowd[i] = join_uid(&r, 7);
    another = join_uid(&r, 7);
    expect_line(&r, another, "421 too many connections (8); try again\n");
    close(another);
    another = join_uid(&r, 4242);
    cr_expect(strstr(farewell(&r, crowd[0]), "more than half of them from you") != NULL);
    say_line(&r, another, "LOGIN li.wei\n");
    stranger = join_address(&r, 0x0a000001);
    cr_expect(strstr(farewell(&r, crowd[1]), "more than half of them from you") != NULL);
    cr_expect_str_empty(farewell(&r, another));
    cr_expect_str_empty(farewell(&r, stranger));
    cr_expect_str_empty(farewell(&r, crowd[2]));
    for (int i = 0; i < 8; i++)
        close(crowd[i]);
    close(another);
    close(stranger);
    room_close(&r);
}

/* Those who sit behind one address, with a limit of its own. */
Test(session, makes_room_within_an_address)
{
    struct config *c = make_config();
    struct room r;
    int first, second, third;

    c->sessions.per_address = 2;
    room_open(&r, c);
    first = join_address(&r, 0x0a000001);
    TAILQ_FIRST(&server_net(r.server)->by_age)->person = &c->rules->people[1];
    second = join_address(&r, 0x0a000001);
    advance(&r, SPAN_SECONDS(90));
    third = join_address(&r, 0x0a000001);
    cr_expect(strstr(farewell(&r, first), FROM_ADDRESS) != NULL);
    cr_expect_str_empty(farewell(&r, second));
    cr_expect_str_empty(farewell(&r, third));
    close(third);
    turn(&r);
    third = join_address(&r, 0x0a000001);
    first = join_address(&r, 0x0a000001);
    expect_line(&r, first, "421 too many connections from your address (2); try again\n");
    close(first);
    close(second);
    close(third);
    room_close(&r);
}

Test(session, drains)
{
    struct room r;
    struct buffer heard;
    bool end;
    int fd, idle;

    room_open(&r, make_config());
    fd = join_person(&r);
    idle = join(&r);
    expect_line(&r, idle, "220 ");
    say_line(&r, fd, "REPORT last\n");
    server_drain(r.server);
    expect_line(&r, idle, "421 ");
    cr_expect_eq(server_count(r.server), 1, "one is still owed a reply");
    say_line(&r, fd, "REPORT too late\n");
    memory_journal_flush(r.journal);
    heard = hear(&r, fd, &end);
    cr_expect(end);
    cr_expect_eq(strncmp(heard.data, "250 logged", 10), 0, "%s", heard.data);
    cr_expect_not_null(strstr(heard.data, "\n421 the daemon is shutting down\n"), "%s", heard.data);
    buffer_deinit(&heard);
    cr_expect_eq(server_count(r.server), 0);
    cr_expect_eq(count_entries(&r, ENTRY_REPORT), 1);
    close(fd);
    close(idle);
    room_close(&r);
}

Test(session, is_small)
{
    cr_expect_leq(sizeof(struct session), (size_t)640, "%zu", sizeof(struct session));
}
