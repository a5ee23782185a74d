#pragma once
/* What became of a hook. */
#include "office/decide/verb.h"

decide_verb decide_hook_down, decide_hook_up;
