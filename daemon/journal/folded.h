#pragma once
/*
 * duty.folded: for FIND, how the daemon understands what people typed, of the entries for which
 * QUERY_PLAIN is not enough. Written in the transaction of the entries; those that older versions
 * wrote are named in duty.unfolded, and are done when the log is opened.
 */
#include "journal/batch.h"
#include "journal/connection.h"
#include "office/log/entry.h"

extern const char folded_insert[];

/* The rows of one statement. */
void folded_batch_init(struct batch *b);
void folded_batch_fill(struct batch *b, struct entry *const *entries, size_t n);

/* What is left from older versions, in pieces. */
struct folding {
    struct batch rows;
    uint64_t last; /* entry of this piece; 0: there is none */
    bool is_writing;
};

void folding_init(struct folding *f);
void folding_deinit(struct folding *f);
void folding_ask(struct folding *f, struct connection *c);
void folding_on_row(struct folding *f, const PGresult *result, int row);
/* A statement is over: true when all is done, false: the next one was sent. */
bool folding_is_over(struct folding *f, struct connection *c);
