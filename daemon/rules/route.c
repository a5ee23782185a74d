#include "rules/route.h"

/* ---- places ---- */

static bool is_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* U+00C0 to U+024F in UTF-8: the other letters of Latin scripts. */
static bool is_latin(const char *two)
{
    unsigned char lead = (unsigned char)two[0];

    return lead >= 0xc3 && lead <= 0xc9;
}

static bool is_word_before(struct slice s, size_t at)
{
    return at > 0 && (is_word((unsigned char)s.data[at - 1]) ||
                      (at > 1 && is_latin(&s.data[at - 2]) && (s.data[at - 1] & 0xc0) == 0x80));
}

static bool is_word_from(struct slice s, size_t at)
{
    return at < s.len &&
           (is_word((unsigned char)s.data[at]) || (at + 1 < s.len && is_latin(&s.data[at])));
}

bool place_has(struct slice place, struct slice words)
{
    for (size_t at = 0; words.len > 0 && at + words.len <= place.len; at++) {
        size_t end = at + words.len;

        if (slice_equal_nocase((struct slice){place.data + at, words.len}, words) &&
            !(is_word_from(place, at) && is_word_before(place, at)) &&
            !(is_word_before(place, end) && is_word_from(place, end)))
            return true;
    }
    return false;
}

static bool fits_place(const struct route *r, struct slice place)
{
    for (size_t i = 0; i < r->n_places; i++)
        if (place_has(place, slice_of(r->places[i])))
            return true;
    return r->n_places == 0;
}

/* ---- times ---- */

/* As with rotations, a time range belongs to the day on which it begins. */
static bool is_between(const struct route *r, int64_t day, struct instant at)
{
    struct instant from = calendar_day_instant(day, r->from);
    struct instant to = calendar_day_instant(r->to <= r->from ? day + 1 : day, r->to);

    return !instant_before(at, from) && instant_before(at, to);
}

static bool fits_time(const struct route *r, const struct special_days *special, struct instant at)
{
    int64_t today;

    if (!r->timed && r->days == DAYS_EVERY)
        return true;
    today = calendar_day(at);
    if (!r->timed)
        return days_match(r->days, special, today);
    for (int64_t day = today - 1; day <= today; day++)
        if (days_match(r->days, special, day) && is_between(r, day, at))
            return true;
    return false;
}

/* ---- all together ---- */

static bool fits(const struct rules *rules, const struct route *r, const struct occasion *o)
{
    if (r->grades != 0 && (o->grade == 0 || o->grade > 4 || !(r->grades & 1U << o->grade)))
        return false;
    if (r->class && !slice_equal_nocase(o->class, slice_of(r->class)))
        return false;
    if (r->drill != ROUTE_ALL && (r->drill == ROUTE_DRILLS) != o->drill)
        return false;
    return fits_place(r, o->place) && fits_time(r, &rules->special, o->at);
}

const struct route *rules_route(const struct rules *r, const struct occasion *occasion)
{
    for (size_t i = 0; i < r->n_routes; i++)
        if (fits(r, &r->routes[i], occasion))
            return &r->routes[i];
    return NULL;
}
