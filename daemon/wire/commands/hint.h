#pragma once
/* What the reply says beside its answer, so that nothing of a line is read otherwise than it was
 * meant, and nobody hears of it. */
#include "wire/commands/command.h"

/* For the reply to come: what stands in the text like a field is said where the command is done;
 * that a field was taken from the text's end, where a value is refused. */
void hint_prepare(struct session *s, const struct command_info *info, const struct line *line);
