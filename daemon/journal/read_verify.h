#pragma once
/* The read that computes the hashes of the log again, in pieces. */
#include "journal/read.h"

/* Looks at entries from first to last; last_hash is what this process knows the last one's to be.
 */
struct read *read_verify_new(uint64_t first, uint64_t last, const struct digest *last_hash,
                             journal_on_verdict f, void *arg);
