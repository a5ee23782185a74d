#pragma once
/* What became of a notice. */
#include "office/decide/verb.h"

decide_verb decide_notice_sent, decide_notice_deferred, decide_notice_failed, decide_notice_dropped;
