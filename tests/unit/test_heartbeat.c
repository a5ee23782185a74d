/* The heartbeat is run while the daemon does its duty, and only then; and the real script
 * etc/hooks/heartbeat-http, with a curl that the test plays. */
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "health/heartbeat.h"
#include "hooks/hook.h"
#include "office/state/state.h"
#include "paging_world.h"

static struct auditor *auditor;
static struct heartbeat *heartbeat;

static unsigned starts, cancels;
static char *told_state, *told_office, *told_entry;
static void (*on_end)(void *owner, const struct hook_outcome *outcome);
static void *owner;

static char *value_of(const struct hook_job *job, const char *name)
{
    for (size_t n = 0; n < job->n_values; n++)
        if (strcmp(job->values[n].name, name) == 0)
            return xstrdup(job->values[n].value);
    return xstrdup("");
}

static void *fake_start(void *arg, const struct hook_job *job,
                        void (*f)(void *owner, const struct hook_outcome *outcome), void *o)
{
    (void)arg;
    cr_expect_null(on_end, "two runs at once");
    cr_expect_str_eq(job->command[0], "/bin/true");
    cr_expect_eq(job->timeout.us, SPAN_SECONDS(5).us);
    free(told_state);
    free(told_office);
    free(told_entry);
    told_state = value_of(job, "DUTY_STATE");
    told_office = value_of(job, "DUTY_OFFICE");
    told_entry = value_of(job, "DUTY_ENTRY");
    starts++;
    on_end = f;
    owner = o;
    return &starts;
}

static void fake_cancel(void *arg, void *run)
{
    (void)arg;
    (void)run;
    on_end = NULL;
    cancels++;
}

/* Pages go another way, and end so. */
static enum hook_verdict page_verdict = HOOK_TAKEN;
static void (*on_page_end)(void *owner, const struct hook_outcome *outcome);
static void *page;

static void *fake_page(void *arg, const struct hook_job *job,
                       void (*f)(void *owner, const struct hook_outcome *outcome), void *o)
{
    (void)arg;
    (void)job;
    cr_assert_null(on_page_end);
    on_page_end = f;
    page = o;
    return &page;
}

static void flush(void)
{
    while (memory_journal_flush(world.journal))
        ;
    if (on_page_end) {
        void (*f)(void *, const struct hook_outcome *) = on_page_end;

        on_page_end = NULL;
        f(page, &(struct hook_outcome){page_verdict, SLICE("gw"), "exit 1"});
        memory_journal_flush(world.journal);
    }
}

static void finish(enum hook_verdict verdict, const char *reason)
{
    void (*f)(void *, const struct hook_outcome *) = on_end;

    cr_assert(f, "no run is under way");
    on_end = NULL;
    f(owner, &(struct hook_outcome){verdict, {0}, reason});
    flush();
}

static const char head[] =
    "office = { id = \"test\"; timezone = \"UTC\"; }; database = { conninfo = \"x\"; };\n"
    "listen = ( { tcp = \"127.0.0.1:2424\"; } );\n"
    "people = ( { id = \"li\"; rank = \"leader\"; sms = \"+8613800000001\"; } );\n"
    "hooks = ( { via = \"sms\"; command = ( \"/bin/true\" ); parallel = 1; } );\n"
    "posts = ( { id = \"leader\"; rank = \"leader\"; rotations = ( { start = \"2026-01-01\"; "
    "handover = \"08:30\"; people = ( \"li\" ); } ); } );\n"
    "chains = ( { id = \"all\"; steps = ( { notify = \"person:li\"; } ); } );\n"
    "routes = ( { chain = \"all\"; } ); catch_all = \"person:li\";\n";

static struct config *load(const char *more)
{
    char *text = xasprintf("%s%s", head, more);
    struct config *c = world_config(text);

    free(text);
    return c;
}

static void set_up(void)
{
    static const struct hook_runner runner = {fake_start, fake_cancel, NULL};
    static const struct hook_runner pages = {fake_page, fake_cancel, NULL};
    char *text =
        xasprintf("%sheartbeat = { command = ( \"/bin/true\" ); timeout = \"5s\"; };", head);

    world_open_with(text, &pages);
    free(text);
    auditor = auditor_new(&(struct auditor_options){
        .desk = world.desk, .paging = world.paging, .slack = world.config->audit_slack});
    heartbeat = heartbeat_new(&(struct heartbeat_options){.desk = world.desk,
                                                          .auditor = auditor,
                                                          .paging = world.paging,
                                                          .runner = &runner,
                                                          .config = world.config});
}

static void tear_down(void)
{
    heartbeat_free(heartbeat);
    auditor_free(auditor);
    world_close();
    free(told_state);
    free(told_office);
    free(told_entry);
}

TestSuite(heartbeat, .init = set_up, .fini = tear_down, .timeout = 60);

static void advance(int seconds)
{
    for (int n = 0; n < seconds; n++) {
        world.wall = instant_add(world.wall, SPAN_SECONDS(1));
        world.steady = instant_add(world.steady, SPAN_SECONDS(1));
        if (!instant_before(world.wall, desk_next_due(world.desk)))
            desk_tick(world.desk);
        while (!instant_before(world.steady, auditor_next_due(auditor)))
            auditor_tick(auditor);
        if (!instant_before(world.steady, heartbeat_next_due(heartbeat)))
            heartbeat_tick(heartbeat);
    }
}

/* Lets the clocks run, each run is taken at once. */
static unsigned beats(int seconds)
{
    unsigned before = starts;

    for (int n = 0; n < seconds; n++) {
        advance(1);
        if (on_end)
            finish(HOOK_TAKEN, "");
    }
    return starts - before;
}

static size_t count_entries(void)
{
    size_t n, found = 0;
    struct entry *const *entries = memory_journal_entries(world.journal, &n);

    for (size_t k = 0; k < n; k++)
        found += entries[k]->kind == ENTRY_HEARTBEAT;
    return found;
}

Test(heartbeat, once_a_minute_while_clients_are_listened_to)
{
    cr_expect_eq(beats(300), 0, "before the listeners are open");
    heartbeat_begin(heartbeat);
    cr_expect_eq(beats(600), 10);
    cr_expect_str_eq(told_state, "well");
    cr_expect_str_eq(told_office, "test");
    cr_expect_eq((uint64_t)atoll(told_entry), desk_durable(world.desk));
    cr_expect_eq(heartbeat_get_stats(heartbeat).taken, 10);
    cr_expect_null(heartbeat_get_stats(heartbeat).silent);
    heartbeat_stop(heartbeat);
    cr_expect_eq(beats(600), 0, "while it is ending");
}

Test(heartbeat, silent_while_the_database_is_away)
{
    heartbeat_begin(heartbeat);
    cr_expect_eq(beats(60), 1);
    memory_journal_set_away(world.journal, true);
    cr_expect_str_eq(heartbeat_get_stats(heartbeat).silent, "the database is away", "at once");
    cr_expect_eq(beats(3600), 0);
    cr_expect_str_eq(heartbeat_get_stats(heartbeat).silent, "the database is away");
    memory_journal_set_away(world.journal, false);
    flush();
    cr_expect_eq(beats(60), 1);
}

/* The connection is there, and no commit comes back. */
Test(heartbeat, silent_while_commits_stand_still)
{
    struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("x"));
    struct command c = {.verb = VERB_LOG, .fields = &text, .n_fields = 1};
    struct decision decision = {0};

    heartbeat_begin(heartbeat);
    cr_expect_eq(beats(60), 1);
    desk_submit(world.desk, &c, &decision);
    decision_deinit(&decision);
    for (int n = 0; n < 300; n++) {
        advance(1);
        if (on_end) { /* its end is known, and not flushed */
            void (*f)(void *, const struct hook_outcome *) = on_end;
            on_end = NULL;
            f(owner, &(struct hook_outcome){HOOK_TAKEN, {0}, ""});
        }
    }
    cr_expect_eq(starts, 2, "one more, within the beat");
    cr_expect_str_eq(heartbeat_get_stats(heartbeat).silent, "commits stand still");
    flush();
    cr_expect_eq(beats(120), 2);
}

static void report_gas(void)
{
    struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("gas"));
    struct command c = {.verb = VERB_REPORT, .fields = &text, .n_fields = 1};
    struct decision decision = {0};

    desk_submit(world.desk, &c, &decision);
    decision_deinit(&decision);
    flush();
}

/* Nothing waits for a commit, and the database would take none: that is found out. */
Test(heartbeat, silent_when_a_quiet_database_takes_nothing)
{
    heartbeat_begin(heartbeat);
    cr_expect_eq(beats(60), 1);
    for (int n = 0; n < 300; n++) {
        advance(1);
        if (on_end) {
            void (*f)(void *, const struct hook_outcome *) = on_end;
            on_end = NULL;
            f(owner, &(struct hook_outcome){HOOK_TAKEN, {0}, ""});
        }
    }
    cr_expect_eq(journal_get_stats(world.journal).pending, 0);
    cr_expect_eq(starts, 2, "one more: %u", starts);
    cr_expect_str_eq(heartbeat_get_stats(heartbeat).silent, "commits stand still");
    flush();
    cr_expect_eq(beats(120), 2);
}

/* Nobody can be told inside, not even that. */
Test(heartbeat, silent_while_all_hooks_are_down)
{
    heartbeat_begin(heartbeat);
    cr_expect_eq(beats(60), 1);
    page_verdict = HOOK_FAILED;
    for (int n = 0; n < 6; n++)
        report_gas();
    cr_expect_str_eq(heartbeat_get_stats(heartbeat).silent, "all hooks are down");
    cr_expect_eq(beats(300), 0);
    page_verdict = HOOK_TAKEN;
    for (int n = 0; n < 60; n++) { /* until it is probed */
        flush();
        beats(1);
    }
    cr_expect_eq(beats(120), 2);
    cr_expect_null(heartbeat_get_stats(heartbeat).silent);
}

Test(heartbeat, silent_while_the_auditor_is_not_content)
{
    struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("gas"));
    struct command c = {.verb = VERB_REPORT, .fields = &text, .n_fields = 1};
    struct decision decision = {0};
    struct incident *i;

    heartbeat_begin(heartbeat);
    desk_submit(world.desk, &c, &decision);
    decision_deinit(&decision);
    flush();
    cr_expect_eq(beats(120), 2);
    i = incidents_find(world.office, office_last_incident(world.office));
    i->chain_due = INSTANT_NEVER;
    incidents_rewake(world.office, i);
    beats(70);
    flush();
    cr_expect_eq(beats(300), 0);
    cr_expect_str_eq(heartbeat_get_stats(heartbeat).silent, "the auditor has found something");
}

Test(heartbeat, a_failure_is_told_once)
{
    heartbeat_begin(heartbeat);
    for (int n = 0; n < 5; n++) {
        advance(60);
        finish(n % 2 ? HOOK_AGAIN : HOOK_FAILED, "exit 6");
    }
    cr_expect_eq(count_entries(), 1);
    cr_expect_str_eq(heartbeat_get_stats(heartbeat).reason, "exit 6");
    cr_expect_eq(heartbeat_get_stats(heartbeat).failed, 5);
    cr_expect_eq(beats(120), 2);
    cr_expect_eq(count_entries(), 2, "that it works again");
    cr_expect_null(heartbeat_get_stats(heartbeat).reason);
}

/* The time limit is the runner's to keep. */
Test(heartbeat, never_two_at_once)
{
    heartbeat_begin(heartbeat);
    advance(600);
    cr_expect_eq(starts, 1);
    finish(HOOK_FAILED, "no end after 5s");
    cr_expect_eq(beats(60), 1);
    advance(60);
    heartbeat_stop(heartbeat);
    cr_expect_eq(cancels, 1);
}

Test(heartbeat, a_reload_begins_and_ends_it)
{
    struct config *none = load(""), *often = load("heartbeat = { command = ( \"/bin/true\" ); "
                                                  "every = \"10s\"; timeout = \"5s\"; };");

    heartbeat_begin(heartbeat);
    cr_expect_eq(beats(120), 2);
    cr_assert(desk_use_config(world.desk, none, NULL));
    cr_expect(!heartbeat_get_stats(heartbeat).is_configured);
    cr_expect_eq(beats(120), 0);
    cr_assert(desk_use_config(world.desk, often, NULL));
    cr_expect_eq(beats(120), 12);
    config_unref(none);
    config_unref(often);
}

/* ---- etc/hooks/heartbeat-http ---- */

struct result {
    bool ended;
    enum hook_verdict verdict;
    char *reason;
};

static void on_script_end(void *arg, const struct hook_outcome *outcome)
{
    struct result *r = arg;

    r->ended = true;
    r->verdict = outcome->verdict;
    r->reason = xstrdup(outcome->reason);
}

static void write_file(const char *directory, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", directory, name);
    FILE *f = fopen(path, "w");

    cr_assert(f);
    fputs(text, f);
    fclose(f);
    chmod(path, 0755);
    free(path);
}

static char *read_file(const char *directory, const char *name)
{
    char *path = xasprintf("%s/%s", directory, name), *text = xcalloc(1, 4096);
    FILE *f = fopen(path, "r");

    if (f) {
        text[fread(text, 1, 4095, f)] = '\0';
        fclose(f);
    }
    free(path);
    return text;
}

/* The URL goes to curl on its standard input, and nowhere else. */
Test(heartbeat_http, asks_for_the_url)
{
    static const struct {
        const char *name, *url; /* NULL: no file */
        int curl;               /* how it exits */
        enum hook_verdict verdict;
        const char *config, *reason;
    } rows[] = {
        {"heard", "https://hc.example/secret-1\n", 0, HOOK_TAKEN,
         "url = \"https://hc.example/secret-1\"\n", ""},
        {"no end of line", "http://hc.example/s", 0, HOOK_TAKEN, "url = \"http://hc.example/s\"\n",
         ""},
        {"not heard", "https://hc.example/secret-1\n", 22, HOOK_FAILED,
         "url = \"https://hc.example/secret-1\"\n", "exit 22: no answer"},
        {"no file", NULL, 0, HOOK_FAILED, "", "exit 64: cannot read "},
        {"empty", "", 0, HOOK_FAILED, "", "exit 64: "},
        {"no URL", "hc.example\n", 0, HOOK_FAILED, "", "exit 64: "},
        {"an option put in", "http://x\"\noutput = \"/etc/passwd\n", 0, HOOK_FAILED, "",
         "exit 64: "},
    };
    const char *root = getenv("DUTYD_SOURCE_ROOT"), *path = getenv("PATH");
    char *script = xasprintf("%s/etc/hooks/heartbeat-http", root ? root : ".");
    char *whole = realpath(script, NULL), *search;
    char directory[] = "/tmp/dutyd-beat-XXXXXX";

    signal(SIGPIPE, SIG_IGN);
    cr_assert(mkdtemp(directory) && whole);
    search = xasprintf("%s:%s", directory, path);
    setenv("PATH", search, 1);
    for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
        const char *const command[] = {whole, NULL};
        struct hook_value value = {"DUTY_OFFICE", "test"};
        struct hook_job job = {
            .command = command, .timeout = SPAN_SECONDS(20), .values = &value, .n_values = 1};
        struct event_base *base = event_base_new();
        struct hook_processes *processes = hook_processes_new(base);
        struct hook_runner runner = hook_processes_runner(processes);
        struct result r = {0};
        char *url = xasprintf("%s/url", directory), *said, *args, *curl;

        curl = xasprintf("#!/bin/sh\ncat >%s/config\necho \"$*\" >%s/args\n"
                         "[ %d = 0 ] || echo no answer >&2\nexit %d\n",
                         directory, directory, rows[n].curl, rows[n].curl);
        write_file(directory, "curl", curl);
        write_file(directory, "config", "");
        write_file(directory, "args", "");
        unlink(url);
        if (rows[n].url)
            write_file(directory, "url", rows[n].url);
        setenv("DUTYD_HOOK_HEARTBEAT", url, 1);
        runner.start(runner.arg, &job, on_script_end, &r);
        while (!r.ended)
            event_base_loop(base, EVLOOP_ONCE);
        said = read_file(directory, "config");
        args = read_file(directory, "args");
        cr_expect_eq(r.verdict, rows[n].verdict, "%s: %s", rows[n].name, r.reason);
        cr_expect_str_eq(said, rows[n].config, "%s: %s", rows[n].name, said);
        cr_expect(strncmp(r.reason, rows[n].reason, strlen(rows[n].reason)) == 0, "%s: %s",
                  rows[n].name, r.reason);
        cr_expect_null(strstr(args, "example"), "%s: on the command line: %s", rows[n].name, args);
        hook_processes_free(processes);
        event_base_free(base);
        free(r.reason);
        free(url);
        free(said);
        free(args);
        free(curl);
    }
    char *clean = xasprintf("rm -rf %s", directory);
    cr_expect_eq(system(clean), 0);
    free(clean);
    free(search);
    free(whole);
    free(script);
}
