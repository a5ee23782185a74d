#include "office/audit.h"

#include "office/state/news.h"
#include "office/state/state.h"

/* No step, repeat, reminder, idle time or roll call lies further ahead (config/keys.c). */
#define FARTHEST SPAN_DAYS(7)

/* ---- one incident ---- */

struct look {
    const struct office *office;
    const struct audit_terms *terms;
    const struct audit_listener *listener;
    const struct incident *incident;
    bool found;
};

static void report(struct look *l, enum audit_thing thing, const struct callout *c,
                   struct instant due, struct span late)
{
    struct audit_finding f = {
        .incident = l->incident, .thing = thing, .callout = c, .due = due, .late = late};

    l->found = true;
    l->listener->on_finding(l->listener->arg, &f);
}

/* By how much; 0 when it is not late by more than the slack. */
static struct span late_by(const struct look *l, struct instant due)
{
    const struct audit_terms *t = l->terms;
    struct instant since = instant_before(due, t->from) ? t->from : due;

    if (!instant_before(instant_add(since, t->slack), t->now))
        return SPAN_US(0);
    return instant_since(t->now, due);
}

static void look_at_time(struct look *l, enum audit_thing thing, const struct callout *c,
                         struct instant due, struct span farthest)
{
    struct instant limit = instant_add(instant_add(l->terms->now, farthest), l->terms->slack);
    struct span late = late_by(l, due);

    if (late.us > 0)
        report(l, thing, c, due, late);
    else if (!instant_is_never(due) && instant_before(limit, due))
        report(l, AUDIT_FAR, c, due, SPAN_US(0));
}

/* Somebody has to answer for it, or to be reminded. Acknowledged without a limit it may rest. */
static void look_at_chain(struct look *l)
{
    const struct incident *i = l->incident;

    if (!instant_is_never(i->chain_due))
        look_at_time(l, AUDIT_CHAIN, NULL, i->chain_due, FARTHEST);
    else if (i->state == INCIDENT_OPEN || i->idle.us > 0)
        report(l, AUDIT_STILL, NULL, INSTANT_NONE, SPAN_US(0));
}

static void look_at_page(struct look *l, const struct callout *c)
{
    struct instant due = c->state == PAGE_DEFERRED ? c->retry : c->queued;
    struct span late = late_by(l, due);
    enum audit_place place = l->terms->place_of(l->terms->arg, l->incident, c);

    if (place == AUDIT_PLACE_UNKNOWN || place == AUDIT_PLACE_STUCK ||
        (place == AUDIT_PLACE_WAITING && late.us > 0))
        report(l, AUDIT_PAGE, c, due, late);
}

static void look_at_callout(struct look *l, const struct callout *c)
{
    if (l->incident->state != INCIDENT_OPEN || !callout_is_wanted(c))
        return; /* nobody wants its page any more */
    if (!instant_is_never(c->due))
        look_at_time(l, AUDIT_TRY, c, c->due, c->gap);
    if (l->terms->place_of && callout_is_waiting(c))
        look_at_page(l, c);
}

/* The earliest of all there is to do, without the help of those who keep it. */
static struct instant earliest(const struct incident *i)
{
    struct instant at = instant_min(i->chain_due, incident_news_due(i));

    for (size_t n = 0; n < i->n_callouts; n++)
        if (instant_before(i->callouts[n].due, at))
            at = i->callouts[n].due;
    return at;
}

/* Does the timer know of it, at the right time and in the right place? */
static void look_at_wake(struct look *l)
{
    const struct heap *h = &l->office->incidents->wakes;
    const struct heap_node *node = &l->incident->wake;
    struct instant due = earliest(l->incident);
    bool is_well;

    if (instant_is_never(due))
        is_well = node->place == 0;
    else
        is_well = node->place > 0 && node->place <= h->len && h->nodes[node->place - 1] == node &&
                  node->at.us == due.us &&
                  (node->place == 1 || !instant_before(due, h->nodes[node->place / 2 - 1]->at));
    if (!is_well)
        report(l, AUDIT_WAKE, NULL, INSTANT_NONE, SPAN_US(0));
}

/* LIST shows it, it is paged for again after a start, its times move with the clock: only while it
 * is linked to its neighbour. */
static void look_at_list(struct look *l)
{
    const struct incident *i = l->incident;
    bool is_linked = i == l->office->incidents->live || (i->prev && i->prev->next == i);

    if (!is_linked || i == l->office->incidents->ended)
        report(l, AUDIT_LIST, NULL, INSTANT_NONE, SPAN_US(0));
}

static void look_at_incident(struct look *l)
{
    const struct incident *i = l->incident;

    l->found = false;
    if (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED) {
        look_at_chain(l);
        for (size_t n = 0; n < i->n_callouts; n++)
            look_at_callout(l, &i->callouts[n]);
        look_at_list(l);
    }
    look_at_wake(l);
    /* What is late within the slack only is not well yet: after a restart all is. */
    if (i->alarmed && !l->found && !instant_before(earliest(i), l->terms->now))
        l->listener->on_well(l->listener->arg, i);
}

/* ---- all of them ---- */

bool office_audit_some(const struct office *o, const struct audit_terms *t,
                       const struct audit_listener *listener, struct audit_walk *walk, size_t n)
{
    struct look l = {.office = o, .terms = t, .listener = listener};
    const struct incident *i = o->incidents->by_id;

    if (walk->next.year) {
        i = incidents_find(o, walk->next);
        if (!i) {
            *walk = (struct audit_walk){.anew = walk->anew + 1};
            i = o->incidents->by_id;
        }
    }
    for (; i && n > 0; i = i->by_id.next, n--) {
        l.incident = i;
        look_at_incident(&l);
        walk->seen++;
    }
    walk->next = i ? i->id : INCIDENT_NONE;
    return i != NULL;
}

void office_audit(const struct office *o, const struct audit_terms *t,
                  const struct audit_listener *listener)
{
    struct audit_walk walk = {0};

    office_audit_some(o, t, listener, &walk, SIZE_MAX);
}

/* ---- in words ---- */

static void put_time(struct instant at, struct buffer *out)
{
    struct buffer text = BUFFER_INIT;

    calendar_format(at, &text);
    buffer_printf(out, "%.10s %.8s", text.data, text.data + sizeof("2026-12-01T") - 1);
    buffer_deinit(&text);
}

static void put_late(struct span late, struct buffer *out)
{
    span_format(late.us < 1000000 ? late : SPAN_US(late.us - late.us % 1000000), out);
}

void audit_finding_format(const struct audit_finding *f, struct buffer *out)
{
    if (f->thing == AUDIT_TRY)
        buffer_printf(out, "%s ", f->callout->person);
    if (f->thing == AUDIT_PAGE)
        buffer_printf(out, "page %llu to %s ", (unsigned long long)f->callout->page,
                      f->callout->person);
    buffer_append_string(out, audit_thing_words(f->thing));
    if (f->late.us > 0) {
        buffer_append_string(out, f->thing == AUDIT_PAGE ? " since " : " at ");
        put_time(f->due, out);
        buffer_append_string(out, ", ");
        put_late(f->late, out);
        buffer_append_string(out, " ago");
    } else if (f->thing == AUDIT_FAR) {
        buffer_append_string(out, ": at ");
        put_time(f->due, out);
    }
}
