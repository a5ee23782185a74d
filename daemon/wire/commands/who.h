#pragma once
/* Who holds each post: WHO. */
#include "wire/commands/command.h"

extern const struct command_info *const who_commands[];
