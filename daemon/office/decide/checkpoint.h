#pragma once
/* How much is live, and its digest, said in the log itself: so a start can tell whether the
 * journal's copy is what it should be. */
#include "office/decide/verb.h"

decide_verb decide_checkpoint;
