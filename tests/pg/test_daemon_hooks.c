/* Hooks that misbehave, run by the real daemon: none holds up another page, and where one fails the
 * next means takes over. immunity.md: 18. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "daemon_help.h"

static struct station station;

/* How a page by each hook ends, in duty.page; failed ones are followed by a page by sms. */
static const struct bad_hook {
    const char *name; /* of the hook, the means, the class and the person */
    const char *script;
    const char *state, *reason;
} hooks[] = {
    {"again",
     "echo x >>@DIR@/tries\n[ $(wc -l <@DIR@/tries) -gt 2 ] || exit 75\n"
     "[ \"$DUTY_ATTEMPT\" = 3 ] && echo third\n",
     "sent", ""},
    {"always", "echo busy >&2; exit 75\n", "failed", "exit 75 3 times: busy"},
    {"one", "echo no such number >&2\nexit 1\n", "failed", "exit 1: no such number"},
    {"signal", "kill -SEGV $$\n", "failed", "killed by signal 11"},
    {"flood", "head -c 30000000 /dev/zero\nhead -c 3000000 /dev/zero >&2\n", "sent", ""},
    {"deaf", "trap '' TERM HUP INT\nwhile :; do sleep 0.1; done\n", "failed", "no end after"},
    {"child", "sleep 1000 &\necho $! >@DIR@/child\nexit 0\n", "sent", ""},
    {"closed", "exec <&- >&- 2>&-\nexit 0\n", "sent", ""},
    {"missing", "", "failed", "cannot start"},
};

#define N_HOOKS (sizeof(hooks) / sizeof(hooks[0]))

/* A means, a person who is reached by it and then by sms, a chain and a route for each. `hang` is
 * one that ends when the test says so. */
static void configure(struct station *s)
{
    struct buffer people = BUFFER_INIT, means = BUFFER_INIT, chains = BUFFER_INIT,
                  routes = BUFFER_INIT;
    char *plain, *text, *at;

    for (size_t i = 0; i <= N_HOOKS; i++) {
        const char *n = i < N_HOOKS ? hooks[i].name : "hang";

        buffer_printf(&means,
                      "{ via = \"%s\"; command = ( \"@DIR@/hook-%s\" ); timeout = \"%s\"; "
                      "retries = 3; backoff = \"100ms\"; parallel = 2; }, ",
                      n, n, i < N_HOOKS && strcmp(n, "deaf") == 0 ? "500ms" : "100s");
        buffer_printf(&people,
                      "{ id = \"%s\"; rank = \"officer\"; contacts = ( { via = \"%s\"; to = "
                      "\"1\"; }, { via = \"sms\"; to = \"+8613800000002\"; } ); }, ",
                      n, n);
        buffer_printf(&chains, "{ id = \"%s\"; steps = ( { notify = ( \"person:%s\" ); } ); }, ", n,
                      n);
        buffer_printf(&routes, "{ class = \"%s\"; chain = \"%s\"; }, ", n, n);
    }
    buffer_append_string(&chains,
                         "{ id = \"plain\"; steps = ( { notify = ( \"person:ann\" ); } ); }");
    buffer_append_string(&routes, "{ chain = \"plain\"; }");
    plain = station_plain_text(chains.data, routes.data);
    at = strstr(plain, "people = (") + strlen("people = (");
    text =
        xasprintf("hooks = ( %s%.*s%s%s", means.data, (int)(at - plain) - (int)strlen("hooks = ( "),
                  plain + strlen("hooks = ( "), people.data, at);
    station_configure(s, text);
    free(text);
    free(plain);
    buffer_deinit(&people);
    buffer_deinit(&means);
    buffer_deinit(&chains);
    buffer_deinit(&routes);
}

static void write_hook(struct station *s, const char *name, const char *script)
{
    char *file = xasprintf("hook-%s", name), *text = xasprintf("#!/bin/sh\n%s", script);

    station_write_script(s, file, text);
    free(file);
    free(text);
}

static void start(struct station *s, const char *test)
{
    char *missing;

    station_init(s, test, NULL);
    configure(s);
    for (size_t i = 0; i < N_HOOKS; i++)
        write_hook(s, hooks[i].name, hooks[i].script);
    write_hook(s, "hang", "while [ ! -e @DIR@/go ]; do sleep 0.05; done\n");
    station_start(s);
    missing = station_path(s, "hook-missing"); /* it was there when the configuration was checked */
    cr_assert_eq(unlink(missing), 0);
    free(missing);
}

static void check_hook(struct station *s, const struct bad_hook *h)
{
    bool failed = strcmp(h->state, "failed") == 0;
    char *sql = xasprintf("select coalesce(max(state || ' ' || coalesce(reason, '')), 'none') "
                          "from duty.page where person = '%s' and via = '%s'",
                          h->name, h->name);
    char *said = station_sql_text(s, sql);

    cr_expect(strncmp(said, h->state, strlen(h->state)) == 0 && strstr(said, h->reason),
              "%s: %s, not %s %s", h->name, said, h->state, h->reason);
    cr_expect_eq(station_count_pages(s, h->name), failed, "%s: the next means", h->name);
    free(said);
    free(sql);
}

/* Is there a process with this number, and not only what is left of it? */
static bool process_is_there(const char *pid)
{
    char *path = xasprintf("/proc/%ld/stat", atol(pid)), state = 'Z';
    FILE *f = fopen(path, "r");

    free(path);
    if (!f)
        return false;
    if (fscanf(f, "%*d %*s %c", &state) != 1)
        state = 'Z';
    fclose(f);
    return state != 'Z';
}

Test(daemon_hooks, misbehave, .timeout = 100)
{
    struct station *s = &station;
    struct wait w = wait_for("the child's end");
    struct line l;
    char *child;

    start(s, "hooks");
    line_login(&l, s, "rita");
    for (int i = 0; i < 6; i++) /* more than may run at a time */
        line_expect(&l, "250 ", "REPORT class=hang smoke");
    for (size_t i = 0; i < N_HOOKS; i++)
        line_expect(&l, "250 ", "REPORT class=%s smoke", hooks[i].name);
    for (int i = 0; i < 20; i++)
        line_expect(&l, "250 ", "REPORT class=other smoke");
    /* All of them come to their ends while `hang` does nothing. */
    station_wait_sql(s,
                     "select (count(*) = 0)::int from duty.page where via <> 'hang' and state "
                     "not in ('sent', 'failed')",
                     1);
    station_wait_pages(s, "ann", 20);
    for (size_t i = 0; i < N_HOOKS; i++)
        check_hook(s, &hooks[i]);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page where via = 'hang' and state = "
                                "'queued'"),
                 6);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'page-deferred'"),
                 4);
    child = station_read(s, "child");
    cr_assert(atol(child) > 0);
    while (process_is_there(child) && wait_goes_on(&w))
        ;
    station_write_script(s, "go", "");
    station_wait_sql(s, "select count(*) from duty.page where via = 'hang' and state = 'sent'", 6);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page where state = 'failed' and via = "
                                "'sms'"),
                 0);
    free(child);
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}

/* Acknowledged while it waits after others: it is not handed over any more. */
Test(daemon_hooks, looked_at_again_before_the_start, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    start(s, "stale");
    line_login(&l, s, "rita");
    for (int i = 0; i < 6; i++)
        line_expect(&l, "250 ", "REPORT class=hang smoke");
    for (int i = 3; i <= 6; i++)
        line_expect(&l, "250 ", "ACK %d", i);
    station_write_script(s, "go", "");
    station_wait_sql(s,
                     "select (count(*) = 0)::int from duty.page where state not in "
                     "('sent', 'dropped')",
                     1);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page where state = 'dropped'"), 4);
    line_close(&l);
    station_deinit(s);
}

/* Killed while its hooks run: the pages go out again, by the same ids. */
Test(daemon_hooks, killed_with_hooks_under_way, .timeout = 100)
{
    struct station *s = &station;
    struct line l;

    start(s, "orphans");
    write_hook(s, "hang",
               "echo $DUTY_PAGE >>@DIR@/handed\n"
               "while [ ! -e @DIR@/go ]; do sleep 0.05; done\n");
    line_login(&l, s, "rita");
    for (int i = 0; i < 2; i++)
        line_expect(&l, "250 ", "REPORT class=hang smoke");
    for (int lives = 1; lives <= 3; lives++) {
        struct wait w = wait_for("two hooks to run");
        char *handed;

        while (handed = station_read(s, "handed"),
               handed[0] == '\0' || strlen(handed) < strcspn(handed, "\n") * 2 * (size_t)lives) {
            free(handed);
            wait_goes_on(&w);
        }
        free(handed);
        station_kill(s);
        write_hook(s, "missing", "");
        station_start(s);
    }
    station_write_script(s, "go", "");
    station_wait_sql(s, "select count(*) from duty.page where state = 'sent'", 2);
    cr_expect_eq(station_sql(s, "select count(*) from duty.page"), 2);
    line_close(&l);
    station_deinit(s);
}

/* Killed while somebody is being told that it is over: told again, by the same id, though the
 * incident is closed; and not a third time. */
Test(daemon_hooks, a_notice_survives_a_kill, .timeout = 100)
{
    static const char waiting[] = "select count(*) from duty.notice where finished_at is null";
    struct station *s = &station;
    struct line l;
    char *handed;

    start(s, "notice");
    write_hook(s, "hang", "exit 0\n");
    line_login(&l, s, "rita");
    line_expect(&l, "250 ", "REPORT class=hang smoke");
    station_wait_sql(s, "select count(*) from duty.page where state = 'sent'", 1);
    write_hook(s, "hang",
               "echo $DUTY_KIND $DUTY_PAGE $DUTY_INCIDENT >>@DIR@/handed\n"
               "while [ ! -e @DIR@/go ]; do sleep 0.05; done\n");
    line_expect(&l, "250 ", "CLOSE 1 steam, not smoke");
    for (size_t lives = 1; lives <= 2; lives++) {
        struct wait w = wait_for("the hook to run");

        while (handed = station_read(s, "handed"),
               handed[0] == '\0' || strlen(handed) < (strcspn(handed, "\n") + 1) * lives) {
            free(handed);
            wait_goes_on(&w);
        }
        cr_expect_eq(strncmp(handed, "notice ", 7), 0, "%s", handed);
        cr_expect_eq(strncmp(handed, handed + (strcspn(handed, "\n") + 1) * (lives - 1),
                             strcspn(handed, "\n") + 1),
                     0, "%s", handed);
        free(handed);
        cr_expect_eq(station_sql(s, waiting), 1);
        station_kill(s);
        write_hook(s, "missing", "");
        if (lives == 2)
            station_write_script(s, "go", "");
        station_start(s);
    }
    station_wait_sql(s, "select count(*) from duty.notice where state = 'sent'", 1);
    cr_expect_eq(station_sql(s, waiting), 0);
    cr_expect_eq(station_sql(s, "select count(*) from duty.notice"), 1);
    cr_expect_eq(station_sql(s, "select count(*) from duty.journal where kind = 'database-lost'"),
                 0, "no commit was taken for a failure");
    line_close(&l);
    station_check_log(s);
    station_deinit(s);
}
