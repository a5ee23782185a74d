/* A drill reaches nobody outside, and everything about it is marked. Told apart from the office:
 * one target at a time, by the rules as they are. */
#include "sim.h"

bool is_target(const struct sim *s, const struct target *t, const struct person *p,
               struct instant at)
{
    bool is = false;

    switch (t->kind) {
    case TARGET_PERSON:
        is = t->person == p;
        break;
    case TARGET_RANK:
        is = t->rank == p->rank;
        break;
    case TARGET_POST:
        is = holds_post(s, t->post, p, at);
        break;
    case TARGET_TEAM:
        for (size_t n = 0; n < t->team->n_people; n++)
            is = is || t->team->people[n] == p;
        break;
    }
    return is;
}

bool is_reached_by_drill(const struct sim *s, const struct incident *i, const struct person *p,
                         struct instant at)
{
    const struct rules *r = s->f->rules;
    bool inside = r->n_drill_to == 0 && strcmp(i->reporter, p->id) == 0;

    for (size_t n = 0; n < r->n_drill_to; n++)
        inside = inside || is_target(s, &r->drill_to[n], p, at);
    return inside || !i->drill;
}

void look_at_drill(const struct sim *s, const struct incident *i, const struct entry *page)
{
    const struct person *p = rules_person(s->f->rules, entry_text(page, FIELD_PERSON));

    if (!p || !is_reached_by_drill(s, i, p, page->at))
        fail(s, "a drill pages somebody outside");
}

void look_at_mark(const struct sim *s, const struct entry *e)
{
    const struct incident *i = e->incident.year ? office_incident(s->shadow, e->incident) : NULL;

    if (i && i->drill != (entry_number(e, FIELD_DRILL, 0) != 0))
        fail(s, "a drill that is not marked, or a mark and no drill");
}
