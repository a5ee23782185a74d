#include "office/state/watch.h"

#include <stdlib.h>

const struct attendance *watch_attendance(const struct watch *w, struct slice person)
{
    for (size_t i = 0; w && i < w->n_on; i++)
        if (slice_equal_string(person, w->on[i].person))
            return &w->on[i];
    return NULL;
}

const struct offer *watch_offer_to(const struct watch *w, struct slice person)
{
    for (size_t i = 0; w && i < w->n_offers; i++)
        if (slice_equal_string(person, w->offers[i].in))
            return &w->offers[i];
    return NULL;
}

const struct departure *watch_departure(const struct watch *w, struct slice person)
{
    for (size_t i = 0; w && i < w->n_departures; i++)
        if (slice_equal_string(person, w->departures[i].person))
            return &w->departures[i];
    return NULL;
}

void watch_free(struct watch *w)
{
    free(w->on);
    free(w->departures);
    free(w->offers);
    free(w->calls);
    free(w->called);
    free(w->kept);
    free(w);
}
