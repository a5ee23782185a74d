#pragma once
/* What concerns this connection alone: HELP, LOGIN, PING, QUIT. */
#include "wire/commands/command.h"

extern const struct command_info *const session_commands[];
