/* Are two offices the same? */
#include <string.h>

#include "office/draft/tell.h"
#include "office/due/gap.h"
#include "office/due/remind.h"
#include "office/state/gateway_ids.h"
#include "office/state/presence.h"
#include "office_fixture.h"

static bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

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

    SAME_TEXT(person);
    SAME_TEXT(via);
    SAME_TEXT(address);
    SAME(page);
    SAME(carrier);
    SAME(queued.us);
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

static bool incident_equal(const struct incident *a, const struct incident *b, struct buffer *why)
{
    bool same = facts_equal(a, b, why);

    SAME(id.year);
    SAME(id.number);
    SAME(state);
    SAME(origin);
    SAME(grade);
    SAME(drill);
    SAME(step);
    SAME(round);
    SAME(ack_rank);
    SAME_TEXT(chain);
    SAME_TEXT(class);
    SAME_TEXT(reporter);
    SAME_TEXT(acker);
    SAME(reported.us);
    SAME(acked.us);
    SAME(closed.us);
    SAME(chain_due.us);
    SAME(chain_start.us);
    SAME(last_entry.us);
    SAME(idle.us);
    SAME(first_seq);
    SAME(last_seq);
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
    const struct heap_node *first = heap_first(&o->wakes);

    return first ? first->at : INSTANT_NEVER;
}

static bool told_equal(const struct gap_watch *a, const struct gap_watch *b)
{
    if (a->n_told != b->n_told)
        return false;
    for (size_t i = 0; i < a->n_told; i++) {
        const struct told_gap *x = &a->told[i], *y = &b->told[i];
        if (!text_equal(x->post, y->post) || x->from.us != y->from.us || x->to.us != y->to.us)
            return false;
    }
    return true;
}

/* Of shifts that have begun nothing is told. */
static bool reminds_equal(const struct office *a, const struct office *b, struct instant now)
{
    const struct remind_watch *x = a->reminds, *y = b->reminds;

    for (size_t i = 0; i < x->n_told; i++) {
        bool found = !instant_before(now, x->told[i].since);
        for (size_t k = 0; k < y->n_told && !found; k++)
            found = x->told[i].since.us == y->told[k].since.us &&
                    text_equal(x->told[i].post, y->told[k].post) &&
                    text_equal(x->told[i].person, y->told[k].person);
        if (!found)
            return false;
    }
    return true;
}

static bool watch_equal(const struct watch *a, const struct watch *b, struct buffer *why)
{
    bool same = true;

    SAME_TEXT(post);
    SAME(n_on);
    SAME(n_offers);
    SAME(n_calls);
    SAME(handed.us);
    SAME(watched);
    SAME(grace.us);
    SAME(checked.us);
    SAME(recheck.us);
    SAME(planned.us);
    SAME(absence.year);
    SAME(absence.number);
    for (size_t i = 0; same && i < a->n_on; i++) {
        SAME_TEXT(on[i].person);
        SAME_TEXT(on[i].standin);
        SAME(on[i].since.us);
    }
    for (size_t i = 0; same && i < a->n_offers; i++) {
        SAME(offers[i].seq);
        SAME_TEXT(offers[i].out);
        SAME_TEXT(offers[i].in);
        SAME(offers[i].at.us);
        SAME(offers[i].due.us);
        SAME(offers[i].late);
    }
    for (size_t i = 0; same && i < a->n_calls; i++)
        SAME(calls[i].us);
    if (!same)
        buffer_printf(why, "in the watch at %s", a->post);
    return same;
}

static bool cover_equal(const struct cover *a, const struct cover *b, struct buffer *why)
{
    bool same = true;

    SAME(seq);
    SAME_TEXT(post);
    SAME_TEXT(out);
    SAME_TEXT(in);
    SAME_TEXT(reason);
    SAME(from.us);
    SAME(to.us);
    return same;
}

static bool presence_equal(const struct office *o, const struct office *other, struct buffer *why)
{
    const struct presence *a = o->presence, *b = other->presence;
    bool same = true;

    SAME(n_watches);
    SAME(n_covers);
    SAME(n_reliefs);
    SAME(n_remarks);
    SAME(n_standing);
    SAME(stepped.us);
    for (size_t i = 0; same && i < a->n_watches; i++)
        same = watch_equal(a->watches[i], b->watches[i], why);
    for (size_t i = 0; same && i < a->n_covers; i++)
        same = cover_equal(&a->covers[i], &b->covers[i], why);
    for (size_t i = 0; same && i < a->n_remarks; i++) {
        SAME_TEXT(remarks[i].by);
        SAME_TEXT(remarks[i].text);
        SAME(remarks[i].at.us);
    }
    for (size_t i = 0; same && i < a->n_standing; i++) {
        SAME(standing[i].seq);
        SAME_TEXT(standing[i].text);
        SAME(standing[i].until.us);
    }
    for (const struct seen *s = a->seen; same && s; s = s->by_person.next)
        same = s->at.us == presence_seen(other, s->person).us;
    return same;
}

static bool notice_equal(const struct notice *a, const struct notice *b, struct buffer *why)
{
    bool same = true;

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
            !text_equal(c->person, other->person) || c->free_at.us != other->free_at.us)
            return false;
    }
    return true;
}

static bool selftest_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = true;

    SAME(selftest.at.us);
    if (instant_is_set(a->selftest.at))
        SAME(selftest.day);
    SAME(selftest.first.year);
    SAME(selftest.first.number);
    SAME(selftest.asked);
    SAME(selftest.answered);
    SAME(selftest.missed);
    SAME(selftest.late);
    SAME(selftest.console);
    return same;
}

/* In whatever order. */
static bool left_equal(const struct office *a, const struct office *b)
{
    for (size_t i = 0; i < a->superseded.n; i++) {
        size_t k = 0;

        while (k < b->superseded.n && b->superseded.pages[k].page != a->superseded.pages[i].page)
            k++;
        if (k == b->superseded.n)
            return false;
    }
    return a->superseded.n == b->superseded.n;
}

bool office_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = true;

    SAME(last_seq);
    SAME(last_incident.year);
    SAME(last_incident.number);
    SAME(counts.open);
    SAME(counts.acked);
    SAME(counts.closed);
    same = selftest_equal(a, b, why) && same;
    if (next_wake(a).us != next_wake(b).us ||
        HASH_CNT(by_id, a->incidents) != HASH_CNT(by_id, b->incidents)) {
        buffer_append_string(why, "next due or number of incidents; ");
        same = false;
    }
    for (const struct incident *i = a->incidents; i && same; i = i->by_id.next) {
        const struct incident *other = office_find(b, i->id);
        same = other && incident_equal(i, other, why);
    }
    if (!list_equal(a->live, b->live) || !list_equal(a->ended, b->ended)) {
        buffer_append_string(why, "lists; ");
        same = false;
    }
    if (!left_equal(a, b)) {
        buffer_append_string(why, "pages that are left; ");
        same = false;
    }
    if (!keys_equal(a, b) || !codes_equal(a, b)) {
        buffer_append_string(why, "keys or codes; ");
        same = false;
    }
    if (!reminds_equal(a, b, INSTANT_NONE) || !reminds_equal(b, a, INSTANT_NONE)) {
        buffer_append_string(why, "shifts that were told; ");
        same = false;
    }
    if (!told_equal(a->gaps, b->gaps)) {
        buffer_append_string(why, "gaps that were told; ");
        same = false;
    }
    same = presence_equal(a, b, why) && same;
    same = notices_equal(a, b, why) && same;
    if (!gateway_ids_equal(a, b)) {
        buffer_append_string(why, "what gateways were given, or what was explained; ");
        same = false;
    }
    return same;
}

/* ---- what is live ---- */

/* Who was there last does not matter beyond the remarks that may still be spoken of. */
static struct watch live_part(const struct watch *w, struct instant now)
{
    struct watch live = w ? *w : (struct watch){.post = "", .recheck = INSTANT_NEVER};

    if (instant_before(instant_add(live.handed, PRESENCE_REMARK_LIFE), now))
        live.handed = INSTANT_NONE;
    return live;
}

static bool watches_live_equal(const struct office *o, const struct office *other,
                               struct instant now, struct buffer *why)
{
    const struct presence *p = o->presence;
    bool same = true;

    for (size_t i = 0; same && i < p->n_watches; i++) {
        struct watch a = live_part(p->watches[i], now), b;

        b = live_part(presence_watch(other, slice_of(a.post)), now);
        b.post = a.post;
        same = watch_equal(&a, &b, why);
    }
    return same;
}

/* From the end, the latest: as many as one of them has. */
static bool remarks_live_equal(const struct presence *a, const struct presence *b,
                               struct instant now, struct buffer *why)
{
    struct instant since = instant_add(now, SPAN_US(-PRESENCE_REMARK_LIFE.us));
    size_t i = 0, k = 0;

    while (i < a->n_remarks && instant_before(a->remarks[i].at, since))
        i++;
    while (k < b->n_remarks && instant_before(b->remarks[k].at, since))
        k++;
    if (a->n_remarks - i != b->n_remarks - k) {
        buffer_printf(why, "remarks: %zu, %zu; ", a->n_remarks - i, b->n_remarks - k);
        return false;
    }
    for (; i < a->n_remarks; i++, k++)
        if (!text_equal(a->remarks[i].text, b->remarks[k].text) ||
            a->remarks[i].at.us != b->remarks[k].at.us)
            return false;
    return true;
}

static bool standing_live_equal(const struct presence *a, const struct presence *b,
                                struct instant now, struct buffer *why)
{
    for (size_t i = 0; i < a->n_standing; i++) {
        const struct standing *x = &a->standing[i], *y = log_notes_standing(b, x->seq, now);

        if (!instant_before(now, x->until))
            continue;
        if (!y || !text_equal(x->text, y->text) || !text_equal(x->by, y->by) ||
            x->until.us != y->until.us) {
            buffer_printf(why, "standing order %llu; ", (unsigned long long)x->seq);
            return false;
        }
    }
    return true;
}

static bool covers_live_equal(const struct presence *a, const struct presence *b,
                              struct instant now, struct buffer *why)
{
    size_t k = 0;

    for (size_t i = 0; i < a->n_covers; i++) {
        if (!instant_before(now, a->covers[i].to))
            continue;
        while (k < b->n_covers && !instant_before(now, b->covers[k].to))
            k++;
        if (k == b->n_covers || !cover_equal(&a->covers[i], &b->covers[k++], why)) {
            buffer_printf(why, "relief %llu; ", (unsigned long long)a->covers[i].seq);
            return false;
        }
    }
    return true;
}

static bool incidents_live_equal(const struct office *a, const struct office *b, struct buffer *why)
{
    bool same = list_equal(a->live, b->live);

    if (!same)
        buffer_append_string(why, "other incidents are live; ");
    for (const struct incident *i = a->live; i && same; i = i->next)
        same = incident_equal(i, office_find(b, i->id), why);
    return same;
}

bool office_live_equal(const struct office *a, const struct office *b, struct instant now,
                       struct buffer *why)
{
    bool same = true;

    SAME(last_seq);
    SAME(last_incident.year);
    SAME(last_incident.number);
    SAME(presence->stepped.us);
    same = selftest_equal(a, b, why) && same;
    if (!reminds_equal(a, b, now) || !reminds_equal(b, a, now)) {
        buffer_append_string(why, "shifts that were told; ");
        same = false;
    }
    same = incidents_live_equal(a, b, why) && same;
    same = watches_live_equal(a, b, now, why) && watches_live_equal(b, a, now, why) && same;
    same = remarks_live_equal(a->presence, b->presence, now, why) && same;
    same = standing_live_equal(a->presence, b->presence, now, why) &&
           standing_live_equal(b->presence, a->presence, now, why) && same;
    same = covers_live_equal(a->presence, b->presence, now, why) &&
           covers_live_equal(b->presence, a->presence, now, why) && same;
    for (const struct seen *s = a->presence->seen; s; s = s->by_person.next) {
        if (s->at.us == presence_seen(b, s->person).us)
            continue;
        buffer_printf(why, "%s was seen; ", s->person);
        same = false;
    }
    return same;
}
