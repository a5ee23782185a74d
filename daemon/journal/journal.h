#pragma once
/*
 * The duty log on durable storage, and the daemon's only memory. Entries are appended in the order
 * of their numbers, made durable in batches, and reported back when they are. One interface, two
 * journals: PostgreSQL (journal/postgres.h), and one in memory for tests.
 *
 * Everything is asynchronous: no call blocks, and no callback runs inside the call that caused it
 * (but see journal_query).
 */
#include "base/digest.h"
#include "journal/incident_filter.h"
#include "office/office.h"

enum journal_state {
    JOURNAL_OPENING, /* connecting, waiting for the lock, migrating, reading what is live */
    JOURNAL_READY,   /* takes entries */
    JOURNAL_STALLED, /* the database is there, but has not answered a commit in time: nothing new
                        should be given to it; entries on their way are durable when it answers */
    JOURNAL_AWAY /* the database is lost; entries on their way are kept and written when it is back
                  */
};

const char *journal_state_to_string(enum journal_state state);
/* What is wrong, to follow "the database ": "is away", "does not answer"; "" when it is READY. */
const char *journal_state_trouble(enum journal_state state);

struct journal_stats {
    enum journal_state state;
    const char *detail;   /* in words: what it is waiting for, the last error; never NULL */
    struct instant since; /* of the state */
    uint64_t durable;     /* the last durable entry */
    size_t pending;       /* entries appended and not durable yet */
    uint64_t batches;     /* committed since the start */
    uint64_t proofs;      /* of those, the commits that are known to hold: without a warning */
    uint64_t reconnects;
};

struct journal_listener {
    /* Opening: what was replayed so far does not count; the whole log follows. */
    void (*on_replay_begin)(void *arg);
    /* Opening: one row of what was live as of the last checkpoint, in order, and its entry (NULL:
     * this version cannot read it). Borrowed. */
    void (*on_replay_live)(void *arg, const struct live_row *row, const struct entry *e);
    /* Opening: in the log that follows, this incident is opened again after its end. */
    void (*on_replay_opened_again)(void *arg, struct incident_id id);
    /* Opening: an entry of one of these, from before what follows, in order. What was live is known
     * already. Borrowed. */
    void (*on_replay_recalled)(void *arg, const struct entry *e);
    /* Opening: one entry of the log since then, or of the whole, in order. Borrowed. */
    void (*on_replay)(void *arg, const struct entry *e);
    /* Opening is over; the log ends with last_seq, the checkpoint that was read is that entry (0:
     * the whole log was; `distrusted` since the table of what is live did not fit). From here on
     * entries are taken. */
    void (*on_ready)(void *arg, uint64_t last_seq, uint64_t checkpoint, bool distrusted);
    /* These entries, in order, are durable. Borrowed for the call; the journal frees them
     * afterwards. */
    void (*on_durable)(void *arg, struct entry *const *entries, size_t n);
    /* JOURNAL_READY -> JOURNAL_STALLED or JOURNAL_AWAY (reason in words), from one of these to the
     * other, and back (""). */
    void (*on_state)(void *arg, enum journal_state state, const char *reason);
    /* Another daemon has written to this log, or the database refuses an entry for good: what this
     * process has in memory is not what the log says. It must end, and start again. */
    void (*on_fenced)(void *arg, const char *reason);
    void *arg;
};

/* What to look for; zeroed members do not restrict. */
struct journal_query {
    struct incident_id incident;
    uint64_t seq; /* this very entry */
    bool by_kind;
    bool kinds[ENTRY_KIND_COUNT]; /* with by_kind: one of these */
    struct slice actor;
    struct slice words;          /* what base/search.h looks for, somewhere in the entry */
    struct phone_home home;      /* of numbers among the words */
    struct instant since, until; /* at >= since, at < until; INSTANT_NONE = open */
    size_t limit;                /* the newest so many; 0 = all */
    /* The entries by which, at this time, somebody was at a post, or was or would be in another's
     * place (on, take, relieve); the members above do not count then. */
    struct instant present_at;
    bool oldest_first; /* order of the answer; the choice by limit is always of the newest */
    bool counts_more;  /* how many there are besides those within the limit */
};

#define JOURNAL_MORE_MOST 1000 /* are counted; if there are more, it is one more than this */

enum journal_answer {
    JOURNAL_ANSWER_WHOLE,   /* from the database: all that there is */
    JOURNAL_ANSWER_PARTIAL, /* the database is away: only what memory still has (the latest entries)
                             */
    JOURNAL_ANSWER_FAILED   /* no answer could be had (the read was cut off, timed out) */
};

/* entries in the order asked for, borrowed for the call; more: that are left out, if counted. */
typedef void (*journal_on_entries)(void *arg, enum journal_answer answer,
                                   struct entry *const *entries, size_t n, size_t more);

/* For LIST closed: an incident as the projection shows it. Borrowed for the call. */
struct journal_incident_row {
    struct incident_id id;
    struct slice state, class, place, text, phone, outcome, closed_as;
    unsigned grade;
    bool drill;
    struct instant reported, closed;
};
struct journal_incident_query {
    struct incident_wish wish;
    unsigned grade;              /* 0 = any */
    struct slice closed_as;      /* empty = any */
    struct instant since, until; /* of the report */
    size_t limit;
};
/* The newest come first; more: that are left out, counted as with entries. */
typedef void (*journal_on_incidents)(void *arg, enum journal_answer answer,
                                     const struct journal_incident_row *rows, size_t n,
                                     size_t more);

struct journal_verdict {
    enum journal_answer answer;
    uint64_t first, last;    /* what was looked at */
    uint64_t bad;            /* the first entry that does not agree; 0 = all agree */
    const char *why;         /* what is wrong with it */
    struct digest last_hash; /* to be written down by whoever wants to be sure later */
};
typedef void (*journal_on_verdict)(void *arg, const struct journal_verdict *verdict);

struct journal;

/* What a journal can do; see the functions below, which call these. */
struct journal_ops {
    void (*free)(struct journal *j);
    void (*append)(struct journal *j, struct entry *e);
    void (*keep_live)(struct journal *j, struct live_changes *changes);
    bool (*is_full)(const struct journal *j);
    bool (*is_idle)(const struct journal *j);
    void (*probe)(struct journal *j);
    void (*get_stats)(const struct journal *j, struct journal_stats *ret);
    uint64_t (*query)(struct journal *j, const struct journal_query *q, journal_on_entries f,
                      void *arg);
    uint64_t (*query_incidents)(struct journal *j, const struct journal_incident_query *q,
                                journal_on_incidents f, void *arg);
    uint64_t (*verify)(struct journal *j, uint64_t first, journal_on_verdict f, void *arg);
    void (*cancel)(struct journal *j, uint64_t ticket);
};

/* The head of every journal; an implementation embeds it as it likes and finds itself with
 * container_of. */
struct journal {
    const struct journal_ops *ops;
};

/* Takes NULL. Does not wait: what is not durable by now may be or not. */
void journal_free(struct journal *j);

/*
 * Consumes the entry. It goes out with the others of this pass of the loop, in one transaction
 * (entries of one pass are never divided between two). In state AWAY it waits in memory until the
 * database is back: whoever must not wait asks journal_get_stats first.
 */
void journal_append(struct journal *j, struct entry *e);
/* Consumes the changes: what is live as of the entry appended last, a checkpoint, written in its
 * transaction. Those of one checkpoint at a time: the one before must be durable. */
void journal_keep_live(struct journal *j, struct live_changes *changes);
/* So much is on its way that new commands should be refused (452). */
bool journal_is_full(const struct journal *j);
/* Nothing is on its way: all that was appended is durable. */
bool journal_is_idle(const struct journal *j);
struct journal_stats journal_get_stats(const struct journal *j);
/* Commits once without an entry, unless a commit is on its way: then stats.proofs has grown soon,
 * or the database takes nothing. Nothing in another state than READY. */
void journal_probe(struct journal *j);

/*
 * Reads, on a connection of their own, one after the other. The callback runs once, later; never
 * after journal_cancel with the ticket that was returned. The query's slices are copied. Reads see
 * everything that was durable when they were asked.
 */
uint64_t journal_query(struct journal *j, const struct journal_query *q, journal_on_entries f,
                       void *arg);
uint64_t journal_query_incidents(struct journal *j, const struct journal_incident_query *q,
                                 journal_on_incidents f, void *arg);
/* Recomputes the hash chain from entry `first` (at least 1) to the end, in pieces, so that nothing
 * else waits. */
uint64_t journal_verify(struct journal *j, uint64_t first, journal_on_verdict f, void *arg);
void journal_cancel(struct journal *j, uint64_t ticket);
