#pragma once
/*
 * What the duty log says of logins: an entry for each one, but refused ones, of which a stranger
 * can make thousands a second, are summed up. The first from an address is an entry at once, those
 * that follow within a minute are one at its end: how many, when the first and the last, as whom.
 */
#include "base/instant.h"
#include "base/slice.h"
#include "wire/net/address.h"

#define LOGIN_LOG_EACH SPAN_MINUTES(1)
/* Beyond so many addresses in one minute, all others are summed up as if they were one. */
#define LOGIN_LOG_ADDRESSES 64
/* So many names are said of one sum. */
#define LOGIN_LOG_NAMES 8

struct desk;
struct login_log;
struct person;
struct session;

/* The desk is borrowed. */
struct login_log *login_log_new(struct desk *desk);
/* What could not be written is said in the daemon's own log. Takes NULL. */
void login_log_free(struct login_log *l);
/* Somebody has logged in. True: *ret_seq is the entry; false: the journal takes none now. */
bool login_log_in(struct login_log *l, const struct person *person, struct slice peer,
                  uint64_t *ret_seq);
/* A login as `person`, whoever that is meant to be, was refused. What the journal does not take
 * now is written later. */
void login_log_refused(struct login_log *l, const struct address_key *address, struct slice peer,
                       struct slice person);
/* Writes the sums whose minute is over. */
void login_log_tick(struct login_log *l);
/* The daemon ends: writes all sums now, and refused logins that still come at once. */
void login_log_end(struct login_log *l);
