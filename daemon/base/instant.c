#include "base/instant.h"

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY (INT64_C(86400) * US_PER_SECOND)

static const struct unit {
    const char *name;
    size_t len;
    int64_t us;
} units[] = {
    {"w", 1, 7 * US_PER_DAY},     {"d", 1, US_PER_DAY},    {"h", 1, 3600 * US_PER_SECOND},
    {"m", 1, 60 * US_PER_SECOND}, {"s", 1, US_PER_SECOND}, {"ms", 2, 1000},
};

#define UNITS (sizeof(units) / sizeof(units[0]))

struct instant instant_add(struct instant i, struct span s)
{
    struct instant sum;

    if (instant_is_never(i))
        return i;
    if (__builtin_add_overflow(i.us, s.us, &sum.us))
        return s.us > 0 ? INSTANT_NEVER : (struct instant){INT64_MIN};
    return sum;
}

struct span instant_since(struct instant a, struct instant b)
{
    struct span s;

    if (__builtin_sub_overflow(a.us, b.us, &s.us))
        return SPAN_US(a.us > b.us ? INT64_MAX : INT64_MIN);
    return s;
}

struct instant instant_from_timespec(struct timespec t)
{
    return (struct instant){(int64_t)t.tv_sec * US_PER_SECOND + t.tv_nsec / 1000};
}

/* Rounds down, so that the rest is never negative. */
static int64_t divide_down(int64_t us, int64_t by, int64_t *ret_rest)
{
    int64_t whole = us / by, rest = us % by;

    if (rest < 0) {
        whole--;
        rest += by;
    }
    *ret_rest = rest;
    return whole;
}

struct timespec instant_to_timespec(struct instant i)
{
    int64_t rest;
    int64_t seconds = divide_down(i.us, US_PER_SECOND, &rest);

    return (struct timespec){.tv_sec = (time_t)seconds, .tv_nsec = (long)(rest * 1000)};
}

struct span span_in_seconds(struct span s)
{
    return s.us > 0 ? SPAN_US(s.us - s.us % US_PER_SECOND) : SPAN_US(0);
}

struct timeval span_to_timeval(struct span s)
{
    if (s.us <= 0)
        return (struct timeval){0};
    return (struct timeval){.tv_sec = s.us / US_PER_SECOND, .tv_usec = s.us % US_PER_SECOND};
}

/* Cuts a decimal number off the front. */
static bool cut_number(struct slice *s, int64_t *ret_number)
{
    int64_t number = 0;
    size_t n = 0;

    for (; n < s->len && s->data[n] >= '0' && s->data[n] <= '9'; n++) {
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, s->data[n] - '0', &number))
            return false;
    }
    if (n == 0)
        return false;
    *s = (struct slice){s->data + n, s->len - n};
    *ret_number = number;
    return true;
}

/* Cuts a unit's name off the front; SIZE_MAX when there is none. */
static size_t cut_unit(struct slice *s)
{
    size_t n = 0;

    while (n < s->len && (s->data[n] < '0' || s->data[n] > '9'))
        n++;
    for (size_t u = 0; u < UNITS; u++) {
        if (slice_equal((struct slice){s->data, n}, (struct slice){units[u].name, units[u].len})) {
            *s = (struct slice){s->data + n, s->len - n};
            return u;
        }
    }
    return SIZE_MAX;
}

bool span_parse(struct slice text, struct span *ret_span)
{
    size_t largest_left = 0; /* units in falling order, each at most once */
    int64_t sum = 0;

    if (text.len == 0)
        return false;
    while (text.len > 0) {
        int64_t number;
        size_t u;

        if (!cut_number(&text, &number))
            return false;
        u = cut_unit(&text);
        if (u == SIZE_MAX || u < largest_left)
            return false;
        if (__builtin_mul_overflow(number, units[u].us, &number) ||
            __builtin_add_overflow(sum, number, &sum))
            return false;
        largest_left = u + 1;
    }
    *ret_span = SPAN_US(sum);
    return true;
}

void span_format(struct span s, struct buffer *out)
{
    uint64_t rest = s.us < 0 ? 0 - (uint64_t)s.us : (uint64_t)s.us;

    if (rest < 1000) {
        buffer_append_string(out, "0s");
        return;
    }
    if (s.us < 0)
        buffer_append_char(out, '-');
    for (size_t u = 0; u < UNITS; u++) {
        uint64_t n = rest / (uint64_t)units[u].us;

        rest %= (uint64_t)units[u].us;
        if (n > 0) {
            buffer_append_number(out, (long long)n);
            buffer_append(out, units[u].name, units[u].len);
        }
    }
}

struct date {
    int64_t year;
    unsigned month, day;
};

/* From days since 1970-01-01 to the Gregorian date. Years are counted from March, so that the leap
 * day is the last of the year, and in eras of 400 years. */
static struct date date_of_days(int64_t days)
{
    int64_t of_era;
    int64_t era = divide_down(days + 719468, 146097, &of_era);
    unsigned day = (unsigned)of_era;
    unsigned year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    unsigned of_year = day - (365 * year + year / 4 - year / 100);
    unsigned month = (5 * of_year + 2) / 153;
    struct date date = {.year = era * 400 + year, .day = of_year - (153 * month + 2) / 5 + 1};

    date.month = month < 10 ? month + 3 : month - 9;
    date.year += date.month <= 2;
    return date;
}

static char *put_digits(char *to, uint64_t number, unsigned width)
{
    for (unsigned i = width; i-- > 0; number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + width;
}

/* Six digits hold every year that an int64_t of microseconds can reach. */
static char *put_year(char *to, int64_t year)
{
    uint64_t positive = year < 0 ? (uint64_t)-year : (uint64_t)year;

    if (year < 0)
        *to++ = '-';
    return put_digits(to, positive, positive > 9999 ? 6 : 4);
}

void instant_format_utc(struct instant i, struct buffer *out)
{
    int64_t us;
    struct date date = date_of_days(divide_down(i.us, US_PER_DAY, &us));
    uint64_t second = (uint64_t)(us / US_PER_SECOND);
    char *start = buffer_reserve(out, 32);
    char *to = put_year(start, date.year);

    *to++ = '-';
    to = put_digits(to, date.month, 2);
    *to++ = '-';
    to = put_digits(to, date.day, 2);
    *to++ = 'T';
    to = put_digits(to, second / 3600, 2);
    *to++ = ':';
    to = put_digits(to, second / 60 % 60, 2);
    *to++ = ':';
    to = put_digits(to, second % 60, 2);
    *to++ = '.';
    to = put_digits(to, (uint64_t)(us % US_PER_SECOND), 6);
    *to++ = 'Z';
    *to = '\0';
    out->len += (size_t)(to - start);
}
