/* What time brings to who is there: shifts that begin, handovers nobody takes, roll calls. */
#include "office/due/presence.h"

#include <string.h>

#include "office/draft/chain.h"
#include "office/draft/fault.h"
#include "office/draft/inform.h"
#include "office/draft/muster.h"
#include "office/draft/report.h"
#include "office/draft/rollcall.h"
#include "office/draft/tell.h"
#include "office/state/clock_steps.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/presence.h"
#include "office/state/state.h"
#include "office/state/watch.h"
#include "rules/calendar.h"

static bool is_due(struct instant at, struct instant now)
{
    return !instant_before(now, at);
}

/* ---- watched or not ---- */

static void watch_entry(struct draft *d, const char *post, struct span grace, struct instant since)
{
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_DUTY, slice_of(post)),
        FIELD_NUMBER_OF(FIELD_GRACE, grace.us),
        FIELD_INSTANT_OF(FIELD_SINCE, since),
    };

    draft_entry(d, ENTRY_WATCH, fields, 3);
}

static bool due_watch(struct draft *d, const struct post *post, const struct watch *w)
{
    bool wanted = post->grace.us > 0 && post->staff > 0;
    struct span grace = wanted ? post->grace : (struct span){0};

    bool was = w && w->watched;

    if (wanted == was && (!wanted || w->grace.us == grace.us))
        return false;
    /* Another grace: a shift that has begun is still to be looked at. */
    watch_entry(d, post->id, grace, wanted && was ? w->checked : d->now);
    return true;
}

/* ---- an absence ---- */

static const struct incident *open_absence(const struct office *o, const struct watch *w)
{
    const struct incident *i = incidents_find(o, w->absence);

    return i && (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED) ? i : NULL;
}

/* The incident is there already. Who has acknowledged it knew of the fault before: this one begins
 * the chain of command again. */
static void tell_more(struct draft *d, const struct incident *i, const struct field *fields,
                      size_t n)
{
    struct field with_route[8 + DRAFT_ROUTE_FIELDS];

    memcpy(with_route, fields, n * sizeof(*fields));
    draft_turn_to(d, i);
    if (i->state == INCIDENT_ACKED)
        n += draft_route(d, draft_own_route(d, ORIGIN_ABSENCE), with_route + n);
    draft_entry(d, ENTRY_ABSENCE, with_route, n);
    if (i->state == INCIDENT_ACKED)
        draft_start_chain(d);
}

/* One incident stands for all that is wrong at a post until it is held again. The last field is the
 * text: what is wrong now. */
static void tell_absence(struct draft *d, const struct post *post, const struct watch *w,
                         const struct field *fields, size_t n)
{
    const struct field duty = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    const struct incident *i = open_absence(d->office, w);

    if (i) {
        tell_more(d, i, fields, n);
        return;
    }
    draft_report(d, ORIGIN_ABSENCE, fields[n - 1].text, &duty, 1, INSTANT_NONE);
    draft_entry(d, ENTRY_ABSENCE, fields, n);
    draft_start_chain(d);
    draft_inform(d, NULL, draft_own_route(d, ORIGIN_ABSENCE), "reported");
}

/* ---- a shift's start ---- */

/* Who is on the roster and has not signed on; and who has, and is not on it. */
static void sort_out(const struct muster *m, const struct watch *w, struct buffer *missing,
                     struct buffer *stay)
{
    for (size_t i = 0; i < m->n_rostered; i++)
        if (!watch_attendance(w, slice_of(m->rostered[i]->id)))
            draft_list_person(missing, m->rostered[i]->id);
    for (size_t k = 0; k < w->n_on; k++) {
        bool rostered = false;
        for (size_t i = 0; i < m->n_rostered; i++)
            rostered = rostered || strcmp(m->rostered[i]->id, w->on[k].person) == 0;
        if (!rostered)
            draft_list_person(stay, w->on[k].person);
    }
}

static void judge_absent(struct draft *d, const struct post *post, const struct watch *w,
                         const struct muster *m, struct instant since)
{
    struct buffer missing = BUFFER_INIT, stay = BUFFER_INIT, text = BUFFER_INIT;
    struct field fields[6];

    sort_out(m, w, &missing, &stay);
    fault_absent(d, post, m, since, w->grace, buffer_slice(&missing), buffer_slice(&stay), &text);
    fields[0] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[1] = FIELD_INSTANT_OF(FIELD_SINCE, since);
    fields[2] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&missing));
    fields[3] = FIELD_TEXT_OF(FIELD_REASON, SLICE("has not signed on"));
    fields[4] = FIELD_NUMBER_OF(FIELD_GRACE, w->grace.us);
    fields[5] = FIELD_TEXT_OF(FIELD_TEXT, buffer_slice(&text));
    tell_absence(d, post, w, fields, 6);
    if (stay.len) {
        fields[2] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&stay));
        fields[3] = FIELD_TEXT_OF(FIELD_REASON, SLICE("nobody has relieved them"));
        draft_entry(d, ENTRY_STAYS, fields, 4);
    }
    buffer_deinit(&missing);
    buffer_deinit(&stay);
    buffer_deinit(&text);
}

static void judge_held(struct draft *d, const struct post *post, const struct watch *w,
                       struct instant since)
{
    struct buffer whom = BUFFER_INIT;
    struct field fields[4];
    size_t n = 0;

    for (size_t i = 0; i < w->n_on; i++)
        draft_list_person(&whom, w->on[i].person);
    fields[n++] = FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id));
    fields[n++] = FIELD_INSTANT_OF(FIELD_SINCE, since);
    fields[n++] = FIELD_NUMBER_OF(FIELD_GRACE, w->grace.us);
    if (whom.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&whom));
    draft_entry(d, ENTRY_WATCH, fields, n);
    buffer_deinit(&whom);
}

/* When the next shift that has not been looked at is looked at; *ret_since: when it begins. */
static struct instant next_judgement(const struct office *o, const struct post *post,
                                     const struct watch *w, struct instant *ret_since)
{
    struct instant since = muster_next_shift(o, post, w->checked);
    struct instant at = instant_add(since, w->grace);
    struct instant stepped = o->clock_steps->last;

    *ret_since = since;
    if (instant_is_set(stepped) && instant_before(at, instant_add(stepped, w->grace)))
        return instant_add(stepped, w->grace);
    return at;
}

/* Only the last of several that have begun: what is past cannot be mended. */
static bool due_shift(struct draft *d, const struct post *post, const struct watch *w)
{
    struct instant since, later;
    struct muster m;

    if (!is_due(next_judgement(d->office, post, w, &since), d->now))
        return false;
    while (is_due(instant_add(later = muster_next_shift(d->office, post, since), w->grace), d->now))
        since = later;
    m = muster_of(d->office, post, w, since, d->now);
    if (m.there < m.needed)
        judge_absent(d, post, w, &m, since);
    else
        judge_held(d, post, w, since);
    return true;
}

/* New rules may have taken away who was there; those who come by them have their grace. */
static bool due_recheck(struct draft *d, const struct post *post, const struct watch *w)
{
    struct muster m;

    if (!is_due(w->recheck, d->now) || open_absence(d->office, w) ||
        is_due(muster_next_shift(d->office, post, w->checked), d->now))
        return false;
    m = muster_of(d->office, post, w, w->checked, d->now);
    if (m.on >= m.needed)
        return false;
    judge_absent(d, post, w, &m, w->checked);
    return true;
}

/* ---- a handover that nobody takes ---- */

static void tell_late(struct draft *d, const struct post *post, const struct watch *w,
                      const struct offer *offer)
{
    struct buffer text = BUFFER_INIT;

    fault_untaken(d, post, offer, &text);
    struct field fields[] = {
        FIELD_TEXT_OF(FIELD_DUTY, slice_of(post->id)),
        FIELD_TEXT_OF(FIELD_OUT, slice_of(offer->out)),
        FIELD_TEXT_OF(FIELD_IN, slice_of(offer->in)),
        FIELD_NUMBER_OF(FIELD_OF, (int64_t)offer->seq),
        FIELD_TEXT_OF(FIELD_REASON, SLICE("the handover was not taken")),
        FIELD_TEXT_OF(FIELD_TEXT, buffer_slice(&text)),
    };

    tell_absence(d, post, w, fields, sizeof(fields) / sizeof(*fields));
    buffer_deinit(&text);
}

static bool due_offers(struct draft *d, const struct post *post, const struct watch *w)
{
    for (size_t i = 0; i < w->n_offers; i++) {
        if (is_due(w->offers[i].due, d->now)) {
            tell_late(d, post, w, &w->offers[i]);
            return true;
        }
    }
    return false;
}

/* ---- it is held again ---- */

static bool is_any_late(const struct watch *w)
{
    for (size_t i = 0; i < w->n_offers; i++)
        if (w->offers[i].late)
            return true;
    return false;
}

static void describe_end(const struct draft *d, const struct post *post, const struct watch *w,
                         struct buffer *out)
{
    const struct attendance *last = w->n_on ? &w->on[w->n_on - 1] : NULL;

    if (post->grace.us == 0) {
        buffer_append_string(out, "presence is no longer watched");
    } else if (!last) {
        buffer_append_string(out, "nobody is to hold the post now");
    } else {
        buffer_printf(out, "%s signed on at ", last->person);
        calendar_format_short(last->since, d->now, out);
    }
}

static bool due_end(struct draft *d, const struct post *post, const struct watch *w)
{
    const struct incident *i = open_absence(d->office, w);
    struct muster m = muster_of(d->office, post, w, w->checked, d->now);
    struct buffer outcome = BUFFER_INIT;
    struct field field;

    if (!i || (post->grace.us && (m.there < m.needed || is_any_late(w))))
        return false;
    describe_end(d, post, w, &outcome);
    d->id = i->id;
    field = FIELD_TEXT_OF(FIELD_OUTCOME, buffer_slice(&outcome));
    draft_entry(d, ENTRY_CLOSE, &field, 1);
    draft_tell_over(d, i, NULL, "closed");
    buffer_deinit(&outcome);
    return true;
}

/* ---- roll calls ---- */

static struct instant next_call(const struct watch *w)
{
    struct instant next = INSTANT_NEVER;

    for (size_t i = 0; w && i < w->n_calls; i++)
        next = instant_min(next, w->calls[i]);
    return next;
}

static bool cancel_calls(struct draft *d, const struct watch *w)
{
    if (!w || w->n_calls == 0)
        return false;
    rollcall_cancel(d, w);
    return true;
}

static bool due_calls(struct draft *d, const struct post *post, const struct watch *w)
{
    if (post->rollcalls == 0)
        return cancel_calls(d, w);
    if (is_due(next_call(w), d->now)) {
        rollcall_ask(d, post);
        return true;
    }
    /* Drawn for longer ahead than ever: the clock was set back. */
    if (w && !is_due(w->planned, d->now) &&
        !instant_before(instant_add(d->now, ROLLCALL_AHEAD), w->planned))
        return false;
    rollcall_plan(d, post, w);
    return true;
}

/* ---- all of it ---- */

/* Who cannot be reached any more is not there any more; `why` NULL: who the rules do not know. */
static bool sign_off(struct draft *d, const struct watch *w, const char *why)
{
    for (size_t i = 0; w && i < w->n_on; i++) {
        struct field fields[] = {
            FIELD_TEXT_OF(FIELD_DUTY, slice_of(w->post)),
            FIELD_TEXT_OF(FIELD_PERSON, slice_of(w->on[i].person)),
            FIELD_TEXT_OF(FIELD_REASON,
                          why ? slice_of(why) : SLICE("is no longer in the configuration")),
        };
        if (why || !rules_person(d->office->rules, slice_of(w->on[i].person))) {
            draft_entry(d, ENTRY_OFF, fields, 3);
            return true;
        }
    }
    return false;
}

static bool due_post(struct draft *d, const struct post *post)
{
    const struct watch *w = presence_watch(d->office, slice_of(post->id));

    if (sign_off(d, w, NULL) || due_watch(d, post, w))
        return true;
    if (w && w->watched &&
        (due_offers(d, post, w) || due_shift(d, post, w) || due_recheck(d, post, w)))
        return true;
    return (w && due_end(d, post, w)) || due_calls(d, post, w);
}

static struct instant next_of_post(const struct office *o, const struct post *post,
                                   struct instant now)
{
    const struct watch *w = presence_watch(o, slice_of(post->id));
    struct instant next = INSTANT_NEVER, since;

    if (w && w->watched) {
        next = next_judgement(o, post, w, &since);
        if (instant_before(now, w->recheck))
            next = instant_min(next, w->recheck);
        if (open_absence(o, w) && instant_before(now, since))
            next = instant_min(next, since); /* those who are there may be the right ones then */
        for (size_t i = 0; i < w->n_offers; i++)
            next = instant_min(next, w->offers[i].due);
    }
    if (post->rollcalls)
        next = instant_min(next, w ? instant_min(next_call(w), w->planned) : INSTANT_NONE);
    return next;
}

/* A post that is gone is watched no longer. */
static bool due_gone(struct draft *d, const struct watch *w)
{
    const struct incident *i = open_absence(d->office, w);
    struct field outcome = FIELD_TEXT_OF(FIELD_OUTCOME, SLICE("the post is gone"));

    if (rules_post(d->office->rules, slice_of(w->post)))
        return false;
    if (sign_off(d, w, "the post is gone") || cancel_calls(d, w))
        return true;
    if (w->watched) {
        watch_entry(d, w->post, (struct span){0}, d->now);
    } else if (i) {
        d->id = i->id;
        draft_entry(d, ENTRY_CLOSE, &outcome, 1);
        draft_tell_over(d, i, NULL, "closed");
    }
    return w->watched || i;
}

/* Is there anything that time could bring? */
static bool is_wanted(const struct office *o)
{
    const struct presence *p = o->presence;

    for (size_t i = 0; i < p->n; i++)
        if (p->watches[i]->watched || p->watches[i]->absence.year || p->watches[i]->n_on ||
            p->watches[i]->n_calls)
            return true;
    for (size_t i = 0; i < o->rules->n_posts; i++)
        if (o->rules->posts[i].grace.us || o->rules->posts[i].rollcalls)
            return true;
    return false;
}

struct instant presence_next_due(const struct office *o, const struct agenda *a)
{
    return instant_is_set(a->look) || is_wanted(o) ? a->look : INSTANT_NEVER;
}

void presence_due(const struct office *o, struct agenda *a, struct instant now,
                  struct decision *ret)
{
    const struct rules *rules = o->rules;
    struct draft d = draft_begin(o, NULL, NULL, now, ret);
    bool done = false;

    for (size_t i = 0; i < o->presence->n && !done; i++)
        done = due_gone(&d, o->presence->watches[i]);
    for (size_t i = 0; i < rules->n_posts && !done; i++)
        done = due_post(&d, &rules->posts[i]);
    draft_end(&d);
    if (done)
        return;
    a->look = INSTANT_NEVER;
    for (size_t i = 0; i < rules->n_posts; i++)
        a->look = instant_min(a->look, next_of_post(o, &rules->posts[i], now));
}
