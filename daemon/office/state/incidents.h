#pragma once
/*
 * The incidents in memory: all that are live (open or acknowledged), and the latest that have
 * ended. One that memory has let go is recalled from the journal when somebody asks for it. For the
 * files of the machine only; everyone else asks through office/office.h.
 */
#include "office/state/incident.h"

struct office;

/* One that memory is not to let go, also when it has ended. */
struct held_incident {
    uint64_t key;    /* incident_id_key */
    bool is_missing; /* memory did not know it when it was held */
    UT_hash_handle by_key;
};

struct incidents {
    struct incident *by_id;
    uint64_t highest; /* hash_key of all that there were: beyond it nothing is to be found */
    struct incident *live, *ended; /* lists, by prev and next */
    struct heap wakes;
    struct held_incident *held;
    struct office_counts {
        size_t open, acked, closed; /* closed: still in memory */
    } counts;
};

struct incident *incidents_find(const struct office *o, struct incident_id id);
/* A new one, in no list yet. */
struct incident *incidents_add(struct office *o, struct incident_id id);
/* Adds to the right list, or moves there, after a change of state. */
void incidents_list(struct office *o, struct incident *i, enum incident_state before, bool is_new);
/* After any change to its instants. */
void incidents_rewake(struct office *o, struct incident *i);
/* The one that has to be looked at first, if its time has come; NULL. */
const struct incident *incidents_due(const struct office *o, struct instant now);
/* Lets go of the longest ended ones beyond `keep`, but of none with an entry after `durable` (who
 * writes its row still asks for it), and of none that is needed. */
void incidents_let_go(struct office *o, size_t keep, uint64_t durable);
/* While the whole log is folded: entries still to come will open it again. */
void incidents_hold(struct office *o, struct incident_id id);
/* Held, and not known to memory then? */
bool incidents_is_missing(const struct office *o, struct incident_id id);
void incidents_release(struct office *o);
void incidents_end(struct office *o);
