/* Real processes that take many pages each: good ones and sick ones. Covers 18 of the list of traps
 * for hooks in lines mode. */
#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "paging/lines.h"

#define LONG SPAN_SECONDS(50)
#define SHORT SPAN_MS(300)

/* What each script begins with: its number goes into `lives`; `page` reads a line, `answer`
 * answers. */
static const char head[] =
    "#!/bin/sh\n"
    "cd $DUTYD_HOOK_DIR; echo $$ >>lives; life=$(wc -l <lives)\n"
    "page() { read -r line || exit 0; page=${line#*\\\"page\\\":\\\"}; page=${page%%\\\"*}; }\n"
    "answer() { echo \"{\\\"page\\\":\\\"$1\\\",\\\"state\\\":\\\"${2:-sent}\\\","
    "\\\"gateway\\\":\\\"g$1\\\"}\"; }\n"
    "serve() { while page; do answer $page; done; }\n";

static struct event_base *base;
static struct hook_lines *lines;
static struct hook_runner runner;
static char directory[] = "/tmp/dutyd-lines-XXXXXX";

struct result {
    unsigned times;
    enum hook_verdict verdict;
    char *words; /* the gateway's id, or the reason */
};

static void set_up(void)
{
    signal(SIGPIPE, SIG_IGN);
    cr_assert(mkdtemp(directory));
    setenv("DUTYD_HOOK_DIR", directory, 1);
    base = event_base_new();
    lines = hook_lines_new(base);
    runner = hook_lines_runner(lines);
}

static void tear_down(void)
{
    char *command = xasprintf("rm -rf %s", directory);

    hook_lines_free(lines);
    event_base_free(base);
    cr_expect_eq(system(command), 0);
    free(command);
}

TestSuite(lines, .init = set_up, .fini = tear_down, .timeout = 60);

static char *in_directory(const char *name)
{
    return xasprintf("%s/%s", directory, name);
}

static bool exists(const char *name)
{
    char *path = in_directory(name);
    bool found = access(path, F_OK) == 0;

    free(path);
    return found;
}

static void touch(const char *name)
{
    char *path = in_directory(name);
    FILE *f = fopen(path, "w");

    cr_assert(f);
    fclose(f);
    free(path);
}

static char *make_script(const char *name, const char *body)
{
    char *path = in_directory(name);
    FILE *f = fopen(path, "w");

    cr_assert(f);
    fprintf(f, "%s%s\n", head, body);
    fclose(f);
    cr_assert_eq(chmod(path, 0755), 0);
    return path;
}

/* The numbers of the processes there have been; how many. */
static size_t read_lives(pid_t *pids, size_t max)
{
    char *path = in_directory("lives");
    FILE *f = fopen(path, "r");
    size_t n = 0;

    free(path);
    while (f && n < max && fscanf(f, "%d", &pids[n]) == 1)
        n++;
    if (f)
        fclose(f);
    return n;
}

static size_t count_lives(void)
{
    pid_t pids[200];

    return read_lives(pids, 200);
}

static void on_end(void *owner, const struct hook_outcome *outcome)
{
    struct result *r = owner;

    cr_assert_eq(r->times++, 0, "on_end came twice");
    r->verdict = outcome->verdict;
    free(r->words);
    r->words = outcome->verdict == HOOK_TAKEN ? slice_dup(outcome->line) : xstrdup(outcome->reason);
}

static void *start(const char *path, unsigned page, struct span limit, struct result *r)
{
    char *id = xasprintf("%u", page);
    const struct hook_value values[] = {{"DUTY_PAGE", id}, {"DUTY_TEXT", "a \"b\" 中\n"}};
    const char *command[] = {path, NULL};
    const struct hook_job job = {.via = "sms",
                                 .command = command,
                                 .lines = true,
                                 .timeout = limit,
                                 .values = values,
                                 .n_values = 2};
    void *run;

    *r = (struct result){0};
    run = runner.start(runner.arg, &job, on_end, r);
    cr_expect_eq(r->times, 0, "on_end inside start");
    free(id);
    return run;
}

static void run_until(const struct result *r)
{
    while (r->times == 0)
        cr_assert_eq(event_base_loop(base, EVLOOP_ONCE), 0);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    (void)arg;
}

static void run_until_exists(const char *name)
{
    struct event *tick = event_new(base, -1, EV_PERSIST, on_tick, NULL);

    event_add(tick, &(struct timeval){.tv_usec = 10000});
    while (!exists(name))
        cr_assert_eq(event_base_loop(base, EVLOOP_ONCE), 0);
    event_free(tick);
}

static bool is_gone(pid_t pid)
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

/* The test's own limit ends this. */
static void wait_until_gone(pid_t pid)
{
    while (!is_gone(pid)) {
        event_base_loop(base, EVLOOP_NONBLOCK);
        usleep(1000);
    }
}

static void expect(struct result *r, enum hook_verdict verdict, const char *words, const char *name)
{
    run_until(r);
    cr_expect_eq(r->verdict, verdict, "%s: %d %s", name, r->verdict, r->words);
    cr_expect_str_eq(r->words, words, "%s: \"%s\"", name, r->words);
    free(r->words);
    r->words = NULL;
}

static const struct {
    const char *name, *answer;
    enum hook_verdict verdict;
    const char *words;
} answers[] = {
    {"sent", "{\"page\":\"1\",\"state\":\"sent\",\"gateway\":\"id-7\"}", HOOK_TAKEN, "id-7"},
    {"page as a number", "{\"page\": 1, \"state\": \"sent\"}", HOOK_TAKEN, ""},
    {"CR, and more members", "{\"x\":[1],\"page\":1,\"state\":\"sent\",\"gateway\":\"a\"}\\r",
     HOOK_TAKEN, "a"},
    {"a gateway of two lines", "{\"page\":1,\"state\":\"sent\",\"gateway\":\"a\\\\nb\"}",
     HOOK_TAKEN, "a"},
    {"a gateway that is no text", "{\"page\":1,\"state\":\"sent\",\"gateway\":9}", HOOK_TAKEN, ""},
    {"retry", "{\"page\":1,\"state\":\"retry\",\"reason\":\"modem busy\"}", HOOK_AGAIN,
     "retry: modem busy"},
    {"retry, in silence", "{\"page\":1,\"state\":\"retry\"}", HOOK_AGAIN, "retry"},
    {"failed", "{\"page\":1,\"state\":\"failed\",\"reason\":\"no such number\"}", HOOK_FAILED,
     "failed: no such number"},
};

Test(lines, answers)
{
    for (size_t k = 0; k < sizeof(answers) / sizeof(*answers); k++) {
        char *body = xasprintf("page; printf '%s\\n'; cat >rest", answers[k].answer);
        char *name = xasprintf("answer%zu", k), *path = make_script(name, body);
        struct result r;

        start(path, 1, LONG, &r);
        expect(&r, answers[k].verdict, answers[k].words, answers[k].name);
        free(body);
        free(name);
        free(path);
    }
}

/* None of these lines counts as an answer, and none does harm. */
Test(lines, garbage)
{
    char *path = make_script("garbage", "page\n"
                                        "printf 'hello\\n\\n{}\\n[1]\\n{\"page\":1}\\n\\377\\n'\n"
                                        "printf '{\"page\":1,\"state\":\"gone\"}\\n'\n"
                                        "printf '{\"page\":\"x\",\"state\":\"failed\"}\\n'\n"
                                        "printf '{\"page\":-1,\"state\":\"failed\"}\\n'\n"
                                        "printf '{\"page\":1.0,\"state\":\"failed\"}\\n'\n"
                                        "printf '{\"page\":99,\"state\":\"failed\"}\\n'\n"
                                        "printf '{\"page\":1,\"page\":2,\"state\":\"failed\"}\\n'\n"
                                        "printf '{\"page\":1,\"state\":\"failed\"} x\\n'\n"
                                        "answer 1; answer 1; serve");
    struct result r;

    start(path, 1, LONG, &r);
    expect(&r, HOOK_TAKEN, "g1", "behind garbage");
    start(path, 2, LONG, &r);
    expect(&r, HOOK_TAKEN, "g2", "the next");
    cr_expect_eq(count_lives(), 1);
    free(path);
}

Test(lines, gets_json)
{
    char *path = make_script("json", "page; printf '%s\\n' \"$line\" >json; answer $page; serve");
    char *file = in_directory("json"), text[200] = "";
    struct result r;
    FILE *f;

    start(path, 17, LONG, &r);
    expect(&r, HOOK_TAKEN, "g17", "json");
    f = fopen(file, "r");
    cr_assert(f);
    cr_assert(fgets(text, sizeof(text), f));
    cr_expect_str_eq(text, "{\"page\":\"17\",\"text\":\"a \\\"b\\\" 中\\n\"}\n");
    fclose(f);
    free(file);
    free(path);
}

Test(lines, one_process_for_many)
{
    static struct result results[100];
    char *path = make_script("many", "serve");

    for (unsigned k = 0; k < 100; k++)
        start(path, k + 1, LONG, &results[k]);
    for (unsigned k = 0; k < 100; k++) {
        char *words = xasprintf("g%u", k + 1);

        expect(&results[k], HOOK_TAKEN, words, "many");
        free(words);
    }
    cr_expect_eq(count_lives(), 1);
    free(path);
}

Test(lines, answers_out_of_order)
{
    char *path = make_script("order", "page; a=$page; page; b=$page; page; c=$page\n"
                                      "answer $c; answer $a failed; answer $b; serve");
    struct result r[3];

    for (unsigned k = 0; k < 3; k++)
        start(path, 10 + k, LONG, &r[k]);
    expect(&r[0], HOOK_FAILED, "failed", "first");
    expect(&r[1], HOOK_TAKEN, "g11", "second");
    expect(&r[2], HOOK_TAKEN, "g12", "third");
    free(path);
}

Test(lines, dies_in_the_middle)
{
    char *path = make_script("dies", "[ $life = 1 ] || serve\n"
                                     "page; answer $page; page; page\n"
                                     "printf 'starting\\nmodem gone\\n' >&2; exit 3");
    struct result r[3];

    for (unsigned k = 0; k < 3; k++)
        start(path, 1 + k, LONG, &r[k]);
    expect(&r[0], HOOK_TAKEN, "g1", "answered before");
    expect(&r[1], HOOK_AGAIN, "ended before it answered: exit 3: modem gone", "second");
    expect(&r[2], HOOK_AGAIN, "ended before it answered: exit 3: modem gone", "third");
    start(path, 2, LONG, &r[1]);
    expect(&r[1], HOOK_TAKEN, "g2", "handed over again");
    cr_expect_eq(count_lives(), 2);
    free(path);
}

/* Nobody knows at first which page it was; then it comes alone. */
Test(lines, a_page_that_kills_takes_no_others_along_twice)
{
    char *path =
        make_script("kills", "if [ $life = 1 ]; then page; page; page; page; exit 1; fi\n"
                             "while page; do [ $page != 2 ] || exit 1; answer $page; done");
    struct result r[4];

    for (unsigned k = 0; k < 4; k++)
        start(path, 1 + k, LONG, &r[k]);
    for (unsigned k = 0; k < 4; k++)
        expect(&r[k], HOOK_AGAIN, "ended before it answered: exit 1", "all die");
    for (unsigned k = 0; k < 4; k++)
        start(path, 1 + k, LONG, &r[k]);
    expect(&r[0], HOOK_TAKEN, "g1", "before it");
    expect(&r[1], HOOK_AGAIN, "ended before it answered: exit 1", "the one");
    expect(&r[2], HOOK_TAKEN, "g3", "behind it");
    expect(&r[3], HOOK_TAKEN, "g4", "the last");
    free(path);
}

/* What it answered while it was dying counts. */
Test(lines, answers_with_its_last_breath)
{
    char *path = make_script("breath", "page; answer $page; kill -9 $$");
    struct result r;

    start(path, 5, LONG, &r);
    expect(&r, HOOK_TAKEN, "g5", "last breath");
    free(path);
}

/* No restart has to wait, since it has not failed. */
Test(lines, ends_between_two_pages)
{
    char *path = make_script("once", "page; answer $page; exit 0");
    struct result r;

    for (unsigned k = 1; k <= 3; k++) {
        char *words = xasprintf("g%u", k);
        pid_t pids[4];

        start(path, k, LONG, &r);
        expect(&r, HOOK_TAKEN, words, "once");
        cr_assert_eq(read_lives(pids, 4), k);
        wait_until_gone(pids[k - 1]);
        event_base_loop(base, EVLOOP_NONBLOCK);
        free(words);
    }
    free(path);
}

Test(lines, never_answers)
{
    char *path = make_script("never", "[ $life = 1 ] || serve\n"
                                      "trap '' TERM; sleep 1000 & echo $! >child; cat >/dev/null");
    pid_t pids[2] = {0, 0};
    struct result r;

    start(path, 1, SHORT, &r);
    expect(&r, HOOK_FAILED, "no answer after 300ms", "never");
    cr_assert_eq(read_lives(pids, 2), 1);
    wait_until_gone(pids[0]); /* it ignores SIGTERM */
    start(path, 2, LONG, &r);
    expect(&r, HOOK_TAKEN, "g2", "the next life");
    free(path);
}

/* One number hangs; the others go on by the same process. */
Test(lines, one_page_is_never_answered)
{
    char *path = make_script("one", "while page; do [ $page = 2 ] || answer $page; done");
    struct result r[4];

    start(path, 1, LONG, &r[0]);
    expect(&r[0], HOOK_TAKEN, "g1", "before");
    start(path, 2, SPAN_SECONDS(2), &r[1]);
    start(path, 3, LONG, &r[2]);
    expect(&r[2], HOOK_TAKEN, "g3", "beside");
    expect(&r[1], HOOK_FAILED, "no answer after 2s", "the one");
    start(path, 4, LONG, &r[3]);
    expect(&r[3], HOOK_TAKEN, "g4", "behind");
    cr_expect_eq(count_lives(), 1);
    free(path);
}

Test(lines, floods)
{
    static const struct {
        const char *name, *body;
    } rows[] = {
        {"stdout", "[ $life = 1 ] || serve\nexec yes"},
        {"a line without an end", "[ $life = 1 ] || serve\nexec tr '\\0' x </dev/zero"},
        {"stdout, and ignores TERM", "[ $life = 1 ] || serve\ntrap '' TERM; yes"},
    };

    for (unsigned k = 0; k < 3; k++) {
        char *name = xasprintf("flood%u", k), *path = make_script(name, rows[k].body);
        char *past = in_directory("lives");
        struct result r;
        pid_t pids[8];

        unlink(past);
        start(path, 1, LONG, &r);
        run_until(&r);
        cr_expect_eq(r.verdict, HOOK_AGAIN, "%s: %s", rows[k].name, r.words);
        free(r.words);
        start(path, 2, LONG, &r);
        expect(&r, HOOK_TAKEN, "g2", rows[k].name);
        cr_assert_eq(read_lives(pids, 8), 2);
        wait_until_gone(pids[0]);
        free(past);
        free(name);
        free(path);
    }
}

/* Megabytes on stderr are no harm, and its last line is kept. */
Test(lines, floods_stderr)
{
    char *path = make_script("errors", "page; yes x | head -c 5000000 >&2; answer $page\n"
                                       "page; echo last words >&2; exit 4");
    struct result r;

    start(path, 1, LONG, &r);
    expect(&r, HOOK_TAKEN, "g1", "flooded");
    start(path, 2, LONG, &r);
    expect(&r, HOOK_AGAIN, "ended before it answered: exit 4: last words", "died");
    free(path);
}

Test(lines, closes_stdin)
{
    char *path = make_script("deaf", "[ $life = 1 ] || serve\n"
                                     "page; answer $page; exec <&-; echo >closed; exec sleep 1000");
    struct result r;

    start(path, 1, LONG, &r);
    expect(&r, HOOK_TAKEN, "g1", "heard");
    run_until_exists("closed");
    start(path, 2, LONG, &r);
    expect(&r, HOOK_AGAIN, "ended before it answered: killed by signal 9", "deaf");
    start(path, 2, LONG, &r);
    expect(&r, HOOK_TAKEN, "g2", "the next life");
    free(path);
}

Test(lines, a_line_of_4096_bytes_is_the_longest)
{
    static const char frame[] = "{\"page\":\"1\",\"state\":\"sent\",\"gateway\":\"\"}";
    static const struct {
        size_t length;
        bool taken;
    } rows[] = {{4095, true}, {4096, true}, {4097, false}, {100000, false}};

    for (size_t k = 0; k < 4; k++) {
        char *body = xasprintf(
            "page\nprintf '{\"page\":\"1\",\"state\":\"sent\",\"gateway\":\"%%0%zud\"}\\n' 0\n"
            "answer 1 failed; serve",
            rows[k].length - strlen(frame));
        char *name = xasprintf("line%zu", k), *path = make_script(name, body);
        struct result r;

        start(path, 1, LONG, &r);
        run_until(&r);
        cr_expect_eq(r.verdict == HOOK_TAKEN, rows[k].taken, "%zu: %s", rows[k].length, r.words);
        free(r.words);
        free(body);
        free(name);
        free(path);
    }
}

Test(lines, cannot_be_started)
{
    char *path = in_directory("absent");
    struct result r[2];

    start(path, 1, LONG, &r[0]);
    start(path, 2, LONG, &r[1]);
    expect(&r[0], HOOK_FAILED, "cannot start: No such file or directory", "absent");
    expect(&r[1], HOOK_FAILED, "cannot start: No such file or directory", "absent");
    free(path);
}

/* It dies at once each time: pages do not wait for it longer than they may. */
Test(lines, dies_at_once)
{
    char *path = make_script("dead", "exit 1");
    struct result r;

    start(path, 1, LONG, &r);
    expect(&r, HOOK_AGAIN, "ended before it answered: exit 1", "first");
    for (unsigned k = 0; k < 3; k++) { /* behind 100, 200, 400 ms */
        start(path, 1, LONG, &r);
        expect(&r, HOOK_AGAIN, "ended before it answered: exit 1", "again");
    }
    start(path, 1, SHORT, &r); /* 800 ms are still to wait */
    expect(&r, HOOK_FAILED, "not handed over within 300ms", "too soon");
    free(path);
}

Test(lines, cancelled_is_never_heard_of_again)
{
    char *path = make_script("cancel", "page; page; answer 1; answer $page; serve");
    struct result r[2];
    void *run = start(path, 1, LONG, &r[0]);

    start(path, 2, LONG, &r[1]);
    event_base_loop(base, EVLOOP_NONBLOCK);
    runner.cancel(runner.arg, run);
    expect(&r[1], HOOK_TAKEN, "g2", "not cancelled");
    cr_expect_eq(r[0].times, 0);
    free(path);
}

/* A new command takes over; the old process answers what it has, and is ended. */
Test(lines, another_command)
{
    char *old = make_script("old", "page; echo >has; while [ ! -e go ]; do sleep 0.01; done\n"
                                   "answer $page; cat >/dev/null; sleep 1000");
    char *new = make_script("new", "serve");
    struct result r[2];
    pid_t pids[2];

    start(old, 1, LONG, &r[0]);
    run_until_exists("has");
    start(new, 2, LONG, &r[1]);
    expect(&r[1], HOOK_TAKEN, "g2", "new");
    cr_expect_eq(r[0].times, 0);
    touch("go");
    expect(&r[0], HOOK_TAKEN, "g1", "old");
    cr_assert_eq(read_lives(pids, 2), 2);
    wait_until_gone(pids[0]);
    cr_expect_not(is_gone(pids[1]));
    free(old);
    free(new);
}

Test(lines, gets_nothing_of_the_daemons)
{
    char *path = make_script("clean", "tr '\\0' '\\n' </proc/$$/environ | cut -d= -f1 | sort >env\n"
                                      "ls /proc/$$/fd | wc -l >fds; serve");
    char *file = in_directory("env"), text[400] = "";
    struct result r;
    FILE *f;

    setenv("PGPASSWORD", "secret", 1);
    setenv("TZ", "Asia/Shanghai", 1);
    start(path, 1, LONG, &r);
    expect(&r, HOOK_TAKEN, "g1", "clean");
    f = fopen(file, "r");
    cr_assert(f);
    cr_assert_gt(fread(text, 1, sizeof(text) - 1, f), 0);
    cr_expect_str_eq(text, "DUTYD_HOOK_DIR\nLANG\nPATH\nTZ\n");
    fclose(f);
    free(file);
    free(path);
}

/* When the daemon ends nothing stays behind, not even what ignores SIGTERM. */
Test(lines, ends_with_the_daemon)
{
    char *path = make_script("stay", "trap '' TERM; page; answer $page; sleep 1000");
    struct result r;
    pid_t pids[1];

    start(path, 1, LONG, &r);
    expect(&r, HOOK_TAKEN, "g1", "stay");
    start(path, 2, LONG, &r);
    event_base_loop(base, EVLOOP_NONBLOCK);
    hook_lines_free(lines);
    lines = NULL;
    cr_assert_eq(read_lives(pids, 1), 1);
    while (!is_gone(pids[0]))
        usleep(1000);
    cr_expect_eq(r.times, 0);
    free(path);
}
