#pragma once
/* What those who are called out say: ACK, DECLINE, ESCALATE. */
#include "wire/commands/command.h"

extern const struct command_info *const answer_commands[];
