/*
 * Sends the calls of a CSV file as reports:
 *
 *     replay --to HOST:PORT --login "person password" [--connections N] [--speed N] FILE
 *
 * Columns: latitude, longitude, "Service: reason", local time "YYYY-MM-DD HH:MM", township,
 * address; no header. Each row has a key made from its number and its content, so a second run adds
 * nothing, and a row whose reply was lost is simply sent again. Ends with 0 when every row has been
 * accepted.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/mem.h"
#include "client.h"

#define COLUMNS 6
#define WINDOW 32    /* lines under way on one connection */
#define RETRY_MS 200 /* after 450, 452, and a connection that could not be opened */
#define GIVE_UP_S 60 /* so long without any reply */
#define SHOWN_REFUSALS 5

enum row_state { ROW_WAITING, ROW_SENT, ROW_DONE };

struct row {
    char *line;
    enum row_state state;
    struct instant not_before;
};

struct link {
    struct client client;
    size_t under_way[WINDOW]; /* rows, oldest first */
    size_t n;
    struct instant reopen;
};

struct replay {
    const char *address, *login;
    size_t speed; /* rows a second; 0: no limit */
    struct row *rows;
    size_t n_rows, cap_rows;
    size_t first_waiting; /* no row before it waits */
    struct link *links;
    size_t n_links;
    size_t sent, new, again, refused, malformed, tried_again, lost;
    size_t open; /* rows that have no final answer */
    struct instant start, last_reply;
};

static struct instant now(void)
{
    return clock_monotonic(&clock_system);
}

/* Cuts one line of CSV into columns, in place; "" inside quotes is one quote. */
static size_t csv_cut(char *line, char *columns[COLUMNS])
{
    size_t n = 0;
    char *in = line;
    while (n < COLUMNS) {
        char *out = in;
        columns[n++] = out;
        bool quoted = *in == '"';
        if (quoted)
            in++;
        while (*in && (quoted || *in != ',')) {
            if (quoted && *in == '"') {
                if (in[1] != '"') {
                    quoted = false;
                    in++;
                    continue;
                }
                in++;
            }
            *out++ = *in++;
        }
        bool last = *in == '\0';
        *out = '\0';
        if (last)
            break;
        in++;
    }
    return n;
}

static void append_quoted(struct buffer *b, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buffer_append_char(b, '\\');
        buffer_append_char(b, *text);
    }
}

static const char *class_of(const char *service)
{
    static const struct {
        const char *service, *class;
    } table[] = {{"EMS", "health"}, {"Fire", "fire"}, {"Traffic", "traffic"}};

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcasecmp(service, table[i].service) == 0)
            return table[i].class;
    }
    return NULL;
}

/* The command for a row; NULL when the row has not the form of one. */
static char *row_command(char *text, size_t number)
{
    struct digest digest = digest_of(slice_of(text));
    uint64_t content = digest_short(&digest);

    char *columns[COLUMNS];
    if (csv_cut(text, columns) != COLUMNS)
        return NULL;
    char *reason = strchr(columns[2], ':');
    if (!reason)
        return NULL;
    *reason++ = '\0';
    struct slice words = slice_trim(slice_of(reason));
    const char *class = class_of(columns[2]);
    if (!class || words.len == 0)
        return NULL;

    struct buffer b = {0};
    buffer_printf(&b, "REPORT class=%s place=\"", class);
    append_quoted(&b, columns[5]);
    if (columns[4][0]) {
        buffer_append_string(&b, columns[5][0] ? ", " : "");
        append_quoted(&b, columns[4]);
    }
    buffer_append_string(&b, "\" occurred=\"");
    append_quoted(&b, columns[3]);
    buffer_printf(&b, "\" sure=yes channel=911 key=row%zu-%016" PRIx64 " -- %.*s\n", number,
                  content, (int)words.len, words.data);
    return buffer_steal(&b);
}

static bool read_rows(struct replay *r, const char *path)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    if (!f) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        return false;
    }
    char *text = NULL;
    size_t cap = 0, number = 0;
    while (getline(&text, &cap, f) > 0) {
        number++;
        text[strcspn(text, "\r\n")] = '\0';
        if (!*text)
            continue;
        char *line = row_command(text, number);
        if (!line) {
            fprintf(stderr, "replay: %s:%zu: not a call\n", path, number);
            r->malformed++;
            continue;
        }
        r->rows = xgrow(r->rows, &r->cap_rows, r->n_rows + 1, sizeof *r->rows);
        r->rows[r->n_rows++] = (struct row){.line = line};
    }
    free(text);
    if (f != stdin)
        fclose(f);
    r->open = r->n_rows;
    return true;
}

/* The next row that may go out now; n_rows when there is none. */
static size_t next_row(struct replay *r, struct instant t)
{
    while (r->first_waiting < r->n_rows && r->rows[r->first_waiting].state != ROW_WAITING)
        r->first_waiting++;
    size_t allowed = r->n_rows;
    if (r->speed > 0) {
        double gone = (double)instant_since(t, r->start).us / 1e6;
        allowed = (size_t)(gone * (double)r->speed) + 1;
    }
    for (size_t i = r->first_waiting; i < r->n_rows && i < allowed; i++) {
        if (r->rows[i].state == ROW_WAITING && !instant_before(t, r->rows[i].not_before))
            return i;
    }
    return r->n_rows;
}

static void put_back(struct replay *r, size_t row, struct instant not_before)
{
    r->rows[row].state = ROW_WAITING;
    r->rows[row].not_before = not_before;
    if (row < r->first_waiting)
        r->first_waiting = row;
}

static void lose_link(struct replay *r, struct link *l, struct instant t)
{
    for (size_t i = 0; i < l->n; i++)
        put_back(r, l->under_way[i], t);
    if (l->n > 0)
        r->lost++;
    l->n = 0;
    client_close(&l->client);
    l->reopen = instant_add(t, SPAN_MS(RETRY_MS));
}

static void take_reply(struct replay *r, struct link *l, int code, struct slice words,
                       struct instant t)
{
    size_t row = l->under_way[0];
    memmove(l->under_way, l->under_way + 1, --l->n * sizeof *l->under_way);
    r->last_reply = t;
    if (code == 450 || code == 452) {
        r->tried_again++;
        put_back(r, row, instant_add(t, SPAN_MS(RETRY_MS)));
        return;
    }
    r->rows[row].state = ROW_DONE;
    r->open--;
    if (code == 250) {
        if (memmem(words.data, words.len, " again=yes", 10))
            r->again++;
        else
            r->new ++;
    } else if (r->refused++ < SHOWN_REFUSALS) {
        fprintf(stderr, "replay: %d %.*s\n    for: %s", code, (int)words.len, words.data,
                r->rows[row].line);
    }
}

/* Sends and takes what can be sent and taken on one connection. */
static void run_link(struct replay *r, struct link *l, struct instant t)
{
    if (l->client.fd < 0) {
        if (instant_before(t, l->reopen))
            return;
        if (!client_open(&l->client, r->address, r->login)) {
            fprintf(stderr, "replay: %s\n", l->client.why);
            l->reopen = instant_add(t, SPAN_MS(RETRY_MS));
            return;
        }
    }
    bool alive = client_read(&l->client);
    int code;
    struct slice words;
    while (client_reply(&l->client, &code, &words)) {
        if (code == 421 || l->n == 0) {
            alive = false;
            break;
        }
        take_reply(r, l, code, words, t);
    }
    while (alive && l->n < WINDOW) {
        size_t row = next_row(r, t);
        if (row == r->n_rows)
            break;
        buffer_append_string(&l->client.out, r->rows[row].line);
        r->rows[row].state = ROW_SENT;
        l->under_way[l->n++] = row;
        r->sent++;
    }
    if (!alive || !client_write(&l->client))
        lose_link(r, l, t);
}

static void print_progress(const struct replay *r, bool last)
{
    if (!isatty(STDERR_FILENO) && !last)
        return;
    fprintf(stderr, "\r%zu of %zu rows answered%s", r->n_rows - r->open, r->n_rows,
            last ? "\n" : "");
}

/* False: nothing has come back for so long that there is no use in waiting. */
static bool run(struct replay *r)
{
    struct pollfd *polls = xcalloc(r->n_links, sizeof *polls);
    struct instant shown = r->start;
    bool useful = true;
    while (r->open > 0 && useful) {
        struct instant t = now();
        for (size_t i = 0; i < r->n_links; i++) {
            struct link *l = &r->links[i];
            run_link(r, l, t);
            polls[i] = (struct pollfd){.fd = l->client.fd, .events = POLLIN};
            if (l->client.out.len > 0)
                polls[i].events |= POLLOUT;
        }
        if (instant_since(t, shown).us > 200000) {
            print_progress(r, false);
            shown = t;
        }
        useful = instant_since(t, r->last_reply).us < GIVE_UP_S * 1000000LL;
        if (r->open > 0)
            poll(polls, r->n_links, r->speed > 0 ? 1 : 20);
    }
    free(polls);
    print_progress(r, true);
    return useful;
}

static void print_summary(const struct replay *r)
{
    double seconds = (double)instant_since(now(), r->start).us / 1e6;
    printf("sent %zu, new %zu, again %zu, refused %zu, malformed %zu, unanswered %zu", r->sent,
           r->new, r->again, r->refused, r->malformed, r->open);
    if (r->tried_again + r->lost > 0)
        printf(" (told to wait %zu times, connections lost %zu)", r->tried_again, r->lost);
    printf(" in %.1f s\n", seconds);
}

static _Noreturn void usage(void)
{
    fprintf(stderr, "replay --to ADDRESS --login \"person password\" [--connections N] "
                    "[--speed N] FILE\n");
    exit(2);
}

static size_t number_or_usage(const char *text, long long min, long long max)
{
    long long n;
    if (!slice_to_number(slice_of(text), min, max, &n)) {
        fprintf(stderr, "replay: %s: a number from %lld to %lld is wanted\n", text, min, max);
        usage();
    }
    return (size_t)n;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"to", required_argument, NULL, 't'},
                                            {"login", required_argument, NULL, 'l'},
                                            {"connections", required_argument, NULL, 'c'},
                                            {"speed", required_argument, NULL, 's'},
                                            {0}};
    struct replay r = {.address = "127.0.0.1:2424", .login = "li.wei duty", .n_links = 4};
    for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (o) {
        case 't':
            r.address = optarg;
            break;
        case 'l':
            r.login = optarg;
            break;
        case 'c':
            r.n_links = number_or_usage(optarg, 1, 1000);
            break;
        case 's':
            r.speed = number_or_usage(optarg, 0, 1000000);
            break;
        default:
            usage();
        }
    }
    if (optind + 1 != argc)
        usage();
    if (!read_rows(&r, argv[optind]))
        return 2;
    r.links = xcalloc(r.n_links, sizeof *r.links);
    for (size_t i = 0; i < r.n_links; i++)
        r.links[i].client.fd = -1;
    r.start = r.last_reply = now();
    bool useful = run(&r);
    print_summary(&r);
    if (!useful)
        fprintf(stderr, "replay: no reply for %d s; given up\n", GIVE_UP_S);
    for (size_t i = 0; i < r.n_links; i++)
        client_close(&r.links[i].client);
    for (size_t i = 0; i < r.n_rows; i++)
        free(r.rows[i].line);
    free(r.rows);
    free(r.links);
    return r.open + r.refused + r.malformed > 0;
}
