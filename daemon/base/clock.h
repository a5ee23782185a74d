#pragma once
/*
 * The clock as a parameter: the daemon's real one (clock.c is the only file that reads the system's
 * time), or a test's, moved by hand.
 */
#include "base/instant.h"

struct clock {
    struct instant (*now)(void *arg);       /* wall time; may step */
    struct instant (*monotonic)(void *arg); /* time since boot, suspend included; never steps */
    void *arg;
};

extern const struct clock clock_system;

static inline struct instant clock_now(const struct clock *c)
{
    return c->now(c->arg);
}

static inline struct instant clock_monotonic(const struct clock *c)
{
    return c->monotonic(c->arg);
}
