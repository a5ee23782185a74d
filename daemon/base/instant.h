#pragma once
/*
 * Points in time and lengths of time, as distinct types, so that mixing them does not compile. Both
 * count microseconds; an instant counts them from 1970-01-01T00:00:00Z, without leap seconds.
 * Local time is the business of rules/calendar.h.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

#include "base/buffer.h"
#include "base/slice.h"

struct instant {
    int64_t us;
};

struct span {
    int64_t us;
};

#define INSTANT_NEVER ((struct instant){INT64_MAX}) /* later than every other instant */
#define INSTANT_NONE ((struct instant){0})          /* not known, not set */

#define SPAN_US(n) ((struct span){(int64_t)(n)})
#define SPAN_MS(n) ((struct span){(int64_t)(n)*1000})
#define SPAN_SECONDS(n) ((struct span){(int64_t)(n)*1000000})
#define SPAN_MINUTES(n) SPAN_SECONDS((int64_t)(n)*60)
#define SPAN_HOURS(n) SPAN_SECONDS((int64_t)(n)*3600)
#define SPAN_DAYS(n) SPAN_SECONDS((int64_t)(n)*86400)

static inline bool instant_before(struct instant a, struct instant b)
{
    return a.us < b.us;
}

static inline bool instant_is_set(struct instant i)
{
    return i.us != 0;
}

static inline bool instant_is_never(struct instant i)
{
    return i.us == INT64_MAX;
}

static inline struct instant instant_min(struct instant a, struct instant b)
{
    return a.us < b.us ? a : b;
}

static inline struct instant instant_max(struct instant a, struct instant b)
{
    return a.us < b.us ? b : a;
}

/* INSTANT_NEVER stays INSTANT_NEVER; does not overflow. */
struct instant instant_add(struct instant i, struct span s);
/* a - b */
struct span instant_since(struct instant a, struct instant b);
struct instant instant_from_timespec(struct timespec t);
struct timespec instant_to_timespec(struct instant i);
/* In whole seconds, for people; negative counts as 0. */
struct span span_in_seconds(struct span s);
/* For timers; negative counts as 0. */
struct timeval span_to_timeval(struct span s);

/* "90s", "5m", "2h", "1d", "1w", "500ms", "1h30m"; false for anything else. */
bool span_parse(struct slice text, struct span *ret_span);
/* The shortest such form: "1h30m", "250ms", "0s". */
void span_format(struct span s, struct buffer *out);

/* UTC, with microseconds and Z: "2026-11-23T02:15:09.123456Z" (27 bytes for years 0 to 9999). */
void instant_format_utc(struct instant i, struct buffer *out);
