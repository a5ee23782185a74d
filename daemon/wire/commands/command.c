#include "wire/commands/command.h"

#include "base/fold.h"
#include "base/words.h"
#include "wire/commands/meaning.h"

#define VERBS_MAX 64
#define NAMES_MAX 64

/* How far a value reaches, by the type of its field. */
static const enum line_key keys[] = {
    [FIELD_TYPE_TEXT] = LINE_KEY_TEXT,   [FIELD_TYPE_WORD] = LINE_KEY_WORD,
    [FIELD_TYPE_PHONE] = LINE_KEY_PHONE, [FIELD_TYPE_NUMBER] = LINE_KEY_NUMBER,
    [FIELD_TYPE_FLAG] = LINE_KEY_WORD,   [FIELD_TYPE_INSTANT] = LINE_KEY_TIME,
    [FIELD_TYPE_SPAN] = LINE_KEY_WORD,
};

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

static enum line_key known_key(const struct command_info *info, struct slice name)
{
    if (info->fields)
        for (const enum field_id *id = info->fields; *id != FIELD_COUNT; id++)
            if (fold_equal(name, slice_of(field_table[*id].name)))
                return keys[field_table[*id].type];
    if (info->own)
        for (const struct own_field *own = info->own; own->name; own++)
            if (fold_equal(name, slice_of(own->name)))
                return own->time == TIME_NONE ? LINE_KEY_LIST : LINE_KEY_TIME;
    if ((info->flags & COMMAND_WRITES) && fold_equal(name, SLICE("key")))
        return LINE_KEY_TOKEN;
    if (command_takes_time(info) && fold_equal(name, SLICE("sure")))
        return LINE_KEY_WORD;
    return LINE_KEY_NONE;
}

enum line_key command_key(const struct command_info *info, struct slice name)
{
    enum line_key key = known_key(info, name);

    if (key != LINE_KEY_NONE)
        return key;
    return command_nearest_field(info, name) ? LINE_KEY_NEAR : LINE_KEY_NONE;
}

bool command_has_fields(const struct command_info *info)
{
    return info->fields || info->own || (info->flags & COMMAND_WRITES);
}

const char *command_nearest_field(const struct command_info *info, struct slice name)
{
    const char *names[NAMES_MAX] = {0}, *meant;
    size_t n = 0;

    for (size_t i = 0; (meant = meaning_of_field(name, i)); i++)
        if (known_key(info, slice_of(meant)) != LINE_KEY_NONE)
            return meant;

    if (info->fields)
        for (const enum field_id *id = info->fields; *id != FIELD_COUNT; id++)
            names[n++] = field_table[*id].name;
    if (info->own)
        for (const struct own_field *own = info->own; own->name; own++)
            names[n++] = own->name;
    if (info->flags & COMMAND_WRITES)
        names[n++] = "key";
    if (command_takes_time(info))
        names[n++] = "sure";
    return words_nearest(name, names);
}

void command_reply_unknown(struct session *s, const struct command_table *t, struct slice verb)
{
    const char *verbs[VERBS_MAX] = {0};
    const struct command_info *info;
    const char *nearest, *meant = meaning_of_verb(verb);

    for (size_t n = 0; n + 1 < VERBS_MAX && (info = command_at(t, n)); n++)
        verbs[n] = info->verb;
    nearest = words_nearest(verb, verbs);
    if (meant)
        session_reply(s, 502, "no such command: %.*s; %s", SLICE_ARG(verb), meant);
    else if (nearest)
        session_reply(s, 502, "no such command: %.*s; %s is the nearest", SLICE_ARG(verb), nearest);
    else
        session_reply(s, 502, "no such command: %.*s; HELP lists all", SLICE_ARG(verb));
}
