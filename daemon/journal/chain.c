#include "journal/chain.h"

#include <nettle/sha2.h>

const struct digest chain_genesis;

static void hash_part(struct sha256_ctx *hash, struct slice part)
{
    uint8_t len[4] = {(uint8_t)(part.len >> 24), (uint8_t)(part.len >> 16),
                      (uint8_t)(part.len >> 8), (uint8_t)part.len};

    sha256_update(hash, sizeof(len), len);
    if (part.len > 0)
        sha256_update(hash, part.len, (const uint8_t *)part.data);
}

struct digest chain_hash_link(const struct digest *before, const struct chain_link *link)
{
    struct buffer text = BUFFER_INIT;
    struct sha256_ctx hash;
    struct digest d;

    sha256_init(&hash);
    sha256_update(&hash, sizeof(before->bytes), before->bytes);
    buffer_append_number(&text, (long long)link->seq);
    hash_part(&hash, buffer_slice(&text));
    buffer_clear(&text);
    instant_format_utc(link->at, &text);
    hash_part(&hash, buffer_slice(&text));
    hash_part(&hash, link->kind);
    hash_part(&hash, link->subject);
    hash_part(&hash, link->actor);
    hash_part(&hash, link->post);
    hash_part(&hash, link->key);
    hash_part(&hash, link->body);
    sha256_digest(&hash, sizeof(d.bytes), d.bytes);
    buffer_deinit(&text);
    return d;
}

struct digest chain_hash_entry(const struct digest *before, const struct entry *e)
{
    struct buffer subject = BUFFER_INIT;
    struct chain_link link = {.seq = e->seq,
                              .at = e->at,
                              .kind = slice_of(entry_kind_to_string(e->kind)),
                              .actor = e->actor,
                              .post = e->post,
                              .key = e->key,
                              .body = e->body};
    struct digest d;

    if (e->incident.year != 0)
        incident_id_format(e->incident, &subject);
    link.subject = buffer_slice(&subject);
    d = chain_hash_link(before, &link);
    buffer_deinit(&subject);
    return d;
}
