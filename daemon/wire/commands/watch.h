#pragma once
/* The log as it is written: WATCH. */
#include "wire/commands/command.h"

extern const struct command_info *const watch_commands[];
