#pragma once
/* What one look of the auditor has seen: the first things that are wrong, and how many in all. */
#include "office/audit.h"

#define SIGHTINGS_KEPT 64

struct sighting {
    struct incident_id incident;
    enum audit_thing thing;
    uint64_t page; /* 0: about none */
    struct instant due;
    bool was_told; /* the office knows of it */
    char *words;
};

/* What one look has seen. */
struct sightings {
    struct sighting list[SIGHTINGS_KEPT];
    size_t n, total;
    struct instant oldest; /* of what is late: since when the latest of it is */
    size_t n_oldest;       /* so many things since then; 0: nothing is late */
    struct incident_id well[SIGHTINGS_KEPT];
    size_t n_well;
};

/* Zeroed memory has seen nothing. */
void sightings_clear(struct sightings *s);
void sightings_add(struct sightings *s, const struct audit_finding *f);
void sightings_add_well(struct sightings *s, struct incident_id id);
/* The same thing, whenever it is due? */
bool sighting_is_same(const struct sighting *a, const struct sighting *b);
/* Keeps what the first look has seen too. What is late is taken for seen: it was looked for with
 * the time between the two looks added to the slack. */
void sightings_confirm(struct sightings *s, const struct sightings *first);
