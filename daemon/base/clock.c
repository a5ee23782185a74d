#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

static struct instant read_clock(clockid_t id)
{
    struct timespec t;

    if (clock_gettime(id, &t) != 0)
        abort();
    return instant_from_timespec(t);
}

static struct instant system_now(void *arg)
{
    (void)arg;
    return read_clock(CLOCK_REALTIME);
}

static struct instant system_monotonic(void *arg)
{
    (void)arg;
    return read_clock(CLOCK_BOOTTIME);
}

const struct clock clock_system = {.now = system_now, .monotonic = system_monotonic};
