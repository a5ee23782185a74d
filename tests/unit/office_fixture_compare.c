/*
 * Are two offices the same, in all that anybody can observe? Each thing has the list of its members
 * here, and its size is checked: a member that is added and not listed does not compile.
 */
#include <assert.h>
#include <string.h>

#include "office/state/callout.h"
#include "office/state/clock_steps.h"
#include "office/state/codes.h"
#include "office/state/config_in_force.h"
#include "office/state/explained.h"
#include "office/state/gateway_ids.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/keys.h"
#include "office/state/live.h"
#include "office/state/log_notes.h"
#include "office/state/news.h"
#include "office/state/notices.h"
#include "office/state/numbers.h"
#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/seen.h"
#include "office/state/selftest.h"
#include "office/state/standing.h"
#include "office/state/state.h"
#include "office/state/superseded.h"
#include "office/state/told_gaps.h"
#include "office/state/told_shifts.h"
#include "office/state/watch.h"
#include "office_fixture.h"
#include "rules/roster.h"

static bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

#define SIZE_IS(type, bytes) static_assert(sizeof(type) == (bytes), "a member is not listed here")
#define SAME(what)                                                                                 \
    do {                                                                                           \
        if (a->what != b->what) {                                                                  \
            buffer_printf(why, "%s: %lld, %lld; ", #what, (long long)a->what, (long long)b->what); \
            same = false;                                                                          \
        }                                                                                          \
    } while (0)
#define SAME_TEXT(what)                                                                            \
    do {                                                                                           \
        if (!text_equal(a->what, b->what)) {                                                       \
            buffer_printf(why, "%s: %s, %s; ", #what, a->what ? a->what : "NULL",                  \
                          b->what ? b->what : "NULL");                                             \
            same = false;                                                                          \
        }                                                                                          \
    } while (0)

static bool callout_equal(const struct callout *a, const struct callout *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct callout, 120);
    SAME_TEXT(post);
    SAME(left);
    SAME(last);
    SAME_TEXT(person);
    SAME_TEXT(via);
    SAME_TEXT(address);
    SAME(page);
    SAME(carrier);
    SAME(queued.us);
    SAME(first_queued.us);
    SAME(due.us);
    SAME(retry.us);
    SAME(gap.us);
    SAME(code);
    SAME(step);
    SAME(means);
    SAME(try);
    SAME(attempt);
    SAME(state);
    SAME(declined);
    SAME(reached);
    SAME(sent.us);
    SAME(escalated.us);
    SAME(given_back);
    SAME(stuck);
    SAME(told);
    SAME(n_pages);
    SAME(earlier);
    SAME(refused);
    SAME(report);
    return same;
}

static bool facts_equal(const struct incident *a, const struct incident *b, struct buffer *why)
{
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        struct field x, y;
        bool has_x = incident_fact(a, id, &x), has_y = incident_fact(b, id, &y);
        if (has_x != has_y || (has_x && !field_equal(&x, &y))) {
            buffer_printf(why, "fact %s; ", field_table[id].name);
            return false;
        }
    }
    return true;
}

static bool change_equal(const struct change *a, const struct change *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct change, 56);
    SAME(seq);
    SAME_TEXT(by);
    SAME(field);
    SAME(was_known);
    if (same && a->was_known && !field_equal(&a->before, &b->before)) {
        buffer_printf(why, "before; ");
        same = false;
    }
    return same;
}

static bool news_equal(const struct news *a, const struct news *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct news, 56);
    if (!a || !b)
        return a == b;
    SAME(due.us);
    SAME(n);
    for (size_t n = 0; same && n < a->n; n++)
        same = change_equal(&a->changes[n], &b->changes[n], why);
    SAME(n_known);
    for (size_t n = 0; same && n < a->n_known; n++) {
        SIZE_IS(struct knowledge, 16);
        SAME_TEXT(known[n].person);
        SAME(known[n].seq);
    }
    return same;
}

static bool incident_equal(const struct incident *a, const struct incident *b, struct buffer *why)
{
    bool same = facts_equal(a, b, why);

    SIZE_IS(struct incident, 392);
    SAME_TEXT(typist);
    SAME_TEXT(acker_post);
    SAME(acker_seq);
    SAME(acker_left);
    SAME(id.year);
    SAME(id.number);
    SAME(state);
    SAME(origin);
    SAME(closing);
    SAME(grade);
    SAME(drill);
    SAME(step);
    SAME(round);
    SAME(ack_rank);
    SAME_TEXT(chain);
    SAME_TEXT(class);
    SAME_TEXT(reporter);
    SAME_TEXT(acker);
    SAME_TEXT(starter);
    SAME_TEXT(how);
    SAME(gave_back);
    SAME(reported.us);
    SAME(acked.us);
    SAME(after.us);
    SAME(waited.us);
    SAME(began.us);
    SAME(closed.us);
    SAME(chain_due.us);
    SAME(chain_start.us);
    SAME(last_entry.us);
    SAME(idle.us);
    SAME(first_seq);
    SAME(last_seq);
    SAME(text_seq);
    SAME(n_entries);
    for (size_t n = 0; same && n < a->n_entries; n++)
        SAME(entries[n]);
    SAME(is_needed);
    SAME(parent.year);
    SAME(parent.number);
    SAME_TEXT(duty);
    SAME_TEXT(asked);
    SAME(missed);
    SAME(alarmed);
    SAME(code);
    SAME(n_callouts);
    SAME(unmarked);
    SAME(ended);
    SAME(n_marks);
    for (size_t n = 0; same && n < a->n_marks; n++)
        SAME(marks[n]);
    same = news_equal(a->news, b->news, why) && same;
    same = same && !a->wake.place == !b->wake.place;
    if (a->wake.place)
        SAME(wake.at.us);
    for (size_t n = 0; same && n < a->n_callouts; n++)
        same = callout_equal(&a->callouts[n], &b->callouts[n], why);
    if (!same)
        buffer_printf(why, "in incident %u", a->id.number);
    return same;
}

static bool list_equal(const struct incident *a, const struct incident *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!incident_id_equal(a->id, b->id))
            return false;
    return a == b;
}

static bool keys_equal(const struct office *a, const struct office *b)
{
    const struct key_use *x = a->oldest_key, *y = b->oldest_key;

    for (; x && y; x = x->next, y = y->next)
        if (memcmp(&x->id, &y->id, sizeof(x->id)) != 0 || x->digest != y->digest ||
            x->seq != y->seq || x->at.us != y->at.us)
            return false;
    return x == y;
}

/* Of the incidents: when the roster is looked at next is no part of what an office is. */
static struct instant next_wake(const struct office *o)
{
    const struct heap_node *first = heap_first(&o->incidents->wakes);

    return first ? first->at : INSTANT_NEVER;
}

static bool gaps_equal(const struct told_gaps *a, const struct told_gaps *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct told_gap, 32);
    SAME(n);
    for (size_t i = 0; same && i < a->n; i++) {
        SAME_TEXT(told[i].post);
        SAME(told[i].from.us);
        SAME(told[i].to.us);
        SAME(told[i].seq);
    }
    return same;
}

static bool reminders_equal(const struct told_shifts *a, const struct told_shifts *b,
                            struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct told_shift, 32);
    SAME(n);
    for (size_t i = 0; same && i < a->n; i++) {
        SAME_TEXT(told[i].post);
        SAME_TEXT(told[i].person);
        SAME(told[i].since.us);
        SAME(told[i].seq);
    }
    return same;
}

static bool watch_equal(const struct watch *a, const struct watch *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct watch, 256);
    SAME_TEXT(post);
    SAME(n_on);
    SAME(n_offers);
    SAME(n_calls);
    SAME(n_called);
    SAME(taken.at.us);
    SAME(taken.seq);
    SAME_TEXT(taken.by);
    SAME(taken.off_seq);
    SAME(watched);
    SAME(grace.us);
    SAME(checked.us);
    SAME(recheck.us);
    SAME(looked_seq);
    SAME(planned.us);
    SAME(planned_seq);
    SAME(absence.year);
    SAME(absence.number);
    SAME(absence_seq);
    for (size_t i = 0; same && i < a->n_on; i++) {
        SIZE_IS(struct attendance, 32);
        SAME_TEXT(on[i].person);
        SAME_TEXT(on[i].standin);
        SAME(on[i].since.us);
        SAME(on[i].seq);
    }
    for (size_t i = 0; same && i < a->n_offers; i++) {
        SIZE_IS(struct offer, 56);
        SAME(offers[i].seq);
        SAME_TEXT(offers[i].out);
        SAME_TEXT(offers[i].in);
        SAME(offers[i].at.us);
        SAME(offers[i].due.us);
        SAME(offers[i].late);
        SAME(offers[i].late_seq);
    }
    SAME(n_departures);
    for (size_t i = 0; same && i < a->n_departures; i++) {
        SIZE_IS(struct departure, 32);
        SAME_TEXT(departures[i].person);
        SAME_TEXT(departures[i].in);
        SAME(departures[i].until.us);
        SAME(departures[i].seq);
    }
    for (size_t i = 0; same && i < a->n_calls; i++)
        SAME(calls[i].us);
    for (size_t i = 0; same && i < a->n_called; i++)
        SAME(called[i]);
    if (!same)
        buffer_printf(why, "in the watch at %s", a->post);
    return same;
}

/* A post of which nothing was ever said is as one of which nothing is left to say. */
static bool presence_within(const struct office *o, const struct office *other, struct buffer *why)
{
    bool same = true;

    for (size_t i = 0; same && i < o->presence->n; i++) {
        const struct watch *w = o->presence->watches[i];
        const struct watch nothing = {.post = w->post, .recheck = INSTANT_NEVER};
        const struct watch *there = presence_watch(other, slice_of(w->post));

        same = watch_equal(w, there ? there : &nothing, why);
    }
    return same;
}

static bool reliefs_equal(const struct reliefs *a, const struct reliefs *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct cover, 56);
    SAME(n);
    SAME(n_fitting);
    for (size_t i = 0; same && i < a->n; i++) {
        SAME(covers[i].seq);
        SAME_TEXT(covers[i].post);
        SAME_TEXT(covers[i].out);
        SAME_TEXT(covers[i].in);
        SAME_TEXT(covers[i].reason);
        SAME(covers[i].from.us);
        SAME(covers[i].to.us);
    }
    return same;
}

static bool log_notes_equal(const struct log_notes *a, const struct log_notes *b,
                            struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct log_note, 40);
    SAME(n);
    for (size_t i = 0; same && i < a->n; i++) {
        SAME(notes[i].seq);
        SAME(notes[i].at.us);
        SAME_TEXT(notes[i].by);
        SAME(notes[i].is_remark);
        SAME_TEXT(notes[i].text);
    }
    return same;
}

static bool standing_equal(const struct standing_orders *a, const struct standing_orders *b,
                           struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct standing, 40);
    SAME(n);
    for (size_t i = 0; same && i < a->n; i++) {
        SAME(orders[i].seq);
        SAME(orders[i].at.us);
        SAME(orders[i].until.us);
        SAME_TEXT(orders[i].by);
        SAME_TEXT(orders[i].text);
    }
    return same;
}

static bool explained_equal(const struct explained *a, const struct explained *b,
                            struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct explained_to, 32);
    SAME(n);
    for (size_t i = 0; same && i < a->n; i++) {
        SAME_TEXT(list[i].number);
        SAME(list[i].digest);
        SAME(list[i].at.us);
        SAME(list[i].seq);
    }
    return same;
}

static bool seen_within(const struct office *a, const struct office *b, struct buffer *why)
{
    for (const struct seen *s = a->seen; s; s = s->by_person.next) {
        if (s->at.us == seen_at(b, slice_of(s->person)).us)
            continue;
        buffer_printf(why, "%s was seen; ", s->person);
        return false;
    }
    return true;
}

static bool notice_equal(const struct notice *a, const struct notice *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct notice, 144);
    SAME(deferral);
    SAME(about.year);
    SAME(about.number);
    SAME_TEXT(person);
    SAME_TEXT(via);
    SAME_TEXT(address);
    SAME_TEXT(text);
    SAME(queued.us);
    SAME(until.us);
    SAME(retry.us);
    SAME(drill);
    SAME(means);
    SAME(attempt);
    return same;
}

static bool notices_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = HASH_CNT(by_id, a->notices) == HASH_CNT(by_id, b->notices);

    for (const struct notice *n = a->notices; n && same; n = n->by_id.next) {
        const struct notice *other = notice_find(b, n->id);
        same = other && notice_equal(n, other, why);
    }
    if (!same)
        buffer_append_string(why, "notices; ");
    return same;
}

static bool codes_equal(const struct office *a, const struct office *b)
{
    const struct code_use *c, *other;

    if (HASH_CNT(by_code, a->codes) != HASH_CNT(by_code, b->codes))
        return false;
    for (c = a->codes; c; c = c->by_code.next) {
        HASH_FIND(by_code, b->codes, &c->code, sizeof(c->code), other);
        if (!other || !incident_id_equal(c->incident, other->incident) ||
            !text_equal(c->person, other->person) ||
            code_use_free_at(c).us != code_use_free_at(other).us)
            return false;
    }
    return true;
}

static bool selftest_equal(const struct last_selftest *a, const struct last_selftest *b,
                           struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct selftest, 48);
    SAME(result.at.us);
    if (instant_is_set(a->result.at))
        SAME(result.day);
    SAME(result.first.year);
    SAME(result.first.number);
    SAME(result.asked);
    SAME(result.answered);
    SAME(result.missed);
    SAME(result.late);
    SAME(result.console);
    for (size_t i = 0; i < ROSTER_MAX; i++)
        SAME(missed[i]);
    SAME(n_entries);
    return same;
}

/* In whatever order. */
static bool superseded_equal(const struct office *a, const struct office *b)
{
    for (size_t i = 0; i < a->superseded->n; i++) {
        size_t k = 0;

        while (k < b->superseded->n && b->superseded->pages[k].page != a->superseded->pages[i].page)
            k++;
        if (k == b->superseded->n)
            return false;
    }
    return a->superseded->n == b->superseded->n;
}

struct other_set {
    const struct live *live;
    bool same;
};

/* But for steps of the clock, of which some are kept longer than they are needed. */
static void find_row(const struct live_row *row, void *arg)
{
    const live_parts looked_at = LIVE_ALL & ~((live_parts)1 << PART_CLOCK);
    struct other_set *o = arg;

    o->same = o->same && ((row->parts ^ live_get(o->live, row->seq)) & looked_at) == 0;
}

/* What is live must be the same too: else the next start would differ. */
static bool live_sets_equal(const struct office *a, const struct office *b)
{
    struct other_set in_a = {a->kept, true}, in_b = {b->kept, true};

    live_each(a->kept, find_row, &in_b);
    live_each(b->kept, find_row, &in_a);
    return in_a.same && in_b.same;
}

static bool say(bool same, const char *what, struct buffer *why)
{
    if (!same)
        buffer_printf(why, "%s; ", what);
    return same;
}

/* Every part but the incidents. */
static bool parts_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = true;

    SIZE_IS(struct office, 728);
    SAME(last_seq);
    SAME(numbers->last.year);
    SAME(numbers->last.number);
    SAME(numbers->seq);
    SAME(clock_steps->last.us);
    SAME(clock_steps->last_seq);
    SAME_TEXT(config->digest);
    SAME(config->seq);
    same = say(keys_equal(a, b), "keys", why) && same;
    same = say(codes_equal(a, b), "codes", why) && same;
    same = say(superseded_equal(a, b), "superseded pages", why) && same;
    same = say(gateway_ids_within(a, b) && gateway_ids_within(b, a), "gateway ids", why) && same;
    same = notices_equal(a, b, why) && same;
    same = say(explained_equal(a->explained, b->explained, why), "explained", why) && same;
    same = say(gaps_equal(a->gaps, b->gaps, why), "gaps", why) && same;
    same = presence_within(a, b, why) && presence_within(b, a, why) && same;
    same = say(reliefs_equal(a->reliefs, b->reliefs, why), "reliefs", why) && same;
    same = seen_within(a, b, why) && seen_within(b, a, why) && same;
    same = say(log_notes_equal(a->log_notes, b->log_notes, why), "log notes", why) && same;
    same = say(standing_equal(a->standing, b->standing, why), "standing orders", why) && same;
    same = say(reminders_equal(a->reminders, b->reminders, why), "reminders", why) && same;
    same = say(selftest_equal(a->selftest, b->selftest, why), "selftest", why) && same;
    return say(live_sets_equal(a, b), "what is live", why) && same;
}

bool office_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = parts_equal(a, b, why);

    SAME(incidents->counts.open);
    SAME(incidents->counts.acked);
    SAME(incidents->counts.closed);
    same = say(next_wake(a).us == next_wake(b).us &&
                   HASH_CNT(by_id, a->incidents->by_id) == HASH_CNT(by_id, b->incidents->by_id),
               "next due or number of incidents", why) &&
           same;
    for (const struct incident *i = a->incidents->by_id; i && same; i = i->by_id.next) {
        const struct incident *other = incidents_find(b, i->id);
        same = other && incident_equal(i, other, why);
    }
    return say(list_equal(a->incidents->live, b->incidents->live) &&
                   list_equal(a->incidents->ended, b->incidents->ended),
               "lists", why) &&
           same;
}

static bool needed_within(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = true;

    for (const struct incident *i = a->incidents->by_id; i && same; i = i->by_id.next) {
        const struct incident *other = i->is_needed ? incidents_find(b, i->id) : i;
        same = say(other != NULL, "an incident is missing", why) && incident_equal(i, other, why);
    }
    return same;
}

bool office_live_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = parts_equal(a, b, why);

    SAME(incidents->counts.open);
    SAME(incidents->counts.acked);
    same = say(next_wake(a).us == next_wake(b).us, "next due", why) && same;
    same = say(list_equal(a->incidents->live, b->incidents->live), "the list of live ones", why) &&
           same;
    return needed_within(a, b, why) && needed_within(b, a, why) && same;
}
