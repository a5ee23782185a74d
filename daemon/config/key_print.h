#pragma once
/* Keys in the form of docs/config.md. */
#include "config/keys.h"

/* The head of the key's row: "| `id` | id | required | 1 to 64 bytes |". */
void key_print_row(const struct key *k, struct buffer *out);
