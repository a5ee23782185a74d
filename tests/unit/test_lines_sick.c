/* Processes that take many pages each, and die, hang or flood. Covers 18 of the list of traps for
 * hooks in lines mode. */
#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "lines_room.h"

TestSuite(lines_sick, .init = lines_set_up, .fini = lines_tear_down, .timeout = 60);

Test(lines_sick, dies_in_the_middle)
{
    char *path = lines_script("dies", "[ $life = 1 ] || serve\n"
                                      "page; answer $page; page; page\n"
                                      "printf 'starting\\nmodem gone\\n' >&2; exit 3");
    struct lines_result r[3];

    for (unsigned k = 0; k < 3; k++)
        lines_start(path, 1 + k, LONG, &r[k]);
    lines_expect(&r[0], HOOK_TAKEN, "g1", "answered before");
    lines_expect(&r[1], HOOK_AGAIN, "ended before it answered: exit 3: modem gone", "second");
    lines_expect(&r[2], HOOK_AGAIN, "ended before it answered: exit 3: modem gone", "third");
    lines_start(path, 2, LONG, &r[1]);
    lines_expect(&r[1], HOOK_TAKEN, "g2", "handed over again");
    cr_expect_eq(lines_count_lives(), 2);
    free(path);
}

/* Nobody knows at first which page it was; then it comes alone. */
Test(lines_sick, a_page_that_kills_takes_no_others_along_twice)
{
    char *path =
        lines_script("kills", "if [ $life = 1 ]; then page; page; page; page; exit 1; fi\n"
                              "while page; do [ $page != 2 ] || exit 1; answer $page; done");
    struct lines_result r[4];

    for (unsigned k = 0; k < 4; k++)
        lines_start(path, 1 + k, LONG, &r[k]);
    for (unsigned k = 0; k < 4; k++)
        lines_expect(&r[k], HOOK_AGAIN, "ended before it answered: exit 1", "all die");
    for (unsigned k = 0; k < 4; k++)
        lines_start(path, 1 + k, LONG, &r[k]);
    lines_expect(&r[0], HOOK_TAKEN, "g1", "before it");
    lines_expect(&r[1], HOOK_AGAIN, "ended before it answered: exit 1", "the one");
    lines_expect(&r[2], HOOK_TAKEN, "g3", "after it");
    lines_expect(&r[3], HOOK_TAKEN, "g4", "the last");
    free(path);
}

/* What it answered while it was dying counts. */
Test(lines_sick, answers_with_its_last_breath)
{
    char *path = lines_script("breath", "page; answer $page; kill -9 $$");
    struct lines_result r;

    lines_start(path, 5, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g5", "last breath");
    free(path);
}

Test(lines_sick, never_answers)
{
    char *path = lines_script("never", "[ $life = 1 ] || serve\n"
                                       "trap '' TERM; sleep 1000 & echo $! >child; cat >/dev/null");
    pid_t pids[2] = {0, 0};
    struct lines_result r;

    lines_start(path, 1, SHORT, &r);
    lines_expect(&r, HOOK_FAILED, "no answer after 300ms", "never");
    cr_assert_eq(lines_lives(pids, 2), 1);
    lines_wait_until_gone(pids[0]); /* it ignores SIGTERM */
    lines_start(path, 2, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g2", "the next life");
    free(path);
}

/* One number hangs; the others go on by the same process. */
Test(lines_sick, one_page_is_never_answered)
{
    char *path = lines_script("one", "while page; do [ $page = 2 ] || answer $page; done");
    struct lines_result r[4];

    lines_start(path, 1, LONG, &r[0]);
    lines_expect(&r[0], HOOK_TAKEN, "g1", "before");
    lines_start(path, 2, SPAN_SECONDS(2), &r[1]);
    lines_start(path, 3, LONG, &r[2]);
    lines_expect(&r[2], HOOK_TAKEN, "g3", "beside");
    lines_expect(&r[1], HOOK_FAILED, "no answer after 2s", "the one");
    lines_start(path, 4, LONG, &r[3]);
    lines_expect(&r[3], HOOK_TAKEN, "g4", "after");
    cr_expect_eq(lines_count_lives(), 1);
    free(path);
}

Test(lines_sick, floods)
{
    static const struct {
        const char *name, *body;
    } rows[] = {
        {"stdout", "[ $life = 1 ] || serve\nexec yes"},
        {"a line without an end", "[ $life = 1 ] || serve\nexec tr '\\0' x </dev/zero"},
        {"stdout, and ignores TERM", "[ $life = 1 ] || serve\ntrap '' TERM; yes"},
    };

    for (unsigned k = 0; k < 3; k++) {
        char *name = xasprintf("flood%u", k), *path = lines_script(name, rows[k].body);
        char *past = lines_path("lives");
        struct lines_result r;
        pid_t pids[8];

        unlink(past);
        lines_start(path, 1, LONG, &r);
        lines_run_until(&r);
        cr_expect_eq(r.verdict, HOOK_AGAIN, "%s: %s", rows[k].name, r.words);
        free(r.words);
        lines_start(path, 2, LONG, &r);
        lines_expect(&r, HOOK_TAKEN, "g2", rows[k].name);
        cr_assert_eq(lines_lives(pids, 8), 2);
        lines_wait_until_gone(pids[0]);
        free(past);
        free(name);
        free(path);
    }
}

/* Megabytes on stderr are no harm, and its last line is kept. */
Test(lines_sick, floods_stderr)
{
    char *path = lines_script("errors", "page; yes x | head -c 5000000 >&2; answer $page\n"
                                        "page; echo last words >&2; exit 4");
    struct lines_result r;

    lines_start(path, 1, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g1", "flooded");
    lines_start(path, 2, LONG, &r);
    lines_expect(&r, HOOK_AGAIN, "ended before it answered: exit 4: last words", "died");
    free(path);
}

Test(lines_sick, closes_stdin)
{
    char *path =
        lines_script("deaf", "[ $life = 1 ] || serve\n"
                             "page; answer $page; exec <&-; echo >closed; exec sleep 1000");
    struct lines_result r;

    lines_start(path, 1, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g1", "heard");
    lines_run_until_exists("closed");
    lines_start(path, 2, LONG, &r);
    lines_expect(&r, HOOK_AGAIN, "ended before it answered: killed by signal 9", "deaf");
    lines_start(path, 2, LONG, &r);
    lines_expect(&r, HOOK_TAKEN, "g2", "the next life");
    free(path);
}

Test(lines_sick, cannot_be_started)
{
    char *path = lines_path("absent");
    struct lines_result r[2];

    lines_start(path, 1, LONG, &r[0]);
    lines_start(path, 2, LONG, &r[1]);
    lines_expect(&r[0], HOOK_FAILED, "cannot start: No such file or directory", "absent");
    lines_expect(&r[1], HOOK_FAILED, "cannot start: No such file or directory", "absent");
    free(path);
}

/* It dies at once each time: pages do not wait for it longer than they may. */
Test(lines_sick, dies_at_once)
{
    char *path = lines_script("dead", "exit 1");
    struct lines_result r;

    lines_start(path, 1, LONG, &r);
    lines_expect(&r, HOOK_AGAIN, "ended before it answered: exit 1", "first");
    for (unsigned k = 0; k < 3; k++) { /* after 100, 200, 400 ms */
        lines_start(path, 1, LONG, &r);
        lines_expect(&r, HOOK_AGAIN, "ended before it answered: exit 1", "again");
    }
    lines_start(path, 1, SHORT, &r); /* 800 ms are still to wait */
    lines_expect(&r, HOOK_FAILED, "not handed over within 300ms", "too soon");
    free(path);
}
