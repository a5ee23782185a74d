#include "base/digest.h"

#include <nettle/sha2.h>
#include <string.h>

_Static_assert(DIGEST_SIZE == SHA256_DIGEST_SIZE, "a digest is a SHA-256");

struct digest digest_of(struct slice s)
{
    struct sha256_ctx hash;
    struct digest d;

    sha256_init(&hash);
    if (s.len > 0)
        sha256_update(&hash, s.len, (const uint8_t *)s.data);
    sha256_digest(&hash, sizeof(d.bytes), d.bytes);
    return d;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

void digest_format(const struct digest *d, struct buffer *out)
{
    static const char hex[] = "0123456789abcdef";
    char *to = buffer_reserve(out, 2 * sizeof(d->bytes));

    for (size_t i = 0; i < sizeof(d->bytes); i++) {
        *to++ = hex[d->bytes[i] >> 4];
        *to++ = hex[d->bytes[i] & 15];
    }
    out->len += 2 * sizeof(d->bytes);
}

uint64_t digest_short(const struct digest *d)
{
    uint64_t number = 0;

    for (size_t i = 0; i < 8; i++)
        number = number << 8 | d->bytes[i];
    return number;
}

void digest_short_format(uint64_t number, struct buffer *out)
{
    buffer_printf(out, "%016llx", (unsigned long long)number);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_short_parse(struct slice hex, uint64_t *ret_number)
{
    uint64_t number = 0;

    if (hex.len != 16)
        return false;
    for (size_t n = 0; n < hex.len; n++) {
        int digit = hex_digit(hex.data[n]);
        if (digit < 0)
            return false;
        number = number << 4 | (uint64_t)digit;
    }
    *ret_number = number;
    return true;
}
