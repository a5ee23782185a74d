#pragma once
/* What the outgoing leaves to the incoming, in words. For the files of the machine only. */
#include "office/state/state.h"
#include "office/state/watch.h"

/* Appends the remarks, then all that is open at `now`: what a handover's entry carries. */
void brief_write(const struct office *o, const struct watch *w, struct slice remarks,
                 struct instant now, struct buffer *out);
