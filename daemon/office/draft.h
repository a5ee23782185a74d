#pragma once
/*
 * A decision in the making: entries are added one behind the other, with their numbers, times and
 * authors. Also the rules of the chain of command that several decisions share. For the files of
 * the machine only.
 */
#include "office/state.h"

struct draft {
    const struct office *office;
    struct instant now;
    struct decision *decision;
    const struct command *command; /* NULL: time has passed */
    struct slice actor, post;
    const struct incident *incident; /* NULL: about none, or one that is only being reported */
    struct incident_id id;           /* of the incident, also of one that is only being reported */
    /* What the entries drafted so far will have changed, as far as later ones have to know. */
    bool anew;         /* the chain starts anew: nobody counts as paged yet */
    const char *chain; /* the incident's chain of command */
    unsigned step, round;
    bool catch_all_paged;
    const struct person *declined; /* not to be paged again */
    const struct person *failed;   /* by all means, just now: not to be paged before a repeat */
    unsigned *codes;               /* given out in this draft */
    size_t n_codes, cap_codes;
    const struct person **paged; /* in this draft */
    size_t n_paged, cap_paged;
};

/* For a command (or NULL) about an incident (or NULL). */
struct draft draft_begin(const struct office *o, const struct command *c, const struct incident *i,
                         struct instant now, struct decision *decision);
void draft_end(struct draft *d);

/* Adds an entry; the command's key goes with the first one. */
void draft_entry(struct draft *d, enum entry_kind kind, const struct field *fields, size_t n);
void draft_refuse(struct draft *d, enum refusal refusal, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The fields that put a route's chain in force: CHAIN, ACK_RANK, DUE. Returns how many were put in
 * ret_fields. */
#define DRAFT_ROUTE_FIELDS 3
size_t draft_route(struct draft *d, const struct route *route,
                   struct field ret_fields[DRAFT_ROUTE_FIELDS]);
/* Behind the entry with those fields: does the first step if it is due at once. */
void draft_start_chain(struct draft *d);

/*
 * The next step of the chain, now: pages whom it names and has not been paged yet. A step that
 * reaches nobody is passed over at once, and the catch-all paged. Behind the last step come its
 * repeats, then the end: catch-all, and again every hour.
 */
void draft_next_step(struct draft *d, const char *reason);
/* Pages the catch-all: those of them whom the chain has not called out yet; once in a draft. */
void draft_catch_all(struct draft *d);
/* Pages the person by contact `means`, try `try`; false when there is no such contact. */
bool draft_page(struct draft *d, const struct person *p, unsigned means, unsigned try);
