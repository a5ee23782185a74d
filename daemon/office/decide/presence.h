#pragma once
/* Who comes, who goes, who hands over to whom; roll calls. */
#include "office/decide/verb.h"

decide_verb decide_on, decide_off, decide_handover, decide_take, decide_refuse, decide_rollcall,
    decide_here;
