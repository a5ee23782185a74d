#pragma once
/* What changes the roster for a while: holidays, make-up workdays, leave and relief; and limits. */
#include "config/reader.h"

/* After read_posts. */
void read_periods(struct reader *r);
