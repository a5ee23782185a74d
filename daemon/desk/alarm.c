#include "desk/alarm.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

#define FAR_AWAY 4102444800 /* 2100-01-01: a timer must run to notice a clock that is set */

struct alarm {
    int fd;
    struct event *event;
    struct instant set;
    bool owed; /* the clock was set, and the owner does not know it yet */
    void (*on_alarm)(void *arg);
    void *arg;
};

static int set_timer(struct alarm *a, const struct itimerspec *when)
{
    int r = timerfd_settime(a->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, when, NULL);

    if (r < 0 && errno != ECANCELED) {
        log_crit("timerfd_settime: %s", strerror(errno));
        abort();
    }
    return r;
}

static void arm(struct alarm *a, struct instant at)
{
    struct itimerspec when = {.it_value = {.tv_sec = FAR_AWAY}};

    if (!instant_is_never(at))
        when.it_value = instant_to_timespec(at);
    if (a->owed || when.it_value.tv_sec <= 0)
        when.it_value = (struct timespec){.tv_nsec = 1};
    if (set_timer(a, &when) < 0) {
        /* Set again before anybody has read that the clock was set: the timer is set all the same,
         * but nothing else will say it any more. */
        a->owed = true;
        when.it_value = (struct timespec){.tv_nsec = 1};
        set_timer(a, &when);
    }
    a->set = at;
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    struct alarm *a = arg;
    uint64_t times;

    (void)what;
    if (read(fd, &times, sizeof(times)) < 0 && errno == EAGAIN)
        return;
    /* ECANCELED says that the clock was set; either way the owner looks at the clock and sets the
     * alarm again. */
    a->owed = false;
    arm(a, INSTANT_NEVER);
    a->on_alarm(a->arg);
}

struct alarm *alarm_new(struct event_base *base, void (*on_alarm)(void *arg), void *arg)
{
    struct alarm *a = xcalloc(1, sizeof(*a));

    a->on_alarm = on_alarm;
    a->arg = arg;
    a->fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (a->fd < 0) {
        log_crit("timerfd_create: %s", strerror(errno));
        abort();
    }
    a->event = event_new(base, a->fd, EV_READ | EV_PERSIST, on_readable, a);
    event_add(a->event, NULL);
    arm(a, INSTANT_NEVER);
    return a;
}

void alarm_free(struct alarm *a)
{
    if (!a)
        return;
    event_free(a->event);
    close(a->fd);
    free(a);
}

void alarm_set(struct alarm *a, struct instant at)
{
    if (at.us != a->set.us)
        arm(a, at);
}
