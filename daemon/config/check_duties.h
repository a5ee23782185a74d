#pragma once
#include "config/reader.h"

/* People on a roster who are on leave, in two places at once, on duty for too long, or without
 * rest. */
void check_duties(struct reader *r, struct instant until);
