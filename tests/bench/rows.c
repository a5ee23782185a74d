/*
 * The anchor for pipelined reports: a bare loop that inserts rows with unnest, in batches.
 *
 *     rows CONNINFO SECONDS BATCH TABLE:KEY[,KEY...]...
 *
 * Takes the newest row of each table, and inserts copies of it that differ in the KEY columns
 * alone, which count up; one transaction a batch. Prints how many rows a second went into each
 * table.
 */
#define _GNU_SOURCE 1
#include <arpa/inet.h>
#include <endian.h>
#include <libpq-fe.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_COLUMNS 64
#define FIRST_KEY 1000000000

struct table {
    char *name;
    char *keys;        /* ",a,b," */
    PGresult *pattern; /* the row that is copied, in binary form */
    int n_columns;
    char *arrays[MAX_COLUMNS];
    int sizes[MAX_COLUMNS];
};

static _Noreturn void die(const char *what, const char *why)
{
    fprintf(stderr, "rows: %s: %s\n", what, why);
    exit(1);
}

static PGresult *query(PGconn *c, const char *sql, int format)
{
    PGresult *r = PQexecParams(c, sql, 0, NULL, NULL, NULL, NULL, format);
    if (PQresultStatus(r) != PGRES_TUPLES_OK && PQresultStatus(r) != PGRES_COMMAND_OK)
        die(sql, PQerrorMessage(c));
    return r;
}

static char *print(const char *format, ...) __attribute__((format(printf, 1, 2)));
static char *print(const char *format, ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        abort();
    va_end(args);
    return text;
}

static bool is_key(const struct table *t, int column)
{
    char *name = print(",%s,", PQfname(t->pattern, column));
    bool found = strstr(t->keys, name) != NULL;
    free(name);
    return found;
}

/* "insert into NAME (columns) select * from unnest($1::type[], ...)" under the table's name */
static void prepare(PGconn *c, struct table *t)
{
    char *columns = print("%s", ""), *arrays = print("%s", "");
    for (int i = 0; i < t->n_columns; i++) {
        char *sql = print("select format_type(%u, null)", PQftype(t->pattern, i));
        PGresult *type = query(c, sql, 0);
        char *more_columns = print("%s%s%s", columns, i ? ", " : "", PQfname(t->pattern, i));
        char *more_arrays =
            print("%s%s$%d::%s[]", arrays, i ? ", " : "", i + 1, PQgetvalue(type, 0, 0));
        free(columns);
        free(arrays);
        free(sql);
        PQclear(type);
        columns = more_columns;
        arrays = more_arrays;
    }
    char *sql = print("insert into %s (%s) select * from unnest(%s)", t->name, columns, arrays);
    PGresult *r = PQprepare(c, t->name, sql, t->n_columns, NULL);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        die(sql, PQerrorMessage(c));
    PQclear(r);
    free(sql);
    free(columns);
    free(arrays);
}

static void open_table(PGconn *c, struct table *t, char *argument)
{
    char *colon = strchr(argument, ':');
    if (!colon)
        die(argument, "TABLE:KEY is wanted");
    *colon = '\0';
    t->name = argument;
    t->keys = print(",%s,", colon + 1);
    char *sql = print("select string_agg(attname, ', ' order by attnum) from pg_attribute"
                      " where attrelid = '%s'::regclass and attnum > 0 and not attisdropped"
                      " and not atthasdef",
                      t->name);
    PGresult *columns = query(c, sql, 0);
    free(sql);
    sql = print("select %s from %s order by %.*s desc limit 1", PQgetvalue(columns, 0, 0), t->name,
                (int)strcspn(colon + 1, ","), colon + 1);
    PQclear(columns);
    t->pattern = query(c, sql, 1);
    free(sql);
    t->n_columns = PQnfields(t->pattern);
    if (PQntuples(t->pattern) != 1 || t->n_columns > MAX_COLUMNS)
        die(t->name, "has no row to copy");
    prepare(c, t);
}

/* One value of an array: its length, then its bytes. A key is a number, or a text of digits. */
static size_t put_value(char *out, const struct table *t, int column, bool key, uint64_t number)
{
    char digits[24];
    const char *bytes = PQgetvalue(t->pattern, 0, column);
    int size = PQgetisnull(t->pattern, 0, column) ? -1 : PQgetlength(t->pattern, 0, column);
    uint64_t wide = htobe64(number);
    if (key && PQftype(t->pattern, column) == 20) {
        bytes = (const char *)&wide;
        size = 8;
    } else if (key && PQftype(t->pattern, column) == 23) {
        bytes = (const char *)&wide + 4;
        size = 4;
    } else if (key) {
        size = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
        bytes = digits;
    }
    uint32_t prefix = htonl((uint32_t)size);
    memcpy(out, &prefix, 4);
    if (size > 0)
        memcpy(out + 4, bytes, (size_t)size);
    return size > 0 ? (size_t)size + 4 : 4;
}

static void fill(struct table *t, size_t rows, uint64_t first)
{
    for (int i = 0; i < t->n_columns; i++) {
        size_t room = 20 + rows * (4 + 24 + (size_t)PQgetlength(t->pattern, 0, i));
        if (!t->arrays[i])
            t->arrays[i] = malloc(room);
        if (!t->arrays[i])
            abort();
        uint32_t head[5] = {htonl(1), htonl(1), htonl(PQftype(t->pattern, i)),
                            htonl((uint32_t)rows), htonl(1)};
        memcpy(t->arrays[i], head, sizeof head);
        size_t at = sizeof head;
        bool key = is_key(t, i);
        for (size_t row = 0; row < rows; row++)
            at += put_value(t->arrays[i] + at, t, i, key, first + row);
        t->sizes[i] = (int)at;
    }
}

static void insert(PGconn *c, const struct table *t)
{
    int formats[MAX_COLUMNS];
    for (int i = 0; i < t->n_columns; i++)
        formats[i] = 1;
    PGresult *r = PQexecPrepared(c, t->name, t->n_columns, (const char *const *)t->arrays, t->sizes,
                                 formats, 0);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        die(t->name, PQerrorMessage(c));
    PQclear(r);
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc < 5)
        die("arguments", "CONNINFO SECONDS BATCH TABLE:KEY...");
    PGconn *c = PQconnectdb(argv[1]);
    if (PQstatus(c) != CONNECTION_OK)
        die("connect", PQerrorMessage(c));
    double limit = atof(argv[2]);
    size_t batch = (size_t)atol(argv[3]), n_tables = (size_t)argc - 4, done = 0;
    struct table *tables = calloc(n_tables, sizeof *tables);
    if (!tables)
        abort();
    for (size_t i = 0; i < n_tables; i++)
        open_table(c, &tables[i], argv[4 + i]);

    double start = seconds_now(), now = start;
    while (now - start < limit) {
        PQclear(query(c, "begin", 0));
        for (size_t i = 0; i < n_tables; i++) {
            fill(&tables[i], batch, FIRST_KEY + done);
            insert(c, &tables[i]);
        }
        PQclear(query(c, "commit", 0));
        done += batch;
        now = seconds_now();
    }
    printf("%.0f\n", (double)done / (now - start));
    for (size_t i = 0; i < n_tables; i++) {
        for (int k = 0; k < tables[i].n_columns; k++)
            free(tables[i].arrays[k]);
        free(tables[i].keys);
        PQclear(tables[i].pattern);
    }
    free(tables);
    PQfinish(c);
    return 0;
}
