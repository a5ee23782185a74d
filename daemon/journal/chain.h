#pragma once
/*
 * The hash chain: each entry's hash is SHA-256 over the hash of the entry before it (for entry 1:
 * 32 zero bytes), followed by eight parts in this order, each as a 4-byte big-endian length and
 * the exact bytes:
 *
 *     seq      decimal digits
 *     at       RFC 3339, UTC, six digits of microseconds, "Z"
 *     kind     "report"
 *     subject  "2026-000123", or nothing
 *     actor, post, key, or nothing
 *     body     the JSON text as it is kept
 *
 * So nothing in the log can be changed, left out or put in without every later hash being wrong.
 */
#include "base/digest.h"
#include "office/log/entry.h"

/* One entry as a reader of the table sees it: bytes, not meanings, so that an entry of a kind that
 * this version does not know has its hash too. */
struct chain_link {
    uint64_t seq;
    struct instant at;
    struct slice kind, subject, actor, post, key, body;
};

/* What stands before entry 1. */
extern const struct digest chain_genesis;

struct digest chain_hash_link(const struct digest *before, const struct chain_link *link);
struct digest chain_hash_entry(const struct digest *before, const struct entry *e);
