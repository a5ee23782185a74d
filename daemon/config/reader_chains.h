#pragma once
/* Teams, chains, the catch-all, and whom a drill reaches. */
#include "config/reader.h"

/* Reads a list of targets, or one by itself. Returns true when a message to them can reach somebody
 * (or when there was an error: then it is not known), and when there is no list. The array is the
 * caller's. */
bool read_targets(struct reader *r, const config_setting_t *s, struct target **ret_targets,
                  size_t *ret_n);
/* After read_posts. */
void read_chains(struct reader *r);
