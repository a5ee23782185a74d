#include "rules/typed_time.h"

#include <string.h>

#include "rules/time_text.h"

#define DATE_BYTES (sizeof("2026-11-23") - 1)

#define MINUTES(n)                                                                                 \
    {                                                                                              \
        INT64_C(60000000) * (n)                                                                    \
    }
#define HOURS(n) MINUTES(60 * (n))
#define DAYS(n) HOURS(24 * (n))
#define TOLERANCE MINUTES(5)  /* by which clocks differ */
#define HALF_A_YEAR DAYS(180) /* a mistyped year is farther away */
#define A_YEAR DAYS(366)
#define TEN_YEARS DAYS(3653)
#define NO_LIMIT                                                                                   \
    {                                                                                              \
        INT64_MAX                                                                                  \
    }

static const struct sense_info {
    /* Of all the times that a text without a day or a year can mean it is the last one up to this
     * far ahead of now. */
    struct span reach, reach_of_year;
    struct span ahead, back; /* farther from now it is asked back */
    int direction;           /* of "20m" */
    bool takes_day;          /* "yesterday" alone is its 00:00 */
    struct span example;     /* a time that is right, from now */
    const char *ahead_is;    /* what is wrong about a time too far ahead */
} senses[] = {
    [TIME_NONE] = {.ahead = NO_LIMIT, .back = NO_LIMIT},
    [TIME_HAPPENED] = {.reach = TOLERANCE,
                       .reach_of_year = TOLERANCE,
                       .ahead = TOLERANCE,
                       .back = HALF_A_YEAR,
                       .direction = -1,
                       .example = MINUTES(-30),
                       .ahead_is = "has not come yet"},
    [TIME_SINCE] = {.ahead = TOLERANCE,
                    .back = TEN_YEARS,
                    .direction = -1,
                    .takes_day = true,
                    .example = HOURS(-8),
                    .ahead_is = "has not come yet"},
    [TIME_UNTIL] = {.ahead = A_YEAR,
                    .back = TEN_YEARS,
                    .direction = -1,
                    .example = MINUTES(-30),
                    .ahead_is = "is far ahead"},
    [TIME_FROM] = {.reach = HOURS(14),
                   .reach_of_year = HALF_A_YEAR,
                   .ahead = HALF_A_YEAR,
                   .back = DAYS(1),
                   .direction = 1,
                   .example = HOURS(1),
                   .ahead_is = "is far ahead"},
    [TIME_TO_COME] = {.reach = DAYS(1),
                      .reach_of_year = A_YEAR,
                      .ahead = HALF_A_YEAR,
                      .back = NO_LIMIT, /* the office says that it is over */
                      .direction = 1,
                      .example = HOURS(8),
                      .ahead_is = "is far ahead"},
    [TIME_EITHER] = {.reach = HOURS(14),
                     .reach_of_year = HALF_A_YEAR,
                     .ahead = A_YEAR,
                     .back = TEN_YEARS,
                     .example = HOURS(1),
                     .ahead_is = "is far ahead"},
    [TIME_GATEWAY] = {.ahead = NO_LIMIT, .back = NO_LIMIT},
};

/* One reading of one text. */
struct asked {
    struct slice text;
    const char *name;
    const struct time_frame *frame;
    enum time_sense sense;
    const struct sense_info *info;
    struct buffer *why;
};

/* ---- what is said to the one who typed it ---- */

static void put_minute(struct instant i, char sign, struct buffer *out)
{
    struct buffer text = BUFFER_INIT;

    calendar_format(i, &text); /* "2026-11-23T10:15:…" */
    buffer_append(out, text.data, 10);
    buffer_append_char(out, sign);
    buffer_append(out, text.data + 11, 5);
    buffer_deinit(&text);
}

/* In the hour's quarter, as people write. */
static struct instant example(const struct asked *a)
{
    struct instant i = instant_add(a->frame->now, a->info->example);

    i.us -= i.us % SPAN_MINUTES(5).us;
    return i;
}

static void put_example(const struct asked *a, struct buffer *out)
{
    buffer_append_char(out, '"');
    put_minute(example(a), ' ', out);
    buffer_append_char(out, '"');
}

static bool unknown(const struct asked *a)
{
    struct buffer text = BUFFER_INIT;

    if (a->sense == TIME_NONE || a->sense == TIME_GATEWAY) {
        calendar_format(a->frame->now, &text);
        buffer_printf(a->why, "%s is a time that exists, as %s, not \"%.*s\"", a->name, text.data,
                      SLICE_ARG(a->text));
        buffer_deinit(&text);
        return false;
    }
    put_minute(example(a), ' ', &text);
    buffer_printf(a->why, "%s is a time that exists: \"%s\", %s, \"%s %s\" or %s, not \"%.*s\"",
                  a->name, text.data, text.data + 11,
                  a->info->direction < 0 ? "yesterday" : "tomorrow", text.data + 11,
                  a->info->direction < 0 ? "-20m" : "+20m", SLICE_ARG(a->text));
    buffer_deinit(&text);
    return false;
}

static bool unclear(const struct asked *a, const struct buffer *reason)
{
    buffer_printf(a->why, "%s: \"%.*s\" %.*s", a->name, SLICE_ARG(a->text),
                  SLICE_ARG(buffer_slice(reason)));
    return false;
}

/* Two moments of one text. */
static bool two_moments(const struct asked *a, struct instant one, struct instant other)
{
    struct buffer reason = BUFFER_INIT;

    buffer_append_string(&reason, "can be ");
    calendar_format(one, &reason);
    buffer_append_string(&reason, " or ");
    calendar_format(other, &reason);
    buffer_append_string(&reason, ": write one of them");
    unclear(a, &reason);
    buffer_deinit(&reason);
    return false;
}

static bool implausible(const struct asked *a, struct instant at, const char *what)
{
    struct buffer *why = a->why;

    buffer_printf(why, "%s would be ", a->name);
    put_minute(at, ' ', why);
    buffer_printf(why, ", which %s: now it is ", what);
    put_minute(a->frame->now, ' ', why);
    buffer_printf(why, "; write the time that is meant, as in %s=", a->name);
    put_example(a, why);
    buffer_append_string(why, ", or add sure=yes if it is right");
    return false;
}

/* ---- which day, which year ---- */

static struct instant at_day(const struct time_form *form, int64_t day)
{
    struct instant i = calendar_day_instant(day, form->has_time ? form->minute : 0);

    return instant_add(i, SPAN_US(SPAN_SECONDS(form->second).us + form->us));
}

/* The moments that the form can mean, the earliest first: of the days around today, or of the years
 * around this one. */
#define CANDIDATES 12

static size_t find_candidates(const struct time_form *form, struct instant now, struct instant *ret)
{
    int64_t today = calendar_day(now);
    struct date date = form->date;
    size_t n = 0;

    for (int i = -2; form->day == TIME_FORM_NO_DAY && i <= 2; i++)
        ret[n++] = at_day(form, today + i);
    for (int i = -8; form->day == TIME_FORM_MONTH_DAY && i <= 2; i++) {
        date.year = calendar_date(now).year + i;
        if (date_is_valid(date))
            ret[n++] = at_day(form, date_to_days(date));
    }
    return n;
}

static struct instant last_up_to(const struct instant *all, size_t n, struct instant limit)
{
    while (n > 1 && instant_before(limit, all[n - 1]))
        n--;
    return n ? all[n - 1] : INSTANT_NONE;
}

static struct instant first_after(const struct instant *all, size_t n, struct instant limit)
{
    for (size_t i = 0; i < n; i++)
        if (instant_before(limit, all[i]))
            return all[i];
    return INSTANT_NONE;
}

/* Up to where? After where it begins; from a begin of long ago, "12:00" may be of many a day. */
static bool choose_end(const struct asked *a, const struct time_form *form,
                       const struct instant *all, size_t n, struct instant *ret)
{
    struct instant begin = a->frame->begin, last = last_up_to(all, n, a->frame->now);
    struct instant around[CANDIDATES];
    size_t n_around;

    if (!instant_is_set(begin)) {
        *ret = last;
        return true;
    }
    n_around = find_candidates(form, begin, around);
    *ret = first_after(around, n_around, begin);
    if (a->sense == TIME_UNTIL && instant_before(begin, last) && last.us != ret->us)
        return two_moments(a, *ret, last);
    return true;
}

/* The next one; but one that has just been is rather a clock that differs. */
static bool choose_next(const struct asked *a, const struct instant *all, size_t n,
                        struct instant *ret)
{
    struct instant now = a->frame->now, last = last_up_to(all, n, now);

    *ret = first_after(all, n, now);
    if (instant_before(instant_add(last, (struct span)TOLERANCE), now))
        return true;
    return two_moments(a, last, *ret);
}

static bool choose(const struct asked *a, const struct time_form *form, struct instant *ret)
{
    struct instant all[CANDIDATES];
    size_t n = find_candidates(form, a->frame->now, all);
    struct span reach = form->day == TIME_FORM_MONTH_DAY ? a->info->reach_of_year : a->info->reach;

    if (a->sense == TIME_UNTIL || (a->sense == TIME_TO_COME && instant_is_set(a->frame->begin)))
        return choose_end(a, form, all, n, ret);
    if (a->sense == TIME_TO_COME)
        return choose_next(a, all, n, ret);
    *ret = last_up_to(all, n, instant_add(a->frame->now, reach));
    return true;
}

/* When clocks go back an hour comes twice: what has happened may have happened in either. */
static bool check_twice(const struct asked *a, const struct time_form *form, struct instant at)
{
    struct instant again = form->has_time ? calendar_again(at) : INSTANT_NONE;

    if (a->sense != TIME_HAPPENED || !instant_is_set(again) ||
        instant_before(instant_add(a->frame->now, (struct span)TOLERANCE), again))
        return true;
    return two_moments(a, at, again);
}

static bool find_moment(const struct asked *a, const struct time_form *form, struct instant *ret)
{
    int direction = a->info->direction;

    if (form->is_span && form->is_unsigned && !direction)
        return unknown(a);
    if (form->is_span) {
        *ret = instant_add(a->frame->now,
                           form->is_unsigned ? SPAN_US(direction * form->span.us) : form->span);
        return true;
    }
    if (form->day == TIME_FORM_FROM_TODAY && !form->has_time && !a->info->takes_day)
        return unknown(a);
    if (form->day == TIME_FORM_DATE)
        *ret = at_day(form, date_to_days(form->date));
    else if (form->day == TIME_FORM_FROM_TODAY)
        *ret = at_day(form, calendar_day(a->frame->now) + form->offset);
    else if (!choose(a, form, ret))
        return false;
    return check_twice(a, form, *ret);
}

/* ---- the whole ---- */

/* RFC 3339 with its offset, or a field that only programs fill. */
static bool is_by_program(const struct asked *a)
{
    struct slice text = a->text;
    struct slice time = {text.data + DATE_BYTES, text.len > DATE_BYTES ? text.len - DATE_BYTES : 0};
    struct instant at;

    if (!a->info->direction && a->sense != TIME_EITHER)
        return true;
    return time.len &&
           (strchr("zZ", time.data[time.len - 1]) || memchr(time.data, '+', time.len) ||
            memchr(time.data, '-', time.len)) &&
           calendar_parse(text, &at);
}

static bool read_typed(const struct asked *a, struct instant *ret)
{
    struct buffer reason = BUFFER_INIT;
    struct time_form form;
    bool good;

    switch (time_text_read(a->text, &form, &reason)) {
    case TIME_GOOD:
        good = find_moment(a, &form, ret);
        break;
    case TIME_UNCLEAR:
        good = unclear(a, &reason);
        break;
    case TIME_UNKNOWN:
    default:
        good = unknown(a);
        break;
    }
    buffer_deinit(&reason);
    return good;
}

static bool is_far(struct span distance, struct span limit)
{
    return distance.us > limit.us;
}

bool typed_time_read(struct slice text, enum time_sense sense, const struct time_frame *frame,
                     const char *name, struct instant *ret, struct buffer *why)
{
    const struct asked a = {text, name, frame, sense, &senses[sense], why};
    struct instant at;

    if (is_by_program(&a) ? !calendar_parse(text, &at) && !unknown(&a) : !read_typed(&a, &at))
        return false;
    if (!calendar_has(at))
        return unknown(&a);
    if (!frame->sure && is_far(instant_since(at, frame->now), a.info->ahead))
        return implausible(&a, at, a.info->ahead_is);
    if (!frame->sure && is_far(instant_since(frame->now, at), a.info->back))
        return implausible(&a, at, "is long past");
    *ret = at;
    return true;
}
