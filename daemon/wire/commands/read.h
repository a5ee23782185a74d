#pragma once
/* The duty log, read: LOG and FIND. And LOG with a text, which writes. */
#include "wire/commands/command.h"

extern const struct command_info *const read_commands[];
