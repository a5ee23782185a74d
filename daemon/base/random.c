#include "base/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

static uint64_t system_next(void *arg)
{
    uint64_t number;
    ssize_t n;

    (void)arg;
    do {
        n = getrandom(&number, sizeof(number), 0);
    } while (n < 0 && errno == EINTR);
    if (n != (ssize_t)sizeof(number))
        abort();
    return number;
}

const struct random_source random_system = {.next = system_next};

uint64_t random_below(const struct random_source *r, uint64_t n)
{
    /* 2^64 modulo n: this many of the lowest numbers would make some remainders more likely. */
    uint64_t surplus = (0 - n) % n;
    uint64_t number;

    do {
        number = r->next(r->arg);
    } while (number < surplus);
    return number % n;
}

static uint64_t seeded_next(void *arg)
{
    uint64_t *state = arg;
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct random_source random_seeded(uint64_t *state)
{
    return (struct random_source){.next = seeded_next, .arg = state};
}
