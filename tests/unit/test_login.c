#include <criterion/criterion.h>
#include <crypt.h>
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
#include "wire/net/login_worker.h"
#include "wire/net/net.h"
#include "wire/net/parts.h"

/* "secret", cheap on purpose. */
#define SECRET_HASH                                                                                \
    "$6$rounds=1000$abcdefgh$nhYjN017qxiYztzyUpZtPnUQcnLy62KsunSLHNeLahp2EHPlAKmFFlrjEwSXGo2kgY5h" \
    "R2.peKEg2VGUqIJJu1"

/* ---- the worker ---- */

struct outcome {
    int called;
    bool matches;
};

static void on_outcome(void *arg, bool matches)
{
    struct outcome *o = arg;

    o->called++;
    o->matches = matches;
}

Test(login, checks_passwords)
{
    static const struct {
        const char *name, *hash, *password;
        bool expect;
    } rows[] = {
        {"right", SECRET_HASH, "secret", true}, {"wrong", SECRET_HASH, "secreT", false},
        {"empty", SECRET_HASH, "", false},      {"longer", SECRET_HASH, "secret ", false},
        {"no hash", "!", "secret", false},      {"locked", "*", "*", false},
        {"a failure token", "*0", "x", false},  {"empty hash", "", "", false},
    };
    struct event_base *base = event_base_new();
    struct login_worker *w = login_worker_new(base);
    struct outcome outcomes[8] = {0};

    for (size_t i = 0; i < 8; i++)
        cr_expect_not_null(
            login_check(w, rows[i].hash, slice_of(rows[i].password), on_outcome, &outcomes[i]));
    while (!outcomes[7].called)
        event_base_loop(base, EVLOOP_ONCE);
    for (size_t i = 0; i < 8; i++) {
        cr_expect_eq(outcomes[i].called, 1, "%s", rows[i].name);
        cr_expect_eq(outcomes[i].matches, rows[i].expect, "%s", rows[i].name);
    }
    login_worker_free(w);
    event_base_free(base);
}

Test(login, bounds_and_cancels)
{
    struct event_base *base = event_base_new();
    struct login_worker *w = login_worker_new(base);
    struct login_check *checks[LOGIN_MAX_CHECKS];
    struct outcome cancelled = {0}, kept = {0};

    for (int i = 0; i < LOGIN_MAX_CHECKS; i++)
        checks[i] = login_check(w, SECRET_HASH, SLICE("secret"), on_outcome,
                                i == LOGIN_MAX_CHECKS - 1 ? &kept : &cancelled);
    cr_expect_not_null(checks[LOGIN_MAX_CHECKS - 1]);
    cr_expect_null(login_check(w, SECRET_HASH, SLICE("secret"), on_outcome, &kept));
    for (int i = 0; i < LOGIN_MAX_CHECKS - 1; i++)
        login_check_cancel(checks[i]);
    while (!kept.called)
        event_base_loop(base, EVLOOP_ONCE);
    cr_expect_eq(cancelled.called, 0);
    cr_expect(kept.matches);
    /* Ends with one that runs and some that wait. */
    for (int i = 0; i < 5; i++)
        cr_expect_not_null(login_check(w, SECRET_HASH, SLICE("x"), on_outcome, &cancelled));
    login_worker_free(w);
    cr_expect_eq(cancelled.called, 0);
    event_base_free(base);
}

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

static bool someone_is_checked(struct room *r)
{
    struct session *s;

    TAILQ_FOREACH(s, &server_net(r->server)->by_age, by_age)
    {
        if (s->address->login_runs)
            return true;
    }
    return false;
}

/* Sends a line and waits for what the thread finds. "" when there is no reply even then. */
static const char *ask(struct room *r, int fd, const char *line, char ret_reply[256])
{
    ssize_t n;

    cr_assert_eq(send(fd, line, strlen(line), MSG_NOSIGNAL), (ssize_t)strlen(line));
    turn(r);
    while (someone_is_checked(r)) {
        event_base_loop(r->base, EVLOOP_ONCE);
        turn(r);
    }
    turn(r);
    n = recv(fd, ret_reply, 255, 0);
    ret_reply[n > 0 ? n : 0] = '\0';
    return ret_reply;
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

Test(login, is_slowed_behind_a_failure)
{
    static const int waits[] = {2, 4, 8, 16, 32, 60, 60};
    struct room r;
    char reply[256];
    int fd, other, slow;

    room_open(&r, make_config());
    fd = join(&r, 1);
    other = join(&r, 2);
    ask(&r, fd, "LOGIN li.wei x\n", reply);
    cr_expect(begins(reply, "535 "), "%s", reply);
    for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
        /* Leaving and coming back is no way around it. */
        close(fd);
        turn(&r);
        fd = join(&r, 1);
        ask(&r, fd, "LOGIN li.wei x\n", reply);
        cr_expect_str_eq(reply, "", "%d", waits[i]);
        r.time = instant_add(r.time, SPAN_US(waits[i] * INT64_C(1000000) - 1));
        net_tick(server_net(r.server));
        cr_expect_str_eq(ask(&r, fd, "", reply), "", "%d", waits[i]);
        r.time = instant_add(r.time, SPAN_US(1));
        net_tick(server_net(r.server));
        ask(&r, fd, "", reply);
        cr_expect(begins(reply, "535 "), "%d: %s", waits[i], reply);
    }
    slow = join(&r, 1);
    ask(&r, slow, "LOGIN li.wei secret\n", reply);
    cr_expect_str_eq(reply, "");
    ask(&r, other, "LOGIN li.wei secret\n", reply);
    cr_expect(begins(reply, "230 "), "others wait for nothing: %s", reply);
    close(slow); /* while it waits */
    turn(&r);
    r.time = instant_add(r.time, SPAN_SECONDS(60));
    net_tick(server_net(r.server));
    ask(&r, fd, "LOGIN li.wei secret\n", reply);
    cr_expect(begins(reply, "230 "), "%s", reply);
    ask(&r, fd, "LOGIN li.wei x\n", reply);
    cr_expect(begins(reply, "535 "), "%s", reply);
    r.time = instant_add(r.time, SPAN_SECONDS(2));
    ask(&r, fd, "LOGIN li.wei secret\n", reply);
    cr_expect(begins(reply, "230 "), "a good one has made good for all: %s", reply);
    close(fd);
    close(other);
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

/* ---- addresses ---- */

Test(login, remembers_a_bounded_number_of_addresses)
{
    struct addresses a;
    const struct instant now = {1000000};

    addresses_init(&a);
    for (long i = 0; i < 3 * ADDRESS_MAX_KEPT; i++) {
        struct address_key key = address_key_of(NULL, i);
        struct address *address = addresses_enter(&a, &key);

        address_punish(address, SPAN_SECONDS(1), now);
        addresses_leave(&a, address, now);
    }
    cr_expect_eq(HASH_COUNT(a.table), (unsigned)ADDRESS_MAX_KEPT);
    cr_expect_eq(a.n_kept, (size_t)ADDRESS_MAX_KEPT);
    {
        struct address_key key = address_key_of(NULL, 1);
        struct address *address = addresses_enter(&a, &key);
        const struct instant later = instant_add(now, SPAN_HOURS(1));

        address_punish(address, SPAN_SECONDS(1), later);
        addresses_leave(&a, address, later);
    }
    cr_expect_eq(a.n_kept, 1, "those that are over are let go");
    addresses_deinit(&a);
}
