#pragma once
/* A command about one incident, with the numbers of several. */
#include "base/slice.h"

/* How many numbers of incidents, or codes of pages, this is: "5", "5 7", "#5, 7 and 8", "1-5". 0 if
 * there is anything else; a telephone number is none. */
size_t numbers_count(struct slice text);
