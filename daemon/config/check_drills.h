#pragma once
#include "config/reader.h"

/* Routes for drills whose chains never reach anybody in drill_to. */
void check_drills(struct reader *r);
