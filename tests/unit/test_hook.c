/* Real processes. Covers 18 of the list of traps: a hook that hangs, floods, ignores SIGTERM,
 * leaves a child behind, does not read; beside each of them a healthy hook has to get through. */
#include <criterion/criterion.h>

#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "hooks/hook.h"

#define LIMIT SPAN_MS(200)

static struct event_base *base;
static struct hook_processes *processes;
static struct hook_runner runner;
static char directory[] = "/tmp/dutyd-hook-XXXXXX";
static unsigned ended;

/* What came back from one run. */
struct result {
    unsigned place; /* 1-based: how many had ended, with it; 0 = not yet */
    enum hook_verdict verdict;
    char *line, *reason;
};

static void set_up(void)
{
    signal(SIGPIPE, SIG_IGN);
    cr_assert(mkdtemp(directory));
    base = event_base_new();
    processes = hook_processes_new(base);
    runner = hook_processes_runner(processes);
}

static void tear_down(void)
{
    char *command = xasprintf("rm -rf %s", directory);

    hook_processes_free(processes);
    event_base_free(base);
    cr_expect_eq(system(command), 0);
    free(command);
}

TestSuite(hook, .init = set_up, .fini = tear_down, .timeout = 60);

static void on_end(void *owner, const struct hook_outcome *outcome)
{
    struct result *r = owner;

    cr_assert_eq(r->place, 0, "on_end came twice");
    r->place = ++ended;
    r->verdict = outcome->verdict;
    r->line = slice_dup(outcome->line);
    r->reason = xstrdup(outcome->reason);
}

static void result_deinit(struct result *r)
{
    free(r->line);
    free(r->reason);
}

static char *in_directory(const char *name)
{
    return xasprintf("%s/%s", directory, name);
}

static char *make_script(const char *name, const char *body, mode_t mode)
{
    char *path = in_directory(name);
    FILE *f = fopen(path, "w");

    cr_assert(f);
    fprintf(f, "#!/bin/sh\n%s\n", body);
    fclose(f);
    cr_assert_eq(chmod(path, mode), 0);
    return path;
}

static char *read_file(const char *name)
{
    struct buffer text = BUFFER_INIT;
    char *path = in_directory(name);
    FILE *f = fopen(path, "r");
    char bytes[4096];
    size_t n;

    cr_assert(f, "%s is missing", path);
    while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
        buffer_append(&text, bytes, n);
    fclose(f);
    free(path);
    return buffer_steal(&text);
}

static void *start_path(const char *path, struct span limit, const struct hook_value *more,
                        struct result *r)
{
    struct hook_value values[3] = {{"DUTY_PAGE", "17"}, {"DUTY_DIR", directory}};
    const char *command[] = {path, NULL};
    struct hook_job job = {
        .command = command, .timeout = limit, .values = values, .n_values = more ? 3 : 2};
    unsigned before = ended;
    void *run;

    if (more)
        values[2] = *more;
    run = runner.start(runner.arg, &job, on_end, r);
    cr_expect_eq(ended, before, "on_end inside start");
    return run;
}

static void *start(const char *name, const char *body, struct span limit, struct result *r)
{
    char *path = make_script(name, body, 0755);
    void *run = start_path(path, limit, NULL, r);

    free(path);
    return run;
}

static void run_until(const struct result *r)
{
    while (r->place == 0)
        cr_assert_eq(event_base_loop(base, EVLOOP_ONCE), 0);
}

/* Runs the sick hook and, started after it, a healthy one, to the end of both. */
static void run_beside_healthy(const char *body, struct span limit, struct result *sick,
                               struct result *healthy)
{
    start("sick", body, limit, sick);
    start("healthy", "echo well", SPAN_SECONDS(30), healthy);
    run_until(healthy);
    run_until(sick);
    cr_expect_eq(healthy->verdict, HOOK_TAKEN, "%s", healthy->reason);
    cr_expect_str_eq(healthy->line, "well");
}

static const struct {
    const char *name, *body;
    enum hook_verdict verdict;
    const char *line, *reason;
} endings[] = {
    {"taken", "echo id-7; echo more", HOOK_TAKEN, "id-7", ""},
    {"taken, says nothing", "exit 0", HOOK_TAKEN, "", ""},
    {"no line end", "printf id-8", HOOK_TAKEN, "id-8", ""},
    {"CR", "printf 'id-9\\r\\n'", HOOK_TAKEN, "id-9", ""},
    {"not UTF-8", "printf '\\377\\n'", HOOK_TAKEN, "", ""},
    {"again", "echo modem busy >&2; exit 75", HOOK_AGAIN, "", "exit 75: modem busy"},
    {"again, in silence", "exit 75", HOOK_AGAIN, "", "exit 75"},
    {"failed", "echo no such number >&2; echo more >&2; exit 1", HOOK_FAILED, "",
     "exit 1: no such number"},
    {"signal", "kill -9 $$", HOOK_FAILED, "", "killed by signal 9"},
    {"closes all at once", "exec <&- >&- 2>&-; exit 3", HOOK_FAILED, "", "exit 3"},
};

Test(hook, endings)
{
    for (size_t k = 0; k < sizeof(endings) / sizeof(*endings); k++) {
        struct result sick = {0}, healthy = {0};

        run_beside_healthy(endings[k].body, SPAN_SECONDS(30), &sick, &healthy);
        cr_expect_eq(sick.verdict, endings[k].verdict, "%s", endings[k].name);
        cr_expect_str_eq(sick.line, endings[k].line, "%s", endings[k].name);
        cr_expect_str_eq(sick.reason, endings[k].reason, "%s", endings[k].name);
        result_deinit(&sick);
        result_deinit(&healthy);
    }
}

Test(hook, a_long_line_is_cut_on_a_character)
{
    struct result r = {0};

    start("long", "printf '%0199d' 0; printf '\\303\\251\\303\\251\\n'", SPAN_SECONDS(30), &r);
    run_until(&r);
    cr_expect_eq(strlen(r.line), 199);
    result_deinit(&r);
}

Test(hook, hangs)
{
    struct result sick = {0}, healthy = {0};

    run_beside_healthy("echo waiting >&2; exec sleep 1000", LIMIT, &sick, &healthy);
    cr_expect_lt(healthy.place, sick.place);
    cr_expect_eq(sick.verdict, HOOK_FAILED);
    cr_expect_str_eq(sick.reason, "no end after 200ms: waiting");
    result_deinit(&sick);
    result_deinit(&healthy);
}

/* Exit 0 on SIGTERM is not "taken": it was too late. */
Test(hook, ends_well_but_too_late)
{
    struct result sick = {0}, healthy = {0};

    run_beside_healthy("trap 'exit 0' TERM; while :; do sleep 0.05; done", LIMIT, &sick, &healthy);
    cr_expect_eq(sick.verdict, HOOK_FAILED);
    result_deinit(&sick);
    result_deinit(&healthy);
}

Test(hook, ignores_term)
{
    struct result sick = {0}, healthy = {0};

    run_beside_healthy("trap '' TERM; while :; do sleep 0.1; done", LIMIT, &sick, &healthy);
    cr_expect_lt(healthy.place, sick.place);
    cr_expect_eq(sick.verdict, HOOK_FAILED);
    cr_expect_str_eq(sick.reason, "no end after 200ms");
    result_deinit(&sick);
    result_deinit(&healthy);
}

Test(hook, floods_stdout)
{
    struct result sick = {0}, healthy = {0};

    run_beside_healthy("echo id-1; yes | head -c 50000000; yes | head -c 5000000 >&2",
                       SPAN_SECONDS(30), &sick, &healthy);
    cr_expect_eq(sick.verdict, HOOK_TAKEN, "%s", sick.reason);
    cr_expect_str_eq(sick.line, "id-1");
    cr_expect_lt(healthy.place, sick.place);
    result_deinit(&sick);
    result_deinit(&healthy);
}

static bool is_gone(pid_t pid)
{
    char *path = xasprintf("/proc/%d/stat", (int)pid), state = 'X';
    FILE *f = fopen(path, "r");

    free(path);
    if (!f)
        return true;
    if (fscanf(f, "%*d %*s %c", &state) != 1)
        state = 'X';
    fclose(f);
    return state == 'Z' || state == 'X';
}

/* The child holds stdout open for long: the end is the leader's, and the child is killed. */
Test(hook, leaves_a_child_that_holds_the_pipe)
{
    struct result sick = {0}, healthy = {0};
    char *text;
    pid_t child;

    run_beside_healthy("sleep 1000 & echo $! >$DUTY_DIR/child; echo id-2", SPAN_SECONDS(500), &sick,
                       &healthy);
    cr_expect_eq(sick.verdict, HOOK_TAKEN, "%s", sick.reason);
    cr_expect_str_eq(sick.line, "id-2");
    text = read_file("child");
    child = (pid_t)atoi(text);
    cr_assert_gt(child, 0);
    while (!is_gone(child)) /* SIGKILL was sent; the test's own limit ends this if it was not */
        usleep(1000);
    free(text);
    result_deinit(&sick);
    result_deinit(&healthy);
}

static char *make_big(size_t len)
{
    char *big = xmalloc(len + 1);

    memset(big, 'x', len);
    big[len] = '\0';
    return big;
}

/* More than a pipe holds, and nobody reads it. */
Test(hook, does_not_read_stdin)
{
    static const char *const bodies[] = {"echo id-3", "exec <&-; sleep 0.1; echo id-3"};

    for (size_t k = 0; k < 2; k++) {
        struct result sick = {0}, healthy = {0};
        char *big = make_big(100000), *path = make_script("deaf", bodies[k], 0755);
        struct hook_value value = {"DUTY_TEXT", big};

        start_path(path, SPAN_SECONDS(30), &value, &sick);
        start("healthy", "echo well", SPAN_SECONDS(30), &healthy);
        run_until(&sick);
        run_until(&healthy);
        cr_expect_eq(sick.verdict, HOOK_TAKEN, "%s", sick.reason);
        cr_expect_str_eq(sick.line, "id-3");
        cr_expect_eq(healthy.verdict, HOOK_TAKEN);
        result_deinit(&sick);
        result_deinit(&healthy);
        free(path);
        free(big);
    }
}

Test(hook, gets_json)
{
    char *big = make_big(100000), *path = make_script("reader", "cat >$DUTY_DIR/json", 0755), *text;
    struct hook_value value = {"DUTY_TEXT", big};
    struct result r = {0};
    json_t *json;

    memcpy(big, "\"a\\b\x01中", 8);
    start_path(path, SPAN_SECONDS(30), &value, &r);
    run_until(&r);
    cr_expect_eq(r.verdict, HOOK_TAKEN, "%s", r.reason);
    text = read_file("json");
    cr_expect_eq(strchr(text, '\n'), text + strlen(text) - 1, "one line");
    json = json_loads(text, 0, NULL);
    cr_assert(json);
    cr_expect_eq(json_object_size(json), 3);
    cr_expect_str_eq(json_string_value(json_object_get(json, "page")), "17");
    cr_expect_str_eq(json_string_value(json_object_get(json, "text")), big);
    json_decref(json);
    free(text);
    free(path);
    free(big);
    result_deinit(&r);
}

Test(hook, cannot_be_started)
{
    static const struct {
        const char *name, *reason;
        bool exists;
    } rows[] = {
        {"absent", "cannot start: No such file or directory", false},
        {"plain", "cannot start: Permission denied", true},
    };

    for (size_t k = 0; k < 2; k++) {
        struct result sick = {0}, healthy = {0};
        char *path =
            rows[k].exists ? make_script(rows[k].name, "exit 0", 0644) : in_directory(rows[k].name);

        start_path(path, LIMIT, NULL, &sick);
        start("healthy", "echo well", SPAN_SECONDS(30), &healthy);
        run_until(&sick);
        run_until(&healthy);
        cr_expect_eq(sick.verdict, HOOK_FAILED, "%s", rows[k].name);
        cr_expect_str_eq(sick.reason, rows[k].reason);
        cr_expect_eq(healthy.verdict, HOOK_TAKEN);
        result_deinit(&sick);
        result_deinit(&healthy);
        free(path);
    }
}

/* Descriptors, signals, group, arguments, environment: nothing of the daemon's is handed down. */
Test(hook, is_clean)
{
    static const char body[] =
        "exec >$DUTY_DIR/seen\n"
        "ls -C /proc/$$/fd\n"
        "echo args $# \"$@\"\n"
        "while read -r name value; do\n"
        "    case $name in SigBlk: | SigIgn:) echo $name $((0x$value & 0x7fffffff)) ;; esac\n"
        "done </proc/$$/status\n"
        "read -r pid name state parent group rest </proc/$$/stat; echo group $((group - $$))\n"
        "tr '\\0' '\\n' </proc/$$/environ | cut -d= -f1 | sort\n";
    struct result r = {0};
    sigset_t blocked;
    char *text;
    int fd = open("/dev/null", O_RDONLY); /* not close-on-exec, on purpose */

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    setenv("PGPASSWORD", "secret", 1);
    setenv("DUTYD_HOOK_SPOOL", "/x", 1);
    setenv("TZ", "Asia/Shanghai", 1);
    start("clean", body, SPAN_SECONDS(30), &r);
    run_until(&r);
    cr_expect_eq(r.verdict, HOOK_TAKEN, "%s", r.reason);
    text = read_file("seen");
    /* 10 is the shell's own, for its script; signals above 31 are the C library's */
    cr_expect_str_eq(text,
                     "0  1  10  2\n"
                     "args 0\n"
                     "SigBlk: 0\n"
                     "SigIgn: 0\n"
                     "group 0\n"
                     "DUTYD_HOOK_SPOOL\nDUTY_DIR\nDUTY_PAGE\nLANG\nPATH\nTZ\n",
                     "%s", text);
    free(text);
    close(fd);
    result_deinit(&r);
}

Test(hook, cancelled_is_never_heard_of_again)
{
    struct result hanging = {0}, absent = {0}, healthy = {0};
    char *path = in_directory("absent");
    void *first =
        start("hang", "echo $$ >$DUTY_DIR/pid; exec sleep 1000", SPAN_SECONDS(500), &hanging);
    void *second = start_path(path, LIMIT, NULL, &absent);

    runner.cancel(runner.arg, first);
    runner.cancel(runner.arg, second);
    start("healthy", "echo well", SPAN_SECONDS(30), &healthy);
    run_until(&healthy);
    cr_expect_eq(hanging.place, 0);
    cr_expect_eq(absent.place, 0);
    result_deinit(&healthy);
    free(path);
}

static void look_for_children(evutil_socket_t fd, short what, void *arg)
{
    siginfo_t info;

    (void)fd;
    (void)what;
    *(bool *)arg = waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/* A reply that can leave in the same pass of the loop does not wait for a process to start. */
Test(hook, starts_behind_what_is_ready)
{
    bool any_child = true;
    struct event *ready = event_new(base, -1, 0, look_for_children, &any_child);
    struct result r = {0};

    event_active(ready, EV_TIMEOUT, 0);
    start("hook", "exit 0", SPAN_SECONDS(30), &r);
    cr_assert_eq(event_base_loop(base, EVLOOP_NONBLOCK), 0);
    cr_expect_not(any_child);
    run_until(&r);
    cr_expect_eq(r.verdict, HOOK_TAKEN, "%s", r.reason);
    result_deinit(&r);
    event_free(ready);
}

/* A hundred at a time: all end, each once; no zombie is left. */
Test(hook, many)
{
    static struct result results[100];
    char *path = make_script("many", "echo $DUTY_PAGE", 0755);

    for (size_t k = 0; k < 100; k++)
        start_path(path, SPAN_SECONDS(60), NULL, &results[k]);
    for (size_t k = 0; k < 100; k++) {
        run_until(&results[k]);
        cr_expect_eq(results[k].verdict, HOOK_TAKEN, "%s", results[k].reason);
        result_deinit(&results[k]);
    }
    free(path);
}
