/*
 * Puts a load of reports on a daemon and measures it. One line of JSON on stdout.
 *
 *     load --to ADDRESS --login "person password" --connections N [--window W] --seconds S
 *         N connections, each with W reports under way (1: waits for every reply)
 *     load ... --count N      so many reports in all, instead of --seconds
 *     load ... --rate R --seconds S --times FILE
 *         one connection, R reports a second whatever the replies; FILE gets a line for each:
 *         incident, when its line was written, when it was logged (both in ns since 1970)
 *     load --to ADDRESS --idle N
 *         N connections that say nothing; "open" on stdout when all have been greeted, then it
 * waits for the end of stdin
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "client.h"
#include "rules/calendar.h"

#define WARM_UP SPAN_MS(500)
#define MAX_WINDOW 1024

struct link {
    struct client client;
    struct instant under_way[MAX_WINDOW]; /* when each was sent: a ring */
    size_t first, n;
    bool wants_write;
};

struct load {
    const char *address, *login, *class, *times;
    size_t n_links, window, count, rate, idle;
    double seconds;
    struct link *links;
    uint32_t *latencies; /* microseconds */
    size_t n_latencies, cap_latencies;
    size_t sent, answered, refused, counted;
    struct instant start, counting, end;
};

static struct instant now(void)
{
    return clock_monotonic(&clock_system);
}

static _Noreturn void die(const char *what, const char *why)
{
    fprintf(stderr, "load: %s: %s\n", what, why);
    exit(1);
}

static void put_report(struct load *l, struct client *c)
{
    buffer_printf(&c->out,
                  "REPORT class=%s grade=3 place=\"%zu Renmin Rd\" caller=Wang phone=13800000000 "
                  "smell of gas in the stairwell, %zu trapped\n",
                  l->class, l->sent % 1000, l->sent % 7);
    l->sent++;
}

/* ---- closed loop: each connection keeps its window full ---- */

static bool may_send(const struct load *l, struct instant t)
{
    if (l->count > 0)
        return l->sent < l->count;
    return instant_before(t, l->end);
}

static void count_latency(struct load *l, struct instant sent, struct instant t)
{
    if (instant_before(sent, l->counting))
        return;
    l->latencies = xgrow(l->latencies, &l->cap_latencies, l->n_latencies + 1, sizeof *l->latencies);
    l->latencies[l->n_latencies++] = (uint32_t)instant_since(t, sent).us;
}

static void take_replies(struct load *l, struct link *k, struct instant t)
{
    int code;
    struct slice words;
    while (client_reply(&k->client, &code, &words)) {
        if (k->n == 0 || code == 421)
            die("reply", "closed by the daemon");
        if (code != 250 && l->refused++ == 0)
            fprintf(stderr, "load: %d %.*s\n", code, (int)words.len, words.data);
        count_latency(l, k->under_way[k->first], t);
        k->first = (k->first + 1) % MAX_WINDOW;
        k->n--;
        l->answered++;
        if (!instant_before(t, l->counting) && (l->count > 0 || instant_before(t, l->end)))
            l->counted++;
    }
}

static void fill_window(struct load *l, struct link *k, struct instant t)
{
    while (k->n < l->window && may_send(l, t)) {
        put_report(l, &k->client);
        k->under_way[(k->first + k->n++) % MAX_WINDOW] = t;
    }
    if (!client_write(&k->client))
        die("write", "connection lost");
}

static void watch_link(int epoll, struct link *k, int op)
{
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = k};
    k->wants_write = k->client.out.len > 0;
    if (k->wants_write)
        e.events |= EPOLLOUT;
    epoll_ctl(epoll, op, k->client.fd, &e);
}

static void run_closed(struct load *l)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    l->start = now();
    l->counting = l->count > 0 ? l->start : instant_add(l->start, WARM_UP);
    l->end = instant_add(l->counting, SPAN_US(l->seconds * 1e6));
    for (size_t i = 0; i < l->n_links; i++) {
        fill_window(l, &l->links[i], l->start);
        watch_link(epoll, &l->links[i], EPOLL_CTL_ADD);
    }
    struct epoll_event events[256];
    struct instant t = l->start;
    while (l->answered < l->sent || may_send(l, t)) {
        int n = epoll_wait(epoll, events, 256, 10000);
        if (n == 0)
            die("replies", "none for 10 s");
        for (int i = 0; i < n; i++) {
            struct link *k = events[i].data.ptr;
            if (!client_read(&k->client))
                die("read", "connection lost");
            t = now();
            take_replies(l, k, t);
            fill_window(l, k, t);
            if (k->wants_write != (k->client.out.len > 0))
                watch_link(epoll, k, EPOLL_CTL_MOD);
        }
    }
    if (l->count > 0)
        l->end = t;
    close(epoll);
}

/* ---- open loop: one connection, a report every so often ---- */

static long long wall_ns(void)
{
    return (long long)clock_now(&clock_system).us * 1000;
}

/* Finds name=value after a space. */
static struct slice value_of(struct slice words, const char *name)
{
    while (words.len > 0) {
        struct slice word = slice_cut(&words, ' ');
        struct slice before = slice_cut(&word, '=');
        if (slice_equal_string(before, name))
            return word;
    }
    return (struct slice){0};
}

static void note_times(FILE *f, struct slice words, long long sent_ns)
{
    struct slice incident = value_of(words, "incident"), at = value_of(words, "at");
    struct instant logged;
    if (!calendar_parse(at, &logged))
        die("reply without at=", "not understood");
    fprintf(f, "%.*s %lld %lld\n", (int)incident.len, incident.data, sent_ns,
            (long long)logged.us * 1000);
}

static void run_open(struct load *l)
{
    FILE *f = fopen(l->times, "w");
    if (!f)
        die(l->times, strerror(errno));
    struct client *c = &l->links[0].client;
    size_t total = (size_t)((double)l->rate * l->seconds);
    long long *sent_ns = xcalloc(total, sizeof *sent_ns);
    l->start = l->counting = now();
    while (l->answered < total) {
        struct instant t = now();
        struct instant next =
            instant_add(l->start, SPAN_US((double)l->sent * 1e6 / (double)l->rate));
        if (l->sent < total && !instant_before(t, next)) {
            sent_ns[l->sent] = wall_ns();
            l->links[0].under_way[l->sent % MAX_WINDOW] = t;
            put_report(l, c);
            if (!client_write(c))
                die("write", "connection lost");
            continue;
        }
        struct pollfd p = {.fd = c->fd, .events = POLLIN};
        long long wait_us = l->sent < total ? instant_since(next, t).us : 10000000;
        struct timespec wait = {wait_us / 1000000, wait_us % 1000000 * 1000};
        if (ppoll(&p, 1, &wait, NULL) == 0) {
            if (l->sent == total)
                die("replies", "none for 10 s");
            continue;
        }
        if (!client_read(c))
            die("read", "connection lost");
        int code;
        struct slice words;
        while (client_reply(c, &code, &words)) {
            if (code != 250)
                die("refused", words.data);
            count_latency(l, l->links[0].under_way[l->answered % MAX_WINDOW], now());
            note_times(f, words, sent_ns[l->answered++]);
        }
    }
    l->end = now();
    l->counted = l->answered;
    free(sent_ns);
    fclose(f);
}

/* ---- idle connections ---- */

static int run_idle(struct load *l)
{
    struct client *clients = xcalloc(l->idle, sizeof *clients);
    for (size_t i = 0; i < l->idle; i++) {
        if (!client_open(&clients[i], l->address, NULL)) {
            fprintf(stderr, "load: connection %zu: %s\n", i + 1, clients[i].why);
            return 1;
        }
        buffer_deinit(&clients[i].in);
    }
    puts("open");
    fflush(stdout);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    for (size_t i = 0; i < l->idle; i++)
        client_close(&clients[i]);
    free(clients);
    return 0;
}

/* ---- the program ---- */

static int compare_latencies(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static double percentile_ms(const struct load *l, double share)
{
    if (l->n_latencies == 0)
        return 0;
    return (double)l->latencies[(size_t)((double)(l->n_latencies - 1) * share)] / 1000;
}

static void print_result(struct load *l)
{
    double seconds = (double)instant_since(l->end, l->counting).us / 1e6;
    qsort(l->latencies, l->n_latencies, sizeof *l->latencies, compare_latencies);
    printf("{\"connections\": %zu, \"window\": %zu, \"reports\": %zu, \"refused\": %zu, "
           "\"rate\": %.0f, \"p50_ms\": %.3f, \"p99_ms\": %.3f}\n",
           l->n_links, l->window, l->counted, l->refused, (double)l->counted / seconds,
           percentile_ms(l, 0.5), percentile_ms(l, 0.99));
}

static size_t number_of(const char *text, long long max)
{
    long long n;
    if (!slice_to_number(slice_of(text), 1, max, &n))
        die(text, "not a number that makes sense here");
    return (size_t)n;
}

static void read_options(struct load *l, int argc, char **argv)
{
    static const struct option options[] = {{"to", 1, NULL, 't'},
                                            {"login", 1, NULL, 'l'},
                                            {"connections", 1, NULL, 'c'},
                                            {"window", 1, NULL, 'w'},
                                            {"seconds", 1, NULL, 's'},
                                            {"count", 1, NULL, 'n'},
                                            {"rate", 1, NULL, 'r'},
                                            {"times", 1, NULL, 'f'},
                                            {"idle", 1, NULL, 'i'},
                                            {"class", 1, NULL, 'k'},
                                            {0}};
    for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (o) {
        case 't':
            l->address = optarg;
            break;
        case 'l':
            l->login = optarg;
            break;
        case 'k':
            l->class = optarg;
            break;
        case 'f':
            l->times = optarg;
            break;
        case 'c':
            l->n_links = number_of(optarg, 10000);
            break;
        case 'w':
            l->window = number_of(optarg, MAX_WINDOW);
            break;
        case 's':
            l->seconds = (double)number_of(optarg, 3600);
            break;
        case 'n':
            l->count = number_of(optarg, 100000000);
            break;
        case 'r':
            l->rate = number_of(optarg, 100000);
            break;
        case 'i':
            l->idle = number_of(optarg, 1000000);
            break;
        default:
            exit(2);
        }
    }
}

int main(int argc, char **argv)
{
    struct load l = {.address = "127.0.0.1:2424",
                     .login = "li.wei duty",
                     .class = "gas",
                     .times = "/dev/null",
                     .n_links = 1,
                     .window = 1,
                     .seconds = 5};
    read_options(&l, argc, argv);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (l.idle > 0)
        return run_idle(&l);

    l.links = xcalloc(l.n_links, sizeof *l.links);
    for (size_t i = 0; i < l.n_links; i++) {
        if (!client_open(&l.links[i].client, l.address, l.login))
            die("open", l.links[i].client.why);
    }
    if (l.rate > 0)
        run_open(&l);
    else
        run_closed(&l);
    print_result(&l);
    for (size_t i = 0; i < l.n_links; i++)
        client_close(&l.links[i].client);
    free(l.links);
    free(l.latencies);
    return l.refused > 0;
}
