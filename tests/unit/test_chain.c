#include <criterion/criterion.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "journal/chain.h"

/* Checked with other tools: the bytes of docs/journal.md, through hashlib. */
static const char known[] = "67e9bb322bb3883c02512c174c64262b233b057bc7869e140d0297690d228885";

static const struct chain_link link = {
    .seq = 1,
    .at = {1795400109123456},
    .kind = {"report", 6},
    .subject = {"2026-000123", 11},
    .actor = {"li.wei", 6},
    .post = {"officer", 7},
    .body = {"{\"text\":\"smell of gas\"}", 23},
};

static void expect_hex(const struct digest *d, const char *hex)
{
    struct buffer text = BUFFER_INIT;

    digest_format(d, &text);
    cr_expect_str_eq(text.data, hex);
    buffer_deinit(&text);
}

Test(chain, known_hash)
{
    struct digest d = chain_hash_link(&chain_genesis, &link);

    expect_hex(&d, known);
}

static void part(struct sha256_ctx *hash, const char *bytes)
{
    uint8_t len[4] = {0, 0, 0, (uint8_t)strlen(bytes)};

    sha256_update(hash, 4, len);
    sha256_update(hash, strlen(bytes), (const uint8_t *)bytes);
}

Test(chain, part_by_part)
{
    struct digest d = chain_hash_link(&chain_genesis, &link), step_by_step;
    struct sha256_ctx hash;
    uint8_t zeros[32] = {0};

    sha256_init(&hash);
    sha256_update(&hash, sizeof(zeros), zeros);
    part(&hash, "1");
    part(&hash, "2026-11-23T02:15:09.123456Z");
    part(&hash, "report");
    part(&hash, "2026-000123");
    part(&hash, "li.wei");
    part(&hash, "officer");
    part(&hash, "");
    part(&hash, "{\"text\":\"smell of gas\"}");
    sha256_digest(&hash, 32, step_by_step.bytes);
    cr_expect(digest_equal(&d, &step_by_step));
}

Test(chain, entry_is_its_link)
{
    const struct field text = FIELD_TEXT_OF(FIELD_TEXT, SLICE("smell of gas"));
    const struct entry_head head = {.seq = 1,
                                    .at = link.at,
                                    .kind = ENTRY_REPORT,
                                    .incident = {2026, 123},
                                    .actor = link.actor,
                                    .post = link.post};
    struct entry *e = entry_new(&head, &text, 1);
    struct digest d = chain_hash_entry(&chain_genesis, e);

    expect_hex(&d, known);
    free(e);
}

/* Every part counts, and so does where one ends and the next begins. */
Test(chain, any_change_is_seen)
{
    const struct digest before = chain_hash_link(&chain_genesis, &link);
    struct chain_link changed[] = {link, link, link, link, link, link, link, link, link};
    struct digest other;

    changed[0].seq = 2;
    changed[1].at.us++;
    changed[2].kind = SLICE("note");
    changed[3].subject = SLICE("2026-000124");
    changed[4].actor = SLICE("he.lan");
    changed[5].post = SLICE("leader");
    changed[6].key = SLICE("k");
    changed[7].body = SLICE("{\"text\":\"smell of gaz\"}");
    changed[8].actor = SLICE("li.weio");
    changed[8].post = SLICE("fficer");
    for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
        other = chain_hash_link(&chain_genesis, &changed[i]);
        cr_expect(!digest_equal(&before, &other), "change %zu", i);
    }
    other = chain_hash_link(&before, &link);
    cr_expect(!digest_equal(&before, &other), "the hash before counts");
}
