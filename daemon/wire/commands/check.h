#pragma once
/*
 * What is checked of every command before its handler sees it.
 */
#include "wire/commands/command.h"

/* Rank, readiness, words, fields, key and text, in this order. False: the error has been replied.
 * *ret_key is not touched when there is no key. */
bool check_line(struct session *s, const struct command_info *info, const struct line *line,
                struct slice *ret_key);
/* What its key stands for: all of the command but the key. */
uint64_t check_digest(const struct person *person, const struct command_info *info,
                      const struct line *line);
