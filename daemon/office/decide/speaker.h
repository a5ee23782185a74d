#pragma once
/* Whose word a command is, when a service brings it. For the files of the machine only. */
#include "office/draft/draft.h"

/* Whose answer it is: the actor's, or, from a service, that of the person it names. False: refused.
 */
bool decide_speaker(struct draft *d, const struct command *c, const struct person **ret_person);
/* By which service the answer of that person came in, or from where they spoke if the command says
 * so: FIELD_ROUTE, or nothing. Returns how many. */
size_t decide_route(const struct command *c, const struct person *p, struct field *ret_fields);
