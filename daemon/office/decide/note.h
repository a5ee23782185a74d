#pragma once
/* What is only written down: a note about an incident, a free entry of the log. */
#include "office/decide/verb.h"

decide_verb decide_note, decide_log;
