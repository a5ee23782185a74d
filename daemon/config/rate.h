#pragma once
/* The most of something in a span of time: "3/1m,10/1h". */
#include <stdbool.h>
#include <stddef.h>

#include "base/instant.h"
#include "base/slice.h"

#define RATES_MOST 4 /* in one value */
#define RATE_COUNT_MOST 1000

/* All of them apply at once. */
struct rates {
    struct rate {
        unsigned count;  /* 1 to RATE_COUNT_MOST ... */
        struct span per; /* ... in any span of this length, 1 s to 7 days */
    } of[RATES_MOST];
    size_t n; /* 0: no limit */
};

/* *ret_rates is untouched if the text is not valid. */
bool rates_parse(struct slice text, struct rates *ret_rates);
/* One of them, as written: "3/1m". */
void rate_format(const struct rate *r, struct buffer *out);
