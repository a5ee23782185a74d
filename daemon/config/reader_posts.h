#pragma once
/* Posts and their rotations, and the test of the paging. */
#include "config/reader.h"

/* After read_people. */
void read_posts(struct reader *r);

/* Finds the post whose id a setting gives, or reports that there is none. */
const struct post *reader_post(struct reader *r, const config_setting_t *at, const char *id);
