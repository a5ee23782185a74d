/*
 * Preloaded into the daemon by a test: while the file named by $DUTYD_TEST_NO_TIMER is there, no
 * timerfd is armed any more. It is what the desk's one timer is made of; the auditor has another.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec *old)
{
    static int (*real)(int, int, const struct itimerspec *, struct itimerspec *);
    static const struct itimerspec never;
    const char *file = getenv("DUTYD_TEST_NO_TIMER");

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "timerfd_settime");
    return real(fd, flags, file && access(file, F_OK) == 0 ? &never : value, old);
}
