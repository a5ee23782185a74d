#include "wire/net/address.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct address_key address_key_of(const struct sockaddr *peer, long uid)
{
    struct address_key key = {0};

    if (peer && peer->sa_family == AF_INET) {
        key.bytes[0] = AF_INET;
        memcpy(key.bytes + 1, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
    } else if (peer && peer->sa_family == AF_INET6) {
        key.bytes[0] = AF_INET6;
        memcpy(key.bytes + 1, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, 16);
    } else {
        key.bytes[0] = AF_UNIX;
        memcpy(key.bytes + 1, &uid, sizeof(uid));
    }
    return key;
}

void addresses_init(struct addresses *a)
{
    *a = (struct addresses){0};
    TAILQ_INIT(&a->kept);
}

static void drop(struct addresses *a, struct address *address)
{
    HASH_DEL(a->table, address);
    free(address);
}

void addresses_deinit(struct addresses *a)
{
    struct address *address, *next;

    HASH_ITER(hh, a->table, address, next)
    {
        drop(a, address);
    }
    addresses_init(a);
}

struct address *addresses_find(const struct addresses *a, const struct address_key *key)
{
    struct address *address;

    HASH_FIND(hh, a->table, key, sizeof(*key), address);
    return address;
}

unsigned addresses_count(const struct addresses *a, const struct address_key *key)
{
    const struct address *address = addresses_find(a, key);

    return address ? address->sessions : 0;
}

struct address *addresses_enter(struct addresses *a, const struct address_key *key)
{
    struct address *address = addresses_find(a, key);

    if (!address) {
        address = xcalloc(1, sizeof(*address));
        address->key = *key;
        HASH_ADD(hh, a->table, key, sizeof(address->key), address);
    } else if (address->sessions == 0) {
        TAILQ_REMOVE(&a->kept, address, kept);
        a->n_kept--;
    }
    address->sessions++;
    return address;
}

static bool is_forgotten(const struct address *address, struct instant now)
{
    return address->delay.us == 0 ||
           !instant_before(now, instant_add(address->next, ADDRESS_MEMORY));
}

static void forget_kept(struct addresses *a, struct instant now)
{
    struct address *first;

    while ((first = TAILQ_FIRST(&a->kept)) &&
           (a->n_kept > ADDRESS_MAX_KEPT || is_forgotten(first, now))) {
        TAILQ_REMOVE(&a->kept, first, kept);
        a->n_kept--;
        drop(a, first);
    }
}

void addresses_leave(struct addresses *a, struct address *address, struct instant now)
{
    if (--address->sessions > 0)
        return;
    if (is_forgotten(address, now)) {
        drop(a, address);
        return;
    }
    TAILQ_INSERT_TAIL(&a->kept, address, kept);
    a->n_kept++;
    forget_kept(a, now);
}

void address_punish(struct address *address, struct span first, struct instant now)
{
    if (is_forgotten(address, now))
        address->delay = first;
    else
        address->delay.us *= 2;
    if (address->delay.us > ADDRESS_LONGEST_DELAY.us)
        address->delay = ADDRESS_LONGEST_DELAY;
    address->next = instant_add(now, address->delay);
}

void address_forgive(struct address *address)
{
    address->delay = SPAN_US(0);
    address->next = INSTANT_NONE;
}
