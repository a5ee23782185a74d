#pragma once
/* What each reply code means: for HELP codes and docs/protocol.md. */
#include <stddef.h>

struct command_code {
    int code;
    const char *what;
};
extern const struct command_code command_codes[];
extern const size_t command_codes_len;
