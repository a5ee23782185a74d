#pragma once
/*
 * Is everything that should have happened by now done? Looks at each incident itself and computes
 * from its state what is due, apart from the way that wakes the daemon (office_next_due and the
 * heap of wakes): so that a fault in that way is found. Pure; changes nothing.
 */
#include "office/log/audit_thing.h"
#include "office/office.h"

/* Where a page is that has no outcome yet, as paging says. */
enum audit_place {
    AUDIT_PLACE_HELD,    /* it is known, and there is a reason that it is not handed over now */
    AUDIT_PLACE_WAITING, /* it is known, and could be handed over as soon as it is due */
    AUDIT_PLACE_STUCK,   /* its hook should have ended long ago */
    AUDIT_PLACE_UNKNOWN  /* nobody knows of it */
};

struct audit_terms {
    struct instant now;
    struct instant from; /* nothing could be done before: it is late from here on at the earliest */
    struct span slack;   /* what is late by more than this is found */
    /* NULL: pages are not looked at. */
    enum audit_place (*place_of)(void *arg, const struct incident *i, const struct callout *c);
    void *arg;
};

/* Borrowed for the call. */
struct audit_finding {
    const struct incident *incident;
    enum audit_thing thing;
    const struct callout *callout; /* TRY, PAGE: whose; else NULL */
    struct instant due; /* when it should have happened; INSTANT_NONE: at no time known */
    struct span late;   /* by how much it is late by now; 0 when `due` is not known */
};

struct audit_listener {
    void (*on_finding)(void *arg, const struct audit_finding *finding);
    /* An alarm was raised for the incident (i->alarmed), and nothing is wrong with it any more. */
    void (*on_well)(void *arg, const struct incident *i);
    void *arg;
};

/* How far a walk in pieces has come. Zeroed: at the beginning. */
struct audit_walk {
    struct incident_id next;
    size_t seen;   /* incidents looked at since the last beginning */
    unsigned anew; /* how often it had to begin again, since the incident it stood at is gone */
};

/* All of it. A million incidents take less than a second. */
void office_audit(const struct office *o, const struct audit_terms *t,
                  const struct audit_listener *listener);
/* At most n incidents more; false: that was the last of them. What was found before the walk began
 * again (walk->anew has changed) is found a second time. */
bool office_audit_some(const struct office *o, const struct audit_terms *t,
                       const struct audit_listener *listener, struct audit_walk *walk, size_t n);
/* The finding in words: "the chain of command was to go on at 10:15:00, 45s ago". Appends. */
void audit_finding_format(const struct audit_finding *f, struct buffer *out);
