#pragma once
/* The source of random numbers as a parameter: the kernel's, or a seeded one in tests. */
#include <stdint.h>

struct random_source {
    uint64_t (*next)(void *arg);
    void *arg;
};

/* getrandom(2), one call for each number. */
extern const struct random_source random_system;

/* Evenly in [0, n), n > 0. */
uint64_t random_below(const struct random_source *r, uint64_t n);

/* A small seeded generator (splitmix64) for tests and simulation; `state` holds the seed. */
struct random_source random_seeded(uint64_t *state);
