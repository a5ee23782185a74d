#pragma once
/*
 * Who was rostered at a past time: from the duty log. The configuration that was in force then is
 * read from its entry.
 */
#include "wire/commands/command.h"

/*
 * Answers WHO for a past instant, of all posts or of the one named (no data: all). The session
 * waits, and is answered with 250; 554 when there was no such post; 450 when the log cannot be
 * read now. For a time before the log's first configuration the one in force now answers, and the
 * reply says so.
 */
void history_reply_who(struct session *s, struct instant at, struct slice post);
