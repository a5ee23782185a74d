#pragma once
/* All pages that go by the same hook. */
#include "paging/state.h"

/* Made if there is none. */
struct means *means_find(struct paging *p, struct slice via);
