#pragma once
/*
 * Reminders of shifts to come: so long ahead as the post's `remind` says, each person hears once
 * when their shift begins, when it ends, and when the next one is. For the files of the machine
 * only.
 */
#include "office/draft/decision.h"
#include "office/state/part.h"
#include "office/state/state.h"

struct instant remind_next_due(const struct office *o, const struct agenda *a);
/* Reminds those whose shift at one post begins at one moment. */
void remind_due(const struct office *o, struct agenda *a, struct instant now, struct decision *ret);
