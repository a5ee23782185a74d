#pragma once
/*
 * A password is checked by crypt(3), which takes tens of milliseconds and megabytes by
 * design, so it happens on a thread of its own; that thread is made for the first check and ends
 * when nothing has come for a while, so that an idle daemon has none.
 */
#include <event2/event.h>

#include "base/slice.h"

struct login_worker;

struct login_worker *login_worker_new(struct event_base *base);
/* Waits for the check that runs. Takes NULL. No callback is called any more. */
void login_worker_free(struct login_worker *w);
/* Does the password belong to the crypt(5) hash? f(arg, answer) is called later from the loop. The
 * strings are copied, the copies wiped. One after the other; the caller bounds how many there are.
 * 0, or a negative errno: it cannot be found out, f is not called. */
int login_check(struct login_worker *w, const char *hash, struct slice password,
                void (*f)(void *arg, bool matches), void *arg);
