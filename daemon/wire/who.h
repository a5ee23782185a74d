#pragma once
/*
 * What WHO says of a roster at one time, now or in the past.
 */
#include "wire/commands.h"

/* The whole reply: of the one post named, or of all (no data). `tail` ends its last line: "" or "
 * x=…".
 */
void who_reply(struct session *s, const struct roster *r, struct slice post, struct instant at,
               const char *tail);
