#pragma once
/*
 * The journal in memory, for conversations, simulation and unit tests. It behaves as the one in
 * PostgreSQL does, but time stands still between the calls of memory_journal_flush: nothing becomes
 * durable and no read is answered but there. What is kept is what a database would keep: each entry
 * is read back from its encoded body, so that a fold of it proves the encoding too.
 */
#include "journal/journal.h"

/* Never NULL; opening until memory_journal_open. The listener is copied. */
struct journal *memory_journal_new(const struct journal_listener *listener);

/* Replays all that is durable to the listener, then on_ready. Pending entries that
 * were never flushed are lost, as by a crash, and reads asked for before are dropped unanswered. */
void memory_journal_open(struct journal *j);
/* For the next life of the desk: call before memory_journal_open. */
void memory_journal_set_listener(struct journal *j, const struct journal_listener *listener);

/* Makes what is pending durable, runs on_durable, then answers the reads. Entries that on_durable
 * appended wait for the next flush. While away nothing becomes durable, and reads get what there is
 * as JOURNAL_ANSWER_PARTIAL. True if there was anything to do. */
bool memory_journal_flush(struct journal *j);
/* The database is READY, STALLED or AWAY; runs on_state when that is news. */
void memory_journal_set_state(struct journal *j, enum journal_state state);
/* The same, for AWAY and READY. */
void memory_journal_set_away(struct journal *j, bool away);
/* is_full says so from this many pending entries on; 0 = never (the default). */
void memory_journal_set_max_pending(struct journal *j, size_t max_pending);

/* The durable entries, in order; borrowed until the next flush. */
struct entry *const *memory_journal_entries(const struct journal *j, size_t *ret_n);
/* Spoils the kept body of entry `seq`, for tests of verify. */
void memory_journal_tamper(struct journal *j, uint64_t seq, struct slice body);
