#pragma once
/*
 * Paging with the real office, desk and journal (in memory), a clock moved by hand and a runner
 * that the test plays. One world at a time, in `world`.
 */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "journal/memory.h"
#include "paging/paging.h"

#define WORLD_RUNS 40000

/* A run of a hook. */
struct fake_run {
    void (*on_end)(void *owner, const struct hook_outcome *outcome);
    void *owner;
    uint64_t page;
    unsigned attempt;
    char *text, *to, *via, *person;
    char *pages;       /* DUTY_PAGES */
    struct instant at; /* by the wall clock */
    bool ended, cancelled;
};

struct paging_world {
    struct instant wall, steady;
    struct fake_run *runs; /* in the order of their starts */
    size_t n_runs;
    uint64_t seed;
    struct random_source chance;
    const struct hook_runner *runner;
    struct config *config;
    struct office *office;
    struct desk *desk;
    struct journal *journal;
    struct paging *paging;
};

extern struct paging_world world;

/* Duty begins in that office. */
void world_open(const char *configuration);
/* The same with another player of the hooks: there are no fake_runs then. */
void world_open_with(const char *configuration, const struct hook_runner *runner);
void world_close(void);
/* The daemon is killed, and started again on what the journal has. */
void world_end(void);
void world_begin(void);
/* Read, or the test fails. */
struct config *world_config(const char *text);
/* Read and put in force, as by RELOAD. */
void world_reload(const char *text);

/* Everything that can become durable does. */
void world_flush(void);
/* Time passes, all of it at once. */
void world_advance(struct span s);
/* By the first person of the configuration, but for REPORT and REOPEN, which would be theirs: by
 * nobody. It is taken, or the test fails. */
void world_submit(enum verb verb, struct incident_id incident, const struct field *fields,
                  size_t n);
/* "smell of gas"; not durable yet. grade 0: none. */
struct incident_id world_report(unsigned grade);
/* The run ends; what follows from it becomes durable. */
void world_finish(size_t run, enum hook_verdict verdict, const char *line, const char *reason);
/* How many durable entries of the kind there are; *ret_last is the newest. */
size_t world_count(enum entry_kind kind, const struct entry **ret_last);
void world_expect_text(const struct entry *e, enum field_id id, const char *expected);
