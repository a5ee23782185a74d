#pragma once
/* Keys as docs/config.md has them. */
#include "config/keys.h"

/* The head of the key's row: "| `id` | id | required | 1 to 64 bytes |". */
void key_print_row(const struct key *k, struct buffer *out);
