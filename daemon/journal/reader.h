#pragma once
/*
 * The reads, on a connection of their own: one after the other, in the order in which they were
 * asked; a long one (verify) goes to the end of the line after each piece. A read that is cut off
 * has failed; the next one connects again. So has one, or a piece of a long one, that was not
 * answered in READ_LIMIT of being asked, since whoever asked waits: the server may stand still.
 */
#include "journal/writer.h"

#define READ_LIMIT SPAN_SECONDS(8)

struct reader {
    struct connection *connection;
    const struct writer *writer; /* borrowed: its state and the end of the log */
    const struct tail *tail;     /* borrowed: what is answered while the database is away */
    struct read *first, **last;
    struct read *running; /* the first, once it was sent */
    bool is_connecting;
    bool is_set_up; /* the connection has its settings */
    bool failed;    /* the statement that runs */
    uint64_t last_ticket;
    struct event *next;  /* starts the first read, in a frame of its own */
    struct event *limit; /* when the first that waits has waited too long */
};

void reader_init(struct reader *r, struct event_base *base, const struct postgres_options *options,
                 const struct writer *writer, const struct tail *tail);
void reader_deinit(struct reader *r);
/* The writer lost the database: the connection may be to another server than the next one. */
void reader_reset(struct reader *r);

uint64_t reader_query(struct reader *r, const struct journal_query *q, journal_on_entries f,
                      void *arg);
uint64_t reader_query_incidents(struct reader *r, const struct journal_incident_query *q,
                                journal_on_incidents f, void *arg);
uint64_t reader_verify(struct reader *r, uint64_t first, journal_on_verdict f, void *arg);
void reader_cancel(struct reader *r, uint64_t ticket);
