#pragma once
/*
 * What one transaction of the log writes: entries, the tables that are made of them, and what is
 * live as of a checkpoint. As prepared statements, in pipeline mode; the caller syncs.
 */
#include <libpq-fe.h>

#include "journal/batch.h"
#include "journal/folded.h"
#include "journal/projection.h"
#include "journal/statement.h"
#include "office/state/live.h"

/* To be prepared once for each connection; ended by a NULL name. */
extern const struct statement transaction_statements[];

struct transaction {
    struct batch journal;
    struct projection projection;
    struct batch folded;
};

void transaction_init(struct transaction *t);
void transaction_deinit(struct transaction *t);

/* Borrowed for the call. The entries have been applied to the office. */
struct transaction_content {
    const struct office *office;
    struct entry *const *entries;
    const struct digest
        *hashes; /* of each; NULL: the log has them already, only the tables are made */
    size_t n;
    const struct live_changes *live; /* NULL: no checkpoint is among them */
};

/* False: it could not be sent. */
bool transaction_send(struct transaction *t, PGconn *pg, const struct transaction_content *c);
/* Nothing but a sign of life, which needs a commit. */
bool transaction_send_heartbeat(PGconn *pg);
