#pragma once
/* What a leader orders for all shifts to come. */
#include "office/decide/verb.h"

decide_verb decide_standing;
