#pragma once
/*
 * A decision in the making: entries are added one behind the other, with their numbers, times and
 * authors. Also the rules of the chain of command that several decisions share. For the files of
 * the machine only.
 */
#include "office/draft/recipients.h"

struct draft {
    const struct office *office;
    struct instant now;
    struct decision *decision;
    const struct command *command; /* NULL: time has passed */
    struct slice actor, post;
    bool speaks; /* the next entry is the actor's act too, not what follows from it */
    const struct incident *incident; /* NULL: about none, or one that is only being reported */
    struct incident_id id;           /* of the incident, also of one that is only being reported */
    /* What the entries drafted so far will have changed, as far as later ones have to know. */
    bool anew;         /* the chain starts anew: nobody counts as paged yet */
    const char *chain; /* the incident's chain of command */
    unsigned step, round;
    struct instant chain_start;
    bool drill;
    struct slice reporter;
    struct recipients inside; /* whom a drill may page, once that was asked */
    bool knows_inside;
    const struct chain *marked; /* the chain that `marks` are of; NULL: none yet */
    uint64_t *marks;            /* of its steps, in their order */
    uint64_t *done;             /* marks of the steps done in this draft */
    size_t n_done, cap_done;
    bool stepped; /* the chain has gone on in this draft: once is enough */
    bool catch_all_paged;
    const struct person *declined; /* not to be paged again */
    const struct person *failed;   /* by all means, just now: not to be paged before a repeat */
    unsigned *codes;               /* given out in this draft */
    size_t n_codes, cap_codes;
    /* An absence from this post: who should be there and is not cannot answer for it. */
    const struct post *unheld;
    unsigned asked_code;         /* for the page of a roll call that is only being asked */
    const struct person **paged; /* in this draft */
    size_t n_paged, cap_paged;
};

/* For a command (or NULL) about an incident (or NULL). */
struct draft draft_begin(const struct office *o, const struct command *c, const struct incident *i,
                         struct instant now, struct decision *decision);
void draft_end(struct draft *d);
/* Two drafts of one decision, one behind the other: the codes that were given out in the first are
 * not given out in the second. */
void draft_hand_codes(struct draft *from, struct draft *to);
/* From here on the entries are about this incident. */
void draft_turn_to(struct draft *d, const struct incident *i);

/* Adds an entry; the command's key goes with the first one. All entries about a drill say so. */
void draft_entry(struct draft *d, enum entry_kind kind, const struct field *fields, size_t n);
void draft_refuse(struct draft *d, enum refusal refusal, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The route of the incident as it is known before this draft, if its chain were started now. */
const struct route *draft_find_route(const struct draft *d);
/* The route of what the office itself reports now. */
const struct route *draft_own_route(const struct draft *d, struct slice class);
/* The fields that put a route's chain in force: CHAIN, ACK_RANK, DUE. Returns how many were put in
 * ret_fields. */
#define DRAFT_ROUTE_FIELDS 3
size_t draft_route(struct draft *d, const struct route *route,
                   struct field ret_fields[DRAFT_ROUTE_FIELDS]);
/* Behind the entry with those fields: does the first step if it is due at once. */
void draft_start_chain(struct draft *d);
/* Behind that: pages those who hold now the posts of the chain's first step that names any, and
 * have not been paged. */
void draft_page_on_duty(struct draft *d);

/*
 * The next step of the chain, now: pages whom it names and has not been paged yet. A step that
 * reaches nobody is passed over at once, and the catch-all paged. Behind the last step come its
 * repeats, up to the chain's limit if it has one, then the end: catch-all, and again every hour.
 *
 * The next step is the first one, in the chain as it is configured now, that has not been done
 * since the chain was started; a step is known by its mark (office/mark.h). So a chain that is
 * edited while it runs loses no step and does none twice. Times that are known already stay: what
 * is next is done when the chain was to go on anyway, also where it was put in front of what is
 * done; from there on each step's `after` counts from the step that was done before it. Repeats
 * are those of the step that is last now, and count from 1 when it was not the last one done.
 */
void draft_next_step(struct draft *d, const char *reason);
/* Nobody will answer this page any more. When nobody whom the latest step names may still answer
 * another one, goes on at once: to the next step if one has not been done (repeats keep their time,
 * or a dead gateway would make a storm of them), and to the catch-all. `failed` (or NULL) is not
 * paged. */
void draft_page_lost(struct draft *d, const struct callout *page, const struct person *failed);
/* Pages the catch-all: those of them whom the chain has not called out yet; once in a draft. */
void draft_catch_all(struct draft *d);
/* A code that no live page has; 0 when all are taken. */
unsigned draft_code(struct draft *d);
/* Pages the person by contact `means`, try `try`; false when there is no such contact, and in a
 * drill for those outside. */
bool draft_page(struct draft *d, const struct person *p, unsigned means, unsigned try);
