#pragma once
/*
 * Makes every table of the log again from its entries alone: what was edited, lost or restored from
 * another state does not matter. For the command line: one thing after the other, on a connection
 * of its own, in one transaction, so that an abort leaves the tables as they were.
 */
#include "base/random.h"
#include "rules/rules.h"

struct rebuild_options {
    const char *conninfo; /* libpq's */
    struct rules *rules;
    const struct random_source *random;
    /* Now and then; may be NULL. */
    void (*on_progress)(uint64_t done, uint64_t all);
};

enum rebuilt {
    REBUILT,
    REBUILD_BUSY,  /* a dutyd is on duty with this database */
    REBUILD_FAILED /* why: in words */
};

/* Writes a checkpoint into the log at the end, so that the next start reads what is live. ret_why
 * is appended to; *ret_entries is how many entries the log had. */
enum rebuilt rebuild_tables(const struct rebuild_options *options, uint64_t *ret_entries,
                            struct buffer *ret_why);
