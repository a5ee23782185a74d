#pragma once
/*
 * Refused logins that are remembered: how many there were lately from an address, and how many
 * from an address for one person. Bounded: of more than GUESSES_MAX one is forgotten that
 * lies far back and counts little. Only a password that was checked makes one, so that filling the
 * table takes longer than its memory.
 */
#include <sys/queue.h>
#include <uthash.h>

#include "base/instant.h"
#include "base/slice.h"
#include "wire/net/address.h"

#define GUESSES_MAX 4096
#define GUESSES_NAME 64 /* bytes of a name: no person has a longer one (config: id) */
/* Refused logins are forgotten when none has followed for so long. */
#define GUESSES_MEMORY SPAN_MINUTES(10)
/* Once one was refused, an address may try so many passwords of a person at once ... */
#define GUESSES_AT_ONCE 32
/* ... then one in each span of sessions.login_delay, or of this if that is longer. */
#define GUESSES_SLOWEST SPAN_SECONDS(2)
/* None waits longer for that: it is turned away. */
#define GUESSES_LONGEST_WAIT SPAN_SECONDS(2)

/* Init with guess_key_of: it is compared as bytes. */
struct guess_key {
    struct address_key address;
    char person[GUESSES_NAME]; /* all zero: the address, whoever was meant */
};

struct guess {
    UT_hash_handle hh;
    TAILQ_ENTRY(guess) by_age;
    struct guess_key key;
    unsigned refused;
    struct instant last;  /* monotonic: when it was last refused */
    struct instant spent; /* monotonic: all tries that were begun are paid for by then */
};

TAILQ_HEAD(guess_list, guess);

/* Init with guesses_init. All instants are monotonic. */
struct guesses {
    struct guess *table;
    struct guess_list by_age; /* the longest untouched first */
};

/* The name as it was said, whether there is such a person or not. */
struct guess_key guess_key_of(const struct address_key *address, struct slice person);

void guesses_init(struct guesses *g);
void guesses_deinit(struct guesses *g);
/* How many were refused lately, of that person from that address; of anybody from there. */
unsigned guesses_of(const struct guesses *g, const struct guess_key *key, struct instant now);
unsigned guesses_from(const struct guesses *g, const struct address_key *address,
                      struct instant now);
/* One more. */
void guesses_add(struct guesses *g, const struct guess_key *key, struct instant now);
/* Of that person from that address none. What the address tried with others stays. */
void guesses_forgive(struct guesses *g, const struct guess_key *key);
/* When a password may be looked at that has just come: now, or up to GUESSES_LONGEST_WAIT later.
 * While none was refused nobody waits, so that a crowd of right ones does not hold up itself.
 * INSTANT_NEVER: too many have come. `pace` is sessions.login_delay. */
struct instant guesses_turn(struct guesses *g, const struct guess_key *key, struct span pace,
                            struct instant now);
