#pragma once
/* What changes the roster for a while: holidays, make-up workdays, leave and relief. */
#include "config/reader.h"

/* After read_posts. */
void read_periods(struct reader *r);
