#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "room.h"
#include "wire/net/admit.h"
#include "wire/net/guesses.h"
#include "wire/net/login.h"
#include "wire/net/login_log.h"
#include "wire/net/net.h"
#include "wire/net/parts.h"
#include "wire/net/session.h"

/* "secret", cheap on purpose. */
#define SECRET_HASH                                                                                \
    "$6$rounds=1000$abcdefgh$nhYjN017qxiYztzyUpZtPnUQcnLy62KsunSLHNeLahp2EHPlAKmFFlrjEwSXGo2kgY5h" \
    "R2.peKEg2VGUqIJJu1"

/* ---- LOGIN ---- */

static struct config *make_config(void)
{
    static const struct person people[] = {
        {.id = "li.wei", .name = "Li Wei", .rank = RANK_OFFICER, .password = SECRET_HASH},
        {.id = "gateway", .name = "Gateway", .rank = RANK_SERVICE, .uid = "4242"},
        {.id = "root.user", .name = "Root", .rank = RANK_ADMIN, .uid = "root"},
    };
    struct config *c = xcalloc(1, sizeof(*c));
    struct rules *r = rules_new();

    c->references = 1;
    c->rules = r;
    c->sessions = (struct sessions_config){
        .connections = 8, .idle = SPAN_HOURS(5), .login_delay = SPAN_SECONDS(2)};
    r->office_id = xstrdup("riverton");
    r->n_people = sizeof(people) / sizeof(people[0]);
    r->people = xcalloc(r->n_people, sizeof(*r->people));
    for (size_t i = 0; i < r->n_people; i++)
        r->people[i] = (struct person){.id = xstrdup(people[i].id),
                                       .name = xstrdup(people[i].name),
                                       .rank = people[i].rank,
                                       .password = xstrdup_or_null(people[i].password),
                                       .uid = xstrdup_or_null(people[i].uid)};
    return c;
}

static void turn(struct room *r)
{
    for (int i = 0; i < 4; i++)
        event_base_loop(r->base, EVLOOP_NONBLOCK);
    memory_journal_flush(r->journal);
    for (int i = 0; i < 4; i++)
        event_base_loop(r->base, EVLOOP_NONBLOCK);
}

static int join(struct room *r, long uid)
{
    int ends[2];
    char greeting[128];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    admit_anyone(server_net(r->server), ends[0], "peer", uid);
    turn(r);
    cr_assert_gt(recv(ends[1], greeting, sizeof(greeting), 0), 0);
    return ends[1];
}

static void send_line(struct room *r, int fd, const char *line)
{
    cr_assert_eq(send(fd, line, strlen(line), MSG_NOSIGNAL), (ssize_t)strlen(line));
    turn(r);
}

/* Until all that may be checked now is. */
static void check_all(struct room *r)
{
    while (logins_are_checking(server_net(r->server)->logins)) {
        event_base_loop(r->base, EVLOOP_ONCE);
        turn(r);
    }
    turn(r);
}

/* "" when nothing has been said. */
static const char *hear(int fd, char ret_reply[256])
{
    ssize_t n = recv(fd, ret_reply, 255, 0);

    ret_reply[n > 0 ? n : 0] = '\0';
    return ret_reply;
}

/* Sends a line and waits for what the thread finds. "" when there is no reply even then. */
static const char *ask(struct room *r, int fd, const char *line, char ret_reply[256])
{
    send_line(r, fd, line);
    check_all(r);
    return hear(fd, ret_reply);
}

static void pass(struct room *r, struct span time)
{
    r->time = instant_add(r->time, time);
    net_tick(server_net(r->server));
    check_all(r);
}

static size_t count_entries(struct room *r, enum entry_kind kind)
{
    size_t n, found = 0;
    struct entry *const *entries = memory_journal_entries(r->journal, &n);

    for (size_t i = 0; i < n; i++)
        found += entries[i]->kind == kind;
    return found;
}

static bool begins(const char *text, const char *head)
{
    return strncmp(text, head, strlen(head)) == 0;
}

Test(login, answers)
{
    static const struct {
        const char *name;
        long uid;
        const char *line, *expect;
    } rows[] = {
        {"password", -1, "LOGIN li.wei secret\n", "230 hello Li Wei, officer; post=none\n"},
        {"by number", 4242, "LOGIN gateway\n", "230 hello Gateway, service; post=none\n"},
        {"by name", 0, "LOGIN root.user\n", "230 hello Root, admin; post=none\n"},
        {"wrong", 11, "LOGIN li.wei Secret\n", "535 login refused: wrong person or password\n"},
        {"unknown", 12, "LOGIN li.we secret\n", "535 login refused: wrong person or password\n"},
        {"no password known", 13, "LOGIN gateway secret\n",
         "535 login refused: wrong person or password\n"},
        {"another uid", 4243, "LOGIN gateway\n", "535 login refused: "},
        {"no uid", -1, "LOGIN gateway\n", "535 login refused: a password is needed"},
    };
    struct room r;
    char reply[256];

    room_open(&r, make_config());
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int fd = join(&r, rows[i].uid);

        ask(&r, fd, rows[i].line, reply);
        cr_expect(begins(reply, rows[i].expect), "%s: %s", rows[i].name, reply);
        close(fd);
        turn(&r);
    }
    cr_expect_eq(count_entries(&r, ENTRY_LOGIN), 3);
    cr_expect_eq(count_entries(&r, ENTRY_LOGIN_FAILED), 5);
    room_close(&r);
}

Test(login, keeps_back_the_answer_of_a_wrong_one)
{
    static const int waits[] = {2, 4, 8, 16, 32, 60, 60};
    struct room r;
    char reply[256];
    int fd, other;

    room_open(&r, make_config());
    fd = join(&r, 1);
    ask(&r, fd, "LOGIN li.wei x\n", reply);
    cr_expect(begins(reply, "535 "), "the first is most likely mistyped: %s", reply);
    for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
        /* Leaving and coming back is no way around it. */
        close(fd);
        turn(&r);
        fd = join(&r, 1);
        ask(&r, fd, "LOGIN li.wei x\nPING\n", reply);
        cr_expect_str_eq(reply, "", "%d", waits[i]);
        pass(&r, SPAN_US(waits[i] * INT64_C(1000000) - 1));
        cr_expect_str_eq(hear(fd, reply), "", "%d", waits[i]);
        pass(&r, SPAN_US(1));
        cr_expect(begins(hear(fd, reply), "535 "), "%d: %s", waits[i], reply);
    }
    cr_expect_str_eq(ask(&r, fd, "LOGIN li.wei x\n", reply), "");
    other = join(&r, 1);
    ask(&r, other, "LOGIN li.wei secret\n", reply);
    cr_expect(begins(reply, "230 "), "a right one waits for nothing: %s", reply);
    close(fd); /* while it waits */
    turn(&r);
    ask(&r, other, "LOGIN li.wei x\n", reply);
    cr_expect(begins(reply, "535 "), "a right one has made good for all: %s", reply);
    close(other);
    room_close(&r);
}

/* ---- in a crowd ---- */

#define CROWD 160

/* `n` clients at once, from one address or from as many, then a right one. It is answered while the
 * clock stands still. */
static void crowd(const char *name, int n, bool one_address, const char *line)
{
    struct room r;
    char reply[256];
    int fds[CROWD], right;

    room_open(&r, make_config());
    for (int i = 0; i < n; i++) {
        char each[64];

        fds[i] = join(&r, one_address ? -1 : 100 + i);
        snprintf(each, sizeof(each), line, i);
        send_line(&r, fds[i], each);
        if (i == 0 && n > LOGIN_MAX_FROM)
            check_all(&r); /* until one was refused, all are alike, and the last is turned away */
    }
    right = join(&r, -1);
    send_line(&r, right, "LOGIN li.wei secret\n");
    check_all(&r);
    cr_expect(begins(hear(right, reply), "230 "), "%s: %s", name, reply);
    for (int i = 0; i < n; i++)
        close(fds[i]);
    close(right);
    room_close(&r);
}

Test(login, is_not_kept_waiting_by_a_crowd)
{
    crowd("twelve wrong ones from its address", 12, true, "LOGIN li.wei x%d\n");
    crowd("for others", 100, true, "LOGIN he.lan x%d\n");
    crowd("for many others", 100, true, "LOGIN he.lan%d x\n");
    crowd("eighty addresses", 80, false, "LOGIN li.wei x%d\n");
    crowd("without a password", CROWD, true, "LOGIN li.wei%d\n");
    crowd("right ones", 100, true, "LOGIN li.wei secret\n");
    crowd("more than may wait from one address", CROWD, true, "LOGIN he.lan x%d\n");
    crowd("with long names", 20, true,
          "LOGIN "
          "%d.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx x\n");
}

/* All that come in one pass are checked in an order: whoever guessed comes after the others. In
 * each pass after it one outcome at most is seen, so most of the guesses are left. */
Test(login, looks_at_whoever_guessed_after_the_others)
{
    const char guess[] = "LOGIN li.wei x\n", login[] = "LOGIN li.wei secret\n";
    struct room r;
    char reply[256];
    int fds[30], right;

    room_open(&r, make_config());
    for (int i = 0; i < 2; i++) {
        fds[i] = join(&r, 1);
        ask(&r, fds[i], guess, reply);
        close(fds[i]);
        turn(&r);
    }
    for (int i = 0; i < 30; i++)
        fds[i] = join(&r, 1);
    right = join(&r, 2);
    for (int i = 0; i < 30; i++)
        cr_assert_gt(send(fds[i], guess, strlen(guess), MSG_NOSIGNAL), 0);
    cr_assert_gt(send(right, login, strlen(login), MSG_NOSIGNAL), 0);
    while (!begins(hear(right, reply), "230 ")) {
        cr_assert_str_eq(reply, "");
        event_base_loop(r.base, EVLOOP_ONCE);
        memory_journal_flush(r.journal);
    }
    cr_expect(logins_are_checking(server_net(r.server)->logins), "the guesses still wait");
    for (int i = 0; i < 30; i++)
        close(fds[i]);
    close(right);
    room_close(&r);
}

Test(login, bounds_the_guesses_at_one_person_from_an_address)
{
    struct room r;
    char reply[256];
    int fds[GUESSES_AT_ONCE + 2], fd, n_away = 0;

    room_open(&r, make_config());
    fd = join(&r, 1);
    ask(&r, fd, "LOGIN li.wei x\n", reply);
    for (int i = 0; i < GUESSES_AT_ONCE + 2; i++) {
        fds[i] = join(&r, 1);
        send_line(&r, fds[i], "LOGIN li.wei x\n");
    }
    check_all(&r);
    for (int i = 0; i < GUESSES_AT_ONCE + 2; i++)
        n_away += begins(hear(fds[i], reply), "452 too many wrong logins of this person");
    cr_expect_eq(n_away, 1, "%d", n_away);
    cr_expect(begins(ask(&r, join(&r, 2), "LOGIN li.wei secret\n", reply), "230 "), "%s", reply);
    pass(&r, SPAN_SECONDS(2));
    cr_expect(begins(ask(&r, fds[GUESSES_AT_ONCE + 1], "LOGIN li.wei secret\n", reply), ""));
    pass(&r, SPAN_SECONDS(2));
    cr_expect(begins(hear(fds[GUESSES_AT_ONCE + 1], reply), "230 "), "two seconds: %s", reply);
    room_close(&r);
}

Test(login, forgives_only_its_own)
{
    struct room r;
    char reply[256];
    int fd;

    room_open(&r, make_config());
    fd = join(&r, 4242);
    ask(&r, fd, "LOGIN li.wei x\n", reply);
    cr_expect(begins(reply, "535 "), "%s", reply);
    ask(&r, fd, "LOGIN gateway\n", reply);
    cr_expect(begins(reply, "230 "), "%s", reply);
    cr_expect_str_eq(ask(&r, fd, "LOGIN li.wei y\n", reply), "", "%s", reply);
    pass(&r, SPAN_SECONDS(2));
    cr_expect(begins(hear(fd, reply), "535 "), "%s", reply);
    cr_expect_str_eq(ask(&r, fd, "LOGIN he.lan y\n", reply), "", "the session counts: %s", reply);
    close(fd);
    room_close(&r);
}

Test(login, counts_who_leaves_while_it_is_checked)
{
    struct room r;
    char reply[256];
    bool early;
    int fd;

    room_open(&r, make_config());
    fd = join(&r, 1);
    send_line(&r, fd, "LOGIN li.wei x\n");
    session_cut(TAILQ_FIRST(&server_net(r.server)->by_age), "gone");
    check_all(&r);
    close(fd);
    fd = join(&r, 1);
    cr_expect_str_eq(ask(&r, fd, "LOGIN li.wei x\n", reply), "", "%s", reply);
    close(fd);
    turn(&r);
    fd = join(&r, 2);
    send_line(&r, fd, "LOGIN li.wei secret\n");
    early = !logins_are_checking(server_net(r.server)->logins); /* by its thread */
    session_cut(TAILQ_LAST(&server_net(r.server)->by_age, session_list), "gone");
    check_all(&r);
    cr_expect_eq(count_entries(&r, ENTRY_LOGIN), early, "nobody has logged in");
    close(fd);
    room_close(&r);
}

Test(login, takes_the_password_that_holds_when_it_is_checked)
{
    struct room r;
    char reply[256];
    struct config *next = make_config();
    int fd;

    room_open(&r, make_config());
    fd = join(&r, 1);
    send_line(&r, fd, "LOGIN li.wei secret\n");
    free(next->rules->people[0].password);
    next->rules->people[0].password = xstrdup("$6$rounds=1000$abcdefgh$x");
    cr_assert(desk_use_config(r.desk, next, NULL));
    config_unref(next);
    check_all(&r);
    cr_expect(begins(hear(fd, reply), "535 "), "%s", reply);
    close(fd);
    room_close(&r);
}

/* ---- the log ---- */

static void refuse_many(struct room *r, int n, long uid, const char *line)
{
    for (int i = 0; i < n; i++) {
        char reply[256];
        int fd = join(r, uid);

        ask(r, fd, line, reply);
        close(fd);
        turn(r);
    }
}

/* The last refused one that is an entry, as LOG says it. */
static void expect_last(struct room *r, const char *name, size_t n_entries, const char *expect)
{
    size_t n;
    struct entry *const *entries = memory_journal_entries(r->journal, &n);
    struct buffer words = BUFFER_INIT;

    cr_expect_eq(count_entries(r, ENTRY_LOGIN_FAILED), n_entries, "%s: %zu", name,
                 count_entries(r, ENTRY_LOGIN_FAILED));
    while (n > 0 && entries[n - 1]->kind != ENTRY_LOGIN_FAILED)
        n--;
    for (size_t i = 0; n > 0 && i < entries[n - 1]->n_fields; i++) {
        const struct field *f = &entries[n - 1]->fields[i];

        if (f->id == FIELD_SINCE || f->id == FIELD_UNTIL)
            continue;
        buffer_printf(&words, "%s=", field_table[f->id].name);
        field_format_value(f, &words);
        buffer_append_string(&words, " ");
    }
    cr_expect_str_eq(words.data, expect, "%s: %s", name, words.data);
    buffer_deinit(&words);
}

Test(login, sums_up_refused_ones)
{
    struct room r;

    room_open(&r, make_config());
    refuse_many(&r, 50, 7, "LOGIN li.wei\n");
    expect_last(&r, "the first at once", 1, "from=peer person=li.wei ");
    pass(&r, SPAN_SECONDS(59));
    expect_last(&r, "within the minute", 1, "from=peer person=li.wei ");
    pass(&r, SPAN_SECONDS(1));
    turn(&r);
    expect_last(&r, "its end", 2, "from=\"unix uid 7\" person=li.wei count=49 ");
    refuse_many(&r, 2, 7, "LOGIN a\n");
    refuse_many(&r, 1, 7, "LOGIN b\n");
    pass(&r, SPAN_MINUTES(1));
    turn(&r);
    expect_last(&r, "several names", 3, "from=\"unix uid 7\" whom=a,b count=3 ");
    pass(&r, SPAN_MINUTES(1));
    refuse_many(&r, 1, 7, "LOGIN c\n");
    expect_last(&r, "after a quiet minute", 4, "from=peer person=c ");
    memory_journal_set_away(r.journal, true);
    refuse_many(&r, 2, 7, "LOGIN d\n");
    refuse_many(&r, 1, 8, "LOGIN e\n");
    pass(&r, SPAN_MINUTES(2));
    expect_last(&r, "away", 4, "from=peer person=c ");
    memory_journal_set_away(r.journal, false);
    pass(&r, SPAN_SECONDS(1));
    turn(&r);
    cr_expect_eq(count_entries(&r, ENTRY_LOGIN_FAILED), 6);
    refuse_many(&r, 5, 8, "LOGIN f\n");
    net_drain(server_net(r.server));
    turn(&r);
    expect_last(&r, "at the end", 7, "from=\"unix uid 8\" person=f count=5 ");
    room_close(&r);
}

Test(login, bounds_its_entries_whatever_comes)
{
    struct room r;

    room_open(&r, make_config());
    for (int i = 0; i < 2 * LOGIN_LOG_ADDRESSES; i++)
        refuse_many(&r, 1, i, "LOGIN x\n");
    cr_expect_eq(count_entries(&r, ENTRY_LOGIN_FAILED), (size_t)LOGIN_LOG_ADDRESSES);
    pass(&r, SPAN_MINUTES(1));
    turn(&r);
    expect_last(&r, "others", LOGIN_LOG_ADDRESSES + 1,
                "from=\"other addresses\" person=x count=64 ");
    room_close(&r);
}

Test(login, works_while_the_journal_is_away)
{
    struct room r;
    char reply[256];
    int fd;

    room_open(&r, make_config());
    memory_journal_set_away(r.journal, true);
    fd = join(&r, -1);
    ask(&r, fd, "LOGIN li.wei secret\n", reply);
    cr_expect(begins(reply, "230 hello Li Wei, officer; post=none log=away"), "%s", reply);
    ask(&r, fd, "LOGIN li.wei x\n", reply);
    cr_expect(begins(reply, "535 "), "%s", reply);
    close(fd);
    room_close(&r);
}

Test(login, forgets_who_is_no_longer_there)
{
    struct room r;
    char reply[256];
    struct config *next = make_config();
    int fd;

    room_open(&r, make_config());
    fd = join(&r, -1);
    ask(&r, fd, "LOGIN li.wei secret\n", reply);
    cr_expect(begins(reply, "230 "), "%s", reply);
    free(next->rules->people[0].id);
    next->rules->people[0].id = xstrdup("li.wei2");
    cr_assert(desk_use_config(r.desk, next, NULL));
    config_unref(next);
    cr_expect(begins(ask(&r, fd, "LIST\n", reply), "530 "), "%s", reply);
    close(fd);
    room_close(&r);
}
