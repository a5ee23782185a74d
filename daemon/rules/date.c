#include "rules/date.h"

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

bool date_is_valid(struct date d)
{
    return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= days_of_month(d.year, d.month);
}

/* Years are counted from March, so that the leap day is the last of the year, in eras of 400 years.
 */
int64_t date_to_days(struct date d)
{
    int64_t year = (int64_t)d.year - (d.month <= 2);
    int64_t era = divide_down(year, 400), of_era = year - era * 400;
    int64_t of_year = (153 * (d.month > 2 ? d.month - 3 : d.month + 9) + 2) / 5 + d.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int64_t days)
{
    int64_t era = divide_down(days + 719468, 146097);
    int64_t day = days + 719468 - era * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    struct date d = {.day = (int)(of_year - (153 * month + 2) / 5 + 1)};

    d.month = (int)(month < 10 ? month + 3 : month - 9);
    d.year = (int)(era * 400 + year + (d.month <= 2));
    return d;
}
