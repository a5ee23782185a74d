#pragma once
/* One in another's place for a while. */
#include "office/decide/verb.h"

decide_verb decide_relieve;
