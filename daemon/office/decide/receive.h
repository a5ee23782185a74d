#pragma once
/* A message that came in. */
#include "office/decide/verb.h"

decide_verb decide_receive;
