#pragma once
/* A typed time with plain signs: folded, without accents, its numbers in digits, single spaces. */
#include "base/buffer.h"

/* Appends it: "Früh ７：４０" is "fruh 7:40", "昨晚十一点半" is "昨晚11点半". */
void time_digits_plain(struct slice text, struct buffer *out);
