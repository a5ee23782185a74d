/* Real processes that take many pages each. */
#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "lines_room.h"

TestSuite(lines, .init = lines_set_up, .fini = lines_tear_down, .timeout = 60);

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
        char *name = xasprintf("answer%zu", k), *path = lines_script(name, body);
        struct lines_result r;

        lines_start(path, 1, LONG, &r);
        lines_expect(&r, answers[k].verdict, answers[k].words, answers[k].name);
        free(body);
        free(name);
        free(path);
    }
}

/* None of these lines counts as an answer, and none does harm. */
Test(lines, garbage)
{
    char *path =
        lines_script("garbage", "page\n"
                                "printf 'hello\\n\\n{}\\n[1]\\n{\"page\":1}\\n\\377\\n'\n"
                                "printf '{\"page\":1,\"state\":\"gone\"}\\n'\n"
                                "printf '{\"page\":\"x\",\"state\":\"failed\"}\\n'\n"
                                "printf '{\"page\":-1,\"state\":\"failed\"}\\n'\n"
                                "printf '{\"page\":1.0,\"state\":\"failed\"}\\n'\n"
                                "printf '{\"page\":99,\"state\":\"failed\"}\\n'\n"
                                "printf '{\"page\":1,\"page\":2,\"state\":\"failed\"}\\n'\n"
                                "printf '{\"page\":1,\"state\":\"failed\"} x\\n'\n"
                                "answer 1; answer 1; serve");
    struct lines_result r;

    lines_start(path, 1, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g1", "after garbage");
    lines_start(path, 2, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g2", "the next");
    cr_expect_eq(lines_count_lives(), 1);
    free(path);
}

Test(lines, gets_json)
{
    char *path = lines_script("json", "page; printf '%s\\n' \"$line\" >json; answer $page; serve");
    char *file = lines_path("json"), text[200] = "";
    struct lines_result r;
    FILE *f;

    lines_start(path, 17, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g17", "json");
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
    static struct lines_result results[100];
    char *path = lines_script("many", "serve");

    for (unsigned k = 0; k < 100; k++)
        lines_start(path, k + 1, LONG, &results[k]);
    for (unsigned k = 0; k < 100; k++) {
        char *words = xasprintf("g%u", k + 1);

        lines_expect(&results[k], HOOK_TAKEN, words, "many");
        free(words);
    }
    cr_expect_eq(lines_count_lives(), 1);
    free(path);
}

Test(lines, answers_out_of_order)
{
    char *path = lines_script("order", "page; a=$page; page; b=$page; page; c=$page\n"
                                       "answer $c; answer $a failed; answer $b; serve");
    struct lines_result r[3];

    for (unsigned k = 0; k < 3; k++)
        lines_start(path, 10 + k, LONG, &r[k]);
    lines_expect(&r[0], HOOK_FAILED, "failed", "first");
    lines_expect(&r[1], HOOK_TAKEN, "g11", "second");
    lines_expect(&r[2], HOOK_TAKEN, "g12", "third");
    free(path);
}

/* No restart has to wait, since it has not failed. */
Test(lines, ends_between_two_pages)
{
    char *path = lines_script("once", "page; answer $page; exit 0");
    struct lines_result r;

    for (unsigned k = 1; k <= 3; k++) {
        char *words = xasprintf("g%u", k);
        pid_t pids[4];

        lines_start(path, k, LONG, &r);
        lines_expect(&r, HOOK_TAKEN, words, "once");
        cr_assert_eq(lines_lives(pids, 4), k);
        lines_wait_until_gone(pids[k - 1]);
        event_base_loop(lines_base, EVLOOP_NONBLOCK);
        free(words);
    }
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
        char *name = xasprintf("line%zu", k), *path = lines_script(name, body);
        struct lines_result r;

        lines_start(path, 1, LONG, &r);
        lines_run_until(&r);
        cr_expect_eq(r.verdict == HOOK_TAKEN, rows[k].taken, "%zu: %s", rows[k].length, r.words);
        free(r.words);
        free(body);
        free(name);
        free(path);
    }
}

Test(lines, cancelled_is_never_heard_of_again)
{
    char *path = lines_script("cancel", "page; page; answer 1; answer $page; serve");
    struct lines_result r[2];
    void *run = lines_start(path, 1, LONG, &r[0]);

    lines_start(path, 2, LONG, &r[1]);
    event_base_loop(lines_base, EVLOOP_NONBLOCK);
    lines_runner.cancel(lines_runner.arg, run);
    lines_expect(&r[1], HOOK_TAKEN, "g2", "not cancelled");
    cr_expect_eq(r[0].times, 0);
    free(path);
}

/* A new command takes over; the old process answers what it has, and is ended. */
Test(lines, another_command)
{
    char *old = lines_script("old", "page; echo >has; while [ ! -e go ]; do sleep 0.01; done\n"
                                    "answer $page; cat >/dev/null; sleep 1000");
    char *new = lines_script("new", "serve");
    struct lines_result r[2];
    pid_t pids[2];

    lines_start(old, 1, LONG, &r[0]);
    lines_run_until_exists("has");
    lines_start(new, 2, LONG, &r[1]);
    lines_expect(&r[1], HOOK_TAKEN, "g2", "new");
    cr_expect_eq(r[0].times, 0);
    lines_touch("go");
    lines_expect(&r[0], HOOK_TAKEN, "g1", "old");
    cr_assert_eq(lines_lives(pids, 2), 2);
    lines_wait_until_gone(pids[0]);
    cr_expect_not(lines_is_gone(pids[1]));
    free(old);
    free(new);
}

Test(lines, gets_nothing_of_the_daemons)
{
    char *path =
        lines_script("clean", "tr '\\0' '\\n' </proc/$$/environ | cut -d= -f1 | sort >env\n"
                              "ls /proc/$$/fd | wc -l >fds; serve");
    char *file = lines_path("env"), text[400] = "";
    struct lines_result r;
    FILE *f;

    setenv("PGPASSWORD", "secret", 1);
    setenv("TZ", "Asia/Shanghai", 1);
    lines_start(path, 1, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g1", "clean");
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
    char *path = lines_script("stay", "trap '' TERM; page; answer $page; sleep 1000");
    struct lines_result r;
    pid_t pids[1];

    lines_start(path, 1, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g1", "stay");
    lines_start(path, 2, LONG, &r);
    event_base_loop(lines_base, EVLOOP_NONBLOCK);
    hook_lines_free(lines_hooks);
    lines_hooks = NULL;
    cr_assert_eq(lines_lives(pids, 1), 1);
    while (!lines_is_gone(pids[0]))
        usleep(1000);
    cr_expect_eq(r.times, 0);
    free(path);
}

/* The lines_runner that the daemon has: either mode, as the job asks, and either can be cancelled.
 */
Test(lines, beside_a_process_for_each_page)
{
    struct hooks *both = hooks_new(lines_base);
    char *many = lines_script("many", "serve"), *one = lines_script("one", "echo id-$DUTY_PAGE");
    char *mute = lines_script("mute", "sleep 1000");
    struct lines_result r[2];
    void *runs[2];

    lines_runner = hooks_runner(both);
    lines_start(many, 1, LONG, &r[0]);
    lines_mode = false;
    lines_start(one, 2, LONG, &r[1]);
    lines_expect(&r[0], HOOK_TAKEN, "g1", "lines");
    lines_expect(&r[1], HOOK_TAKEN, "id-2", "process");
    runs[1] = lines_start(mute, 4, LONG, &r[1]);
    lines_mode = true;
    runs[0] = lines_start(mute, 3, LONG, &r[0]);
    event_base_loop(lines_base, EVLOOP_NONBLOCK);
    for (unsigned k = 0; k < 2; k++)
        lines_runner.cancel(lines_runner.arg, runs[k]);
    event_base_loop(lines_base, EVLOOP_NONBLOCK);
    hooks_free(both);
    cr_expect_eq(r[0].times + r[1].times, 0);
    free(many);
    free(one);
    free(mute);
}
