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
