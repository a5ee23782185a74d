#include "office/decide/audit.h"

#include "office/draft/tell.h"

void decide_alarm(struct draft *d, const struct command *c)
{
    const struct field *outcome = command_field(c, FIELD_OUTCOME);
    struct slice words = outcome ? outcome->text : command_text(c, FIELD_REASON);
    struct buffer text = BUFFER_INIT;

    draft_entry(d, ENTRY_AUDIT, c->fields, c->n_fields);
    buffer_printf(&text, "%s audit: ", d->office->rules->office_id);
    if (c->incident.year) {
        incident_id_format(c->incident, &text);
        buffer_append_string(&text, ": ");
    }
    buffer_append_slice(&text, words);
    draft_tell_catch_all(d, buffer_slice(&text));
    buffer_deinit(&text);
}
