#pragma once
/*
 * Notifies the service manager of the daemon's state, as in sd_notify(3): a datagram to
 * $NOTIFY_SOCKET, or nothing without it. libsystemd would cost 1 MB of resident memory for these
 * few lines.
 */
#include "base/instant.h"

/* "READY=1", "STATUS=…", "WATCHDOG=1", several separated by LF. */
void notify_send(const char *state);
/* "RELOADING=1", with the time that systemd requires. */
void notify_reloading(void);
/* How often the watchdog expects a message from this process ($WATCHDOG_USEC, for $WATCHDOG_PID);
 * 0 = never. */
struct span notify_watchdog(void);
