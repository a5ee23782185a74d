#pragma once
/*
 * Hooks in lines mode: one process for each means, which takes a page as a line of JSON on stdin
 * and answers each with a line of JSON on stdout, in any order (docs/hooks.md). It spares the start
 * of a process for each page, which is nearly all that a page costs.
 *
 * The process is started when there is a page for it, as hook.h's are, but with nothing of a page
 * in its environment; and it stays. When it ends, closes a pipe or floods it is started again when
 * there is a page, after a wait that doubles from 100 ms up to 30 s until it has answered one
 * (none when it ended with 0 between two pages). Pages that were under way then end as HOOK_AGAIN,
 * since nobody knows whether they were sent; until as many have been answered they are handed over
 * one at a time, so that one which kills the process takes no others along.
 *
 * The time limit of a page counts from start. One that was not answered has failed; if the process
 * has answered no other page since this one was handed over, it is stuck, and its group is ended
 * (SIGTERM, SIGKILL 2 s later). A page with another command for the same means ends the process of
 * the old one as soon as that has answered what it was given.
 *
 * Uses SIGCHLD of the base; the process has to ignore SIGPIPE.
 */
#include "hooks/hook.h"

struct hook_lines *hook_lines_new(struct event_base *base);
/* Ends them: SIGTERM, and SIGKILL for those that are still there 100 ms later. Takes NULL. */
void hook_lines_free(struct hook_lines *h);
struct hook_runner hook_lines_runner(struct hook_lines *h);
