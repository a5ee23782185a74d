#include "office/due/selftest.h"

#include "office/draft/draft.h"
#include "office/draft/rollcall.h"
#include "office/state/selftest.h"
#include "office/state/state.h"
#include "rules/calendar.h"

#define LATEST SPAN_HOURS(1) /* after its time, as after a restart, a test is still made */

static const struct post *post_of(const struct rules *r)
{
    return r->selftest_at < 0 ? NULL : rules_post(r, slice_of(r->selftest_post));
}

struct instant selftest_next_due(const struct office *o, const struct agenda *a)
{
    return post_of(o->rules) ? a->look : INSTANT_NEVER;
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
    const struct selftest *t = &o->selftest->result;

    return !instant_before(instant_add(slot, LATEST), now) &&
           !(instant_is_set(t->at) && t->day == calendar_day(slot));
}

void selftest_due(const struct office *o, struct agenda *a, struct instant now,
                  struct decision *ret)
{
    const struct post *post = post_of(o->rules);
    struct instant slot, next;

    if (!post)
        return;
    slot = find_slot(o->rules, now, &next);
    if (is_wanted(o, slot, now)) {
        struct draft d = draft_begin(o, NULL, NULL, now, ret);

        rollcall_test(&d, post, o->rules->selftest_limit, slot);
        draft_end(&d);
        return;
    }
    a->look = next;
}
