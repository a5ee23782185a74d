#pragma once
#include "config/reader.h"

/* People on leave who are on a roster, in two places at a time, on duty for too long, without rest.
 */
void check_duties(struct reader *r, struct instant until);
