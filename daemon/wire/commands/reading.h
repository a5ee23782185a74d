#pragma once
/*
 * A session that waits for an answer of the journal: what it waits for, and how an entry is said.
 */
#include "wire/commands/command.h"

#define READING_MAX 1000 /* entries or incidents in one reply, where a limit is taken */

struct reading {
    struct session *session;
    /* The caller sets one of them: what is waited for. */
    uint64_t ticket;
    struct desk_recall *recall;
    struct incident_id incident;
};

/* The session waits from here on; what it waits for is cancelled when the session ends. */
struct reading *reading_begin(struct session *s, struct incident_id incident);
/* The answer is here: frees the reading. The caller replies and calls session_continue. */
struct session *reading_end(struct reading *reading);
/* "250-" and the first line of a text; further lines follow as "250-+ …". */
void reading_reply_text(struct session *s, struct slice text);
/* "250-8812 report …"; further lines of its text follow as "250-+ …". */
void reading_reply_entry(struct session *s, const struct entry *e);
/* " more=194" where some are left out, " more=1000+" where they are too many to be counted. */
void reading_append_more(size_t more, struct buffer *out);
/* " database=away" where the answer comes from memory alone. */
const char *reading_state(const struct session *s);
