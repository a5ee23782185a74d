#pragma once
/* Who answers for an incident: acknowledged, declined, escalated. */
#include "office/decide/verb.h"

decide_verb decide_ack, decide_decline, decide_escalate;
