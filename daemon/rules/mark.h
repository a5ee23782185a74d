#pragma once
/*
 * By what a step of a chain of command is known while the chain is edited around it: a number made
 * of whom it names, and of how many steps of the chain before it name the same. Not of its place
 * and not of its times. A step whose targets are changed is another step.
 */
#include "base/buffer.h"
#include "rules/rules.h"

#define MARK_NONE 0 /* none was written: the entry is older than marks */
#define MARK_END 1  /* of no step: the chain has ended */

/* The marks of all steps, in their order, in ret_marks[chain->n_steps]. No two are equal, and none
 * is MARK_NONE or MARK_END. The order of the targets in a step does not matter. */
void mark_chain(const struct chain *chain, uint64_t *ret_marks);

/* As entries have it: "end", or 16 hex digits. */
void mark_format(uint64_t mark, struct buffer *out);
/* MARK_NONE when it is no mark. */
uint64_t mark_parse(struct slice text);
