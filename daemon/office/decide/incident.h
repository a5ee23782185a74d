#pragma once
/* What becomes of an incident: reported, completed, graded, closed, opened again, merged. */
#include "office/decide/verb.h"

decide_verb decide_report, decide_set, decide_grade, decide_close, decide_reopen, decide_merge;
