/* A drill reaches nobody outside, and everything about it is marked. Told apart from the office:
 * one target at a time, by the rules as they are. */
#include "sim.h"

static bool is_on(const struct sim *s, const struct post *post, const struct person *p,
                  struct instant at)
{
    struct roster roster = office_roster(s->shadow);
    const struct watch *w = office_watch(s->shadow, slice_of(post->id));

    return roster_holds(&roster, post, p, at) || (w && watch_attendance(w, slice_of(p->id)));
}

static bool means(const struct sim *s, const struct target *t, const struct person *p,
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
        is = is_on(s, t->post, p, at);
        break;
    case TARGET_TEAM:
        for (size_t n = 0; n < t->team->n_people; n++)
            is = is || t->team->people[n] == p;
        break;
    }
    return is;
}

void look_at_drill(const struct sim *s, const struct incident *i, const struct entry *page)
{
    const struct rules *r = s->f->rules;
    const struct person *p = rules_person(r, entry_text(page, FIELD_PERSON));
    bool inside = r->n_drill_to == 0 && p && strcmp(i->reporter, p->id) == 0;

    if (!i->drill)
        return;
    for (size_t n = 0; n < r->n_drill_to; n++)
        inside = inside || (p && means(s, &r->drill_to[n], p, page->at));
    if (!inside)
        fail(s, "a drill pages somebody outside");
}

void look_at_mark(const struct sim *s, const struct entry *e)
{
    const struct incident *i = e->incident.year ? office_incident(s->shadow, e->incident) : NULL;

    if (i && i->drill != (entry_number(e, FIELD_DRILL, 0) != 0))
        fail(s, "a drill that is not marked, or a mark and no drill");
}
