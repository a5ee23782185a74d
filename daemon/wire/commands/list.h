#pragma once
/* Incidents, read: SHOW and LIST. */
#include "wire/commands/command.h"

extern const struct command_info *const list_commands[];
