/* What entries mean for who is there. */
#include "office/state/presence.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/live.h"
#include "office/state/names.h"
#include "office/state/state.h"
#include "rules/calendar.h"

static struct watch *find_watch(const struct office *o, struct slice post)
{
    for (size_t i = 0; i < o->presence->n; i++)
        if (slice_equal_string(post, o->presence->watches[i]->post))
            return o->presence->watches[i];
    return NULL;
}

const struct watch *presence_watch(const struct office *o, struct slice post)
{
    return find_watch(o, post);
}

static struct watch *need_watch(struct office *o, struct slice post)
{
    struct presence *p = o->presence;
    struct watch *w = find_watch(o, post);

    if (w)
        return w;
    w = xcalloc(1, sizeof(*w));
    w->post = office_intern(o, post);
    w->recheck = INSTANT_NEVER;
    p->watches = xgrow(p->watches, &p->cap, p->n + 1, sizeof(struct watch *));
    p->watches[p->n++] = w;
    return w;
}

const struct post *presence_post_of(const struct office *o, const struct person *p)
{
    for (size_t i = 0; i < o->rules->n_posts; i++) {
        const struct post *post = &o->rules->posts[i];
        if (watch_attendance(find_watch(o, slice_of(post->id)), slice_of(p->id)))
            return post;
    }
    return NULL;
}

/* ---- signing on and off ---- */

static void sign_off(struct watch *w, struct slice person, const struct entry *e)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->n_on; i++)
        if (!slice_equal_string(person, w->on[i].person))
            w->on[kept++] = w->on[i];
    if (kept < w->n_on && w->taken.by && slice_equal_string(person, w->taken.by) &&
        !w->taken.off_seq)
        w->taken.off_seq = e->seq;
    w->n_on = kept;
}

/* Who is there already stays since when they came. */
static void sign_on(struct office *o, struct watch *w, struct slice person, const struct entry *e)
{
    struct slice standin = entry_text(e, FIELD_STANDIN);

    if (watch_attendance(w, person))
        return;
    w->on = xgrow(w->on, &w->cap_on, w->n_on + 1, sizeof(*w->on));
    w->on[w->n_on++] = (struct attendance){
        .person = office_intern(o, person),
        .since = e->at,
        .standin = standin.len ? office_intern(o, standin) : NULL,
        .seq = e->seq,
    };
}

/* By whom it was made, or by its entry's number. */
static void drop_offers(struct watch *w, struct slice out, uint64_t seq)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->n_offers; i++)
        if (!slice_equal_string(out, w->offers[i].out) && w->offers[i].seq != seq)
            w->offers[kept++] = w->offers[i];
    w->n_offers = kept;
}

static void apply_on(struct office *o, struct watch *w, const struct entry *e)
{
    sign_on(o, w, entry_text(e, FIELD_PERSON), e);
}

static void apply_off(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    sign_off(w, entry_text(e, FIELD_PERSON), e);
    drop_offers(w, entry_text(e, FIELD_PERSON), 0);
}

static void apply_handover(struct office *o, struct watch *w, const struct entry *e)
{
    drop_offers(w, entry_text(e, FIELD_OUT), 0);
    w->offers = xgrow(w->offers, &w->cap_offers, w->n_offers + 1, sizeof(*w->offers));
    w->offers[w->n_offers++] = (struct offer){
        .seq = e->seq,
        .out = office_intern(o, entry_text(e, FIELD_OUT)),
        .in = office_intern(o, entry_text(e, FIELD_IN)),
        .at = e->at,
        .due = entry_instant(e, FIELD_DUE, INSTANT_NEVER),
    };
}

/* Somebody's last departure is kept for good: a row for each person who ever handed the post over.
 * When it has to do no more is for those who ask to say, with the roster. */
static void depart(struct office *o, struct watch *w, const struct entry *e)
{
    const char *person = office_intern(o, entry_text(e, FIELD_OUT));
    size_t n = 0;

    if (!entry_field(e, FIELD_UNTIL)) /* of a version that did not look at it */
        return;
    while (n < w->n_departures && w->departures[n].person != person)
        n++;
    if (n == w->n_departures) {
        w->departures = xgrow(w->departures, &w->cap_departures, n + 1, sizeof(*w->departures));
        w->n_departures++;
    }
    w->departures[n] = (struct departure){
        .person = person,
        .in = office_intern(o, entry_text(e, FIELD_IN)),
        .until = entry_instant(e, FIELD_UNTIL, e->at),
        .seq = e->seq,
    };
}

static void apply_take(struct office *o, struct watch *w, const struct entry *e)
{
    depart(o, w, e);
    sign_off(w, entry_text(e, FIELD_OUT), e);
    sign_on(o, w, entry_text(e, FIELD_IN), e);
    drop_offers(w, entry_text(e, FIELD_OUT), (uint64_t)entry_number(e, FIELD_OF, 0));
    w->taken = (struct takeover){
        .at = e->at, .seq = e->seq, .by = office_intern(o, entry_text(e, FIELD_IN))};
}

static void apply_refuse(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    drop_offers(w, (struct slice){0}, (uint64_t)entry_number(e, FIELD_OF, 0));
}

/* ---- the shift ---- */

/* Each such entry says all of it, so that the last one alone is enough to go on from. */
static void look_at_shift(struct watch *w, const struct entry *e)
{
    if (!entry_field(e, FIELD_SINCE))
        return;
    w->looked_seq = e->seq;
    w->grace = (struct span){entry_number(e, FIELD_GRACE, 0)};
    w->watched = w->grace.us > 0;
    w->checked = entry_instant(e, FIELD_SINCE, w->checked);
    w->recheck =
        e->kind == ENTRY_WATCH ? entry_instant(e, FIELD_DUE, INSTANT_NEVER) : INSTANT_NEVER;
}

static void apply_watch(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    look_at_shift(w, e);
}

static void apply_absence(struct office *o, struct watch *w, const struct entry *e)
{
    uint64_t of = (uint64_t)entry_number(e, FIELD_OF, 0);

    (void)o;
    look_at_shift(w, e);
    for (size_t i = 0; i < w->n_offers; i++) {
        if (w->offers[i].seq == of) {
            w->offers[i].late = true;
            w->offers[i].late_seq = e->seq;
            w->offers[i].due = INSTANT_NEVER;
        }
    }
}

static void apply_report(struct office *o, struct watch *w, const struct entry *e)
{
    (void)o;
    if (entry_field(e, FIELD_PERSON)) /* a roll call */
        return;
    w->absence = e->incident;
    w->absence_seq = e->seq;
}

/* ---- roll calls ---- */

static void apply_plan(struct office *o, struct watch *w, const struct entry *e)
{
    struct slice times = entry_text(e, FIELD_TIMES);
    struct instant at;

    (void)o;
    w->n_calls = 0;
    w->n_called = 0;
    w->planned_seq = e->seq;
    w->planned = entry_instant(e, FIELD_UNTIL, e->at);
    while (times.len) {
        if (!calendar_parse(slice_cut(&times, ','), &at))
            continue;
        w->calls = xgrow(w->calls, &w->cap_calls, w->n_calls + 1, sizeof(*w->calls));
        w->calls[w->n_calls++] = at;
    }
}

/* One stands for all whose time has come. One by hand is besides. */
static void apply_rollcall(struct office *o, struct watch *w, const struct entry *e)
{
    size_t kept = 0;

    (void)o;
    for (size_t i = 0; i < w->n_calls; i++)
        if (e->actor.len || instant_before(e->at, w->calls[i]))
            w->calls[kept++] = w->calls[i];
    if (kept < w->n_calls) {
        w->called = xgrow(w->called, &w->cap_called, w->n_called + 1, sizeof(*w->called));
        w->called[w->n_called++] = e->seq;
    }
    w->n_calls = kept;
}

/* ---- what is needed of the log ---- */

static void need(struct watch *w, uint64_t seq)
{
    if (!seq)
        return;
    w->kept = xgrow(w->kept, &w->cap_kept, w->n_kept + 1, sizeof(*w->kept));
    w->kept[w->n_kept++] = seq;
}

/* Each fact has an entry that says it, alone: a person who signed on years ago costs one row. The
 * last handover is needed for its time; whoever took it may have gone since. */
static void settle(struct office *o, struct watch *w)
{
    for (size_t i = 0; i < w->n_kept; i++)
        live_drop(o, PART_PRESENCE, w->kept[i]);
    w->n_kept = 0;
    for (size_t i = 0; i < w->n_on; i++)
        need(w, w->on[i].seq);
    for (size_t i = 0; i < w->n_offers; i++) {
        need(w, w->offers[i].seq);
        need(w, w->offers[i].late_seq);
    }
    for (size_t i = 0; i < w->n_departures; i++)
        need(w, w->departures[i].seq);
    need(w, w->taken.seq);
    need(w, w->taken.off_seq);
    need(w, w->looked_seq);
    need(w, w->absence_seq);
    need(w, w->planned_seq);
    for (size_t i = 0; i < w->n_called; i++)
        need(w, w->called[i]);
    for (size_t i = 0; i < w->n_kept; i++)
        live_keep(o, PART_PRESENCE, w->kept[i]);
}

/* ---- one function for each kind ---- */

static void (*const meanings[ENTRY_KIND_COUNT])(struct office *, struct watch *,
                                                const struct entry *) = {
    [ENTRY_REPORT] = apply_report,     [ENTRY_ON] = apply_on,
    [ENTRY_OFF] = apply_off,           [ENTRY_HANDOVER] = apply_handover,
    [ENTRY_TAKE] = apply_take,         [ENTRY_REFUSE] = apply_refuse,
    [ENTRY_WATCH] = apply_watch,       [ENTRY_ABSENCE] = apply_absence,
    [ENTRY_ROLLCALL] = apply_rollcall, [ENTRY_ROLLCALL_PLAN] = apply_plan,
};

/* Opened again it is people's, who know why: the office does not close it any more. */
static void end_absence(struct office *o, struct incident_id id)
{
    for (size_t i = 0; i < o->presence->n; i++) {
        struct watch *w = o->presence->watches[i];

        if (!incident_id_equal(w->absence, id))
            continue;
        w->absence = INCIDENT_NONE;
        w->absence_seq = 0;
        settle(o, w);
    }
    agenda_reset(&o->agendas[PART_PRESENCE]);
}

void presence_apply(struct office *o, const struct entry *e)
{
    struct slice post = entry_text(e, FIELD_DUTY);

    if (post.len && meanings[e->kind]) {
        struct watch *w = need_watch(o, post);

        meanings[e->kind](o, w, e);
        settle(o, w);
        agenda_reset(&o->agendas[PART_PRESENCE]);
        agenda_reset(&o->agendas[PART_INCIDENTS]);
    }
    if (e->kind == ENTRY_CLOSE || e->kind == ENTRY_MERGE)
        end_absence(o, e->incident);
}

void presence_on_clock_step(struct office *o, struct span by, struct instant at)
{
    for (size_t i = 0; i < o->presence->n; i++) {
        struct watch *w = o->presence->watches[i];
        for (size_t n = 0; n < w->n_offers; n++)
            if (!instant_is_never(w->offers[n].due))
                w->offers[n].due = instant_add(w->offers[n].due, by);
        for (size_t n = 0; n < w->n_calls; n++)
            w->calls[n] = instant_add(w->calls[n], by);
        if (!instant_is_never(w->recheck))
            w->recheck = instant_add(w->recheck, by);
        w->checked = instant_min(w->checked, at);
    }
}

void presence_end(struct office *o)
{
    for (size_t i = 0; i < o->presence->n; i++)
        watch_free(o->presence->watches[i]);
    free(o->presence->watches);
}
