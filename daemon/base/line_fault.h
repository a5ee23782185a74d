#pragma once
/* What is wrong with a line, in words for whoever typed it. */
#include "base/line_parts.h"

/* The client's reply, to follow "500 "; `fault` as line_check or line_rest left it. */
void line_explain(enum line_error error, struct slice fault, struct buffer *out);
