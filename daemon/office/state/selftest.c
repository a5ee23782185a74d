#include "office/state/selftest.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office/state/incident.h"
#include "office/state/live.h"
#include "office/state/state.h"
#include "rules/calendar.h"

static void keep(struct office *o, uint64_t seq)
{
    struct last_selftest *t = o->selftest;

    t->entries = xgrow(t->entries, &t->cap_entries, t->n_entries + 1, sizeof(*t->entries));
    t->entries[t->n_entries++] = seq;
    live_keep(o, PART_SELFTEST, seq);
}

static void forget(struct office *o)
{
    struct last_selftest *t = o->selftest;

    for (size_t i = 0; i < t->n_entries; i++)
        live_drop(o, PART_SELFTEST, t->entries[i]);
    *t = (struct last_selftest){.entries = t->entries, .cap_entries = t->cap_entries};
}

static void begin(struct office *o, const struct entry *e)
{
    forget(o);
    o->selftest->result.at = e->at;
    o->selftest->result.day = calendar_day(entry_instant(e, FIELD_SINCE, e->at));
    keep(o, e->seq);
}

/* The reports of a test are made in the same moment. */
static void apply_report(struct office *o, const struct entry *e)
{
    struct selftest *t = &o->selftest->result;

    if (e->at.us != t->at.us || t->asked == ROSTER_MAX || incident_origin_of(e) != ORIGIN_SELFTEST)
        return;
    if (t->asked == 0)
        t->first = e->incident;
    t->asked++;
    keep(o, e->seq);
}

/* Which of its incidents the entry is about, by its number: its class may have been set to another
 * word. -1: none. */
static int place_of(const struct selftest *t, struct incident_id id)
{
    if (!id.year || id.year != t->first.year || id.number < t->first.number ||
        id.number - t->first.number >= t->asked)
        return -1;
    return (int)(id.number - t->first.number);
}

static void apply_here(struct selftest *t, bool missed, const struct entry *e)
{
    if (missed)
        t->late++;
    else
        t->answered++;
    if (!entry_field(e, FIELD_ROUTE))
        t->console++;
}

static void apply_to_incident(struct office *o, const struct entry *e, bool *missed)
{
    struct selftest *t = &o->selftest->result;

    switch ((int)e->kind) {
    case ENTRY_HERE:
        apply_here(t, *missed, e);
        break;
    case ENTRY_ABSENCE:
        t->missed++;
        *missed = true;
        break;
    case ENTRY_CLOSE:
    case ENTRY_MERGE: /* a leader did away with it: the end that an answer brings has no author */
        t->missed += e->actor.len && !*missed;
        break;
    case ENTRY_REOPEN:
        *missed = true; /* a roll call is over with its first end */
        break;
    default:
        return;
    }
    keep(o, e->seq);
}

void selftest_apply(struct office *o, const struct entry *e)
{
    int place;

    if (e->kind == ENTRY_SELFTEST)
        begin(o, e);
    else if (e->kind == ENTRY_REPORT)
        apply_report(o, e);
    place = place_of(&o->selftest->result, e->incident);
    if (place >= 0)
        apply_to_incident(o, e, &o->selftest->missed[place]);
}

/* A clock that is set by a day or more takes the day of the last test with it; an hour does not
 * make another day of it. */
void selftest_on_clock_step(struct office *o, struct span by, struct instant at)
{
    int64_t day = SPAN_DAYS(1).us, half = by.us < 0 ? -day / 2 : day / 2;

    (void)at;
    if (instant_is_set(o->selftest->result.at))
        o->selftest->result.day += (by.us + half) / day;
}

void selftest_end(struct office *o)
{
    free(o->selftest->entries);
}
