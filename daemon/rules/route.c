#include "rules/route.h"

#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"

/* ---- places ---- */

/* Letters of Latin scripts, with the accents that stand by themselves, and digits. */
static bool is_word(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xc0 && c <= 0x24f) ||
           (c >= 0x300 && c <= 0x36f) || (c >= 0x1e00 && c <= 0x1eff);
}

static bool is_word_before(struct slice s, size_t at)
{
    struct slice last = {s.data + at, 0};

    if (at == 0)
        return false;
    do {
        last.data--;
        last.len++;
    } while (last.data > s.data && (*last.data & 0xc0) == 0x80);
    return is_word(utf8_next(&last));
}

static bool is_word_from(struct slice s, size_t at)
{
    struct slice rest = {s.data + at, s.len - at};

    return rest.len && is_word(utf8_next(&rest));
}

/* Both folded. */
static bool has_words(struct slice place, struct slice words)
{
    for (size_t at = 0; words.len > 0 && at + words.len <= place.len; at++) {
        size_t end = at + words.len;

        if (memcmp(place.data + at, words.data, words.len) == 0 &&
            !(is_word_from(place, at) && is_word_before(place, at)) &&
            !(is_word_before(place, end) && is_word_from(place, end)))
            return true;
    }
    return false;
}

bool place_has(struct slice folded_place, struct slice words)
{
    struct buffer folded = BUFFER_INIT;
    bool has;

    fold_text(words, &folded);
    has = has_words(folded_place, buffer_slice(&folded));
    buffer_deinit(&folded);
    return has;
}

static bool fits_place(const struct route *r, struct slice folded_place)
{
    for (size_t i = 0; i < r->n_places; i++)
        if (place_has(folded_place, slice_of(r->places[i])))
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

static bool fits(const struct rules *rules, const struct route *r, const struct occasion *o,
                 struct slice folded_place)
{
    if (r->grades != 0 && (o->grade == 0 || o->grade > 4 || !(r->grades & 1U << o->grade)))
        return false;
    if (r->class && !fold_equal(o->class, slice_of(r->class)))
        return false;
    if (r->drill != ROUTE_ALL && (r->drill == ROUTE_DRILLS) != o->drill)
        return false;
    return fits_place(r, folded_place) && fits_time(r, &rules->special, o->at);
}

const struct route *rules_route(const struct rules *r, const struct occasion *occasion)
{
    const struct route *route = NULL;
    struct buffer place = BUFFER_INIT;

    fold_text(occasion->place, &place);
    for (size_t i = 0; i < r->n_routes && !route; i++)
        if (fits(r, &r->routes[i], occasion, buffer_slice(&place)))
            route = &r->routes[i];
    buffer_deinit(&place);
    return route;
}
