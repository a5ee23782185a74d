/* Does an office hold what it must? */
#include <string.h>

#include "office/state/callout.h"
#include "office/state/codes.h"
#include "office/state/grades.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/live_pages.h"
#include "office/state/news.h"
#include "office/state/presence.h"
#include "office/state/state.h"
#include "office/state/watch.h"
#include "office_fixture.h"

static bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_waiting_page(const struct callout *c)
{
    return c->state == PAGE_QUEUED || c->state == PAGE_DEFERRED || c->state == PAGE_HELD;
}

static const char *incident_breaks(const struct fixture *f, const struct incident *i)
{
    for (size_t n = 0; n < i->n_callouts; n++) {
        const struct callout *c = &i->callouts[n];
        struct incident_id owner;
        const char *person = "";
        for (size_t k = 0; k < n; k++)
            if (text_equal(c->person, i->callouts[k].person))
                return "a person is called out twice";
        if (is_waiting_page(c) && !instant_is_never(c->due))
            return "a page waits and its next try is due already";
        if (i->state != INCIDENT_OPEN && !instant_is_never(c->due))
            return "a try is due though nobody is to be paged";
        if (!c->code || (i->state != INCIDENT_OPEN && i->state != INCIDENT_ACKED))
            continue;
        owner = office_code(f->office, c->code, &person);
        if (!incident_id_equal(owner, i->id) || !text_equal(person, c->person))
            return "a live reply code leads elsewhere";
    }
    if (i->state == INCIDENT_OPEN && instant_is_never(i->chain_due))
        return "open, and nothing will ever happen"; /* never forgotten, without exception */
    if (i->state == INCIDENT_ACKED && i->idle.us && instant_is_never(i->chain_due))
        return "acknowledged, and its idle time does not run";
    if ((i->state == INCIDENT_CLOSED || i->state == INCIDENT_MERGED) &&
        !instant_is_never(incident_wake(i)))
        return "over, and something is due";
    if (incident_wake(i).us != (i->wake.place ? i->wake.at.us : INT64_MAX))
        return "will be woken at another time than is due";
    return NULL;
}

/* Who is there: each once; one offer by each who goes, and to each who comes. */
static const char *watch_breaks(const struct watch *w)
{
    for (size_t n = 0; n < w->n_on; n++)
        for (size_t k = 0; k < n; k++)
            if (text_equal(w->on[n].person, w->on[k].person))
                return "a person has signed on twice";
    for (size_t n = 0; n < w->n_offers; n++) {
        if (!watch_attendance(w, slice_of(w->offers[n].out)))
            return "who is not there hands over";
        for (size_t k = 0; k < n; k++)
            if (text_equal(w->offers[n].out, w->offers[k].out) ||
                text_equal(w->offers[n].in, w->offers[k].in))
                return "the same is handed over twice";
    }
    return NULL;
}

/* Counted the long way. */
static const char *live_breaks(const struct office *o, const struct person *p, bool drill)
{
    unsigned live = 0, worst = OFFICE_GRADES;
    const struct incident *found = NULL;

    for (const struct incident *i = o->incidents->live; i; i = i->next) {
        const struct callout *c = incident_callout(i, slice_of(p->id));
        if (!c || i->drill != drill || i->state != INCIDENT_OPEN || c->declined || c->earlier ||
            (!is_waiting_page(c) && c->state != PAGE_SENT))
            continue;
        live++;
        worst = office_badness(i->grade) < worst ? office_badness(i->grade) : worst;
    }
    if (office_live_pages(o, slice_of(p->id), drill) != live)
        return "a person's live pages are counted wrong";
    if (!office_worst_page(o, slice_of(p->id), drill, &found) != !live ||
        (found && office_badness(found->grade) != worst))
        return "the worst of a person's live pages is another";
    return NULL;
}

bool fixture_holds(const struct fixture *f, struct buffer *why)
{
    const struct incident *i;
    const char *breaks = NULL;

    for (size_t n = 0; n < f->n_entries && !breaks; n++)
        if (f->entries[n]->seq != n + 1)
            breaks = "the numbers of the entries have a gap";
    for (i = f->office->incidents->by_id; i && !breaks; i = i->by_id.next)
        breaks = incident_breaks(f, i);
    for (size_t n = 0; n < f->office->presence->n && !breaks; n++)
        breaks = watch_breaks(f->office->presence->watches[n]);
    for (size_t n = 0; n < f->rules->n_people && !breaks; n++)
        for (int drill = 0; drill < 2 && !breaks; drill++)
            breaks = live_breaks(f->office, &f->rules->people[n], drill);
    if (breaks)
        buffer_append_string(why, breaks);
    return !breaks;
}
