#pragma once
/* What an incident takes in its state. For the files of the machine only. */
#include "office/draft/draft.h"

/* True if the incident can take such an event in its state; else the refusal has been drafted, in
 * words. */
bool decide_allowed(struct draft *d, enum entry_kind event, bool anew);
/* False, and refused: a roll call that waits for its answer takes no other way. */
bool decide_goes_on(struct draft *d);
