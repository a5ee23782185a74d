#pragma once
/*
 * People, in the order in which they are to be paged, each once: whom the targets of a step, of the
 * catch-all, of drill_to mean at one moment. For the files of the machine only. Zero one before its
 * use; people are borrowed from the rules.
 */
#include "office/state/state.h"

struct recipients {
    const struct person **people;
    const struct post **posts; /* beside each: a post whose holder is meant; NULL: the person is */
    size_t n, cap, cap_posts;
};

void recipients_deinit(struct recipients *c);
bool recipients_has(const struct recipients *c, const struct person *p);
void recipients_add(struct recipients *c, const struct person *p);
/* Whoever holds a post at that instant (state/holders.h); a person; a team; everybody of a rank. */
void recipients_add_targets(struct recipients *c, const struct office *o,
                            const struct target *targets, size_t n, struct instant at);
/* Whom a step pages that reaches nobody, and who hears of what concerns nobody else. */
void recipients_add_catch_all(struct recipients *c, const struct office *o, struct instant at);
/* Whom pages of a drill may reach at that instant: drill_to; when there is none, whoever reported
 * it. */
void recipients_add_drill(struct recipients *c, const struct office *o, struct slice reporter,
                          struct instant at);
