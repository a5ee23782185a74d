#pragma once
/*
 * Makes entries durable. One transaction is on its way at a time; what comes meanwhile is the next
 * one. An entry is reported durable in one place only (writer.c: on_committed), and for one reason
 * only: a commit that was sent with it or after it has returned, without a warning.
 */
#include "journal/opening.h"
#include "journal/options.h"
#include "journal/queue.h"
#include "journal/tail.h"
#include "journal/transaction.h"

enum writer_phase {
    WRITER_DOWN,    /* no connection; the timer makes one */
    WRITER_OPENING, /* connecting, or on the way through journal/opening.h */
    WRITER_IDLE,
    WRITER_COMMITTING,
    WRITER_FENCED /* for good */
};

struct writer {
    struct journal_listener listener;
    void (*on_away)(void *arg); /* before on_state(JOURNAL_AWAY) */
    void *on_away_arg;
    const struct office *office;
    const struct clock *clock;
    struct tail *tail;

    struct connection *connection;
    struct opening opening;
    struct queue queue;
    struct transaction transaction;
    struct live_changes *live_changes; /* of the checkpoint that is not durable yet, or NULL */
    uint64_t live_seq;                 /* its entry */

    enum writer_phase phase;
    enum journal_state state;
    struct instant since;
    struct buffer detail;
    bool must_prove; /* a commit must return before anything committed may be called durable, or
                        the database back */
    bool warned;     /* there was a warning while this commit was on its way */
    char sqlstate[6];
    struct buffer error;   /* of this transaction; empty: none */
    struct buffer suspect; /* the error that made us look at the end of the log */
    struct event *seal, *retry;
    struct event *limit; /* of the commit that is on its way */
    struct span commit_limit;
    unsigned backoff_ms;
    uint64_t batches, proofs, reconnects;
};

/* Starts to connect. options, listener and the rest as in journal/postgres.h; tail is borrowed. */
void writer_init(struct writer *w, struct event_base *base, const struct postgres_options *options,
                 const struct journal_listener *listener, struct tail *tail);
void writer_deinit(struct writer *w);
void writer_append(struct writer *w, struct entry *e);
/* See journal_keep_live. */
void writer_keep_live(struct writer *w, struct live_changes *changes);
/* See journal_probe. */
void writer_probe(struct writer *w);
const char *writer_detail(const struct writer *w);
