#pragma once
/* Listening sockets that the service manager opened for us, as sd_listen_fds(3) describes: file
 * descriptors from 3 on. */

#define INHERIT_FIRST 3

/* How many there are: 0 when none were passed to this very process. They are made close-on-exec and
 * non-blocking, and the variables that name them are removed from the environment, so that no
 * child takes them for its own. Negative errno: the variables or the descriptors are not sound. */
int inherit_sockets(void);
