#pragma once
/*
 * A decision in the making: entries are added one after the other, with their numbers, times and
 * authors. For the files of the machine only.
 */
#include "office/draft/decision.h"
#include "office/draft/recipients.h"
#include "office/log/command.h"
#include "office/state/incident.h"

/* Whose act it is. */
struct draft_author {
    struct slice actor, post;
    bool speaks; /* the next entry is the actor's act too, not what follows from it */
};

/* Why the chain goes on, and who has just dropped out of it by that. */
struct draft_cause {
    const char *reason;            /* NULL: its time has come */
    const struct person *declined; /* not to be paged again; or NULL */
    const struct person *failed;   /* by all means: not to be paged before a repeat; or NULL */
    bool anybody;                  /* also who knows of it: nobody else is reached */
};

/* Whom pages of a drill may reach. */
struct draft_drill {
    bool is; /* one */
    struct slice reporter;
    struct recipients inside; /* whom it may page, once that was asked */
    bool knows_inside;
};

/* The chain of command, as the entries drafted so far will have left it. */
struct draft_chain {
    bool anew;      /* it starts again: nobody counts as paged yet */
    const char *id; /* the incident's chain of command */
    unsigned step, round;
    struct instant start;
    const struct chain *marked; /* the chain that `marks` are of; NULL: none yet */
    uint64_t *marks;            /* of its steps, in their order */
    uint64_t *done;             /* marks of the steps done in this draft */
    size_t n_done, cap_done;
    bool stepped; /* it has gone on in this draft: once is enough */
};

/* The pages drafted so far. */
struct draft_pages {
    const struct person **people;
    size_t n, cap;
    unsigned *codes; /* given out */
    size_t n_codes, cap_codes;
    bool catch_all; /* the catch-all is among them */
};

struct draft {
    const struct office *office;
    struct instant now;
    struct decision *decision;
    const struct command *command; /* NULL: time has passed */
    struct draft_author author;
    const struct incident *incident; /* NULL: about none, or one that is only being reported */
    struct incident_id id;           /* of the incident, also of one that is only being reported */
    /* It is about an absence from this post: who should be there and is not cannot answer for it.
     */
    const struct post *unheld;
    /* Who has just typed what makes the chain go on, and so knows; or NULL. */
    const struct person *typist;
    struct draft_drill drill;
    struct draft_chain chain;
    struct draft_pages pages;
};

/* For a command (or NULL) about an incident (or NULL). */
struct draft draft_begin(const struct office *o, const struct command *c, const struct incident *i,
                         struct instant now, struct decision *decision);
void draft_end(struct draft *d);
/* From here on it is the person's act, at the post that they hold now. */
void draft_speak_as(struct draft *d, const struct person *p);
/* The person whose act it is has typed what makes the chain go on. In a drill they are paged all
 * the same: it is there to ring. */
void draft_is_typed(struct draft *d);
/* Has a page to the person been drafted? */
bool draft_has_paged(const struct draft *d, struct slice person);
/* Two drafts of one decision, one after the other: the codes that were given out in the first are
 * not given out in the second. */
void draft_hand_codes(struct draft *from, struct draft *to);
/* From here on the entries are about this incident. */
void draft_turn_to(struct draft *d, const struct incident *i);

/* One more of the people in a list, as FIELD_WHOM has it. */
void draft_list_person(struct buffer *list, const char *id);
/* Adds an entry; the command's key goes with the first one. All entries about a drill say so. */
void draft_entry(struct draft *d, enum entry_kind kind, const struct field *fields, size_t n);
void draft_refuse(struct draft *d, enum refusal refusal, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
