#pragma once
/*
 * What has changed of an incident, and who has heard of it. A change of a field that is news (the
 * table of fields) is kept with what was known before, until the incident is over; and of each
 * person up to which entry they know. So what somebody is to hear is a question of these alone, and
 * nobody hears of anything that their page already said.
 *
 * A share of what is known of incidents. Changed by apply alone.
 */
#include "office/state/incident.h"

struct office;

struct change {
    uint64_t seq;   /* of its entry */
    const char *by; /* interned: who made it; "": the office */
    enum field_id field;
    bool was_known;
    struct field before; /* was_known; its text is owned */
};

/* What somebody knows of it: all entries up to this one. */
struct knowledge {
    const char *person; /* interned */
    uint64_t seq;
};

struct news {
    struct change *changes; /* in the order in which they were made */
    size_t n, cap;
    struct knowledge *known; /* of whom that was said since the first change */
    size_t n_known, cap_known;
    struct instant due; /* when notices of the latest changes are to be written; later ones go
                           with them */
};

/* Of these, the fact as the person knows it; *ret_known is whether it was known then. False: the
 * person knows the fact as it is. */
bool incident_is_news(const struct incident *i, const char *person, enum field_id id,
                      struct field *ret_before, bool *ret_known);
/* The person, if any, who is to hear of something: who has taken it, or was paged and has not
 * declined; `*at` is 0 at first, and for the next one what it was left at. NULL: nobody more. */
const char *incident_next_to_hear(const struct incident *i, size_t *at);
/* When notices are to be written; INSTANT_NEVER: nobody is to hear of anything. */
struct instant incident_news_due(const struct incident *i);
/* When due has to look at the incident: the earliest of the chain's, the callouts' and the news'
 * instants. */
struct instant incident_wake(const struct incident *i);
/* The latest entry that changed something that is news; 0: none. */
uint64_t incident_last_change(const struct incident *i);

/* ---- for apply only ---- */

/* What the fields that are news were before an entry that says when changes are to be told
 * (FIELD_TELL) ... */
struct before;
struct before *news_look(const struct incident *i, const struct entry *e);
/* ... and what has changed since; consumes it. Takes NULL, which is an entry that does not. */
void news_compare(struct office *o, struct incident *i, const struct entry *e, struct before *b);
/* The person knows of all up to that entry. Interned. */
void news_know(struct incident *i, const char *person, uint64_t seq);
/* The wall clock was set. */
void news_shift(struct incident *i, struct span by);
void news_free(struct incident *i);
