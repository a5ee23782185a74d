#pragma once
/* Days of the calendar, without a clock or a zone. */
#include <stdbool.h>
#include <stdint.h>

struct date {
    int year, month, day; /* month 1..12, day 1..31 */
};

bool date_is_valid(struct date d);
/* Days since 1970-01-01, proleptic Gregorian; and back. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);

/* Rounds down, below zero too. */
static inline int64_t divide_down(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}
