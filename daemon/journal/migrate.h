#pragma once
/*
 * Numbered changes to the database's schema, built in from sql/ (sql/embed.sh), applied in order by
 * whoever holds the writer's lock, each in a transaction of its own with its row in duty.migration.
 * One that was applied is never changed: a different digest is refused, as is a database that has
 * been touched by a newer version.
 */
#include <libpq-fe.h>
#include <stdbool.h>

#include "base/buffer.h"

struct connection;

struct migration {
    int number;
    const char *name; /* "001_journal" */
    struct slice sql;
};

/* From sql/embed.sh, in order of their numbers from 1. */
extern const struct migration migrations[];
extern const size_t migrations_count;

enum migrate_next {
    MIGRATE_MORE, /* a statement was sent: hand its results here, then ask again */
    MIGRATE_DONE,
    MIGRATE_REFUSED /* see why */
};

struct migrate {
    int stage; /* zeroed memory starts at the beginning */
    size_t applied;
    struct buffer why;
};

void migrate_deinit(struct migrate *m);
/* Begins again. */
void migrate_clear(struct migrate *m);
/* Sends the next statement on a connection in no pipeline. */
enum migrate_next migrate_step(struct migrate *m, struct connection *c);
/* A result that is no error. */
void migrate_on_result(struct migrate *m, const PGresult *result);

/* Nothing is applied: is the database as this version wants it? `result` is the binary answer to
 * migrate_look; ret_why is appended to. */
extern const char migrate_look[];
bool migrate_is_done(const PGresult *result, struct buffer *ret_why);
