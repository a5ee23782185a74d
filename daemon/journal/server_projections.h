#pragma once
/*
 * Projections that the server makes by itself, by a function of its own, of the entries of a batch
 * and in its transaction: who is where, notices, standing orders.
 */
#include <libpq-fe.h>

#include "office/log/entry.h"

/* The functions, and the statements that call them. */
#define SERVER_PROJECTION_PRESENCE "note_presence"
#define SERVER_PROJECTION_NOTICES "note_notices"
#define SERVER_PROJECTION_RECEIPTS "note_receipts"
#define SERVER_PROJECTION_STANDING "note_standing"
#define SERVER_PROJECTION_SQL(name) "select duty." name "($1::bigint, $2::bigint)"

/* Sends those of them that the batch has something for; most have none. In pipeline mode, after
 * the insert of the entries. False: it could not be sent. */
bool server_projections_send(PGconn *pg, struct entry *const *entries, size_t n);
