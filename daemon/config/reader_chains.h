#pragma once
/* Teams, chains, the catch-all, and whom a drill reaches. */
#include "config/reader.h"

/* After read_posts. */
void read_chains(struct reader *r);
