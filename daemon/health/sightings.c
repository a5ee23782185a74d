#include "health/sightings.h"

#include <stdlib.h>

void sightings_clear(struct sightings *s)
{
    for (size_t n = 0; n < s->n; n++)
        free(s->list[n].words);
    s->n = s->total = s->n_well = s->n_oldest = 0;
}

static void count_oldest(struct sightings *s, struct instant due)
{
    if (s->n_oldest == 0 || instant_before(due, s->oldest)) {
        s->oldest = due;
        s->n_oldest = 0;
    }
    s->n_oldest += due.us == s->oldest.us;
}

void sightings_add(struct sightings *s, const struct audit_finding *f)
{
    struct buffer words = BUFFER_INIT;
    struct sighting seen = {.incident = f->incident->id,
                            .thing = f->thing,
                            .page = f->callout ? f->callout->page : 0,
                            .due = f->due,
                            .was_told = f->incident->alarmed & 1U << f->thing};

    s->total++;
    if (audit_thing_is_timed(f->thing))
        count_oldest(s, f->due);
    if (s->n == SIGHTINGS_KEPT)
        return;
    audit_finding_format(f, &words);
    seen.words = buffer_steal(&words);
    s->list[s->n++] = seen;
}

void sightings_add_well(struct sightings *s, struct incident_id id)
{
    if (s->n_well < SIGHTINGS_KEPT)
        s->well[s->n_well++] = id;
}

bool sighting_is_same(const struct sighting *a, const struct sighting *b)
{
    return incident_id_equal(a->incident, b->incident) && a->thing == b->thing &&
           a->page == b->page;
}

/* More than were kept: then nobody knows, and what is there now counts. */
static bool was_seen(const struct sightings *first, const struct sighting *s)
{
    if (audit_thing_is_timed(s->thing) || first->total > first->n)
        return true;
    for (size_t n = 0; n < first->n; n++)
        if (sighting_is_same(&first->list[n], s))
            return true;
    return false;
}

void sightings_confirm(struct sightings *s, const struct sightings *first)
{
    size_t kept = 0;

    for (size_t n = 0; n < s->n; n++) {
        if (was_seen(first, &s->list[n])) {
            s->list[kept++] = s->list[n];
        } else {
            free(s->list[n].words);
            s->total--;
        }
    }
    s->n = kept;
}
