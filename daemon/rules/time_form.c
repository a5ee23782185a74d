#include "rules/time_form.h"

#include <stdio.h>

static bool has_day(const struct time_reading *r)
{
    return r->has_offset || r->month || r->day;
}

static bool unclear(struct time_reading *r, const char *a, const char *b)
{
    buffer_printf(r->why, "can be %s or %s: write one of them", a, b);
    return time_reading_fail(r, TIME_UNCLEAR);
}

static bool unclear_hours(struct time_reading *r, int a, int b)
{
    char one[32], other[32];

    snprintf(one, sizeof(one), "%02d:%02d", a % 24, r->minute);
    snprintf(other, sizeof(other), "%02d:%02d", b % 24, r->minute);
    return unclear(r, one, other);
}

static bool unclear_dates(struct time_reading *r, const struct time_pair *p)
{
    char one[32], other[32];

    snprintf(one, sizeof(one), "%02d-%02d", p->first, p->last);
    snprintf(other, sizeof(other), "%02d-%02d", p->last, p->first);
    buffer_printf(r->why, "can be %s or %s, the month first: write one of them", one, other);
    return time_reading_fail(r, TIME_UNCLEAR);
}

static bool set_pair_as_date(struct time_reading *r)
{
    const struct time_pair *p = &r->pair;
    bool month_fits = p->first <= 12, month_may_be_last = p->last <= 12;

    if (p->is_day_first || (month_may_be_last && !month_fits))
        return time_reading_set_date(r, p->year, p->last, p->first);
    if (!month_fits)
        return time_reading_fail(r, TIME_UNKNOWN);
    if (month_may_be_last && p->first != p->last && (p->sign != '-' || p->year))
        return unclear_dates(r, p);
    return time_reading_set_date(r, p->year, p->first, p->last);
}

/* "7.40" is a time, "23.11" a date, "11.12" either unless the other is there. */
static bool settle_pair(struct time_reading *r)
{
    const struct time_pair *p = &r->pair;
    bool may_be_time = p->sign == '.' && !p->is_day_first && r->hour == TIME_NOT_SAID &&
                       p->first < 24 && p->last < 60;
    bool may_be_date =
        !has_day(r) && (p->first <= 12 || p->last <= 12) && p->first <= 31 && p->last <= 31;
    char time[32], date[80];

    if (!p->is_there)
        return true;
    if (may_be_time && may_be_date && r->part == DAY_PART_NONE) {
        snprintf(time, sizeof(time), "%02d:%02d", p->first, p->last);
        snprintf(date, sizeof(date), "a date (%02d-%02d 00:00, the month first)",
                 p->last > 12 ? p->first : p->last, p->last > 12 ? p->last : p->first);
        return unclear(r, time, date);
    }
    return may_be_time ? time_reading_set_time(r, p->first, p->last) : set_pair_as_date(r);
}

/* "0740" is a time; "2026" alone may be a year. */
static bool settle_four(struct time_reading *r)
{
    int hour = r->four / 100, minute = r->four % 100;
    char time[32], year[48];

    if (r->four == TIME_NOT_SAID)
        return true;
    if (!has_day(r) && r->part == DAY_PART_NONE && (hour == 19 || hour == 20) && minute < 60) {
        snprintf(time, sizeof(time), "%02d:%02d", hour, minute);
        snprintf(year, sizeof(year), "the year (%d-01-01)", r->four);
        return unclear(r, time, year);
    }
    return time_reading_set_time(r, hour, minute);
}

/* An hour of twelve, in the part of the day in which it was said. */
static const struct part_hours {
    int as_is_from, as_is_to; /* also in the numbers of 24 */
    int later_from, later_to; /* these are 12 hours later */
} part_hours[] = {
    [DAY_PART_NONE] = {0, 24, 1, 0},       [DAY_PART_DAWN] = {0, 6, 1, 0},
    [DAY_PART_MORNING] = {0, 11, 1, 0},    [DAY_PART_NOON] = {10, 14, 1, 2},
    [DAY_PART_AFTERNOON] = {12, 19, 1, 7}, [DAY_PART_EVENING] = {16, 24, 5, 11},
    [DAY_PART_NIGHT] = {20, 24, 8, 11},    [DAY_PART_AM] = {0, 11, 1, 0},
    [DAY_PART_PM] = {13, 23, 1, 11},
};

/* "Last night at one": people mean either. */
static bool unclear_night(struct time_reading *r)
{
    static const char *const days[] = {"the day before yesterday", "yesterday", "today", "tomorrow",
                                       "the day after tomorrow"};
    char one[64], other[64];

    if (!r->has_offset || r->offset < -2 || r->offset > 1) {
        buffer_printf(r->why, "can be %02d:%02d of that day or of the next: write it with its date",
                      r->hour, r->minute);
        return time_reading_fail(r, TIME_UNCLEAR);
    }
    snprintf(one, sizeof(one), "\"%s %02d:%02d\"", days[r->offset + 2], r->hour, r->minute);
    snprintf(other, sizeof(other), "\"%s %02d:%02d\"", days[r->offset + 3], r->hour, r->minute);
    return unclear(r, one, other);
}

static bool settle_hour(struct time_reading *r)
{
    const struct part_hours *h = &part_hours[r->part];
    int hour = r->hour;

    if (hour >= h->later_from && hour <= h->later_to)
        r->hour += 12;
    else if (hour >= h->as_is_from && hour <= h->as_is_to)
        return true;
    else if (r->part == DAY_PART_NIGHT && hour <= 5 && !has_day(r))
        return true; /* which night is for the field to say */
    else if (hour == 12 && r->part == DAY_PART_EVENING)
        r->hour = 24; /* the midnight at its end */
    else if (hour < 5 && (r->part == DAY_PART_NIGHT || r->part == DAY_PART_EVENING))
        return unclear_night(r);
    else if (hour == 12 || (r->part != DAY_PART_DAWN && hour <= 12))
        return unclear_hours(r, hour, hour + 12);
    else
        return time_reading_fail(r, TIME_UNKNOWN);
    return true;
}

/* "Noon"; "midnight", of which a day has two. */
static bool settle_word(struct time_reading *r)
{
    if (r->part != DAY_PART_NONE)
        return time_reading_fail(r, TIME_UNKNOWN);
    return r->hour || !has_day(r) || unclear(r, "00:00", "24:00");
}

static bool settle_time(struct time_reading *r)
{
    if (r->hour == TIME_NOT_SAID)
        return r->part == DAY_PART_NONE || time_reading_fail(r, TIME_UNKNOWN);
    if (r->has_word)
        return settle_word(r);
    if (r->part != DAY_PART_NONE || !(r->is_bare || r->is_dial))
        return settle_hour(r);
    if (r->hour >= 1 && r->hour <= 12 && !r->month)
        return unclear_hours(r, r->hour, r->hour + 12);
    return r->is_dial ? settle_hour(r) : time_reading_fail(r, TIME_UNKNOWN);
}

static bool settle_day(struct time_reading *r)
{
    bool is_whole = r->has_offset || (r->month && r->day);
    struct date leap = {r->year ? r->year : 2024, r->month, r->day};

    if (!has_day(r) ? r->year != 0 || r->hour == TIME_NOT_SAID : !is_whole)
        return time_reading_fail(r, TIME_UNKNOWN);
    return !r->month || date_is_valid(leap) || time_reading_fail(r, TIME_UNKNOWN);
}

bool time_form_settle(struct time_reading *r, struct time_form *ret)
{
    if (!settle_pair(r) || !settle_four(r) || !settle_time(r) || !settle_day(r))
        return false;
    *ret = (struct time_form){.date = {r->year, r->month, r->day}, .offset = r->offset};
    if (r->has_offset)
        ret->day = TIME_FORM_FROM_TODAY;
    else if (r->month)
        ret->day = r->year ? TIME_FORM_DATE : TIME_FORM_MONTH_DAY;
    if (r->hour == TIME_NOT_SAID)
        return true;
    ret->has_time = true;
    ret->minute = r->hour * 60 + r->minute;
    ret->second = r->second;
    ret->us = r->us;
    return true;
}
