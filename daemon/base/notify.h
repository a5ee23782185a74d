#pragma once
/*
 * Reports to the service manager how the daemon is, as sd_notify(3) describes: a datagram to
 * $NOTIFY_SOCKET. Written here and not taken from libsystemd, which would cost 1 MB of resident
 * memory for these few lines. Without $NOTIFY_SOCKET nothing happens.
 */
#include "base/instant.h"

/* "READY=1", "STATUS=…", "WATCHDOG=1", several separated by LF. */
void notify_send(const char *state);
/* "RELOADING=1" with the time that systemd wants beside it. */
void notify_reloading(void);
/* How often the watchdog wants to hear from this process ($WATCHDOG_USEC, for $WATCHDOG_PID); 0 =
 * never. */
struct span notify_watchdog(void);
