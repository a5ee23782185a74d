/* How a chain of command goes on, and what it ends in. */
#include "office/draft.h"

#include "base/mem.h"
#include "office/mark.h"
#include "office/presence.h"
#include "office/roster.h"

#define DEFAULT_EVERY                                                                              \
    SPAN_MINUTES(5)            /* between repeats of the last step, when the rules do not say */
#define REMINDER SPAN_HOURS(1) /* once the chain has ended unanswered */

const struct route *draft_find_route(const struct draft *d)
{
    const struct occasion now = incident_occasion(d->incident, d->now);

    return rules_route(d->office->rules, &now);
}

const struct route *draft_own_route(const struct draft *d, struct slice class)
{
    const struct occasion now = {.class = class, .at = d->now};

    return rules_route(d->office->rules, &now);
}

size_t draft_route(struct draft *d, const struct route *route,
                   struct field ret_fields[DRAFT_ROUTE_FIELDS])
{
    d->anew = true;
    d->chain = route->chain->id;
    d->step = d->round = 0;
    ret_fields[0] = FIELD_TEXT_OF(FIELD_CHAIN, slice_of(route->chain->id));
    ret_fields[1] = FIELD_TEXT_OF(FIELD_ACK_RANK, slice_of(rank_to_string(route->ack_rank)));
    ret_fields[2] = FIELD_INSTANT_OF(FIELD_DUE, instant_add(d->now, route->chain->steps[0].after));
    return DRAFT_ROUTE_FIELDS;
}

void draft_start_chain(struct draft *d)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain));

    if (chain && chain->steps[0].after.us == 0)
        draft_next_step(d, NULL);
}

/* ---- what of the chain has been done ---- */

static const uint64_t *marks_of(struct draft *d, const struct chain *chain)
{
    if (d->marked != chain) {
        d->marks = xrealloc(d->marks, chain->n_steps * sizeof(*d->marks));
        mark_chain(chain, d->marks);
        d->marked = chain;
    }
    return d->marks;
}

/* What counts as done so far; NULL: nothing but what is in the draft. */
static const struct incident *past_of(const struct draft *d)
{
    return d->anew ? NULL : d->incident;
}

static bool is_done(const struct draft *d, uint64_t mark, size_t index)
{
    const struct incident *past = past_of(d);

    for (size_t n = 0; n < d->n_done; n++)
        if (d->done[n] == mark)
            return true;
    return past && (index < past->unmarked || incident_has_mark(past, mark));
}

/* Of the first step that has not been done; n_steps when all have. */
static size_t find_next(struct draft *d, const struct chain *chain)
{
    const uint64_t *marks = marks_of(d, chain);
    size_t n = 0;

    while (n < chain->n_steps && is_done(d, marks[n], n))
        n++;
    return n;
}

static void add_done(struct draft *d, uint64_t mark)
{
    d->done = xgrow(d->done, &d->cap_done, d->n_done + 1, sizeof(*d->done));
    d->done[d->n_done++] = mark;
}

/* Was this the latest step that was done? Then its repeats go on. */
static bool is_latest(const struct draft *d, uint64_t mark)
{
    const struct incident *past = past_of(d);

    if (d->n_done)
        return d->done[d->n_done - 1] == mark;
    return past && (past->n_marks == 0 || past->marks[past->n_marks - 1] == mark);
}

/* Has the end been told already? A step that was added since comes before it is told again. */
static bool has_ended(const struct draft *d, const struct chain *chain)
{
    const struct incident *past = past_of(d);

    if (d->n_done || !past)
        return false;
    return past->ended || (past->n_marks == 0 && past->unmarked > chain->n_steps);
}

/* ---- whom a step reaches ---- */

/* People in the order in which they are to be paged, each once. */
struct crowd {
    const struct person **people;
    size_t n, cap;
};

static void crowd_add(struct crowd *c, const struct person *p)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->people[i] == p)
            return;
    c->people = xgrow(c->people, &c->cap, c->n + 1, sizeof(*c->people));
    c->people[c->n++] = p;
}

/* Who has not been relieved, or stands in, answers for the post besides those on the roster. */
static void crowd_add_present(struct crowd *c, const struct office *o, const struct post *post)
{
    const struct watch *w = office_watch(o, slice_of(post->id));

    for (size_t i = 0; w && i < w->n_on; i++) {
        const struct person *p = rules_person(o->rules, slice_of(w->on[i].person));
        if (p)
            crowd_add(c, p);
    }
}

static void crowd_add_targets(struct crowd *c, const struct office *o, const struct target *targets,
                              size_t n, struct instant now)
{
    struct roster roster = office_roster(o);
    const struct rules *rules = o->rules;

    for (size_t t = 0; t < n; t++) {
        const struct person *on[ROSTER_MAX];
        size_t n_on = 0;

        switch (targets[t].kind) {
        case TARGET_PERSON:
            crowd_add(c, targets[t].person);
            break;
        case TARGET_POST:
            n_on = roster_at(&roster, targets[t].post, now, on);
            for (size_t i = 0; i < n_on; i++)
                crowd_add(c, on[i]);
            crowd_add_present(c, o, targets[t].post);
            break;
        case TARGET_RANK:
            for (size_t i = 0; i < rules->n_people; i++)
                if (rules->people[i].rank == targets[t].rank)
                    crowd_add(c, &rules->people[i]);
            break;
        }
    }
}

/* Not to be counted on: declined, not to be reached, asked in a roll call and did not answer, or
 * absent from the very post that is told of. */
static bool is_out(const struct draft *d, const struct person *p)
{
    const struct incident *i = d->incident;

    return p == d->declined || p == d->failed ||
           (d->unheld && presence_is_absent(d->office, d->unheld, p, d->now)) ||
           (i && i->asked && i->missed && slice_equal_string(slice_of(p->id), i->asked));
}

static bool is_in_draft(const struct draft *d, const struct person *p)
{
    for (size_t i = 0; i < d->n_paged; i++)
        if (d->paged[i] == p)
            return true;
    return false;
}

/* Has the chain, as it runs now, called this person out already? */
static const struct callout *callout_of(const struct draft *d, const struct person *p)
{
    const struct callout *c =
        d->incident && !d->anew ? incident_callout(d->incident, slice_of(p->id)) : NULL;

    return c && !c->earlier ? c : NULL;
}

/* A page that was dropped never went out: somebody had taken the incident meanwhile. */
static bool is_paged_by(const struct draft *d, const struct person *p, bool again)
{
    const struct callout *c = callout_of(d, p);

    if (is_out(d, p) || p->n_contacts == 0 || is_in_draft(d, p))
        return false;
    if (!c)
        return true;
    return !c->declined && (c->state == PAGE_DROPPED || (again && !callout_is_waiting(c)));
}

/* Does the step reach anybody at all, now or by a page that is on its way or was sent? */
static bool is_reached(const struct draft *d, const struct person *p, bool again)
{
    const struct callout *c = callout_of(d, p);

    if (is_out(d, p) || p->n_contacts == 0)
        return false;
    return !c || (!c->declined && (again || c->state != PAGE_FAILED));
}

/* Adds the page entries for the crowd behind the entry that names them. */
static size_t page_crowd(struct draft *d, const struct crowd *crowd, bool again)
{
    size_t n = 0;

    for (size_t i = 0; i < crowd->n; i++)
        if (is_paged_by(d, crowd->people[i], again) && draft_page(d, crowd->people[i], 0, 1))
            n++;
    return n;
}

static void name_crowd(const struct draft *d, const struct crowd *crowd, bool again,
                       struct buffer *out)
{
    for (size_t i = 0; i < crowd->n; i++) {
        if (!is_paged_by(d, crowd->people[i], again))
            continue;
        if (out->len)
            buffer_append_char(out, ',');
        buffer_append_string(out, crowd->people[i]->id);
    }
}

static void step_entry(struct draft *d, uint64_t mark, const struct crowd *crowd, bool again,
                       struct instant due, const char *reason)
{
    struct field fields[7];
    struct buffer whom = BUFFER_INIT, known_by = BUFFER_INIT;
    size_t n = 0;

    name_crowd(d, crowd, again, &whom);
    mark_format(mark, &known_by);
    fields[n++] = FIELD_NUMBER_OF(FIELD_STEP, d->step);
    if (d->round)
        fields[n++] = FIELD_NUMBER_OF(FIELD_ROUND, d->round);
    fields[n++] = FIELD_TEXT_OF(FIELD_MARK, buffer_slice(&known_by));
    fields[n++] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&whom));
    if (!instant_is_never(due))
        fields[n++] = FIELD_INSTANT_OF(FIELD_DUE, due);
    if (reason)
        fields[n++] = FIELD_TEXT_OF(FIELD_REASON, slice_of(reason));
    draft_entry(d, ENTRY_STEP, fields, n);
    buffer_deinit(&known_by);
    buffer_deinit(&whom);
}

/* What cannot go on by itself goes to the catch-all, and says so again every hour. */
static void end_chain(struct draft *d, const char *reason)
{
    struct crowd crowd = {0};
    const struct rules *rules = d->office->rules;

    crowd_add_targets(&crowd, d->office, rules->catch_all, rules->n_catch_all, d->now);
    step_entry(d, MARK_END, &crowd, true, instant_add(d->now, REMINDER), reason);
    page_crowd(d, &crowd, true);
    free(crowd.people);
}

void draft_catch_all(struct draft *d)
{
    struct crowd crowd = {0};
    const struct rules *rules = d->office->rules;

    if (d->catch_all_paged)
        return;
    d->catch_all_paged = true;
    crowd_add_targets(&crowd, d->office, rules->catch_all, rules->n_catch_all, d->now);
    page_crowd(d, &crowd, false);
    free(crowd.people);
}

/* When the chain goes on by itself behind what is done; `next` as from find_next. */
static struct instant next_due(const struct draft *d, const struct chain *chain, size_t next)
{
    const struct step *last = &chain->steps[chain->n_steps - 1];

    if (next < chain->n_steps)
        return instant_add(d->now, chain->steps[next].after);
    return instant_add(d->now, last->every.us ? last->every : DEFAULT_EVERY);
}

/* Moves on to the next step, or the next repeat of the last one; false when there is none. */
static bool advance(struct draft *d, const struct chain *chain)
{
    size_t next = find_next(d, chain), last = chain->n_steps - 1;

    if (next <= last) {
        d->step = (unsigned)next + 1;
        d->round = 0;
        return true;
    }
    if (has_ended(d, chain)) {
        d->step = (unsigned)chain->n_steps + 1;
        d->round++;
        return false;
    }
    d->step = (unsigned)chain->n_steps;
    d->round = is_latest(d, marks_of(d, chain)[last]) ? d->round + 1 : 1;
    return d->round <= chain->steps[last].repeat;
}

/* One step; false when it reached nobody and the next one must not wait. Repeats of a step whose
 * pages have just failed do wait, or a gateway that is down for a minute would use them all up. */
static bool do_step(struct draft *d, const struct chain *chain, const char *reason)
{
    const struct step *step = &chain->steps[d->step - 1];
    uint64_t mark = marks_of(d, chain)[d->step - 1];
    struct crowd crowd = {0};
    bool again = d->round > 0, reached = false, failed = false, waits;
    size_t next;

    crowd_add_targets(&crowd, d->office, step->targets, step->n_targets, d->now);
    for (size_t i = 0; i < crowd.n; i++) {
        reached = reached || is_reached(d, crowd.people[i], again);
        failed = failed || crowd.people[i] == d->failed;
    }
    add_done(d, mark);
    next = find_next(d, chain);
    waits = reached || (failed && next == chain->n_steps);
    step_entry(d, mark, &crowd, again, waits ? next_due(d, chain, next) : d->now,
               reached ? reason : "reaches nobody");
    if (reached)
        page_crowd(d, &crowd, again);
    else
        draft_catch_all(d);
    free(crowd.people);
    return waits;
}

void draft_next_step(struct draft *d, const char *reason)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain));

    d->stepped = true;
    if (!chain) {
        end_chain(d, "its chain is no longer in the configuration");
        return;
    }
    while (advance(d, chain)) {
        if (do_step(d, chain, reason))
            return;
        if (d->round > 0) /* then no further repeat reaches anybody either */
            break;
    }
    if (d->step <= chain->n_steps) {
        d->step = (unsigned)chain->n_steps + 1;
        d->round = 0;
    }
    end_chain(d, "the chain has ended unanswered");
}

/* May anybody else still answer a page of this incident? */
static bool is_anybody_reached(const struct draft *d, const struct callout *but)
{
    for (size_t n = 0; n < d->incident->n_callouts; n++) {
        const struct callout *c = &d->incident->callouts[n];
        if (c != but && !c->earlier && !c->declined &&
            (callout_is_waiting(c) || c->state == PAGE_SENT) &&
            rules_person(d->office->rules, slice_of(c->person)))
            return true;
    }
    return false;
}

void draft_page_lost(struct draft *d, const struct callout *page, const struct person *failed)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain));

    if (d->stepped || is_anybody_reached(d, page))
        return;
    if (d->incident->asked && !d->incident->missed) /* a roll call is on the console, too */
        return;
    d->failed = failed;
    if (chain && find_next(d, chain) < chain->n_steps)
        draft_next_step(d, "no page of the step before got through");
    draft_catch_all(d);
}
