#pragma once
/*
 * Where a telephone number ends that was typed in groups among other words: "138 1234 5678", but
 * "13812345678" and then "3 trapped". What the country's plan takes for a whole number ends it.
 */
#include "base/phone.h"

#define PHONE_RUN_GROUPS 8

/* How many groups of digits (and of + - ( ) . /) stand at the beginning of `text`, at most
 * PHONE_RUN_GROUPS; ret_ends[n] is where the n-th ends. */
size_t phone_run_split(struct slice text, size_t ret_ends[PHONE_RUN_GROUPS]);
/* How many of them, at least one, are the number. `text_follows`: behind them there are words that
 * the last of them could belong to. *ret_sure false: nobody can say. */
size_t phone_run_take(struct slice text, const size_t *ends, size_t n, struct phone_home home,
                      bool text_follows, bool *ret_sure);
