#pragma once
/* What a gateway reports of a page that it took. */
#include "office/decide/verb.h"

decide_verb decide_receipt;
