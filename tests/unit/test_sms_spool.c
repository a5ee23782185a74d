/* The real script etc/hooks/sms-spool, run as the daemon runs it. The tests' directory is the root
 * of the sources. */
#include <criterion/criterion.h>

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "hooks/hook.h"

static struct event_base *base;
static struct hook_processes *processes;
static char directory[] = "/tmp/dutyd-spool-XXXXXX";

struct result {
    bool ended;
    enum hook_verdict verdict;
    char *line, *reason;
};

static void set_up(void)
{
    signal(SIGPIPE, SIG_IGN);
    cr_assert(mkdtemp(directory));
    setenv("DUTYD_HOOK_SPOOL", directory, 1);
    base = event_base_new();
    processes = hook_processes_new(base);
}

static void tear_down(void)
{
    char *command = xasprintf("rm -rf %s", directory);

    hook_processes_free(processes);
    event_base_free(base);
    cr_expect_eq(system(command), 0);
    free(command);
}

TestSuite(sms_spool, .init = set_up, .fini = tear_down, .timeout = 60);

static void on_end(void *owner, const struct hook_outcome *outcome)
{
    struct result *r = owner;

    r->ended = true;
    r->verdict = outcome->verdict;
    r->line = slice_dup(outcome->line);
    r->reason = xstrdup(outcome->reason);
}

static struct result run(const char *page, const char *to, const char *text)
{
    struct hook_runner runner = hook_processes_runner(processes);
    const struct hook_value values[] = {{"DUTY_PAGE", page}, {"DUTY_TO", to}, {"DUTY_TEXT", text}};
    char path[PATH_MAX];
    const char *command[] = {path, NULL};
    struct hook_job job = {
        .command = command, .timeout = SPAN_SECONDS(30), .values = values, .n_values = 3};
    struct result r = {0};

    cr_assert(realpath("etc/hooks/sms-spool", path), "run the tests from the root of the sources");
    runner.start(runner.arg, &job, on_end, &r);
    while (!r.ended)
        cr_assert_eq(event_base_loop(base, EVLOOP_ONCE), 0);
    return r;
}

static void result_deinit(struct result *r)
{
    free(r->line);
    free(r->reason);
}

static size_t count_files(void)
{
    DIR *d = opendir(directory);
    struct dirent *e;
    size_t n = 0;

    cr_assert(d);
    while ((e = readdir(d)))
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return n;
}

static void expect_file(const char *name, const char *bytes, size_t len)
{
    char *path = xasprintf("%s/%s", directory, name), found[4096];
    FILE *f = fopen(path, "r");
    size_t n;

    cr_assert(f, "%s is missing", path);
    n = fread(found, 1, sizeof(found), f);
    fclose(f);
    cr_expect(n == len && memcmp(found, bytes, len) == 0, "%s: %.*s", name, (int)n, found);
    free(path);
}

#define EXPECT_FILE(name, literal) expect_file(name, literal, sizeof(literal) - 1)

Test(sms_spool, ascii)
{
    struct result r = run("17", "+8613800000001", "4711 II gas: 50% \\n $HOME `id` \"x\" 'y'");

    cr_expect_eq(r.verdict, HOOK_TAKEN, "%s", r.reason);
    cr_expect_str_eq(r.line, "dutyd-17");
    EXPECT_FILE("dutyd-17", "To: 8613800000001\nAlphabet: ISO\nReport: yes\n\n"
                            "4711 II gas: 50% \\n $HOME `id` \"x\" 'y'");
    cr_expect_eq(count_files(), 1);
    result_deinit(&r);
}

Test(sms_spool, beyond_ascii)
{
    struct result r = run("18", "13800000001", "中é\xf0\x9f\x98\x80");

    cr_expect_eq(r.verdict, HOOK_TAKEN, "%s", r.reason);
    EXPECT_FILE("dutyd-18", "To: 13800000001\nAlphabet: UCS\nReport: yes\n\n"
                            "\x4e\x2d\x00\xe9\xd8\x3d\xde\x00");
    cr_expect_eq(count_files(), 1);
    result_deinit(&r);
}

/* The same page handed over again is the same file; another page is another. */
Test(sms_spool, same_page_same_file)
{
    struct result r[] = {run("17", "+1555", "one"), run("17", "+1555", "two"),
                         run("18", "+1555", "three")};

    EXPECT_FILE("dutyd-17", "To: 1555\nAlphabet: ISO\nReport: yes\n\ntwo");
    cr_expect_eq(count_files(), 2);
    for (size_t k = 0; k < 3; k++) {
        cr_expect_eq(r[k].verdict, HOOK_TAKEN, "%s", r[k].reason);
        result_deinit(&r[k]);
    }
}

Test(sms_spool, refusals)
{
    static const struct {
        const char *name, *page, *to, *text, *spool;
        enum hook_verdict verdict;
        const char *reason; /* its beginning */
    } rows[] = {
        {"no page", "", "+1555", "x", NULL, HOOK_FAILED, "exit 64: DUTY_PAGE"},
        {"a path as the page", "../x", "+1555", "x", NULL, HOOK_FAILED, "exit 64: DUTY_PAGE"},
        {"no number", "1", "", "x", NULL, HOOK_FAILED, "exit 64: DUTY_TO"},
        {"no telephone", "1", "li@example.org", "x", NULL, HOOK_FAILED, "exit 64: DUTY_TO"},
        {"no text", "1", "+1555", "", NULL, HOOK_FAILED, "exit 64: DUTY_TEXT"},
        {"no directory", "1", "+1555", "x", "/nowhere", HOOK_AGAIN, "exit 75: no directory"},
        {"cannot write", "1", "+1555", "x", "/proc", HOOK_AGAIN, "exit 75: "},
        {"cannot write wide", "1", "+1555", "中", "/proc", HOOK_AGAIN, "exit 75: "},
    };

    for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
        setenv("DUTYD_HOOK_SPOOL", rows[k].spool ? rows[k].spool : directory, 1);
        struct result r = run(rows[k].page, rows[k].to, rows[k].text);

        cr_expect_eq(r.verdict, rows[k].verdict, "%s", rows[k].name);
        cr_expect(slice_starts_with(slice_of(r.reason), slice_of(rows[k].reason)), "%s: %s",
                  rows[k].name, r.reason);
        result_deinit(&r);
    }
    cr_expect_eq(count_files(), 0, "nothing is left behind");
}

/* smsd works in the group of the directory, and changes the file. */
Test(sms_spool, group_may_write)
{
    struct result r = run("17", "+1555", "x");
    char *path = xasprintf("%s/dutyd-17", directory);
    struct stat s;

    cr_assert_eq(stat(path, &s), 0);
    cr_expect_eq(s.st_mode & 0777, 0660);
    free(path);
    result_deinit(&r);
}
