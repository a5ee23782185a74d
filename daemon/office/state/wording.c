#include "office/state/wording.h"

#include "base/utf8.h"

static struct slice fact_text(const struct incident *i, enum field_id id)
{
    struct field fact;

    return incident_fact(i, id, &fact) ? fact.text : (struct slice){0};
}

bool incident_is_han(const struct incident *i)
{
    return utf8_has_han(fact_text(i, FIELD_PLACE)) || utf8_has_han(fact_text(i, FIELD_TEXT)) ||
           utf8_has_han(incident_grade_reason(i));
}

struct slice incident_grade_reason(const struct incident *i)
{
    return fact_text(i, FIELD_REASON);
}

void incident_append_figures(const struct incident *i, bool han, struct buffer *out)
{
    size_t from = out->len;

    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field_info *info = &field_table[id];
        struct field fact;

        if (!info->is_figure || !incident_fact(i, id, &fact) || fact.number == 0)
            continue;
        if (out->len > from)
            buffer_append_string(out, han ? " " : ", ");
        buffer_printf(out, han ? "%s%lld" : "%s %lld", han ? info->han : info->word,
                      (long long)fact.number);
    }
}
