#pragma once
/* Another configuration comes into force. */
#include "office/decide/verb.h"

decide_verb decide_config;
