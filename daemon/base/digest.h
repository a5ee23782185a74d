#pragma once
/*
 * SHA-256 (FIPS 180-4), by libnettle: it is in the process already (libpq needs it through libldap
 * and gnutls), uses the processor's instructions, and saves the 2 MB of resident memory that
 * OpenSSL's EVP takes for one hash function.
 */
#include <stdint.h>

#include "base/buffer.h"

#define DIGEST_SIZE 32

struct digest {
    uint8_t bytes[DIGEST_SIZE];
};

struct digest digest_of(struct slice s);
bool digest_equal(const struct digest *a, const struct digest *b);
/* 64 lower-case hex digits. */
void digest_format(const struct digest *d, struct buffer *out);
/* The first 8 bytes as a big-endian number: enough to distinguish two honest texts. */
uint64_t digest_short(const struct digest *d);
/* That number in the form kept in entries: 16 lower-case hex digits. */
void digest_short_format(uint64_t number, struct buffer *out);
/* False, and *ret_number untouched, when the text is anything else. */
bool digest_short_parse(struct slice hex, uint64_t *ret_number);
