#include "lines_room.h"

#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* What each script begins with: its number goes into `lives`; `page` reads a line, `answer`
 * answers. */
static const char head[] =
    "#!/bin/sh\n"
    "cd $DUTYD_HOOK_DIR; echo $$ >>lives; life=$(wc -l <lives)\n"
    "page() { read -r line || exit 0; page=${line#*\\\"page\\\":\\\"}; page=${page%%\\\"*}; }\n"
    "answer() { echo \"{\\\"page\\\":\\\"$1\\\",\\\"state\\\":\\\"${2:-sent}\\\","
    "\\\"gateway\\\":\\\"g$1\\\"}\"; }\n"
    "serve() { while page; do answer $page; done; }\n";

struct event_base *lines_base;
struct hook_lines *lines_hooks;
struct hook_runner lines_runner;
bool lines_mode = true;
static char directory[] = "/tmp/dutyd-lines-XXXXXX";

void lines_set_up(void)
{
    signal(SIGPIPE, SIG_IGN);
    cr_assert(mkdtemp(directory));
    setenv("DUTYD_HOOK_DIR", directory, 1);
    lines_base = event_base_new();
    lines_hooks = hook_lines_new(lines_base);
    lines_runner = hook_lines_runner(lines_hooks);
}

void lines_tear_down(void)
{
    char *command = xasprintf("rm -rf %s", directory);

    hook_lines_free(lines_hooks);
    event_base_free(lines_base);
    cr_expect_eq(system(command), 0);
    free(command);
}

char *lines_path(const char *name)
{
    return xasprintf("%s/%s", directory, name);
}

static bool exists(const char *name)
{
    char *path = lines_path(name);
    bool found = access(path, F_OK) == 0;

    free(path);
    return found;
}

void lines_touch(const char *name)
{
    char *path = lines_path(name);
    FILE *f = fopen(path, "w");

    cr_assert(f);
    fclose(f);
    free(path);
}

char *lines_script(const char *name, const char *body)
{
    char *path = lines_path(name);
    FILE *f = fopen(path, "w");

    cr_assert(f);
    fprintf(f, "%s%s\n", head, body);
    fclose(f);
    cr_assert_eq(chmod(path, 0755), 0);
    return path;
}

size_t lines_lives(pid_t *pids, size_t max)
{
    char *path = lines_path("lives");
    FILE *f = fopen(path, "r");
    size_t n = 0;

    free(path);
    while (f && n < max && fscanf(f, "%d", &pids[n]) == 1)
        n++;
    if (f)
        fclose(f);
    return n;
}

size_t lines_count_lives(void)
{
    pid_t pids[200];

    return lines_lives(pids, 200);
}

static void on_end(void *owner, const struct hook_outcome *outcome)
{
    struct lines_result *r = owner;

    cr_assert_eq(r->times++, 0, "on_end came twice");
    r->verdict = outcome->verdict;
    free(r->words);
    r->words = outcome->verdict == HOOK_TAKEN ? slice_dup(outcome->line) : xstrdup(outcome->reason);
}

void *lines_start(const char *path, unsigned page, struct span limit, struct lines_result *r)
{
    char *id = xasprintf("%u", page);
    const struct hook_value values[] = {{"DUTY_PAGE", id}, {"DUTY_TEXT", "a \"b\" 中\n"}};
    const char *command[] = {path, NULL};
    const struct hook_job job = {.via = "sms",
                                 .command = command,
                                 .lines = lines_mode,
                                 .timeout = limit,
                                 .values = values,
                                 .n_values = 2};
    void *run;

    *r = (struct lines_result){0};
    run = lines_runner.start(lines_runner.arg, &job, on_end, r);
    cr_expect_eq(r->times, 0, "on_end inside start");
    free(id);
    return run;
}

void lines_run_until(const struct lines_result *r)
{
    while (r->times == 0)
        cr_assert_eq(event_base_loop(lines_base, EVLOOP_ONCE), 0);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    (void)arg;
}

void lines_run_until_exists(const char *name)
{
    struct event *tick = event_new(lines_base, -1, EV_PERSIST, on_tick, NULL);

    event_add(tick, &(struct timeval){.tv_usec = 10000});
    while (!exists(name))
        cr_assert_eq(event_base_loop(lines_base, EVLOOP_ONCE), 0);
    event_free(tick);
}

bool lines_is_gone(pid_t pid)
{
    char *path = xasprintf("/proc/%d/stat", (int)pid), state = 'X';
    FILE *f = fopen(path, "r");

    free(path);
    if (f && fscanf(f, "%*d %*s %c", &state) != 1)
        state = 'X';
    if (f)
        fclose(f);
    return state == 'Z' || state == 'X';
}

void lines_wait_until_gone(pid_t pid)
{
    while (!lines_is_gone(pid)) {
        event_base_loop(lines_base, EVLOOP_NONBLOCK);
        usleep(1000);
    }
}

void lines_expect(struct lines_result *r, enum hook_verdict verdict, const char *words,
                  const char *name)
{
    lines_run_until(r);
    cr_expect_eq(r->verdict, verdict, "%s: %d %s", name, r->verdict, r->words);
    cr_expect_str_eq(r->words, words, "%s: \"%s\"", name, r->words);
    free(r->words);
    r->words = NULL;
}
