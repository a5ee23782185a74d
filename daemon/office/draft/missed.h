#pragma once
/* A roll call that is not answered in time. For the files of the machine only. */
#include "office/draft/fault.h"

/* What it is that asks for a sign of somebody: a roll call, or a test of the paging. */
const char *rollcall_name(const struct incident *i);
/* After the limit, or before it where nothing more is to be waited for, before the chain goes on:
 * the absence, with the text that the incident has from here on. Returns the person asked, who is
 * not to be paged again; NULL: not in the configuration any more. */
const struct person *rollcall_missed(struct draft *d, enum missed_how how);
/* How long the person asked has had for the answer, or had needed when it was missed. */
struct span rollcall_waited(const struct draft *d);
