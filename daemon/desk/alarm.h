#pragma once
/*
 * The one timer of the daemon: wakes it at an instant of the wall clock, and whenever that clock is
 * set.
 */
#include <event2/event.h>

#include "base/instant.h"

struct alarm;

/* on_alarm is called from the loop. Aborts when the system has no timerfd. */
struct alarm *alarm_new(struct event_base *base, void (*on_alarm)(void *arg), void *arg);
void alarm_free(struct alarm *a); /* takes NULL */
/* The next instant; INSTANT_NEVER: only when the clock is set. Costs nothing when it is the one
 * that is set already. */
void alarm_set(struct alarm *a, struct instant at);
