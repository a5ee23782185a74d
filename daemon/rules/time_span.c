#include "rules/time_span.h"

#include <string.h>

#include "rules/time_words.h"

struct span_reading {
    struct slice rest;
    struct time_span span;
    bool has_any;
};

static void skip(struct slice *s, size_t n)
{
    *s = (struct slice){s->data + n, s->len - n};
}

static void skip_spaces(struct slice *s)
{
    while (s->len && (s->data[0] == ' ' || s->data[0] == ','))
        skip(s, 1);
}

static bool add(struct span_reading *r, int64_t us)
{
    r->has_any = true;
    return !__builtin_add_overflow(r->span.length.us, us, &r->span.length.us);
}

/* Up to six digits; 0 without any, or with more. */
static size_t cut_number(struct slice *s, int *ret_number)
{
    size_t n = 0;
    int number = 0;

    for (; n < s->len && n < 7 && s->data[n] >= '0' && s->data[n] <= '9'; n++)
        number = number * 10 + (s->data[n] - '0');
    if (n == 7)
        return 0;
    skip(s, n);
    *ret_number = number;
    return n;
}

static bool set_direction(struct span_reading *r, int direction)
{
    if (r->span.direction)
        return false;
    r->span.direction = direction;
    return true;
}

static bool add_units(struct span_reading *r, int number, size_t digits)
{
    const struct span_word *w;
    bool is_hour;

    skip_spaces(&r->rest);
    w = span_word_at(r->rest);
    if (!w || (w->kind != SPAN_WORD_UNIT && w->kind != SPAN_WORD_AND_HALF))
        return false;
    skip(&r->rest, strlen(w->text));
    if (r->rest.len && r->rest.data[0] == '.')
        skip(&r->rest, 1); /* "min." */
    is_hour = w->us == SPAN_HOURS(1).us;
    r->span.has_hours |= is_hour;
    return !(is_hour && digits == 4) && /* "2350 hrs" */
           add(r, w->us * number + (w->kind == SPAN_WORD_AND_HALF ? w->us / 2 : 0));
}

static bool read_word(struct span_reading *r)
{
    const struct span_word *w = span_word_at(r->rest);

    if (!w)
        return false;
    skip(&r->rest, strlen(w->text));
    switch (w->kind) {
    case SPAN_WORD_WHOLE:
        return add(r, w->us);
    case SPAN_WORD_ONE:
        return add_units(r, 1, 1);
    case SPAN_WORD_BACK:
        return set_direction(r, -1);
    case SPAN_WORD_AHEAD:
        return set_direction(r, 1);
    case SPAN_WORD_UNIT:
    case SPAN_WORD_AND_HALF:
        break;
    }
    return false;
}

bool time_span_read(struct slice text, struct time_span *ret)
{
    struct span_reading r = {.rest = text};

    if (text.len && (text.data[0] == '-' || text.data[0] == '+')) {
        r.span.direction = text.data[0] == '-' ? -1 : 1;
        skip(&r.rest, 1);
    }
    for (skip_spaces(&r.rest); r.rest.len; skip_spaces(&r.rest)) {
        int number;
        size_t digits = cut_number(&r.rest, &number);

        if (!(digits ? add_units(&r, number, digits) : read_word(&r)))
            return false;
    }
    *ret = r.span;
    return r.has_any;
}
