#pragma once
/* Temporary changes of the roster: holidays, make-up workdays, leave and relief. */
#include "config/reader.h"

/* After read_posts. */
void read_periods(struct reader *r);
