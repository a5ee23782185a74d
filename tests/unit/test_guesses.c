#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "wire/net/guesses.h"

static struct address_key key_of_ip(const char *ip)
{
    struct sockaddr_storage peer = {0};

    if (strchr(ip, ':')) {
        peer.ss_family = AF_INET6;
        inet_pton(AF_INET6, ip, &((struct sockaddr_in6 *)(void *)&peer)->sin6_addr);
    } else {
        peer.ss_family = AF_INET;
        inet_pton(AF_INET, ip, &((struct sockaddr_in *)(void *)&peer)->sin_addr);
    }
    return address_key_of((const struct sockaddr *)&peer, -1);
}

Test(guesses, knows_an_address_by_whom_it_belongs_to)
{
    static const struct {
        const char *a, *b, *name; /* of a */
        bool same;
    } rows[] = {
        {"192.0.2.7", "192.0.2.7", "192.0.2.7", true},
        {"192.0.2.7", "192.0.2.8", "192.0.2.7", false},
        {"2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64", true},
        {"2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:1::/64", false},
        {"::ffff:192.0.2.7", "192.0.2.7", "192.0.2.7", true},
        {"::ffff:192.0.2.7", "::ffff:192.0.2.8", "192.0.2.7", false},
        {"fe80::1", "fe80::2", "fe80::1", false},
        {"fe80::1", "fe80::1", "fe80::1", true},
        {"::1", "::1", "::/64", true},
        {"::1", "127.0.0.1", "::/64", false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct address_key a = key_of_ip(rows[i].a), b = key_of_ip(rows[i].b);
        struct buffer name = BUFFER_INIT;

        address_key_name(&a, &name);
        cr_expect_str_eq(name.data, rows[i].name);
        cr_expect_eq(memcmp(&a, &b, sizeof(a)) == 0, rows[i].same, "%s, %s", rows[i].a, rows[i].b);
        buffer_deinit(&name);
    }
}

/* Whoever guesses cannot make that forgotten by trying others. */
Test(guesses, remembers_who_is_guessed_at)
{
    const struct address_key from = address_key_of(NULL, 1);
    const struct instant now = {1000000};
    const struct guess_key boss = guess_key_of(&from, SLICE("boss"));
    struct guesses g;

    guesses_init(&g);
    for (int i = 0; i < 40; i++)
        guesses_add(&g, &boss, now);
    for (int i = 0; i < 3 * GUESSES_MAX; i++) {
        char name[16];
        struct guess_key key;

        snprintf(name, sizeof(name), "%d", i);
        key = guess_key_of(&from, slice_of(name));
        cr_expect_eq(guesses_turn(&g, &key, SPAN_SECONDS(1), now).us, now.us);
        guesses_add(&g, &key, now);
    }
    cr_expect_eq(guesses_of(&g, &boss, now), 40);
    for (int i = 0; i < GUESSES_AT_ONCE; i++)
        cr_expect_eq(guesses_turn(&g, &boss, SPAN_SECONDS(1), now).us, now.us, "%d", i);
    for (int i = 1; i <= 2; i++)
        cr_expect_eq(guesses_turn(&g, &boss, SPAN_SECONDS(1), now).us, now.us + i * 1000000);
    cr_expect(instant_is_never(guesses_turn(&g, &boss, SPAN_SECONDS(1), now)));
    cr_expect_eq(guesses_turn(&g, &boss, SPAN_US(0), now).us, now.us,
                 "nobody waits where no delay is wanted");
    guesses_forgive(&g, &boss);
    cr_expect_eq(guesses_turn(&g, &boss, SPAN_SECONDS(1), now).us, now.us);
    guesses_deinit(&g);
}

Test(guesses, remembers_a_bounded_number_of_guesses)
{
    const struct address_key from = address_key_of(NULL, 1);
    const struct instant now = {1000000}, later = instant_add(now, GUESSES_MEMORY);
    struct guess_key key = guess_key_of(&from, SLICE("li.wei"));
    struct guesses g;
    char name[16];

    guesses_init(&g);
    for (int i = 0; i < 3 * GUESSES_MAX; i++) {
        snprintf(name, sizeof(name), "%d", i);
        key = guess_key_of(&from, slice_of(name));
        guesses_add(&g, &key, now);
    }
    cr_expect_eq(HASH_COUNT(g.table), (unsigned)GUESSES_MAX);
    cr_expect_eq(guesses_of(&g, &key, now), 1);
    cr_expect_eq(guesses_from(&g, &from, now), (unsigned)(3 * GUESSES_MAX));
    cr_expect_eq(guesses_from(&g, &from, later), 0, "they are forgotten");
    guesses_add(&g, &key, later);
    cr_expect_eq(HASH_COUNT(g.table), 2, "those that are over are let go");
    guesses_deinit(&g);
}
