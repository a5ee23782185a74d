/*
 * The anchor for hooks: how long the system itself takes from posix_spawn to what the hook notes
 * down, with nothing else going on in the process.
 *
 *     spawn HOOK COUNT RATE [PARALLEL [CONNINFO]]
 *
 * Starts the hook so often, RATE times a second, with DUTY_INCIDENT=1, 2 …; prints a line for each:
 * its number, and when it was started (ns since 1970). With PARALLEL (not 0) as fast as can be,
 * whatever RATE is, so many at a time. With CONNINFO each start waits for the commit of one row.
 */
#include <libpq-fe.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* NULL when nothing is to be committed. */
static PGconn *open_database(const char *conninfo)
{
    PGconn *pg = conninfo ? PQconnectdb(conninfo) : NULL;

    if (pg) {
        PQclear(PQexec(pg, "drop table if exists spawned"));
        PQclear(PQexec(pg, "create table spawned (id int)"));
    }
    return pg;
}

static void commit_row(PGconn *pg)
{
    PGresult *result = PQexec(pg, "insert into spawned values (1)");

    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "spawn: %s", PQerrorMessage(pg));
        exit(1);
    }
    PQclear(result);
}

int main(int argc, char **argv)
{
    char *hook_argv[] = {argc > 1 ? argv[1] : "", NULL}, number[16];
    int count = argc > 2 ? atoi(argv[2]) : 0, rate = argc > 3 ? atoi(argv[3]) : 0;
    int parallel = argc > 4 ? atoi(argv[4]) : 0, running = 0;
    PGconn *pg = open_database(argc > 5 ? argv[5] : NULL);
    pid_t pid;

    if (count <= 0 || rate <= 0) {
        fprintf(stderr, "usage: spawn HOOK COUNT RATE [PARALLEL [CONNINFO]]\n");
        return 2;
    }
    for (int i = 1; i <= count; i++) {
        snprintf(number, sizeof(number), "%d", i);
        setenv("DUTY_INCIDENT", number, 1);
        printf("%d %lld\n", i, now_ns());
        if (pg)
            commit_row(pg);
        if (posix_spawn(&pid, hook_argv[0], NULL, NULL, hook_argv, environ) != 0) {
            perror(hook_argv[0]);
            return 1;
        }
        running++;
        while (running > 0 && (running >= parallel || i == count) && wait(NULL) > 0)
            running--;
        if (parallel == 0)
            nanosleep(&(struct timespec){.tv_nsec = 1000000000L / rate % 1000000000L}, NULL);
    }
    PQfinish(pg);
    return 0;
}
