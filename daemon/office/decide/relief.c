#include "office/decide/relief.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "office/decide/post.h"
#include "office/draft/roster_change.h"
#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "rules/roster.h"

#define LONGEST_RELIEF SPAN_DAYS(62)

/* From when to when, and that it can be. */
static bool read_period(struct draft *d, const struct command *c, struct cover *cover)
{
    const struct field *since = command_field(c, FIELD_SINCE),
                       *until = command_field(c, FIELD_UNTIL);

    cover->from = since ? (struct instant){since->number} : d->now;
    cover->to = until ? (struct instant){until->number} : INSTANT_NONE;
    if (!until)
        draft_refuse(d, REFUSAL_VALUE, "until is missing: say when the relief ends");
    else if (!instant_before(cover->from, cover->to))
        draft_refuse(d, REFUSAL_VALUE, "the relief ends before it begins");
    else if (!instant_before(d->now, cover->to))
        draft_refuse(d, REFUSAL_VALUE, "that is over: a relief is for times to come");
    else if (instant_before(instant_add(cover->from, LONGEST_RELIEF), cover->to))
        draft_refuse(d, REFUSAL_VALUE,
                     "at most 62 days; write a longer relief into the "
                     "configuration");
    else
        return true;
    return false;
}

static bool is_on_leave(const struct person *p, const struct duty *duty, struct instant at)
{
    for (size_t i = 0; i < p->n_leave; i++)
        if (period_covers(&p->leave[i], duty->day, at))
            return true;
    return false;
}

/* Another post that the person holds then; on call counts for none. */
static const struct post *other_post(const struct roster *roster, const struct post *post,
                                     const struct person *p, struct instant at)
{
    for (size_t i = 0; i < roster->rules->n_posts; i++) {
        const struct post *other = &roster->rules->posts[i];
        if (other != post && !other->standby && roster_holds(roster, other, p, at))
            return other;
    }
    return NULL;
}

/* Can `in` do the duty at that moment? */
static bool may_come(struct draft *d, const struct post *post, const struct person *in,
                     const struct duty *duty, struct instant at)
{
    struct roster roster = office_roster(d->office);
    const struct post *other = post->standby ? NULL : other_post(&roster, post, in, at);
    struct buffer when = BUFFER_INIT;

    if (roster_holds(&roster, post, in, at))
        other = post;
    calendar_format_short(at, d->now, &when);
    if (is_on_leave(in, duty, at))
        draft_refuse(d, REFUSAL_STATE, "%s is on leave then, at %s", in->id, when.data);
    else if (other)
        draft_refuse(d, REFUSAL_STATE, "%s is on duty at %s then already, at %s", in->id, other->id,
                     when.data);
    buffer_deinit(&when);
    return d->decision->refusal == REFUSAL_NONE;
}

/* The next moment in the time at which anybody comes or goes anywhere. */
static struct instant next_change(const struct roster *roster, struct instant at)
{
    struct instant next = INSTANT_NEVER;

    for (size_t i = 0; i < roster->rules->n_posts; i++)
        next = instant_min(next, roster_next_change(roster, &roster->rules->posts[i], at));
    return next;
}

/* Whether `out` is on duty in that time, and `in` can be there. */
static bool fits_roster(struct draft *d, const struct post *post, const struct person *out,
                        const struct person *in, const struct cover *cover)
{
    struct roster roster = office_roster(d->office);
    struct duty duties[ROSTER_MAX];
    bool is_on = false;

    for (struct instant at = cover->from; instant_before(at, cover->to);
         at = next_change(&roster, at)) {
        size_t n = roster_duties(&roster, post, at, duties);

        for (size_t i = 0; i < n; i++) {
            if (duties[i].person != out)
                continue;
            is_on = true;
            if (!may_come(d, post, in, &duties[i], at))
                return false;
        }
    }
    if (!is_on)
        draft_refuse(d, REFUSAL_STATE,
                     "%s is not on duty at %s in that time: WHO at= and ROSTER "
                     "say who is",
                     out->id, post->id);
    return is_on;
}

static void tell_relief(struct draft *d, const struct post *post, const struct person *out,
                        const struct person *in, const struct cover *cover)
{
    struct roster before = office_roster(d->office), after = before;
    struct relief *reliefs;

    assert(instant_before(cover->from, cover->to) && !instant_before(cover->from, d->now));
    reliefs = xcalloc(before.n_reliefs + 1, sizeof(*reliefs));

    if (before.n_reliefs)
        memcpy(reliefs, before.reliefs, before.n_reliefs * sizeof(*reliefs));
    reliefs[after.n_reliefs++] = (struct relief){
        .post = post, .out = out, .in = in, .period = {.from = cover->from, .to = cover->to}};
    after.reliefs = reliefs;
    draft_tell_roster(d, &before, &after);
    free(reliefs);
}

void decide_relieve(struct draft *d, const struct command *c)
{
    const struct post *post;
    const struct watch *w;
    const struct person *out, *in;
    struct cover cover = {0};

    if (!decide_post(d, c, &post, &w))
        return;
    if (c->actor->rank < RANK_LEADER) {
        draft_refuse(d, REFUSAL_RANK, "a relief is made by a leader; %s is %s", c->actor->id,
                     rank_to_string(c->actor->rank));
        return;
    }
    out = decide_person(d, command_text(c, FIELD_OUT), "out");
    in = out ? decide_person(d, command_text(c, FIELD_IN), "in") : NULL;
    if (!in || !decide_may_hold(d, in, post))
        return;
    if (in == out) {
        draft_refuse(d, REFUSAL_VALUE, "%s cannot relieve themselves", in->id);
        return;
    }
    if (command_text(c, FIELD_REASON).len == 0) {
        draft_refuse(d, REFUSAL_VALUE, "RELIEVE needs the reason, at its end");
        return;
    }
    if (!read_period(d, c, &cover))
        return;
    cover.from = instant_max(cover.from, d->now); /* what is past was as it was */
    if (!fits_roster(d, post, out, in, &cover))
        return;
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id)), FIELD_TEXT_OF(FIELD_OUT, slice_of(out->id)),
        FIELD_TEXT_OF(FIELD_IN, slice_of(in->id)),     FIELD_INSTANT_OF(FIELD_SINCE, cover.from),
        FIELD_INSTANT_OF(FIELD_UNTIL, cover.to),       *command_field(c, FIELD_REASON),
    };
    draft_entry(d, ENTRY_RELIEVE, fields, sizeof(fields) / sizeof(*fields));
    tell_relief(d, post, out, in, &cover);
}
