#pragma once
/* What becomes of incidents: GRADE, CLOSE, REOPEN, MERGE. */
#include "wire/commands/command.h"

extern const struct command_info *const incident_commands[];
