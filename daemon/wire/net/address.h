#pragma once
/*
 * Where clients come from: how many sessions there are from each address, and how long its next
 * login has to wait after failed ones. An address is an IP address without the port, or a uid on a
 * Unix socket. Bounded: addresses that have no session are remembered for a while, at most
 * ADDRESS_MAX_KEPT of them.
 */
#include <sys/queue.h>
#include <sys/socket.h>
#include <uthash.h>

#include "base/instant.h"

#define ADDRESS_MAX_KEPT 1024
#define ADDRESS_LONGEST_DELAY SPAN_SECONDS(60)
/* A failed login is forgotten so long after the delay that it brought is over. */
#define ADDRESS_MEMORY SPAN_MINUTES(10)

struct address_key {
    unsigned char bytes[17]; /* the family, then the address or the uid */
};

struct address {
    UT_hash_handle hh;
    TAILQ_ENTRY(address) kept; /* those without a session, the longest kept first */
    struct address_key key;
    bool login_runs; /* one login at a time for each address */
    unsigned sessions;
    struct span delay;   /* 0: no failed login */
    struct instant next; /* monotonic: no login is looked at before */
};

TAILQ_HEAD(address_list, address);

/* Init with addresses_init. */
struct addresses {
    struct address *table;
    struct address_list kept;
    size_t n_kept;
};

struct address_key address_key_of(const struct sockaddr *peer, long uid);

void addresses_init(struct addresses *a);
void addresses_deinit(struct addresses *a);
/* The address, if it is known. */
struct address *addresses_find(const struct addresses *a, const struct address_key *key);
/* How many sessions are there from that address? */
unsigned addresses_count(const struct addresses *a, const struct address_key *key);
/* One session more, one less. The address stays good in between. */
struct address *addresses_enter(struct addresses *a, const struct address_key *key);
void addresses_leave(struct addresses *a, struct address *address, struct instant now);
/* A login from there failed: the next one waits `first`, or twice what the last one waited. */
void address_punish(struct address *address, struct span first, struct instant now);
void address_forgive(struct address *address);
