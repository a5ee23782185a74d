#include "office/due/selftest.h"

#include <string.h>

#include "office/draft/rollcall.h"

#define LATEST SPAN_HOURS(1) /* behind its time, as after a restart, a test is still made */

/* ---- what entries mean for it ---- */

/* By its number: its class may have been set to another. */
static bool is_of_last(const struct selftest *t, const struct incident *i)
{
    return i && i->asked && i->id.year == t->first.year && i->id.number >= t->first.number &&
           i->id.number - t->first.number < t->asked;
}

static void apply_report(struct selftest *t, const struct entry *e)
{
    if (e->at.us != t->at.us || incident_origin_of(e) != ORIGIN_SELFTEST)
        return;
    if (t->asked == 0)
        t->first = e->incident;
    t->asked++;
}

static void apply_here(struct selftest *t, const struct incident *i, const struct entry *e)
{
    if (i->missed)
        t->late++;
    else
        t->answered++;
    if (!entry_field(e, FIELD_ROUTE))
        t->console++;
}

void selftest_apply(struct office *o, const struct entry *e)
{
    struct selftest *t = &o->selftest;
    const struct incident *i;

    if (e->kind == ENTRY_SELFTEST)
        *t = (struct selftest){.at = e->at,
                               .day = calendar_day(entry_instant(e, FIELD_SINCE, e->at))};
    if (e->kind == ENTRY_REPORT)
        apply_report(t, e);
    i = e->incident.year ? office_find(o, e->incident) : NULL;
    if (!is_of_last(t, i))
        return;
    if (e->kind == ENTRY_HERE)
        apply_here(t, i, e);
    else if (e->kind == ENTRY_ABSENCE)
        t->missed++;
    else if ((e->kind == ENTRY_CLOSE || e->kind == ENTRY_MERGE) && e->actor.len && !i->missed)
        t->missed++; /* a leader did away with it: the end that an answer brings has no author */
}

void selftest_look_again(struct office *o)
{
    o->presence->test = INSTANT_NONE;
}

/* A clock that is set by a day or more takes the day of the last test with it; an hour does not
 * make another day of it. */
void selftest_shift_clock(struct office *o, struct span by)
{
    int64_t day = SPAN_DAYS(1).us, half = by.us < 0 ? -day / 2 : day / 2;

    if (instant_is_set(o->selftest.at))
        o->selftest.day += (by.us + half) / day;
    selftest_look_again(o);
}

/* ---- when ---- */

static const struct post *post_of(const struct rules *r)
{
    return r->selftest_at < 0 ? NULL : rules_post(r, slice_of(r->selftest_post));
}

struct instant selftest_next_due(const struct office *o)
{
    return post_of(o->rules) ? o->presence->test : INSTANT_NEVER;
}

/* When a test was due last, and when the next one is. */
static struct instant find_slot(const struct rules *r, struct instant now, struct instant *ret_next)
{
    int64_t today = calendar_day(now);
    struct instant at = calendar_day_instant(today, r->selftest_at);
    bool is_ahead = instant_before(now, at);

    *ret_next = is_ahead ? at : calendar_day_instant(today + 1, r->selftest_at);
    return is_ahead ? calendar_day_instant(today - 1, r->selftest_at) : at;
}

struct selftest office_selftest(const struct office *o)
{
    return o->selftest;
}

struct instant office_selftest_next(const struct office *o, struct instant now)
{
    struct instant next;

    if (!post_of(o->rules))
        return INSTANT_NEVER;
    find_slot(o->rules, now, &next);
    return next;
}

static bool is_wanted(const struct office *o, struct instant slot, struct instant now)
{
    const struct selftest *t = &o->selftest;

    return !instant_before(instant_add(slot, LATEST), now) &&
           !(instant_is_set(t->at) && t->day == calendar_day(slot));
}

void selftest_due(const struct office *o, struct instant now, struct decision *ret)
{
    const struct post *post = post_of(o->rules);
    struct instant slot, next;

    if (!post || instant_before(now, o->presence->test))
        return;
    slot = find_slot(o->rules, now, &next);
    if (is_wanted(o, slot, now)) {
        struct draft d = draft_begin(o, NULL, NULL, now, ret);

        rollcall_test(&d, post, o->rules->selftest_limit, slot);
        draft_end(&d);
        return;
    }
    o->presence->test = next;
}
