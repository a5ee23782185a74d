#pragma once
/*
 * The three kinds of reads, as a table of functions: what each sends, what it does with a result,
 * and how it answers. For journal/reader.c.
 */
#include "journal/connection.h"
#include "journal/journal.h"
#include "journal/tail.h"

struct read;

struct read_ops {
    /* Sends the next statement. */
    void (*send)(struct read *r, struct connection *c);
    void (*on_result)(struct read *r, const PGresult *result);
    /* The statement is over: true when the read is, false: send again, when the others had their
     * turn. NULL: it is. */
    bool (*is_over)(struct read *r);
    /* Runs the callback. For JOURNAL_ANSWER_PARTIAL from the tail. */
    void (*answer)(struct read *r, enum journal_answer answer, const struct tail *tail);
    void (*free)(struct read *r);
};

struct read {
    const struct read_ops *ops;
    uint64_t ticket;
    bool is_cancelled;    /* stays in the line, but is not answered */
    bool has_failed;      /* was cut off, or took too long */
    struct instant until; /* monotonic: it has failed if its next answer is not there by then */
    struct read *next;
};

/* Owned by the caller: r->ops->free(r). */
struct read *read_entries_new(const struct journal_query *q, journal_on_entries f, void *arg);
struct read *read_incidents_new(const struct journal_incident_query *q, journal_on_incidents f,
                                void *arg);
