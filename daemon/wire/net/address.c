#include "wire/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Whoever has one address of a /64 has them all (RFC 6177); not so on a link of one's own. An IPv4
 * client of a socket for both is the same as of one for IPv4. */
static void key_of_in6(const struct in6_addr *in6, struct address_key *ret_key)
{
    if (IN6_IS_ADDR_V4MAPPED(in6)) {
        ret_key->bytes[0] = AF_INET;
        memcpy(ret_key->bytes + 1, in6->s6_addr + 12, 4);
        return;
    }
    ret_key->bytes[0] = AF_INET6;
    memcpy(ret_key->bytes + 1, in6->s6_addr, IN6_IS_ADDR_LINKLOCAL(in6) ? 16 : 8);
}

struct address_key address_key_of(const struct sockaddr *peer, long uid)
{
    struct address_key key = {0};

    if (peer && peer->sa_family == AF_INET) {
        key.bytes[0] = AF_INET;
        memcpy(key.bytes + 1, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
    } else if (peer && peer->sa_family == AF_INET6) {
        key_of_in6(&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, &key);
    } else {
        key.bytes[0] = AF_UNIX;
        memcpy(key.bytes + 1, &uid, sizeof(uid));
    }
    return key;
}

void address_key_name(const struct address_key *key, struct buffer *out)
{
    char host[INET6_ADDRSTRLEN] = "?";
    struct in6_addr in6;
    long uid;

    if (key->bytes[0] == AF_UNIX) {
        memcpy(&uid, key->bytes + 1, sizeof(uid));
        buffer_printf(out, "unix uid %ld", uid);
        return;
    }
    inet_ntop(key->bytes[0], key->bytes + 1, host, sizeof(host));
    buffer_append_string(out, host);
    memcpy(&in6, key->bytes + 1, sizeof(in6));
    if (key->bytes[0] == AF_INET6 && !IN6_IS_ADDR_LINKLOCAL(&in6))
        buffer_append_string(out, "/64");
}

void addresses_init(struct addresses *a)
{
    *a = (struct addresses){0};
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
    }
    address->sessions++;
    return address;
}

void addresses_leave(struct addresses *a, struct address *address)
{
    if (--address->sessions == 0)
        drop(a, address);
}
