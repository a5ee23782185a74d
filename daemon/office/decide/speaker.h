#pragma once
/* Whose word a command is, when a service brings it, and which page it answers. For the files of
 * the machine only. */
#include "office/draft/draft.h"

/* Whose answer it is: the actor's, or, from a service, that of the person it names. False: refused.
 */
bool decide_speaker(struct draft *d, const struct command *c, const struct person **ret_person);
/* The incident of the page that was given to that person with this code, if it waits for an answer;
 * INCIDENT_NONE. A code is good for nobody else. */
struct incident_id decide_code_of(const struct office *o, unsigned code, struct slice person);
/* The incident that the command is about: the one it names, or that of the code in FIELD_CODE.
 * INCIDENT_NONE, and refused: the code is not of a page of who answers. */
struct incident_id decide_target(struct draft *d, const struct command *c);
/* By which service the answer of that person came in, or from where they spoke if the command says
 * so: FIELD_ROUTE, or nothing. Returns how many. */
size_t decide_route(const struct command *c, const struct person *p, struct field *ret_fields);
