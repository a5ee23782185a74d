#pragma once
/* What gateways say: messages that came in, and what became of those that went out. */
#include "wire/commands/command.h"

extern const struct command_info *const sms_commands[];
