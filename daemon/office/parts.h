#pragma once
/* The table of the parts of an office: a row for each, in the order of enum part_id. */
#include "office/state/part.h"

extern const struct part part_table[PART_COUNT];
