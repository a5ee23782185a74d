#pragma once
/* What has been read so far of a typed time, and what it can still become. */
#include "base/buffer.h"
#include "rules/time_words.h"

enum time_result {
    TIME_GOOD,
    TIME_UNKNOWN, /* no such form */
    TIME_UNCLEAR  /* it can mean two things */
};

#define TIME_NOT_SAID (-1)

/* Two numbers that may be a day and a month in either order, or a time: "11.12". */
struct time_pair {
    bool is_there;
    char sign;         /* between them: . / or - */
    bool is_day_first; /* "23.11." */
    int first, last;
    int year; /* 0: none */
};

/* What has been read so far. */
struct time_reading {
    struct slice rest;
    struct buffer *why;
    enum time_result result;

    struct time_pair pair;
    int year, month, day; /* 0: not said */
    bool has_offset;
    int offset;
    enum day_part part;

    int hour, minute; /* TIME_NOT_SAID */
    int second, us;
    bool has_word; /* noon, midnight */
    bool is_bare;  /* an hour alone: "11" */
    bool is_dial;  /* an hour as it is spoken of: "11点" */
    int four;      /* "0740", not known yet to be a time; TIME_NOT_SAID */
};

/* False, with the result. */
bool time_reading_fail(struct time_reading *r, enum time_result result);
/* "23:50" and the parts of a date, where they are not known yet (0: not said). False: TIME_UNKNOWN.
 */
bool time_reading_set_time(struct time_reading *r, int hour, int minute);
bool time_reading_set_date(struct time_reading *r, int year, int month, int day);
