#pragma once
/*
 * From a command to what has to be written. decide.c says what holds for all commands; the rules of
 * each are in the file of what it is about, beside it.
 */
#include "office/draft/decision.h"
#include "office/log/command.h"
#include "office/state/state.h"

struct office;

/* Clears *ret first. The office is not changed: apply the entries, all of them, in order, before
 * anything else is asked. */
void office_decide(const struct office *o, const struct command *c, struct instant now,
                   struct decision *ret);
