#pragma once
/*
 * What WHO says of a roster at one time, now or in the past.
 */
#include "wire/commands/command.h"

/* The whole reply: of the one post named, or of all (no data). With an office also who has signed
 * on there at that time; NULL where nobody can know. `past`: the office is one of then, which knows
 * of nothing else. `tail` ends its last line: "" or " x=…". */
void who_reply(struct session *s, const struct roster *r, const struct office *present, bool past,
               struct slice post, struct instant at, const char *tail);
