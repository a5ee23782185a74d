#include "daemon_load.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/mem.h"

#define TURN_MS 20
#define HOLD SPAN_MS(20)

void load_init(struct load *load, struct station *s)
{
    *load = (struct load){.station = s, .seed = (uint64_t)clock_now(&clock_system).us};
    load->random = random_seeded(&load->seed);
    for (size_t i = 0; i < LOAD_SENDERS; i++)
        load->senders[i].line.fd = -1;
}

void load_deinit(struct load *load)
{
    for (size_t i = 0; i < LOAD_SENDERS; i++)
        line_close(&load->senders[i].line);
    for (size_t i = 0; i < load->n_wishes; i++)
        free(load->wishes[i].incident);
    free(load->wishes);
    free(load->again);
}

void load_connect(struct load *load)
{

    for (size_t i = 0; i < LOAD_SENDERS; i++) {
        struct sender *s = &load->senders[i];

        if (s->line.fd >= 0)
            continue;
        *s = (struct sender){.line.fd = -1};
        line_login(&s->line, load->station, "rita"); /* a key is one person's */
    }
}

static void send_again(struct load *load, size_t wish)
{
    load->again = xgrow(load->again, &load->cap_again, load->n_again + 1, sizeof(*load->again));
    load->again[load->n_again++] = wish;
}

static void cut_off(struct load *load, struct sender *s)
{
    for (size_t i = 0; i < s->n_flying; i++)
        send_again(load, s->flying[i]);
    s->n_flying = 0;
    line_close(&s->line);
}

/* False: there is none. One in eight is sent although it was answered. */
static bool choose_wish(struct load *load, size_t *ret)
{
    if (load->n_again > 0) {
        *ret = load->again[--load->n_again];
        return true;
    }
    if (load->finishing)
        return false;
    if (load->n_wishes > 0 && random_below(&load->random, 8) == 0) {
        *ret = random_below(&load->random, load->n_wishes);
        return load->wishes[*ret].answered;
    }
    load->wishes =
        xgrow(load->wishes, &load->cap_wishes, load->n_wishes + 1, sizeof(*load->wishes));
    load->wishes[load->n_wishes] = (struct wish){0};
    *ret = load->n_wishes++;
    return true;
}

static void fill_window(struct load *load, struct sender *s)
{
    struct buffer b = BUFFER_INIT;
    size_t wish;

    if (instant_before(clock_monotonic(&clock_system), s->hold_until))
        return;
    while (s->n_flying < LOAD_WINDOW && choose_wish(load, &wish)) {
        buffer_printf(&b, "REPORT class=gas key=k-%zu smell of gas, call %zu\n", wish, wish);
        s->flying[s->n_flying++] = wish;
    }
    line_send(&s->line, b.data, b.len);
    buffer_deinit(&b);
}

static void take_answer(struct load *load, struct sender *s, size_t number, const char *reply)
{
    struct wish *wish = &load->wishes[number];
    char *incident = reply_field(reply, "incident"), *entry = reply_field(reply, "entry");
    uint64_t seq = strtoull(entry, NULL, 10);
    bool again = strstr(reply, " again=yes") != NULL;

    free(entry);
    cr_expect(seq > 0 && incident[0], "%s", reply);
    load->repeats += again;
    if (!again) {
        cr_expect(!wish->answered, "k-%zu was done twice: %s and %s", number, wish->incident,
                  incident);
        cr_expect_gt(seq, s->last_entry, "answers out of order: %s", reply);
        s->last_entry = seq;
    }
    if (wish->answered) {
        cr_expect_eq(seq, wish->entry, "k-%zu", number);
        cr_expect_str_eq(incident, wish->incident, "k-%zu", number);
        free(incident);
        return;
    }
    *wish = (struct wish){.answered = true, .entry = seq, .incident = incident};
    load->answered++;
}

static void take_line(struct load *load, struct sender *s, const char *line)
{
    size_t wish;

    if (strncmp(line, "421 ", 4) == 0)
        return; /* the end follows */
    cr_assert_gt(s->n_flying, 0, "not asked for: %s", line);
    wish = s->flying[0];
    memmove(s->flying, s->flying + 1, --s->n_flying * sizeof(s->flying[0]));
    if (strncmp(line, "250 ", 4) == 0) {
        take_answer(load, s, wish, line);
        return;
    }
    cr_assert(strncmp(line, "450 ", 4) == 0 || strncmp(line, "452 ", 4) == 0, "%s", line);
    load->refused++;
    s->hold_until = instant_add(clock_monotonic(&clock_system), HOLD);
    send_again(load, wish);
}

static void receive(struct load *load, struct sender *s)
{
    struct line *l = &s->line;
    ssize_t n = recv(l->fd, buffer_reserve(&l->in, 16384), 16384, MSG_DONTWAIT);

    if (n < 0 && errno == EAGAIN)
        return;
    if (n > 0)
        l->in.len += (size_t)n;
    while (l->in.len > 0 && memchr(l->in.data, '\n', l->in.len))
        take_line(load, s, line_read(l));
    if (n <= 0)
        cut_off(load, s);
}

static bool turn(struct load *load, bool sends)
{
    struct pollfd fds[LOAD_SENDERS];
    bool any = false;

    for (size_t i = 0; i < LOAD_SENDERS; i++) {
        struct sender *s = &load->senders[i];

        if (sends && s->line.fd >= 0)
            fill_window(load, s);
        fds[i] = (struct pollfd){.fd = s->line.fd, .events = POLLIN};
    }
    poll(fds, LOAD_SENDERS, TURN_MS);
    for (size_t i = 0; i < LOAD_SENDERS; i++) {
        if (fds[i].fd >= 0 && fds[i].revents)
            receive(load, &load->senders[i]);
        any = any || load->senders[i].line.fd >= 0;
    }
    return any;
}

bool load_turn(struct load *load)
{
    return turn(load, true);
}

void load_until(struct load *load, size_t answered)
{
    struct instant until = instant_add(clock_monotonic(&clock_system), PATIENCE);

    while (load->answered < answered) {
        cr_assert(instant_before(clock_monotonic(&clock_system), until),
                  "%zu of %zu reports were answered, %zu refused", load->answered, answered,
                  load->refused);
        if (!load_turn(load))
            load_connect(load);
    }
}

void load_drain(struct load *load)
{
    struct wait w = wait_for("connections to end");

    while (turn(load, false) && wait_goes_on(&w))
        ;
}

static void compare(struct load *load)
{
    static const char sql[] = "select key, seq, subject from duty.journal where kind = 'report'";
    PGresult *r = PQexec(load->station->pg, sql);
    bool *seen = xcalloc(load->n_wishes + 1, sizeof(*seen));

    cr_assert_eq(PQresultStatus(r), PGRES_TUPLES_OK, "%s", PQerrorMessage(load->station->pg));
    for (int row = 0; row < PQntuples(r); row++) {
        const char *key = PQgetvalue(r, row, 0);
        size_t i = strtoull(key + 2, NULL, 10);

        if (strncmp(key, "k-", 2) != 0)
            continue;
        cr_assert_lt(i, load->n_wishes, "%s was never sent", key);
        cr_expect(!seen[i], "%s is in the log twice", key);
        seen[i] = true;
        cr_expect_eq(strtoull(PQgetvalue(r, row, 1), NULL, 10), load->wishes[i].entry, "%s", key);
        cr_expect_str_eq(PQgetvalue(r, row, 2), load->wishes[i].incident, "%s", key);
    }
    for (size_t i = 0; i < load->n_wishes; i++)
        cr_expect(seen[i], "k-%zu was answered with entry %llu, and is not in the log", i,
                  (unsigned long long)load->wishes[i].entry);
    free(seen);
    PQclear(r);
}

void load_finish(struct load *load)
{
    load->finishing = true;
    load_until(load, load->n_wishes);
    compare(load);
    station_check_log(load->station);
}
