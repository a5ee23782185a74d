#include "config/key_print.h"

#include "config/key_types.h"

void key_print_row(const struct key *k, struct buffer *out)
{
    const char *preset = k->need == KEY_REQUIRED ? "required"
                         : k->need == KEY_LATER  ? "not yet"
                                                 : k->preset;

    buffer_printf(out, "| `%s` | %s | ", k->name, key_type_name(k->type));
    buffer_printf(out, k->preset ? "`%s` | " : "%s | ", preset ? preset : "none");
    key_print_limits(k, out);
    buffer_append_string(out, " |");
}
