#include "office/decide/hook.h"

#include "office/draft/tell.h"

void decide_hook_down(struct draft *d, const struct command *c)
{
    struct buffer text = BUFFER_INIT;

    draft_entry(d, ENTRY_HOOK_DOWN, c->fields, c->n_fields);
    buffer_printf(&text, "%.*s is down, pages go by other means: %.*s",
                  SLICE_ARG(command_text(c, FIELD_VIA)), SLICE_ARG(command_text(c, FIELD_REASON)));
    draft_tell_catch_all(d, buffer_slice(&text));
    buffer_deinit(&text);
}

void decide_hook_up(struct draft *d, const struct command *c)
{
    const struct field *since = command_field(c, FIELD_SINCE);
    struct buffer text = BUFFER_INIT;

    draft_entry(d, ENTRY_HOOK_UP, c->fields, c->n_fields);
    buffer_printf(&text, "%.*s works again", SLICE_ARG(command_text(c, FIELD_VIA)));
    if (since) {
        struct span down = instant_since(d->now, (struct instant){since->number});
        buffer_append_string(&text, ", it was down for ");
        span_format(span_in_seconds(down), &text);
    }
    draft_tell_catch_all(d, buffer_slice(&text));
    buffer_deinit(&text);
}
