#pragma once
/*
 * What a typed time says, before it is known which day it means: "昨晚11点" is the day before
 * today, 23:00. No clock and no zone are known here; rules/typed_time.h does the rest.
 */
#include "rules/date.h"
#include "rules/time_reading.h"

enum time_form_day {
    TIME_FORM_NO_DAY,
    TIME_FORM_DATE,       /* .date */
    TIME_FORM_MONTH_DAY,  /* .date, of some year: its year is 0 */
    TIME_FORM_FROM_TODAY, /* .offset days from today */
};

struct time_form {
    /* A moment as far from now; else a day, a time, or both. */
    bool is_span;
    bool is_unsigned; /* "20m": back or ahead, whichever the field asks for */
    struct span span; /* negative: back */

    enum time_form_day day;
    struct date date;
    int offset;
    bool has_time;
    int minute; /* of the day: "23:50" is 1430; 1440 and more is after the midnight that ends it */
    int second, us;
};

/* All has been read: what does it come to? False: r->result says why not. */
bool time_form_settle(struct time_reading *r, struct time_form *ret);
