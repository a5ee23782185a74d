#pragma once
/*
 * A part of the office: something it remembers, with what entries mean for it, what it still needs
 * of the log, and, if time can bring it anything, when and what. The table of all parts is
 * office/parts.c; a new part is its files and one row there.
 *
 * While a part applies entries it says which of them it still needs (live_keep) and which it needs
 * no more (live_drop, office/state/live.h): given just those, in order, it must come to the same
 * state as from all entries of the log. It may look at nothing but the entry and itself.
 */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;
struct brief;
struct buffer;
struct decision;

/* The place of a part in the table, and its bit in what is live. The database keeps these bits: the
 * signature of the table (live_signature) changes with any change of names or order. */
enum part_id {
    PART_NUMBERS,
    PART_CLOCK,
    PART_CONFIG,
    PART_KEYS,
    PART_CODES,
    PART_INCIDENTS,
    PART_NOTICES,
    PART_EXPLAINED,
    PART_GAPS,
    PART_RELIEFS,
    PART_PRESENCE,
    PART_SEEN,
    PART_STANDING,
    PART_LOG_NOTES,
    PART_REMINDERS,
    PART_SELFTEST,
    PART_COUNT
};

/*
 * When a part is to be asked again what is due. Found out from its state and the rules, so that
 * nothing is searched each time somebody asks; not a state itself: the office forgets all of it at
 * a start. A part that looks at several things (the posts, say) may keep a time for each.
 */
struct agenda {
    struct instant look; /* INSTANT_NONE: now; INSTANT_NEVER: not before something happens */
    struct instant *looks;
    size_t n_looks;            /* 0: all of them now */
    struct incident_id walked; /* looking at the incidents: up to this one nothing is left to do;
                                  INCIDENT_NONE: at the first */
};

struct part {
    const char *name;
    unsigned version; /* of what it needs; a higher one than the log's last checkpoint was written
                         with makes the whole log be read once */
    size_t member, size; /* what it remembers: where struct office points to it, and how large it
                            is; 0: the part sees to that itself */
    void (*begin)(struct office *o); /* it is there, zeroed */
    void (*end)(struct office *o);   /* frees what is in it */
    void (*apply)(struct office *o, const struct entry *e);
    /* The wall clock was set: what was to happen in ten minutes still happens in ten minutes. */
    void (*on_clock_step)(struct office *o, struct span by, struct instant at);
    /* The database held up the entries `first` to `last` for so long: the pages among them are
     * handed over only now. */
    void (*on_held_up)(struct office *o, uint64_t first, uint64_t last, struct span by);
    /* Other rules are in force. */
    void (*on_rules)(struct office *o);
    /* Lets go of what time has ended, so that it is no longer kept for a start. */
    void (*forget)(struct office *o, struct instant now);
    /* When due wants to be asked; INSTANT_NEVER: only an entry can bring something. */
    struct instant (*next_due)(const struct office *o, const struct agenda *a);
    /* Asked when that has come: what is to be written now, or a later agenda. */
    void (*due)(const struct office *o, struct agenda *a, struct instant now, struct decision *ret);
    /* What a handover's brief says of it. */
    void (*brief)(const struct office *o, const struct brief *b, struct buffer *out);
};

/* Something has happened to what the agenda was made of: the part looks again. */
void agenda_reset(struct agenda *a);
/* Room for n times, all of them now if there was another number of them. */
void agenda_divide(struct agenda *a, size_t n);
void agenda_deinit(struct agenda *a);

/* Names, order and versions of all parts of the table in one short word: what is live as of a
 * checkpoint can be read by a daemon with the same word only. Appends. */
void parts_signature(const struct part table[PART_COUNT], struct buffer *out);
