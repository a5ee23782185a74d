#include "rules/time_text.h"

#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "rules/time_digits.h"
#include "rules/time_span.h"
#include "rules/time_words.h"

static bool is_digit(struct slice s, size_t at)
{
    return at < s.len && s.data[at] >= '0' && s.data[at] <= '9';
}

static void skip(struct slice *s, size_t n)
{
    *s = (struct slice){s->data + n, s->len - n};
}

static void skip_spaces(struct slice *s)
{
    while (s->len && (s->data[0] == ' ' || s->data[0] == ','))
        skip(s, 1);
}

static bool is_next(const struct time_reading *r, char c)
{
    return r->rest.len && r->rest.data[0] == c;
}

/* Cuts up to eight digits off the front; 0 without any, and 9 for more. */
static size_t cut_number(struct slice *s, int *ret_number)
{
    size_t n = 0;
    int number = 0;

    while (n < 9 && is_digit(*s, n))
        number = n < 8 ? number * 10 + (s->data[n++] - '0') : (n++, number);
    skip(s, n);
    if (n)
        *ret_number = number;
    return n;
}

/* ---- times of day ---- */

/* ":30.5" */
static bool read_second(struct time_reading *r)
{
    int worth = 100000, digit;

    skip(&r->rest, 1);
    if (cut_number(&r->rest, &r->second) != 2 || r->second > 59)
        return time_reading_fail(r, TIME_UNKNOWN);
    if (!is_next(r, '.') || !is_digit(r->rest, 1))
        return true;
    skip(&r->rest, 1);
    for (; is_digit(r->rest, 0); skip(&r->rest, 1), worth /= 10) {
        digit = r->rest.data[0] - '0';
        r->us += digit * worth;
    }
    return true;
}

/* What may stand after a time and says nothing more: "23:50 Uhr". */
static void skip_hour_word(struct time_reading *r)
{
    struct slice rest = r->rest;
    const struct time_word *w;

    skip_spaces(&rest);
    w = time_word_at(rest);
    if (!w || w->kind != TIME_WORD_HOUR)
        return;
    skip(&rest, strlen(w->text));
    if (!is_digit(rest, 0))
        r->rest = rest;
}

/* At the colon of "7:40". */
static bool read_clock(struct time_reading *r, int hour)
{
    int minute = 0;

    skip(&r->rest, 1);
    if (cut_number(&r->rest, &minute) != 2)
        return time_reading_fail(r, TIME_UNKNOWN);
    if (is_next(r, ':') && !read_second(r))
        return false;
    skip_hour_word(r);
    return time_reading_set_time(r, hour, minute);
}

static const struct time_word *peek_word(const struct time_reading *r, struct slice *ret_rest)
{
    const struct time_word *w;

    *ret_rest = r->rest;
    skip_spaces(ret_rest);
    w = time_word_at(*ret_rest);
    if (w)
        skip(ret_rest, strlen(w->text));
    return w;
}

static bool take_word(struct time_reading *r, enum time_word_kind kind)
{
    struct slice rest;
    const struct time_word *w = peek_word(r, &rest);

    if (!w || w->kind != kind)
        return false;
    r->rest = rest;
    return true;
}

/* After the minutes of "8点8分30秒". */
static bool read_spoken_second(struct time_reading *r)
{
    struct slice before = r->rest;
    int second = 0;
    size_t n;

    skip_spaces(&r->rest);
    n = cut_number(&r->rest, &second);
    if (n == 0 || n > 2 || !take_word(r, TIME_WORD_SECOND)) {
        r->rest = before;
        return true;
    }
    r->second = second;
    return second < 60 || time_reading_fail(r, TIME_UNKNOWN);
}

/* After the hour's word: "7h40", "7点40分", "9点半", "7点1刻", "23 Uhr". */
static bool read_spoken_minute(struct time_reading *r, int hour)
{
    struct slice before;
    int minute = 0;
    size_t n;

    if (take_word(r, TIME_WORD_HALF))
        return time_reading_set_time(r, hour, 30);
    before = r->rest;
    skip_spaces(&r->rest);
    n = cut_number(&r->rest, &minute);
    if (n == 1 && minute < 4 && take_word(r, TIME_WORD_QUARTER))
        return time_reading_set_time(r, hour, minute * 15);
    if (n == 2 || (n == 1 && (!r->rest.len || take_word(r, TIME_WORD_MINUTE)))) {
        take_word(r, TIME_WORD_MINUTE);
        return read_spoken_second(r) && time_reading_set_time(r, hour, minute);
    }
    r->rest = before;
    return time_reading_set_time(r, hour, 0);
}

/* ---- dates ---- */

/* "2026-11-3", "2026/11/23", "2026.11.23": at the first sign. */
static bool read_year_first(struct time_reading *r, int year)
{
    char sign = r->rest.data[0];
    int month = 0, day = 0;
    size_t n;

    skip(&r->rest, 1);
    n = cut_number(&r->rest, &month);
    if (n == 0 || n > 2 || !is_next(r, sign))
        return time_reading_fail(r, TIME_UNKNOWN);
    skip(&r->rest, 1);
    n = cut_number(&r->rest, &day);
    if (n == 0 || n > 2)
        return time_reading_fail(r, TIME_UNKNOWN);
    if (is_next(r, 't') && is_digit(r->rest, 1))
        skip(&r->rest, 1);
    return time_reading_set_date(r, year, month, day);
}

/* "11-23", "23.11.", "23.11.2026", "7.40": at the sign. */
static bool read_pair(struct time_reading *r, int first)
{
    struct time_pair p = {.is_there = true, .sign = r->rest.data[0], .first = first};
    size_t n;

    skip(&r->rest, 1);
    n = cut_number(&r->rest, &p.last);
    if (n == 0 || n > 2 || r->pair.is_there)
        return time_reading_fail(r, TIME_UNKNOWN);
    if (is_next(r, p.sign)) {
        skip(&r->rest, 1);
        n = cut_number(&r->rest, &p.year);
        p.is_day_first = p.sign == '.';
        if (n != 4 && (n != 0 || !p.is_day_first))
            return time_reading_fail(r, TIME_UNKNOWN);
    }
    if (p.sign == '.' && !p.is_day_first)
        skip_hour_word(r);
    r->pair = p;
    return true;
}

/* "23 Nov", "23. November", "1 de noviembre": is a month's name next, or after words that say
 * nothing? */
static bool is_before_month(const struct time_reading *r)
{
    struct time_reading ahead = *r;
    struct slice rest;
    const struct time_word *w = NULL;

    if (is_next(&ahead, '.'))
        skip(&ahead.rest, 1);
    while ((w = peek_word(&ahead, &rest)) && w->kind == TIME_WORD_FILL)
        ahead.rest = rest;
    return w && w->kind == TIME_WORD_MONTH;
}

/* ---- numbers ---- */

/* A number with nothing at its end that says what it is. */
static bool set_plain(struct time_reading *r, int number, size_t digits)
{
    if (digits == 8)
        return time_reading_set_date(r, number / 10000, number / 100 % 100, number % 100);
    if (digits == 4 && r->day && r->month && !r->year && number > 1900 &&
        r->hour == TIME_NOT_SAID && number % 100 < 60 && number < 2100)
        return time_reading_set_date(r, number, 0, 0); /* 23 November 2026 */
    if (digits == 4 && r->four == TIME_NOT_SAID) {
        r->four = number;
        skip_hour_word(r);
        return true;
    }
    if (digits > 2)
        return time_reading_fail(r, TIME_UNKNOWN);
    if (is_before_month(r)) {
        if (is_next(r, '.'))
            skip(&r->rest, 1);
        return time_reading_set_date(r, 0, 0, number);
    }
    if (r->month && !r->day)
        return time_reading_set_date(r, 0, 0, number); /* Nov 23 */
    r->is_bare = true;
    return time_reading_set_time(r, number, 0);
}

static bool read_number(struct time_reading *r)
{
    int number = 0;
    size_t digits = cut_number(&r->rest, &number);
    bool has_more = is_digit(r->rest, 1);
    struct slice rest;
    const struct time_word *w = peek_word(r, &rest);

    if (digits > 8)
        return time_reading_fail(r, TIME_UNKNOWN);
    if (digits <= 2 && is_next(r, ':'))
        return read_clock(r, number);
    if (digits == 4 && has_more && strchr("-/.", r->rest.data[0]))
        return read_year_first(r, number);
    if (digits <= 2 && has_more && strchr("-/.", r->rest.data[0]))
        return read_pair(r, number);
    if (w && digits <= 2 && w->kind == TIME_WORD_HOUR) {
        r->rest = rest;
        r->is_dial = w->value == 12;
        return read_spoken_minute(r, number);
    }
    if (w && w->kind == TIME_WORD_IN_YEAR && digits == 4) {
        r->rest = rest;
        return time_reading_set_date(r, number, 0, 0);
    }
    if (w && w->kind == TIME_WORD_IN_MONTH && digits <= 2) {
        r->rest = rest;
        return time_reading_set_date(r, 0, number, 0);
    }
    if (w && w->kind == TIME_WORD_IN_DAY && digits <= 2) {
        r->rest = rest;
        return time_reading_set_date(r, 0, 0, number);
    }
    return set_plain(r, number, digits);
}

/* ---- words ---- */

static bool set_part(struct time_reading *r, enum day_part part)
{
    bool is_exact = part == DAY_PART_AM || part == DAY_PART_PM;
    bool was_exact = r->part == DAY_PART_AM || r->part == DAY_PART_PM;

    if (part == DAY_PART_NONE || part == r->part || (was_exact && !is_exact))
        return true;
    if (r->part != DAY_PART_NONE && (was_exact || !is_exact))
        return time_reading_fail(r, TIME_UNKNOWN);
    r->part = part; /* "last night 11 pm" */
    return true;
}

static bool set_offset(struct time_reading *r, int offset)
{
    if (r->has_offset || r->month || r->day)
        return time_reading_fail(r, TIME_UNKNOWN);
    r->has_offset = true;
    r->offset = offset;
    return true;
}

static bool read_word(struct time_reading *r)
{
    const struct time_word *w = time_word_at(r->rest);

    if (!w)
        return time_reading_fail(r, TIME_UNKNOWN);
    skip(&r->rest, strlen(w->text));
    switch (w->kind) {
    case TIME_WORD_DAY:
        return set_offset(r, w->day) && set_part(r, w->part);
    case TIME_WORD_PART:
        if (w->part == DAY_PART_AM && is_digit(r->rest, 1) && r->hour == TIME_NOT_SAID)
            return true; /* German: "am 23.11." */
        return set_part(r, w->part);
    case TIME_WORD_CLOCK:
        r->has_word = true;
        return time_reading_set_time(r, w->value / 60, w->value % 60);
    case TIME_WORD_MONTH:
        if (is_next(r, '.'))
            skip(&r->rest, 1);
        return time_reading_set_date(r, 0, w->value, 0);
    case TIME_WORD_FILL:
        return true;
    case TIME_WORD_NOW:
    case TIME_WORD_HOUR:
    case TIME_WORD_MINUTE:
    case TIME_WORD_SECOND:
    case TIME_WORD_HALF:
    case TIME_WORD_QUARTER:
    case TIME_WORD_IN_YEAR:
    case TIME_WORD_IN_MONTH:
    case TIME_WORD_IN_DAY:
        break;
    }
    return time_reading_fail(r, TIME_UNKNOWN);
}

static enum time_result read_clock_form(struct slice text, struct time_form *ret,
                                        struct buffer *why)
{
    struct time_reading r = {
        .rest = text, .why = why, .hour = TIME_NOT_SAID, .four = TIME_NOT_SAID};

    for (skip_spaces(&r.rest); r.rest.len; skip_spaces(&r.rest))
        if (!(is_digit(r.rest, 0) ? read_number(&r) : read_word(&r)))
            return r.result;
    return time_form_settle(&r, ret) ? TIME_GOOD : r.result;
}

static bool is_now(struct slice text)
{
    const struct time_word *w = time_word_at(text);

    return w && w->kind == TIME_WORD_NOW && strlen(w->text) == text.len;
}

/* ---- the text ---- */

enum time_result time_text_read(struct slice text, struct time_form *ret, struct buffer *why)
{
    struct buffer plain = BUFFER_INIT;
    struct time_span span;
    enum time_result result;
    struct slice said;

    time_digits_plain(text, &plain);
    said = slice_trim(buffer_slice(&plain));
    if (is_now(said)) {
        *ret = (struct time_form){.is_span = true};
        result = TIME_GOOD;
    } else if (!time_span_read(said, &span)) {
        result = read_clock_form(said, ret, why);
    } else if (!span.direction && span.has_hours) {
        buffer_printf(why,
                      "can be a time of day or a span: write the time of day as HH:MM, "
                      "-%.*s for so long ago, +%.*s for so long from now",
                      SLICE_ARG(said), SLICE_ARG(said));
        result = TIME_UNCLEAR;
    } else {
        *ret =
            (struct time_form){.is_span = true,
                               .is_unsigned = !span.direction,
                               .span = span.direction < 0 ? SPAN_US(-span.length.us) : span.length};
        result = TIME_GOOD;
    }
    buffer_deinit(&plain);
    return result;
}
