#pragma once
/* The auditor has found something, or it is well again. */
#include "office/decide/verb.h"

decide_verb decide_alarm;
