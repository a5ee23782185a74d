#include "office/state/incident_facts.h"

#include "office/state/names.h"

static void keep_class(struct office *o, struct incident *i, struct slice class)
{
    const char *before = i->class;

    i->class = office_hold_name(o, class);
    office_let_go_name(o, before);
}

/* The fields of a report or a SET that an incident keeps as they are. Class, grade and drill are
 * kept in the open too. */
static bool is_fact(enum field_id id)
{
    return id <= FIELD_TEXT;
}

/* A grade without a reason is not given by the one before. */
static void keep_reason_of_grade(struct incident *i, const struct entry *e)
{
    const struct field none = {.id = FIELD_REASON};
    const struct field *reason = entry_field(e, FIELD_REASON);

    if (entry_field(e, FIELD_GRADE))
        incident_set_fact(i, reason ? reason : &none);
}

void incident_keep_facts(struct office *o, struct incident *i, const struct entry *e)
{
    for (size_t n = 0; n < e->n_fields; n++) {
        const struct field *f = &e->fields[n];
        if (f->id == FIELD_CLASS)
            keep_class(o, i, f->text);
        else if (f->id == FIELD_GRADE)
            i->grade = (uint8_t)f->number;
        else if (f->id == FIELD_DRILL)
            i->drill = f->number != 0;
        else if (f->id == FIELD_TEXT)
            i->text_seq = e->seq;
        if (is_fact(f->id))
            incident_set_fact(i, f);
    }
    keep_reason_of_grade(i, e);
}
