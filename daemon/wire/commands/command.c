#include "wire/commands/command.h"

#include "base/fold.h"
#include "base/words.h"

#define VERBS_MAX 64

const struct command_info *command_at(const struct command_table *t, size_t n)
{
    for (size_t file = 0; t->files[file]; file++)
        for (size_t i = 0; t->files[file][i]; i++)
            if (n-- == 0)
                return t->files[file][i];
    return NULL;
}

const struct command_info *command_find(const struct command_table *t, struct slice verb)
{
    for (size_t file = 0; t->files[file]; file++)
        for (size_t i = 0; t->files[file][i]; i++)
            if (fold_equal(verb, slice_of(t->files[file][i]->verb)))
                return t->files[file][i];
    return NULL;
}

static bool is_typed(enum time_sense sense)
{
    return sense != TIME_NONE && sense != TIME_GATEWAY;
}

bool command_takes_time(const struct command_info *info)
{
    for (const enum field_id *id = info->fields; id && *id != FIELD_COUNT; id++)
        if (is_typed(field_table[*id].time))
            return true;
    for (const struct own_field *own = info->own; own && own->name; own++)
        if (is_typed(own->time))
            return true;
    return false;
}

void command_reply_unknown(struct session *s, const struct command_table *t, struct slice verb)
{
    const char *verbs[VERBS_MAX] = {0};
    const struct command_info *info;
    const char *nearest;

    for (size_t n = 0; n + 1 < VERBS_MAX && (info = command_at(t, n)); n++)
        verbs[n] = info->verb;
    nearest = words_nearest(verb, verbs);
    if (nearest)
        session_reply(s, 502, "no such command: %.*s; %s is the nearest", SLICE_ARG(verb), nearest);
    else
        session_reply(s, 502, "no such command: %.*s; HELP lists all", SLICE_ARG(verb));
}
