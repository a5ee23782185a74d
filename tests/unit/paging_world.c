#include "paging_world.h"

#include "config_file.h"

struct paging_world world;

static struct instant read_wall(void *arg)
{
    (void)arg;
    return world.wall;
}

static struct instant read_steady(void *arg)
{
    (void)arg;
    return world.steady;
}

static const struct clock test_clock = {read_wall, read_steady, NULL};

static const char *job_value(const struct hook_job *job, const char *name)
{
    for (size_t k = 0; k < job->n_values; k++) {
        if (strcmp(job->values[k].name, name) == 0)
            return job->values[k].value;
    }
    cr_assert(false, "no %s", name);
    return "";
}

static void *fake_start(void *arg, const struct hook_job *job,
                        void (*on_end)(void *owner, const struct hook_outcome *outcome),
                        void *owner)
{
    struct fake_run *r;

    (void)arg;
    cr_assert(world.n_runs < WORLD_RUNS);
    r = &world.runs[world.n_runs++];
    *r = (struct fake_run){.on_end = on_end, .owner = owner, .at = world.wall};
    r->page = (uint64_t)atoll(job_value(job, "DUTY_PAGE"));
    r->attempt = (unsigned)atoi(job_value(job, "DUTY_ATTEMPT"));
    r->text = xstrdup(job_value(job, "DUTY_TEXT"));
    r->to = xstrdup(job_value(job, "DUTY_TO"));
    r->via = xstrdup(job_value(job, "DUTY_VIA"));
    r->person = xstrdup(job_value(job, "DUTY_PERSON"));
    r->pages = xstrdup(job_value(job, "DUTY_PAGES"));
    return r;
}

static void fake_cancel(void *arg, void *run)
{
    struct fake_run *r = run;

    (void)arg;
    r->cancelled = true;
}

static const struct hook_runner fake_runner = {fake_start, fake_cancel, NULL};

void world_flush(void)
{
    while (memory_journal_flush(world.journal))
        ;
}

static void on_fenced(void *arg, const char *reason)
{
    (void)arg;
    cr_assert(false, "%s", reason);
}

void world_begin(void)
{
    struct journal_listener listener;

    world.office = office_new(world.config->rules, &world.chance);
    world.desk = desk_new(
        &(struct desk_options){.clock = &test_clock, .office = world.office, .version = "test"});
    world.paging = paging_new(world.desk, world.config, world.runner);
    listener = desk_journal_listener(world.desk, on_fenced, NULL);
    if (world.journal)
        memory_journal_set_listener(world.journal, &listener);
    else
        world.journal = memory_journal_new(&listener);
    desk_set_journal(world.desk, world.journal);
    memory_journal_open(world.journal);
    world_flush();
}

void world_end(void)
{
    paging_free(world.paging);
    desk_free(world.desk);
    office_free(world.office);
}

struct config *world_config(const char *text)
{
    struct config_report report;
    struct config *c = config_of_text(slice_of(text), world.wall, &report);

    cr_assert(c, "%.*s", SLICE_ARG(buffer_slice(&report.text)));
    config_report_deinit(&report);
    return c;
}

void world_open(const char *configuration)
{
    world_open_with(configuration, &fake_runner);
}

void world_open_with(const char *configuration, const struct hook_runner *runner)
{
    world = (struct paging_world){.runner = runner,
                                  .wall = {INT64_C(1795400000000000)},
                                  .steady = {INT64_C(1000000000)},
                                  .seed = 7,
                                  .runs = xcalloc(WORLD_RUNS, sizeof(struct fake_run))};
    world.chance = random_seeded(&world.seed);
    world.config = world_config(configuration);
    world_begin();
}

void world_close(void)
{
    world_end();
    journal_free(world.journal);
    config_unref(world.config);
    for (size_t k = 0; k < world.n_runs; k++) {
        free(world.runs[k].text);
        free(world.runs[k].to);
        free(world.runs[k].via);
        free(world.runs[k].person);
        free(world.runs[k].pages);
    }
    free(world.runs);
}

void world_reload(const char *text)
{
    struct config *next = world_config(text);

    cr_assert(desk_use_config(world.desk, next, NULL));
    config_unref(world.config);
    world.config = next;
    world_flush();
}

/* ---- what happens in it ---- */

void world_advance(struct span s)
{
    world.wall = instant_add(world.wall, s);
    world.steady = instant_add(world.steady, s);
    desk_tick(world.desk);
    world_flush();
}

void world_submit(enum verb verb, struct incident_id incident, const struct field *fields, size_t n)
{
    struct command c = {.verb = verb,
                        .actor = verb == VERB_REPORT || verb == VERB_REOPEN
                                     ? NULL
                                     : &world.config->rules->people[0],
                        .incident = incident,
                        .fields = fields,
                        .n_fields = n};
    struct decision decision = {0};

    cr_assert_eq(desk_submit(world.desk, &c, &decision), DESK_TAKEN, "%.*s",
                 SLICE_ARG(buffer_slice(&decision.why)));
    decision_deinit(&decision);
}

struct incident_id world_report(unsigned grade)
{
    struct field fields[] = {FIELD_TEXT_OF(FIELD_TEXT, SLICE("smell of gas")),
                             FIELD_NUMBER_OF(FIELD_GRADE, grade)};

    world_submit(VERB_REPORT, INCIDENT_NONE, fields, grade ? 2 : 1);
    return office_last_incident(world.office);
}

void world_finish(size_t run, enum hook_verdict verdict, const char *line, const char *reason)
{
    struct fake_run *r = &world.runs[run];

    cr_assert(run < world.n_runs && !r->ended);
    r->ended = true;
    r->on_end(r->owner, &(struct hook_outcome){verdict, slice_of(line), reason});
    world_flush();
}

size_t world_count(enum entry_kind kind, const struct entry **ret_last)
{
    size_t n, found = 0;
    struct entry *const *entries = memory_journal_entries(world.journal, &n);

    for (size_t k = 0; k < n; k++) {
        if (entries[k]->kind != kind)
            continue;
        found++;
        if (ret_last)
            *ret_last = entries[k];
    }
    return found;
}

void world_expect_text(const struct entry *e, enum field_id id, const char *expected)
{
    cr_expect(slice_equal_string(entry_text(e, id), expected), "%.*s instead of %s",
              SLICE_ARG(entry_text(e, id)), expected);
}
