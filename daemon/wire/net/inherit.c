#include "wire/net/inherit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/slice.h"

static int prepare(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    int status = fcntl(fd, F_GETFL);

    if (flags < 0 || status < 0)
        return -errno;
    if (fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0 || fcntl(fd, F_SETFL, status | O_NONBLOCK) < 0)
        return -errno;
    return 0;
}

static int count_and_prepare(void)
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
    long long number;

    if (!pid || !fds)
        return 0;
    if (!slice_to_number(slice_of(pid), 1, INT_MAX, &number))
        return -EINVAL;
    if (number != getpid())
        return 0;
    if (!slice_to_number(slice_of(fds), 0, INT_MAX - INHERIT_FIRST, &number))
        return -EINVAL;
    for (int i = 0; i < (int)number; i++) {
        int error = prepare(INHERIT_FIRST + i);

        if (error)
            return error;
    }
    return (int)number;
}

int inherit_sockets(void)
{
    int n = count_and_prepare();

    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return n;
}
