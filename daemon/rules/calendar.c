#include "rules/calendar.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define DAY INT64_C(86400)
#define HOUR INT64_C(3600)
#define US INT64_C(1000000)
#define FARTHEST (16 * HOUR) /* no zone is farther from UTC */

/*
 * The zone is the process's (TZ), and so is the cache of it: the changes of the offset, in blocks
 * of somewhat more than a year, because each call to the C library costs a lock and a search. A
 * block is read when it is first needed.
 */
#define BLOCK_BITS 25 /* of seconds: 388 days */
#define BLOCKS 128
#define BLOCK_CHANGES 12

struct block {
    bool known;
    bool crowded; /* more changes than there is room for: ask the C library each time */
    int64_t number;
    int32_t offset; /* at its first second */
    unsigned n_changes;
    struct {
        int64_t second; /* the first of the new offset */
        int32_t offset;
    } changes[BLOCK_CHANGES];
};

static struct {
    char *zone;     /* NULL: never set */
    bool kept;      /* original is what TZ was before the first calendar_set_zone */
    char *original; /* or NULL: TZ was not set */
    struct block blocks[BLOCKS];
} here;

/* ---- the zone ---- */

static bool zone_exists(const char *zone)
{
    const char *directory = getenv("TZDIR");
    char path[PATH_MAX], magic[4];
    FILE *f;
    bool good;

    if (zone[0] == '\0' || zone[0] == '/' || zone[0] == ':' || strstr(zone, ".."))
        return false;
    if (!directory || directory[0] == '\0')
        directory = "/usr/share/zoneinfo";
    if ((size_t)snprintf(path, sizeof(path), "%s/%s", directory, zone) >= sizeof(path))
        return false;
    f = fopen(path, "rbe");
    if (!f)
        return false;
    good = fread(magic, 1, sizeof(magic), f) == sizeof(magic) && memcmp(magic, "TZif", 4) == 0;
    fclose(f);
    return good;
}

bool calendar_set_zone(const char *zone)
{
    char *copy;

    if (zone && !zone_exists(zone))
        return false;
    if (!here.kept) {
        here.original = xstrdup_or_null(getenv("TZ"));
        here.kept = true;
    }
    copy = xstrdup_or_null(zone);
    free(here.zone);
    here.zone = copy;
    if (zone)
        setenv("TZ", zone, 1);
    else if (here.original)
        setenv("TZ", here.original, 1);
    else
        unsetenv("TZ");
    tzset();
    memset(here.blocks, 0, sizeof(here.blocks));
    return true;
}

const char *calendar_zone(void)
{
    return here.zone;
}

/* Seconds that local time is ahead of UTC, from the C library. */
static int32_t ask_offset(int64_t second)
{
    time_t t = (time_t)second;
    struct tm tm;

    return localtime_r(&t, &tm) ? (int32_t)tm.tm_gmtoff : 0;
}

/* The first second of the new offset, if it changes once in (low, high]. */
static int64_t ask_change(int64_t low, int64_t high, int32_t before)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (ask_offset(middle) == before)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void read_block(struct block *b, int64_t number)
{
    int64_t first = number * (INT64_C(1) << BLOCK_BITS), end = first + (INT64_C(1) << BLOCK_BITS);
    int32_t offset = ask_offset(first);

    *b = (struct block){.known = true, .number = number, .offset = offset};
    for (int64_t low = first; low < end - 1 && !b->crowded;) {
        int64_t high = low + DAY < end ? low + DAY : end - 1;

        if (ask_offset(high) != offset) { /* no zone changes twice within a day */
            high = ask_change(low, high, offset);
            offset = ask_offset(high);
            b->crowded = b->n_changes == BLOCK_CHANGES;
            if (!b->crowded) {
                b->changes[b->n_changes].second = high;
                b->changes[b->n_changes++].offset = offset;
            }
        }
        low = high;
    }
}

static int32_t offset_at(int64_t second)
{
    int64_t number = second >> BLOCK_BITS;
    struct block *b = &here.blocks[(uint64_t)number % BLOCKS];
    int32_t offset;

    if (!b->known || b->number != number)
        read_block(b, number);
    if (b->crowded)
        return ask_offset(second);
    offset = b->offset;
    for (unsigned i = 0; i < b->n_changes && b->changes[i].second <= second; i++)
        offset = b->changes[i].offset;
    return offset;
}

/* ---- reading ---- */

/* Cuts exactly `width` digits off the front. */
static bool cut_digits(struct slice *s, size_t width, int *ret_number)
{
    int number = 0;

    if (s->len < width)
        return false;
    for (size_t i = 0; i < width; i++) {
        if (s->data[i] < '0' || s->data[i] > '9')
            return false;
        number = number * 10 + (s->data[i] - '0');
    }
    *s = (struct slice){s->data + width, s->len - width};
    *ret_number = number;
    return true;
}

static bool cut_any(struct slice *s, const char *of)
{
    if (s->len == 0 || s->data[0] == '\0' || !strchr(of, s->data[0]))
        return false;
    *s = (struct slice){s->data + 1, s->len - 1};
    return true;
}

static bool cut_date(struct slice *s, struct date *ret_date)
{
    struct date d;

    if (!cut_digits(s, 4, &d.year) || !cut_any(s, "-") || !cut_digits(s, 2, &d.month) ||
        !cut_any(s, "-") || !cut_digits(s, 2, &d.day) || !date_is_valid(d))
        return false;
    *ret_date = d;
    return true;
}

static bool cut_minutes(struct slice *s, int *ret_minutes)
{
    int hour, minute;

    if (!cut_digits(s, 2, &hour) || !cut_any(s, ":") || !cut_digits(s, 2, &minute) || hour > 23 ||
        minute > 59)
        return false;
    *ret_minutes = hour * 60 + minute;
    return true;
}

static bool cut_second(struct slice *s, int *ret_second)
{
    int second;

    if (!cut_any(s, ":") || !cut_digits(s, 2, &second) || second > 59)
        return false;
    *ret_second = second;
    return true;
}

bool date_parse(struct slice text, struct date *ret_date)
{
    struct date d;

    if (!cut_date(&text, &d) || text.len > 0)
        return false;
    *ret_date = d;
    return true;
}

bool minutes_parse(struct slice text, int *ret_minutes)
{
    int minutes;

    if (!cut_minutes(&text, &minutes) || text.len > 0)
        return false;
    *ret_minutes = minutes;
    return true;
}

/* ---- local time and instants ---- */

int64_t calendar_day(struct instant i)
{
    int64_t second = divide_down(i.us, US);

    return divide_down(second + offset_at(second), DAY);
}

struct date calendar_date(struct instant i)
{
    return date_from_days(calendar_day(i));
}

/* The first second of the new offset, if it changes once in (low, high]. */
static int64_t find_change(int64_t low, int64_t high, int32_t before)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (offset_at(middle) == before)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* The first second at which the local clock shows `local` (counted as if it were UTC) or later: the
 * end of a skipped hour, and the first occurrence of a time that occurs twice. */
static int64_t first_second(int64_t local)
{
    int64_t low = local - FARTHEST, high = local + FARTHEST, change;
    int32_t before = offset_at(low), after = offset_at(high);

    if (before == after)
        return local - before;
    change = find_change(low, high, before);
    if (local - before < change)
        return local - before;
    return local - after > change ? local - after : change;
}

struct instant calendar_instant(struct date d, int minutes)
{
    return calendar_day_instant(date_to_days(d), minutes);
}

struct instant calendar_day_instant(int64_t day, int minutes)
{
    return (struct instant){first_second(day * DAY + minutes * INT64_C(60)) * US};
}

/* No zone goes back by more, nor by anything but whole quarters of an hour, since 1972. */
#define FARTHEST_BACK (3 * HOUR)
#define QUARTER (HOUR / 4)

struct instant calendar_again(struct instant i)
{
    int64_t second = divide_down(i.us, US);

    for (int64_t back = QUARTER; back <= FARTHEST_BACK; back += QUARTER)
        if (offset_at(second) - offset_at(second + back) == back)
            return (struct instant){i.us + back * US};
    return INSTANT_NONE;
}

/* ".5" and so on; more than six digits are dropped. */
static bool cut_fraction(struct slice *s, int64_t *ret_us)
{
    int64_t us = 0, worth = 100000;
    int digit;

    if (!cut_any(s, "."))
        return true;
    if (!cut_digits(s, 1, &digit))
        return false;
    do {
        us += digit * worth;
        worth /= 10;
    } while (cut_digits(s, 1, &digit));
    *ret_us = us;
    return true;
}

/* "Z" or "+08:00", as seconds. */
static bool cut_offset(struct slice *s, int64_t *ret_offset)
{
    bool west = s->len > 0 && s->data[0] == '-';
    int minutes;

    if (cut_any(s, "Zz")) {
        *ret_offset = 0;
        return true;
    }
    if (!cut_any(s, "+-") || !cut_minutes(s, &minutes))
        return false;
    *ret_offset = west ? -minutes * INT64_C(60) : minutes * INT64_C(60);
    return true;
}

/* "HH:MM[:SS[.5]]" on the date, by the office's clock or, followed by an offset, by another. */
static bool parse_time(struct slice text, struct date date, struct instant *ret_instant)
{
    int64_t us = 0, offset, local;
    int minutes, second = 0;

    if (!cut_minutes(&text, &minutes))
        return false;
    if (text.len > 0 && text.data[0] == ':' &&
        (!cut_second(&text, &second) || !cut_fraction(&text, &us)))
        return false;
    local = date_to_days(date) * DAY + minutes * INT64_C(60) + second;
    if (text.len == 0) {
        *ret_instant = (struct instant){first_second(local) * US + us};
        return true;
    }
    if (!cut_offset(&text, &offset) || text.len > 0)
        return false;
    *ret_instant = (struct instant){(local - offset) * US + us};
    return true;
}

static bool parse_any(struct slice text, struct instant *ret_instant)
{
    struct slice rest = text;
    struct date date;

    if (!cut_date(&rest, &date))
        return false;
    if (rest.len == 0) {
        *ret_instant = calendar_instant(date, 0);
        return true;
    }
    return cut_any(&rest, "Tt ") && parse_time(rest, date, ret_instant);
}

bool calendar_has(struct instant i)
{
    int64_t day = divide_down(i.us, DAY * US);

    return day >= date_to_days((struct date){1, 1, 1}) &&
           day <= date_to_days((struct date){9999, 12, 31});
}

bool calendar_parse(struct slice text, struct instant *ret_instant)
{
    struct instant at;

    if (!parse_any(text, &at) || !calendar_has(at))
        return false;
    *ret_instant = at;
    return true;
}

/* ---- writing ---- */

struct local_time {
    struct date date;
    int second; /* of the local day */
    int us;
    int offset; /* seconds */
};

static struct local_time local_time(struct instant i)
{
    int64_t second = divide_down(i.us, US);
    int32_t offset = offset_at(second);
    int64_t local, day;

    offset -= offset % 60; /* RFC 3339 has no seconds in offsets; zones had them before 1972 */
    local = second + offset;
    day = divide_down(local, DAY);
    return (struct local_time){.date = date_from_days(day),
                               .second = (int)(local - day * DAY),
                               .us = (int)(i.us - second * US),
                               .offset = offset};
}

static char *put_digits(char *to, int number, int width)
{
    for (int i = width; i-- > 0; number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + width;
}

static char *put_date(char *to, struct date d)
{
    if (d.year < 0)
        *to++ = '-';
    to = put_digits(to, abs(d.year), abs(d.year) > 9999 ? 6 : 4);
    *to++ = '-';
    to = put_digits(to, d.month, 2);
    *to++ = '-';
    return put_digits(to, d.day, 2);
}

static char *put_minutes(char *to, int minutes)
{
    to = put_digits(to, minutes / 60, 2);
    *to++ = ':';
    return put_digits(to, minutes % 60, 2);
}

void calendar_format(struct instant i, struct buffer *out)
{
    struct local_time t = local_time(i);
    char text[48], *to = put_date(text, t.date);

    *to++ = 'T';
    to = put_minutes(to, t.second / 60);
    *to++ = ':';
    to = put_digits(to, t.second % 60, 2);
    *to++ = '.';
    to = put_digits(to, t.us, 6);
    *to++ = t.offset < 0 ? '-' : '+';
    to = put_minutes(to, abs(t.offset) / 60);
    buffer_append(out, text, (size_t)(to - text));
}

void calendar_format_short(struct instant i, struct instant now, struct buffer *out)
{
    struct local_time t = local_time(i);
    struct date today = local_time(now).date;
    char text[48], *to = put_date(text, t.date), *from = text;

    *to++ = ' ';
    if (date_to_days(t.date) == date_to_days(today))
        from = to;
    else if (t.date.year == today.year)
        from = to - sizeof("MM-DD");
    to = put_minutes(to, t.second / 60);
    buffer_append(out, from, (size_t)(to - from));
}
