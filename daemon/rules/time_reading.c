#include "rules/time_reading.h"

bool time_reading_fail(struct time_reading *r, enum time_result result)
{
    r->result = result;
    return false;
}

bool time_reading_set_time(struct time_reading *r, int hour, int minute)
{
    if (r->hour != TIME_NOT_SAID || hour > 24 || minute > 59 || (hour == 24 && minute > 0))
        return time_reading_fail(r, TIME_UNKNOWN);
    r->hour = hour;
    r->minute = minute;
    return true;
}

bool time_reading_set_date(struct time_reading *r, int year, int month, int day)
{
    if ((month && r->month) || (day && r->day) || (year && r->year) || r->has_offset)
        return time_reading_fail(r, TIME_UNKNOWN);
    r->year = year ? year : r->year;
    r->month = month ? month : r->month;
    r->day = day ? day : r->day;
    return true;
}
