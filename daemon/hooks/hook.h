#pragma once
/* Hooks as processes: one for each run. */
#include <event2/event.h>

#include "hooks/job.h"

/*
 * The real one: a process for each run, started in the same pass of the loop, after what is ready
 * there when start is called: posix_spawn in a process group of its own, all descriptors above 2
 * closed, JSON on stdin (a hook need not read it), stdout and stderr read up to a bound (what is
 * beyond is read and thrown away), SIGTERM to the group at the time limit and SIGKILL 2 s later;
 * the group is killed too when its leader has ended, so that no child is left over. Uses SIGCHLD of
 * the base; the process has to ignore SIGPIPE.
 *
 * The environment is the job's values, PATH, TZ, LANG=C.UTF-8 and the daemon's own variables that
 * begin with DUTYD_HOOK_; nothing else.
 */
struct hook_processes *hook_processes_new(struct event_base *base);
void hook_processes_free(struct hook_processes *h); /* kills what runs; takes NULL */
struct hook_runner hook_processes_runner(struct hook_processes *h);
