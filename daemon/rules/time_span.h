#pragma once
/* How far from now a typed time is: "-20m", "2h ago", "vor 20 Minuten", "20分钟前", "in 2 hours".
 */
#include "base/instant.h"

struct time_span {
    struct span length; /* not negative */
    int direction;      /* -1 back, 1 ahead, 0 not said: "20m" */
    bool has_hours;     /* whose words name hours of the day as well: "2h", "2 horas" */
};

/* Of text as time_digits_plain makes it. False: it is no such text, all of it. */
bool time_span_read(struct slice text, struct time_span *ret);
