#include "office/state/live_pages.h"

#include "office/state/incidents.h"
#include "office/state/names.h"
#include "office/state/state.h"

const struct callout *office_live_page(const struct incident *i, struct slice person)
{
    const struct callout *c = incident_callout(i, person);

    return c && callout_is_live(i, c) ? c : NULL;
}

void live_pages_count(const struct incident *i, int by)
{
    for (size_t n = 0; n < i->n_callouts; n++) {
        const char *person = i->callouts[n].person;

        if (!person[0] || !callout_is_live(i, &i->callouts[n]))
            continue;
        office_name_of(person)->live[i->drill][office_badness(i->grade)] += (unsigned)by;
    }
}

unsigned office_live_pages(const struct office *o, struct slice person, bool drill)
{
    const struct name *name = office_name(o, person);
    unsigned live = 0;

    for (size_t k = 0; name && k < OFFICE_GRADES; k++)
        live += name->live[drill][k];
    return live;
}

unsigned office_worst_live(const struct office *o, struct slice person, bool drill)
{
    const struct name *name = office_name(o, person);
    unsigned worst = 0;

    while (name && worst < OFFICE_GRADES && name->live[drill][worst] == 0)
        worst++;
    return name ? worst : OFFICE_GRADES;
}

const struct callout *office_worst_page(const struct office *o, struct slice person, bool drill,
                                        const struct incident **ret_incident)
{
    unsigned worst = office_worst_live(o, person, drill);

    if (worst == OFFICE_GRADES)
        return NULL;
    for (const struct incident *i = o->incidents->live; i; i = i->next) {
        const struct callout *c = NULL;

        if (i->drill == drill && office_badness(i->grade) == worst)
            c = office_live_page(i, person);
        if (c) {
            *ret_incident = i;
            return c;
        }
    }
    return NULL;
}

void office_each_bundled(const struct office *o, uint64_t carrier,
                         void (*f)(const struct incident *i, const struct callout *c, void *arg),
                         void *arg)
{
    for (const struct incident *i = o->incidents->live; i; i = i->next)
        for (size_t n = 0; n < i->n_callouts; n++)
            if (i->callouts[n].carrier == carrier)
                f(i, &i->callouts[n], arg);
}
