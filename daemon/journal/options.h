#pragma once
/* What a journal in PostgreSQL is made with. */
#include "base/clock.h"

struct office;

struct postgres_options {
    const char *conninfo; /* libpq's */
    const struct clock *clock;
    const struct office *office; /* borrowed; the projections are written from it */
    const char *version;         /* application_name = "dutyd VERSION" */
    struct span commit_limit;    /* a commit that takes longer is JOURNAL_STALLED; 0 = 3 s */
    size_t max_pending;          /* entries; is_full beyond; 0 = default 8192 */
    size_t max_pending_bytes;    /* 0 = default 16 MiB */
    size_t tail_bytes; /* the latest entries kept in memory for reading while the database is away;
                          0 = default 256 KiB */
};
