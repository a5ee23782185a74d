#pragma once
/*
 * What the writer does with a fresh connection before it may write: settings, lock, migrations, the
 * end of the log, and the first time what is live; then it prepares its statements. A connection
 * that is lost on the way is simply opened again: what was replayed already is not replayed twice.
 */
#include <event2/event.h>

#include "base/clock.h"
#include "journal/connection.h"
#include "journal/folded.h"
#include "journal/journal.h"
#include "journal/migrate.h"
#include "journal/replay.h"
#include "journal/statement.h"
#include "journal/tail.h"

struct opening {
    struct connection *connection;      /* borrowed, as are the next two */
    const struct statement *statements; /* to be prepared; ended by a NULL name */
    bool replay;                        /* wanted: the first time */

    size_t step;
    struct migrate migrate;
    struct event *lock_timer;
    bool has_lock;
    uint64_t end_seq; /* the log's last entry */
    struct digest end_hash;
    bool has_first_end; /* it was this when the replay began */
    uint64_t first_end_seq;
    struct digest first_end_hash;
    struct replay replaying;
    struct folding folding;
    struct buffer waits_for; /* in words */
    struct buffer refused;   /* why it cannot go on; empty while it can */
};

void opening_init(struct opening *o, struct event_base *base);
void opening_deinit(struct opening *o);
/* The connection is up: sends the first step. */
void opening_begin(struct opening *o);
/* The connection is gone. */
void opening_stop(struct opening *o);
void opening_on_result(struct opening *o, const PGresult *result);

enum opening_next { OPENING_MORE, OPENING_DONE, OPENING_REFUSED };
/* All results of a step are in: sends the next. DONE: the connection is in pipeline mode and idle.
 * REFUSED: o->refused says why; close the connection. */
enum opening_next opening_on_done(struct opening *o);
