#pragma once
/*
 * The table of commands, and how a line is handed to one of them.
 */
#include "wire/commands/command.h"

extern const struct command_table command_table;

/* A whole line came in: checks it, and replies with the error or calls the handler. info NULL:
 * there is no such verb. */
void command_dispatch(struct session *s, const struct command_info *info,
                      const struct command_env *env, const struct line *line);
/* The checks that come before a text is asked for with 350. False: the reply has been given. */
bool command_accepts_text(struct session *s, const struct command_info *info,
                          const struct line *line);
