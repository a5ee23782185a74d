#pragma once
/* The journal's copy of what is live: duty.live. Written by difference, in the transaction of the
 * checkpoint that says what is in it. */
#include <libpq-fe.h>

#include "journal/batch.h"
#include "office/state/live.h"

#define LIVE_TABLE_CLEAR "live_clear"
#define LIVE_TABLE_DROP "live_drop"
#define LIVE_TABLE_ADD "live_add"
#define LIVE_TABLE_KEEP "live_keep"

extern const char live_table_clear[], live_table_drop[], live_table_add[], live_table_keep[];

/* Sends the prepared statements of those names, as far as there is something for them. In pipeline
 * mode. False: it could not be sent. */
bool live_table_send(PGconn *pg, const struct live_changes *changes);
