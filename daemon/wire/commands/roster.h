#pragma once
/* The coming shifts: ROSTER. */
#include "wire/commands/command.h"

extern const struct command_info *const roster_commands[];
