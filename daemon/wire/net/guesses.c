#include "wire/net/guesses.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define OLDEST 64 /* of these one is forgotten */

struct guess_key guess_key_of(const struct address_key *address, struct slice person)
{
    struct guess_key key = {.address = *address};
    size_t len = person.len < GUESSES_NAME ? person.len : GUESSES_NAME;

    if (len)
        memcpy(key.person, person.data, len);
    return key;
}

void guesses_init(struct guesses *g)
{
    *g = (struct guesses){0};
    TAILQ_INIT(&g->by_age);
}

static void drop(struct guesses *g, struct guess *guess)
{
    TAILQ_REMOVE(&g->by_age, guess, by_age);
    HASH_DEL(g->table, guess);
    free(guess);
}

void guesses_deinit(struct guesses *g)
{
    struct guess *guess;

    while ((guess = TAILQ_FIRST(&g->by_age)))
        drop(g, guess);
}

static bool is_over(const struct guess *guess, struct instant now)
{
    return !instant_before(now, instant_add(guess->last, GUESSES_MEMORY));
}

static struct guess *find(const struct guesses *g, const struct guess_key *key, struct instant now)
{
    struct guess *guess;

    HASH_FIND(hh, g->table, key, sizeof(*key), guess);
    return guess && !is_over(guess, now) ? guess : NULL;
}

/* Of the oldest the one that was refused least: whoever is being guessed at is not to be washed out
 * by names that are tried once. */
static struct guess *least_of_the_oldest(const struct guesses *g)
{
    struct guess *guess, *found = NULL;
    int n = 0;

    TAILQ_FOREACH(guess, &g->by_age, by_age)
    {
        if (n++ == OLDEST)
            break;
        if (!found || guess->refused < found->refused)
            found = guess;
    }
    return found;
}

static void make_room(struct guesses *g, struct instant now)
{
    struct guess *first;

    while ((first = TAILQ_FIRST(&g->by_age)) && is_over(first, now))
        drop(g, first);
    if (HASH_COUNT(g->table) >= GUESSES_MAX)
        drop(g, least_of_the_oldest(g));
}

/* One more that was refused. */
static void count(struct guesses *g, const struct guess_key *key, struct instant now)
{
    struct guess *guess = find(g, key, now);

    if (guess) {
        TAILQ_REMOVE(&g->by_age, guess, by_age);
    } else {
        make_room(g, now);
        guess = xcalloc(1, sizeof(*guess));
        guess->key = *key;
        HASH_ADD(hh, g->table, key, sizeof(guess->key), guess);
    }
    guess->last = now;
    if (guess->refused < UINT32_MAX)
        guess->refused++;
    TAILQ_INSERT_TAIL(&g->by_age, guess, by_age);
}

unsigned guesses_of(const struct guesses *g, const struct guess_key *key, struct instant now)
{
    const struct guess *guess = find(g, key, now);

    return guess ? guess->refused : 0;
}

unsigned guesses_from(const struct guesses *g, const struct address_key *address,
                      struct instant now)
{
    const struct guess_key anybody = guess_key_of(address, SLICE(""));

    return guesses_of(g, &anybody, now);
}

void guesses_add(struct guesses *g, const struct guess_key *key, struct instant now)
{
    const struct guess_key anybody = guess_key_of(&key->address, SLICE(""));

    count(g, &anybody, now);
    count(g, key, now);
}

void guesses_forgive(struct guesses *g, const struct guess_key *key)
{
    struct guess *guess;

    HASH_FIND(hh, g->table, key, sizeof(*key), guess);
    if (guess)
        drop(g, guess);
}

struct instant guesses_turn(struct guesses *g, const struct guess_key *key, struct span pace,
                            struct instant now)
{
    const struct span each = pace.us < GUESSES_SLOWEST.us ? pace : GUESSES_SLOWEST;
    const struct span all = SPAN_US(each.us * GUESSES_AT_ONCE);
    struct guess *guess = find(g, key, now);
    struct instant spent, begin;

    if (!guess || each.us == 0)
        return now;
    spent = instant_add(instant_max(guess->spent, now), each);
    begin = instant_max(now, instant_add(spent, SPAN_US(-all.us)));
    if (instant_before(instant_add(now, GUESSES_LONGEST_WAIT), begin))
        return INSTANT_NEVER;
    guess->spent = spent;
    return begin;
}
