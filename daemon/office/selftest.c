#include "office/selftest.h"

#include <string.h>

#include "office/presence.h"

#define LATEST SPAN_HOURS(1) /* behind its time, as after a restart, a test is still made */

/* ---- what entries mean for it ---- */

static bool is_of_last(const struct office *o, const struct incident *i)
{
    return i && i->asked && strcmp(i->class, SELFTEST_CLASS) == 0 &&
           i->reported.us == o->selftest.at.us;
}

/* Each report says all of it, so that those of the last test are enough to go on from. */
static void apply_report(struct office *o, const struct entry *e)
{
    struct selftest *t = &o->selftest;

    if (t->at.us != e->at.us)
        *t = (struct selftest){.at = e->at};
    t->slot = entry_instant(e, FIELD_SINCE, e->at);
    t->asked++;
}

void selftest_apply(struct office *o, const struct entry *e)
{
    struct selftest *t = &o->selftest;
    const struct incident *i;

    if (e->kind == ENTRY_SELFTEST) {
        *t = (struct selftest){.at = e->at, .slot = entry_instant(e, FIELD_SINCE, e->at)};
        return;
    }
    if (e->kind == ENTRY_REPORT && entry_field(e, FIELD_SINCE) && !e->actor.len &&
        slice_equal_string(entry_text(e, FIELD_CLASS), SELFTEST_CLASS)) {
        apply_report(o, e);
        return;
    }
    if (e->kind != ENTRY_HERE && e->kind != ENTRY_ABSENCE)
        return;
    i = office_find(o, e->incident);
    if (!is_of_last(o, i))
        return;
    if (e->kind == ENTRY_ABSENCE)
        t->missed++;
    else if (i->missed)
        t->late++;
    else
        t->answered++;
}

void selftest_look_again(struct office *o)
{
    o->presence->test = INSTANT_NONE;
}

/* ---- what time brings ---- */

static const struct post *post_of(const struct rules *r)
{
    return r->selftest_at < 0 ? NULL : rules_post(r, slice_of(r->selftest_post));
}

struct instant selftest_next_due(const struct office *o)
{
    return post_of(o->rules) ? o->presence->test : INSTANT_NEVER;
}

static struct instant slot_of(const struct rules *r, struct instant day_of, int days_on)
{
    struct date d = date_from_days(date_to_days(calendar_date(day_of)) + days_on);

    return calendar_instant(d, r->selftest_at);
}

/* The last one up to now, and the next one behind it. */
static struct instant find_slots(const struct rules *r, struct instant now,
                                 struct instant *ret_next)
{
    struct instant today = slot_of(r, now, 0);

    *ret_next = instant_before(now, today) ? today : slot_of(r, now, 1);
    return instant_before(now, today) ? slot_of(r, now, -1) : today;
}

/* A clock that was a day ahead, or more, when the last test was made says nothing of today. */
static bool is_done(const struct office *o, struct instant slot, struct instant now)
{
    struct instant done = o->selftest.slot;

    return !instant_before(done, slot) && !instant_before(instant_add(now, SPAN_DAYS(1)), done);
}

void selftest_due(const struct office *o, struct instant now, struct decision *ret)
{
    const struct post *post = post_of(o->rules);
    struct instant slot, next;

    if (!post || instant_before(now, o->presence->test))
        return;
    slot = find_slots(o->rules, now, &next);
    if (!is_done(o, slot, now) && !instant_before(instant_add(slot, LATEST), now)) {
        struct draft d = draft_begin(o, NULL, NULL, now, ret);

        rollcall_test(&d, post, o->rules->selftest_limit, slot);
        draft_end(&d);
        return;
    }
    o->presence->test = next;
}
