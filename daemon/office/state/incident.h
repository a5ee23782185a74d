#pragma once
/*
 * An incident: what is tracked from its first report until it is closed, and whom it has been
 * brought to. Changed by office/apply alone; everyone else reads.
 */
#include <uthash.h>

#include "base/heap.h"
#include "office/log/closing.h"
#include "office/log/entry.h"
#include "office/state/callout.h"
#include "rules/route.h"

enum incident_state {
    INCIDENT_OPEN,  /* nobody answers for it yet: the chain of command runs */
    INCIDENT_ACKED, /* a named person answers for it */
    INCIDENT_CLOSED,
    INCIDENT_MERGED, /* its parent speaks for it */
    INCIDENT_STATE_COUNT
};

const char *incident_state_to_string(enum incident_state state);

/* "I", the worst, to "IV"; "" when it is not known. */
const char *grade_to_roman(unsigned grade);
/* What the text of a message about a drill begins with. One that is not in the GSM 7-bit alphabet
 * says it in Chinese, too: there it costs little. */
const char *drill_mark(bool is_gsm);

/* Values that callers reported, packed in one block: FIELD_CLASS … FIELD_TEXT; and FIELD_REASON,
 * why it has its grade. */
struct facts;

/* Where it comes from. Known from its report alone: its class is a word that callers may SET. */
enum incident_origin {
    ORIGIN_REPORTED, /* somebody reported it */
    ORIGIN_GAP,      /* the office: too few hold a post in a time to come */
    ORIGIN_ABSENCE,  /* the office: who should be at a post is not */
    ORIGIN_ROLLCALL, /* the office: it asks somebody for an answer */
    ORIGIN_SELFTEST, /* the office: the same, to test the paging */
    ORIGIN_COUNT
};

enum incident_origin incident_origin_of(const struct entry *report);
/* The class that the office gives to its own reports: "gap" …; NULL: ORIGIN_REPORTED. */
const char *incident_origin_class(enum incident_origin origin);

/* One way in which an incident goes on: what happened to it, in which state, and what becomes of
 * it. */
struct transition {
    enum entry_kind event;
    bool anew; /* the event starts the chain of command from its first step */
    enum incident_state from, to;
    const char *why;
};

/* The one table of all transitions there are; NULL: this cannot happen to an incident in that
 * state. */
const struct transition *incident_transition(enum incident_state from, enum entry_kind event,
                                             bool anew);

struct incident {
    struct incident_id id;
    uint64_t hash_key; /* of the id, for by_id */
    UT_hash_handle by_id;
    struct heap_node wake;        /* when due has to look at it again */
    struct incident *prev, *next; /* among the open and acked ones in order of their numbers, or
                                     among the closed in order of closing */
    enum incident_state state : 8;
    uint8_t grade; /* 1..4, 1 the worst; 0 = not known */
    bool drill;
    enum incident_origin origin : 8;
    enum closing closing : 8; /* CLOSED: how it ended */
    uint8_t step;     /* place of the step that was done last, in the chain as it was then; one more
                         than it had steps: the chain has ended */
    uint8_t unmarked; /* so many steps at the front of the chain were done by a version that wrote
                         no marks */
    bool ended;       /* the end of the chain was the last step written */
    bool acker_left;  /* it was said that the acker left the post, and nobody took over */
    uint16_t round;   /* repeats of the last step that have been done */
    enum rank ack_rank : 8;
    const char *chain;    /* interned; "" while the last route had none */
    const char *class;    /* held by the office for it; "" = not known */
    const char *reporter; /* interned */
    const char *acker;    /* interned: who has it, or had it at its end; NULL: nobody */
    const char
        *starter;       /* interned: whose act started the chain in force; NULL: the office's own */
    const char *typist; /* interned: whose act made that go on last; NULL: nobody's */
    const char *how;    /* interned: what the acker typed to have it; NULL: an acknowledgement */
    const char *acker_post; /* interned: the post that the acker held when taking it; NULL: none */
    uint64_t acker_seq;     /* the entry by which the acker has it; 0: nobody has */
    struct instant reported;
    struct instant acked; /* when the acker took it; INSTANT_NONE: nobody has */
    struct span after;    /* how long its chain of command had run then ... */
    struct span waited;   /* ... and how long ago it had been reported */
    struct instant began; /* the report's time, moved with a clock that is set: what has been waited
                             counts from it */
    struct instant closed;
    struct instant chain_start; /* when the chain in force was started */
    struct instant chain_due;   /* OPEN: when the chain goes on by itself. ACKED: when it has lain
                                   idle too long */
    struct instant last_entry;
    struct span idle;
    uint64_t first_seq, last_seq; /* its first and last entry */
    uint64_t text_seq;            /* the entry whose text it has: its report, or a correction */
    uint64_t *entries;            /* all those that changed it, in order */
    uint32_t n_entries, cap_entries;
    bool is_needed;            /* `entries` are live (live.h) */
    struct incident_id parent; /* MERGED */
    const char *duty;          /* interned: the post it is about, or NULL */
    const char *asked;         /* interned: a roll call of this person; else NULL */
    bool gave_back;  /* the starter has declined it since: not to be paged by this chain */
    bool missed;     /* roll call: there was no answer in time */
    uint8_t alarmed; /* 1 << enum audit_thing: reported as not done, and not well since */
    uint16_t code;   /* roll call: of its answer, also when nobody is paged */
    struct facts *facts;
    struct news *news; /* office/state/news.h; NULL: nothing has changed that anybody should hear */
    struct callout *callouts;
    uint16_t n_callouts, cap_callouts;
    uint16_t n_marks, cap_marks;
    uint64_t *marks; /* of the steps done since the chain was started, the latest at the end: see
                        office/mark.h. Also of steps that are no longer in the configuration */
};

/* For apply only: keeps the fact (copies it), or forgets it when it is unknown or an empty text. */
void incident_set_fact(struct incident *i, const struct field *fact);
/* For apply only. A new one, with nothing in it. */
struct incident *incident_new(struct incident_id id);
void incident_free(struct incident *i);
/* For apply only: the person's callout, made if there is none. `person` is interned. */
struct callout *incident_add_callout(struct incident *i, const char *person);
/* For apply only: the step is the latest one done; of very many the oldest is forgotten. */
void incident_add_mark(struct incident *i, uint64_t mark);
/* For apply only: no step has been done. */
void incident_clear_marks(struct incident *i);
/* Has the step of that mark been done since the chain was started? */
bool incident_has_mark(const struct incident *i, uint64_t mark);
/* The field as an incident keeps it; false when it is not known. Texts point into the incident. */
bool incident_fact(const struct incident *i, enum field_id id, struct field *ret_field);
/* Calls f with each known fact, in the table's order. */
void incident_each_fact(const struct incident *i, void (*f)(const struct field *fact, void *arg),
                        void *arg);
/* What routes look at, as it is known, with the moment for which it is asked. */
struct occasion incident_occasion(const struct incident *i, struct instant at);
struct callout *incident_callout(const struct incident *i, struct slice person);
/* Can such an entry open one again that has ended? */
bool incident_opens_again(enum entry_kind event);
/* Has a page reached anybody since its chain was started? */
bool incident_is_told(const struct incident *i);
struct callout *incident_callout_by_page(const struct incident *i, uint64_t page);

/* A roll call, or a test of the paging, that still waits for its answer: until it is missed only
 * the person asked can end it. */
static inline bool incident_is_asking(const struct incident *i)
{
    return i->asked && !i->missed;
}

/* A test of the paging (office/due/selftest.h). */
static inline bool incident_is_test(const struct incident *i)
{
    return i->origin == ORIGIN_SELFTEST;
}

/* One that still waits for its answer: by SMS, and no other means. */
static inline bool incident_is_testing(const struct incident *i)
{
    return incident_is_asking(i) && incident_is_test(i);
}

/* May the page still be answered, and is it wanted: by an incident that nobody has, of one who has
 * not declined it? */
static inline bool callout_is_live(const struct incident *i, const struct callout *c)
{
    return i->state == INCIDENT_OPEN && callout_is_wanted(c) && callout_is_open(c);
}

/* Has the person heard that somebody took the incident? Then they do not know when it is nobody's
 * again. */
static inline bool callout_believes_taken(const struct incident *i, const struct callout *c)
{
    return c->given_back || (i->state == INCIDENT_ACKED && !callout_is_waiting(c));
}

/* Has the chain, as it runs now, called this person out already? Or has it heard from who was
 * called out before it was started again that they cannot? Who has left comes back as somebody new.
 */
static inline bool callout_counts(const struct incident *i, const struct callout *c)
{
    return c->declined || !(c->earlier || callout_has_left(c) || callout_believes_taken(i, c));
}
