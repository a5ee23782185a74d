#pragma once
/* What is said by SMS: the office's own words, and whether an answer is confirmed. */
#include "config/reader.h"

void read_answers(struct reader *r);
