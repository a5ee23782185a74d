#include <criterion/criterion.h>
#include <string.h>

#include "base/digest.h"

/* The first three are of FIPS 180-4's examples. */
Test(digest, sha256)
{
    static const struct {
        const char *text, *hex;
        uint64_t first;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         UINT64_C(0xe3b0c44298fc1c14)},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
         UINT64_C(0xba7816bf8f01cfea)},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
         UINT64_C(0x248d6a61d20638b8)},
    };
    struct buffer b = BUFFER_INIT;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct digest d = digest_of(slice_of(rows[i].text));

        buffer_clear(&b);
        digest_format(&d, &b);
        cr_expect(strcmp(b.data, rows[i].hex) == 0, "\"%s\": %s", rows[i].text, b.data);
        cr_expect_eq(b.len, 64);
        cr_expect(digest_short(&d) == rows[i].first, "\"%s\"", rows[i].text);
    }
    buffer_deinit(&b);
}

Test(digest, of_null_is_of_empty)
{
    struct digest a = digest_of(slice_of(NULL)), b = digest_of(SLICE(""));

    cr_expect(digest_equal(&a, &b));
}

Test(digest, equal_looks_at_every_byte)
{
    struct digest a = digest_of(SLICE("abc"));

    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        struct digest b = a;

        cr_expect(digest_equal(&a, &b));
        b.bytes[i] ^= 1;
        cr_expect_not(digest_equal(&a, &b), "byte %zu", i);
    }
}

static const struct {
    const char *text;
    uint64_t number; /* 1: refused */
} shorts[] = {
    {"0000000000000000", 0},
    {"00000000000000ff", 255},
    {"ffffffffffffffff", UINT64_MAX},
    {"0123456789abcdef", UINT64_C(0x0123456789abcdef)},
    {"", 1},
    {"ff", 1},
    {"00000000000000FF", 1},
    {"00000000000000fg", 1},
    {"0000000000000000f", 1},
    {" 00000000000000f", 1},
};

Test(digest, short_ones_are_read_back)
{
    for (size_t i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++) {
        struct buffer b = BUFFER_INIT;
        uint64_t number = 7;
        bool good = digest_short_parse(slice_of(shorts[i].text), &number);

        cr_expect_eq(good, shorts[i].number != 1, "\"%s\"", shorts[i].text);
        cr_expect_eq(number, good ? shorts[i].number : 7, "\"%s\"", shorts[i].text);
        digest_short_format(number, &b);
        cr_expect(!good || strcmp(b.data, shorts[i].text) == 0, "\"%s\"", shorts[i].text);
        buffer_deinit(&b);
    }
}
