#pragma once
/* What is known of incidents: REPORT, SET, NOTE. */
#include "wire/commands/command.h"

extern const struct command_info *const report_commands[];
