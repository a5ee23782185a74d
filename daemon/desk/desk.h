#pragma once
/*
 * The desk: where commands, time, rules and journal come together. It takes a command, asks the
 * office, applies the entries, gives them to the journal, and notifies the listeners when they are
 * durable; and it wakes itself when something falls due. Nothing is answered, paged or shown to a
 * watcher but from on_durable.
 */
#include <event2/event.h>

#include "base/clock.h"
#include "config/config.h"
#include "journal/journal.h"

struct desk;

enum desk_answer {
    DESK_TAKEN,   /* the entries in ret are on their way; durable when desk_durable reaches the last
                     one's seq */
    DESK_REFUSED, /* ret->refusal and ret->why say it */
    DESK_AWAY,    /* 450: the journal cannot take anything now; nothing was changed */
    DESK_BUSY     /* 452: too much is on its way; nothing was changed */
};

/* Zeroed members are not called. Listeners are called in the order in which they came, but those
 * with `last` after all others. */
struct desk_listener {
    bool last; /* it starts what takes long: replies are not to wait for it */
    /* The journal has been read: duty begins. */
    void (*on_ready)(void *arg);
    void (*on_durable)(void *arg, struct entry *const *entries, size_t n);
    /* The journal is taking entries again, or not. */
    void (*on_state)(void *arg, enum journal_state state);
    /* Called when the clock has reached what next_due asked for (and at other times too). */
    void (*on_tick)(void *arg, struct instant now);
    /* When on_tick should be called next; INSTANT_NEVER. Asked after everything that happens. */
    struct instant (*next_due)(void *arg);
    /* Another configuration is in force. */
    void (*on_config)(void *arg, struct config *config);
    void *arg;
};

struct desk_options {
    struct event_base *base;   /* borrowed; NULL: no timer, the owner calls desk_tick (tests) */
    const struct clock *clock; /* borrowed */
    struct office *office;     /* borrowed */
    const char *version;
};

struct desk *desk_new(const struct desk_options *options);
void desk_free(struct desk *d); /* takes NULL */
void desk_listen(struct desk *d, const struct desk_listener *listener);

/* For the journal that is opened next: its listener is the desk. */
struct journal_listener
desk_journal_listener(struct desk *d, void (*on_fenced)(void *arg, const char *reason), void *arg);
/* The journal; borrowed. */
void desk_set_journal(struct desk *d, struct journal *j);
struct journal *desk_journal(struct desk *d);
const struct office *desk_office(const struct desk *d);
const struct clock *desk_clock(const struct desk *d);
/* True from on_ready on. */
bool desk_is_ready(const struct desk *d);

/*
 * Decides and sets in motion. *ret is cleared first and belongs to the caller; for DESK_TAKEN
 * ret->entries are lent until on_durable for them has returned (they are the journal's). A command
 * of the daemon itself (actor NULL: page outcomes, start, stop, …) is taken even while the journal
 * is away.
 */
enum desk_answer desk_submit(struct desk *d, const struct command *c, struct decision *ret);
/* An entry that was taken and is not durable yet; NULL when it is, or never was. Borrowed until it
 * is durable. */
const struct entry *desk_pending_entry(const struct desk *d, uint64_t seq);
/* The last durable entry. */
uint64_t desk_durable(const struct desk *d);
enum desk_recalled {
    DESK_RECALLED,     /* it is in memory now */
    DESK_RECALL_NONE,  /* the journal does not know it */
    DESK_RECALL_FAILED /* the journal could not be read */
};
typedef void (*desk_on_recalled)(void *arg, enum desk_recalled recalled);
struct desk_recall;
/* Reads an incident that the office has let go from the journal into memory, then calls f once,
 * later. */
struct desk_recall *desk_recall(struct desk *d, struct incident_id id, desk_on_recalled f,
                                void *arg);
/* Then f is not called any more. Only before it was. */
void desk_recall_cancel(struct desk_recall *r);
/* Another configuration: writes its entry if the text differs from what was last in force, puts the
 * rules in force, and hands it to all listeners (on_config), each of which takes a reference if it
 * keeps it. False while the journal is away. */
bool desk_use_config(struct desk *d, struct config *config, const struct person *actor);
/* The time now, having looked whether the clock was set in between (which becomes an entry, and
 * moves what is due). */
struct instant desk_now(struct desk *d);
/* Everything that is due at the clock's time; the timer calls it. */
void desk_tick(struct desk *d);
/* When desk_tick has something to do next; the timer is set to it. */
struct instant desk_next_due(const struct desk *d);
