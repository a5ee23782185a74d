#include "office/log/command.h"

const struct field *command_field(const struct command *c, enum field_id id)
{
    for (size_t i = 0; i < c->n_fields; i++)
        if (c->fields[i].id == id)
            return &c->fields[i];
    return NULL;
}

struct slice command_text(const struct command *c, enum field_id id)
{
    const struct field *f = command_field(c, id);

    return f ? f->text : (struct slice){0};
}
