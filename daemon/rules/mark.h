#pragma once
/*
 * The mark of a step identifies it while its chain is edited around it: a number made from the
 * people and posts it names, and from how many earlier steps of the chain name the same; not from
 * its position or its times. A step whose targets are changed is another step.
 */
#include "base/buffer.h"
#include "rules/rules.h"

#define MARK_NONE 0 /* not written: the entry is older than marks */
#define MARK_END 1  /* of no step: the chain has ended */

/* The marks of all steps, in order, in ret_marks[chain->n_steps]. No two are equal, and none
 * is MARK_NONE or MARK_END. The order of the targets in a step does not matter. */
void mark_chain(const struct chain *chain, uint64_t *ret_marks);

/* The form in entries: "end", or 16 hex digits. */
void mark_format(uint64_t mark, struct buffer *out);
/* MARK_NONE if it is not a mark. */
uint64_t mark_parse(struct slice text);
