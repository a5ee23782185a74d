#pragma once
/*
 * Local time in the office. The only code that knows it, through the C library, in one zone for the
 * whole process (calendar_set_zone, once at the start). Everything else counts instants.
 *
 * A local time in the hour that is skipped when clocks go forward means the end of that hour; one
 * in the hour that occurs twice when they go back means its first occurrence.
 */
#include "base/buffer.h"
#include "base/instant.h"
#include "rules/date.h"

/* Sets the process's zone ("Asia/Shanghai"). False if the system has no such zone; the old one
 * stays. NULL restores what the process had before the first call. */
bool calendar_set_zone(const char *zone);
/* The zone set last, or NULL. */
const char *calendar_zone(void);

/* Only "2026-11-23"; false for a date that does not exist. */
bool date_parse(struct slice text, struct date *ret_date);
/* "08:30", 00:00 to 23:59, as minutes of the day. */
bool minutes_parse(struct slice text, int *ret_minutes);

/* The local date at an instant. */
struct date calendar_date(struct instant i);
/* date_to_days(calendar_date(i)), but faster. */
int64_t calendar_day(struct instant i);
/* The instant of a local date, as days since 1970-01-01, and minute of the day. */
struct instant calendar_day_instant(int64_t day, int minutes);
/* The instant of a local date and minute of the day (0..1440; 1440 is the next day's 00:00). */
struct instant calendar_instant(struct date d, int minutes);

/* When the clock on the wall shows once more what it shows at i, because it has gone back in
 * between; INSTANT_NONE when it does not. */
struct instant calendar_again(struct instant i);

/*
 * A time as programs and configurations write it (what people type is rules/typed_time.h's): RFC
 * 3339 ("2026-11-23T10:15:09+08:00", "…Z", fraction allowed); the same without an offset, in local
 * time, with "T" or a space before the time, with or without seconds; or "YYYY-MM-DD" (its 00:00).
 * False for anything else, for dates that do not exist, and for times that calendar_has not.
 */
bool calendar_parse(struct slice text, struct instant *ret_instant);
/* Is it in the years 1 to 9999, in UTC, in which the journal keeps it? */
bool calendar_has(struct instant i);
/* RFC 3339 with the office's offset and microseconds: "2026-11-23T10:15:09.123456+08:00". */
void calendar_format(struct instant i, struct buffer *out);
/* For people: "10:15" on the local day of `now`, "11-23 10:15" in the same year, else "2025-11-23
 * 10:15". */
void calendar_format_short(struct instant i, struct instant now, struct buffer *out);
