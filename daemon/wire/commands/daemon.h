#pragma once
/* The daemon itself: STATUS, RELOAD, CHECK, VERIFY. */
#include "wire/commands/command.h"

extern const struct command_info *const daemon_commands[];
