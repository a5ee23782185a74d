#pragma once
/* One run of the simulation, for its files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office_fixture.h"

#define PEOPLE 9

struct sim {
    struct live_copy copy; /* as of a checkpoint of some steps ago */
    struct instant latest; /* the wall clock never showed a later time */
    uint64_t state;        /* of the simulation's own chance */
    struct random_source random;
    uint64_t seed;
    unsigned step;
    struct fixture *f;
    struct office *shadow; /* from what the entries say once they were written and read back */
    size_t n_shadow;       /* so many of them */
    size_t durable;        /* decisions that are; what is after is lost by a crash */
    char **done; /* sim_chain.c: beside each entry the step that it says was done, or NULL */
    size_t n_done, cap_done;
    char *lines[64]; /* of the rules in force */
    size_t n_lines;
    char doing[200];
    bool by_time; /* what is written comes of time alone */
    bool crashed; /* the entry of a clock that was set may be lost: nobody knows of it any more */
};

/* ---- sim.c ---- */

/* Ends the program, saying where. */
void fail(const struct sim *s, const char *what);
unsigned below(struct sim *s, unsigned n);
bool once_in(struct sim *s, unsigned n);
/* Gives the command to the office, and looks at what must hold of it. */
void run(struct sim *s, const struct command *c);

/* ---- sim_sms.c: what gateways hand in ---- */

void step_message(struct sim *s);
void step_receipt(struct sim *s);
/* Before the shadow follows: entry number n is a message. */
void look_at_received(struct sim *s, size_t n);

/* ---- sim_news.c: what changes reaches those who act on it, once ---- */

/* Before the shadow follows: entry number n is a notice of what has changed. */
void look_at_news(struct sim *s, size_t n);

/* ---- sim_rules.c: random rules, each with a reference for the caller ---- */

struct rules *new_rules(struct sim *s);
/* Read again. */
struct rules *same_rules(struct sim *s);
/* With steps put in, taken out, moved, changed in one chain or several. */
struct rules *edited_rules(struct sim *s);
void forget_rules(struct sim *s);

/* ---- sim_chain.c: no step is lost, none done twice ---- */

/* Before the shadow follows: is it the right step? */
void look_at_step(struct sim *s, const struct entry *e);
/* Of the entries from number n on. */
void forget_steps(struct sim *s, size_t n);

/* ---- sim_posts.c: whoever holds a post hears of what waits for it ---- */

/* By the roster and who has signed on, looked at apart from the office. */
bool holds_post(const struct sim *s, const struct post *post, const struct person *p,
                struct instant at);
/* Where time has done its work. */
void look_at_posts(const struct sim *s);
/* Before the shadow follows a page that time brought. */
void look_at_holder(const struct sim *s, const struct incident *i, const struct entry *page);

/* ---- sim_drill.c: a drill reaches nobody outside, and is marked ---- */

/* Does the target mean the person at that instant? */
bool is_target(const struct sim *s, const struct target *t, const struct person *p,
               struct instant at);
/* May a page of the incident go to the person at all? */
bool is_reached_by_drill(const struct sim *s, const struct incident *i, const struct person *p,
                         struct instant at);
/* Before the shadow follows a page. */
void look_at_drill(const struct sim *s, const struct incident *i, const struct entry *page);
/* After any entry. */
void look_at_mark(const struct sim *s, const struct entry *e);
