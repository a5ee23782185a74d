#pragma once
/*
 * Where clients come from, and how many sessions there are from each address. An address is an IP
 * address without the port, of IPv6 the /64, or a uid on a Unix socket.
 */
#include <sys/socket.h>
#include <uthash.h>

#include "base/buffer.h"

struct address_key {
    unsigned char bytes[17]; /* the family, then the address or the uid */
};

struct address {
    UT_hash_handle hh;
    struct address_key key;
    unsigned sessions;
};

/* Init with addresses_init. */
struct addresses {
    struct address *table;
};

/* peer NULL: by the uid. */
struct address_key address_key_of(const struct sockaddr *peer, long uid);
/* "192.0.2.7", "2001:db8:0:1::/64", "unix uid 1000"; appended. */
void address_key_name(const struct address_key *key, struct buffer *out);

void addresses_init(struct addresses *a);
void addresses_deinit(struct addresses *a);
/* The address, if there is a session from it. */
struct address *addresses_find(const struct addresses *a, const struct address_key *key);
/* How many sessions are there from that address? */
unsigned addresses_count(const struct addresses *a, const struct address_key *key);
/* One session more, one less. The address stays good in between. */
struct address *addresses_enter(struct addresses *a, const struct address_key *key);
void addresses_leave(struct addresses *a, struct address *address);
