#include "wire/commands/command.h"

#include "base/words.h"

#define VERBS_MAX 64

const struct command_info *command_find(const struct command_table *t, struct slice verb)
{
    for (size_t i = 0; i < t->n; i++)
        if (slice_equal_nocase(verb, slice_of(t->rows[i]->verb)))
            return t->rows[i];
    return NULL;
}

void command_reply_unknown(struct session *s, const struct command_table *t, struct slice verb)
{
    const char *verbs[VERBS_MAX] = {0};
    const char *nearest;

    for (size_t i = 0; i < t->n; i++)
        verbs[i] = t->rows[i]->verb;
    nearest = words_nearest(verb, verbs);
    if (nearest)
        session_reply(s, 502, "no such command: %.*s; %s is the nearest", SLICE_ARG(verb), nearest);
    else
        session_reply(s, 502, "no such command: %.*s; HELP lists all", SLICE_ARG(verb));
}
