#pragma once
/* Who is at a post: signing on and off, handing over, relief, roll calls. */
#include "wire/commands/command.h"

extern const struct command_info *const presence_commands[];
