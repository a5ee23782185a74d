#pragma once
/*
 * The desk: where commands, time, rules and journal come together. It takes a command, asks the
 * office, applies the entries, gives them to the journal, and tells the listeners when they are
 * durable; and it wakes itself when something falls due. Nothing is answered, paged or shown to a
 * watcher but from on_durable.
 */
#include <event2/event.h>

#include "base/clock.h"
#include "journal/journal.h"

struct desk;

enum desk_answer {
    DESK_TAKEN,   /* the entries in ret are on their way; durable when desk_durable reaches the last
                     one's seq */
    DESK_REFUSED, /* ret->refusal and ret->why say it */
    DESK_AWAY,    /* 450: the journal cannot take anything now; nothing was changed */
    DESK_BUSY     /* 452: too much is on its way; nothing was changed */
};

/* Zeroed members are not called. Listeners are told in the order in which they came. */
struct desk_listener {
    /* The journal has been read: duty begins. */
    void (*on_ready)(void *arg);
    void (*on_durable)(void *arg, struct entry *const *entries, size_t n);
    /* The journal is taking entries again, or not. */
    void (*on_state)(void *arg, enum journal_state state);
    /* Called when the clock has reached what on_wanted asked for (and at other times too). */
    void (*on_tick)(void *arg, struct instant now);
    /* When on_tick should be called next; INSTANT_NEVER. Asked after everything that happens. */
    struct instant (*on_wanted)(void *arg);
    void (*on_rules)(void *arg);
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
/* The last durable entry. */
uint64_t desk_durable(const struct desk *d);
/* An incident that the office has let go is read from the journal into memory; then f(arg, found).
 * Returns a ticket for journal_cancel. */
uint64_t desk_recall(struct desk *d, struct incident_id id, void (*f)(void *arg, bool found),
                     void *arg);
/* New rules: writes their entry if the text differs from what was last in force, and puts them in
 * force. False while the journal is away. */
bool desk_set_rules(struct desk *d, struct rules *rules, const struct person *actor);
/* Everything that is due at the clock's time; the timer calls it. */
void desk_tick(struct desk *d);
