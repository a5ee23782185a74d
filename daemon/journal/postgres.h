#pragma once
/*
 * The journal in PostgreSQL (14 or later; libpq without blocking, pipeline mode). Two connections:
 * one writes, one reads.
 *
 * Opening: connect; refuse a server with fsync = off and set synchronous_commit = on where it is
 * off or local; take the advisory lock (one writer for each database; wait for it as long as
 * another holds it); apply the migrations of sql/; read the end of the log and what is live.
 * Retried with backoff for as long as it takes.
 *
 * Lost while a batch was on its way: connect again, take the lock (the old server process is then
 * gone, its commit done or not), and look: the log ends before the batch: the same bytes are sent
 * again. It ends with the batch's last entry, with our hash: it was committed; it is answered when
 * one more commit after it has returned, since only that one proves that a synchronous standby has
 * it too. It ends with anything else: on_fenced.
 */
#include <event2/event.h>

#include "base/clock.h"
#include "journal/journal.h"
#include "journal/options.h"

/* Never NULL; starts connecting. Options are copied, what they point at is borrowed. */
struct journal *postgres_journal_new(struct event_base *base,
                                     const struct postgres_options *options,
                                     const struct journal_listener *listener);
