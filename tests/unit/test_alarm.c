/* The daemon's one timer, when the clock is set. The clock of this machine stays as it is: what the
 * kernel would say is put in between here. */
#include "desk/alarm.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

static unsigned cancelled; /* calls from now on of which the first says that the clock was set */
static unsigned called;

/* In the place of the C library's. As timerfd_settime(2) says: the timer is set, and the call
 * fails. */
int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec *old)
{
    int r = (int)syscall(SYS_timerfd_settime, fd, flags, value, old);

    called++;
    if (cancelled == 0)
        return r;
    cancelled--;
    errno = ECANCELED;
    return -1;
}

static void on_alarm(void *arg)
{
    ++*(unsigned *)arg;
}

/* Something else comes first when the clock is set, and sets the timer again. */
Test(alarm, immunity_26_set_before_the_clock_is_read, .timeout = 10)
{
    struct event_base *base = event_base_new();
    unsigned rung = 0;
    struct alarm *a = alarm_new(base, on_alarm, &rung);
    struct instant far = {4000000000000000};

    alarm_set(a, far);
    event_base_loop(base, EVLOOP_NONBLOCK);
    cr_expect_eq(rung, 0);
    cancelled = 1;
    far.us++;
    alarm_set(a, far);
    far.us++;
    alarm_set(a, far); /* once more in the same pass: the owner is told all the same */
    event_base_loop(base, EVLOOP_ONCE);
    cr_expect_eq(rung, 1);
    alarm_set(a, far);
    event_base_loop(base, EVLOOP_NONBLOCK);
    cr_expect_eq(rung, 1, "told once");
    cr_expect_gt(called, 3, "the timer is the one of this file");
    alarm_free(a);
    event_base_free(base);
}
