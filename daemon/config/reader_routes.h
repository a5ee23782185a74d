#pragma once
/* Routes: which chain a report takes. */
#include "config/reader.h"

/* After read_chains. */
void read_routes(struct reader *r);
