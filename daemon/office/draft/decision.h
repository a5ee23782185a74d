#pragma once
/* What decide and due return: entries to be written, or a refusal. */
#include "base/buffer.h"
#include "office/log/entry.h"

enum refusal {
    REFUSAL_NONE,
    REFUSAL_AGAIN,   /* not an error: this very command was done before; see decision.first */
    REFUSAL_KEY,     /* the key was used for another command */
    REFUSAL_VALUE,   /* a value is missing or not possible */
    REFUSAL_STATE,   /* not possible in this state */
    REFUSAL_RANK,    /* the person's rank does not allow it */
    REFUSAL_UNKNOWN, /* no such incident, person, page, code */
    REFUSAL_RECALL   /* the incident is not in memory, but the journal may have it: recall it
                        (office_apply), then decide again */
};

/* What decide and due return. Zero it before the first use; entries are taken by the caller or
 * freed by decision_clear. */
struct decision {
    enum refusal refusal;
    struct buffer why;      /* refused: in words a client understands */
    uint64_t again;         /* REFUSAL_AGAIN: the number of the first entry of the first time */
    struct entry **entries; /* in order, numbered from office_last_seq + 1; the first carries the
                               command's key */
    size_t n_entries, cap_entries;
    bool lent; /* the entries are the journal's now: they are not freed here */
};

/* Takes back the entries, not the refusal. */
void decision_drop_entries(struct decision *d);
/* Those after the first `kept`. */
void decision_drop_after(struct decision *d, size_t kept);
/* Asserts what holds of every decision that was made at `now` after the entry last_seq. */
void decision_check(const struct decision *d, uint64_t last_seq, struct instant now);
/* Frees what is left in it and makes it ready for use again (keeps its memory). */
void decision_clear(struct decision *d);
void decision_deinit(struct decision *d);
