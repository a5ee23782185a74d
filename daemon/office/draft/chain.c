#include "office/draft/chain.h"

#include <assert.h>

#include "base/mem.h"
#include "office/draft/eligible.h"
#include "office/draft/missed.h"
#include "office/draft/page.h"
#include "office/state/callout.h"
#include "office/state/incident.h"
#include "rules/mark.h"
#include "rules/route.h"

#define REMINDER SPAN_HOURS(1) /* once the chain has ended unanswered */

const struct route *draft_find_route(const struct draft *d)
{
    const struct occasion now = incident_occasion(d->incident, d->now);

    return rules_route(d->office->rules, &now);
}

size_t draft_route(struct draft *d, const struct route *route,
                   struct field ret_fields[DRAFT_ROUTE_FIELDS])
{
    assert(route && route->chain->n_steps > 0);
    d->chain.anew = true;
    d->chain.id = route->chain->id;
    d->chain.step = d->chain.round = 0;
    d->chain.start = d->now;
    ret_fields[0] = FIELD_TEXT_OF(FIELD_CHAIN, slice_of(route->chain->id));
    ret_fields[1] = FIELD_TEXT_OF(FIELD_ACK_RANK, slice_of(rank_to_string(route->ack_rank)));
    ret_fields[2] = FIELD_INSTANT_OF(FIELD_DUE, instant_add(d->now, route->chain->steps[0].after));
    return DRAFT_ROUTE_FIELDS;
}

void draft_start_chain(struct draft *d)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain.id));

    if (chain && chain->steps[0].after.us == 0)
        draft_next_step(d, (struct draft_cause){0});
}

void draft_page_on_duty(struct draft *d)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain.id));
    struct recipients recipients = {0};

    for (size_t n = 0; chain && n < chain->n_steps && recipients.n == 0; n++) {
        const struct step *step = &chain->steps[n];
        for (size_t t = 0; t < step->n_targets; t++)
            if (step->targets[t].kind == TARGET_POST)
                recipients_add_targets(&recipients, d->office, &step->targets[t], 1, d->now);
    }
    draft_page_recipients(d, &recipients, false, (struct draft_cause){0});
    recipients_deinit(&recipients);
}

/* ---- what of the chain has been done ---- */

static const uint64_t *marks_of(struct draft *d, const struct chain *chain)
{
    struct draft_chain *own = &d->chain;

    if (own->marked != chain) {
        own->marks = xrealloc(own->marks, chain->n_steps * sizeof(*own->marks));
        mark_chain(chain, own->marks);
        own->marked = chain;
    }
    return own->marks;
}

/* What counts as done so far; NULL: nothing but what is in the draft. */
static const struct incident *past_of(const struct draft *d)
{
    return d->chain.anew ? NULL : d->incident;
}

static bool is_done(const struct draft *d, uint64_t mark, size_t index)
{
    const struct incident *past = past_of(d);

    for (size_t n = 0; n < d->chain.n_done; n++)
        if (d->chain.done[n] == mark)
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
    struct draft_chain *own = &d->chain;

    own->done = xgrow(own->done, &own->cap_done, own->n_done + 1, sizeof(*own->done));
    own->done[own->n_done++] = mark;
}

/* Was this the latest step that was done? Then its repeats go on. */
static bool is_latest(const struct draft *d, uint64_t mark)
{
    const struct incident *past = past_of(d);

    if (d->chain.n_done)
        return d->chain.done[d->chain.n_done - 1] == mark;
    return past && (past->n_marks == 0 || past->marks[past->n_marks - 1] == mark);
}

/* Has the end been announced? A step that was added since is done before that is repeated. */
static bool has_ended(const struct draft *d, const struct chain *chain)
{
    const struct incident *past = past_of(d);

    if (d->chain.n_done || !past)
        return false;
    return past->ended || (past->n_marks == 0 && past->unmarked > chain->n_steps);
}

/* ---- steps ---- */

/* Why the step is as it is, and, in a drill, whom it does not page. */
static void say_reason(struct draft *d, const struct recipients *recipients, const char *reason,
                       struct buffer *out)
{
    struct buffer outside = BUFFER_INIT;

    eligible_name_outside(d, recipients, &outside);
    buffer_append_string(out, reason ? reason : "");
    if (outside.len)
        buffer_printf(out, "%sa drill: not paged: %s", out->len ? "; " : "", outside.data);
    buffer_deinit(&outside);
}

static void step_entry(struct draft *d, uint64_t mark, const struct recipients *recipients,
                       bool again, struct instant due, struct draft_cause cause)
{
    struct field fields[7];
    struct buffer whom = BUFFER_INIT, known_by = BUFFER_INIT, why = BUFFER_INIT;
    size_t n = 0;

    eligible_name(d, recipients, again, cause, &whom);
    mark_format(mark, &known_by);
    say_reason(d, recipients, cause.reason, &why);
    fields[n++] = FIELD_NUMBER_OF(FIELD_STEP, d->chain.step);
    if (d->chain.round)
        fields[n++] = FIELD_NUMBER_OF(FIELD_ROUND, d->chain.round);
    fields[n++] = FIELD_TEXT_OF(FIELD_MARK, buffer_slice(&known_by));
    fields[n++] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&whom));
    if (!instant_is_never(due))
        fields[n++] = FIELD_INSTANT_OF(FIELD_DUE, due);
    if (why.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_REASON, buffer_slice(&why));
    draft_entry(d, ENTRY_STEP, fields, n);
    buffer_deinit(&known_by);
    buffer_deinit(&whom);
    buffer_deinit(&why);
}

/* What cannot go on by itself goes to the catch-all, and says so again every hour. */
static void end_chain(struct draft *d, struct draft_cause cause, const char *reason)
{
    struct recipients recipients = {0};

    cause.reason = reason;
    cause.anybody = true;
    recipients_add_catch_all(&recipients, d->office, d->now);
    step_entry(d, MARK_END, &recipients, true, instant_add(d->now, REMINDER), cause);
    draft_page_recipients(d, &recipients, true, cause);
    recipients_deinit(&recipients);
}

void draft_catch_all(struct draft *d, struct draft_cause cause)
{
    struct recipients recipients = {0};

    if (d->pages.catch_all)
        return;
    d->pages.catch_all = cause.anybody = true;
    recipients_add_catch_all(&recipients, d->office, d->now);
    draft_page_recipients(d, &recipients, false, cause);
    recipients_deinit(&recipients);
}

/* From here on the last step is not repeated any more. */
static struct instant limit_of(const struct draft *d, const struct chain *chain)
{
    return chain->limit.us ? instant_add(d->chain.start, chain->limit) : INSTANT_NEVER;
}

/* When the chain goes on by itself after what is done; `next` as from find_next. */
static struct instant next_due(const struct draft *d, const struct chain *chain, size_t next)
{
    const struct step *last = &chain->steps[chain->n_steps - 1];
    struct instant limit = limit_of(d, chain), due;

    if (next < chain->n_steps)
        return instant_add(d->now, chain->steps[next].after);
    due = instant_add(d->now, last->every.us ? last->every : CHAIN_EVERY);
    return instant_before(d->now, limit) ? instant_min(due, limit) : due;
}

/* Is the last step to be done for the d->chain.round-th time more? */
static bool is_repeated(const struct draft *d, const struct chain *chain)
{
    unsigned repeat = chain->steps[chain->n_steps - 1].repeat;

    return instant_before(d->now, limit_of(d, chain)) &&
           (d->chain.round <= repeat || (chain->limit.us && repeat == 0));
}

/* Moves on to the next step, or the next repeat of the last one; false when there is none. */
static bool advance(struct draft *d, const struct chain *chain)
{
    size_t next = find_next(d, chain), last = chain->n_steps - 1;
    struct draft_chain *own = &d->chain;

    if (next <= last) {
        own->step = (unsigned)next + 1;
        own->round = 0;
        return true;
    }
    if (has_ended(d, chain)) {
        own->step = (unsigned)chain->n_steps + 1;
        own->round++;
        return false;
    }
    own->step = (unsigned)chain->n_steps;
    own->round = is_latest(d, marks_of(d, chain)[last]) ? own->round + 1 : 1;
    return is_repeated(d, chain);
}

/* One step; false when it reached nobody and the next one must not wait. Repeats of a step whose
 * pages have just failed do wait, or a gateway that is down for a minute would use them all up. */
static bool do_step(struct draft *d, const struct chain *chain, struct draft_cause cause)
{
    const struct step *step = &chain->steps[d->chain.step - 1];
    uint64_t mark = marks_of(d, chain)[d->chain.step - 1];
    struct recipients recipients = {0};
    bool again = d->chain.round > 0, reached, known, waits;
    size_t next;

    assert(d->chain.step >= 1 && d->chain.step <= chain->n_steps);
    recipients_add_targets(&recipients, d->office, step->targets, step->n_targets, d->now);
    reached = eligible_anybody(d, &recipients, again, cause);
    known = d->typist && recipients_has(&recipients, d->typist);
    add_done(d, mark);
    next = find_next(d, chain);
    waits = reached ||
            (cause.failed && recipients_has(&recipients, cause.failed) && next == chain->n_steps);
    if (!reached)
        cause.reason = known ? "reaches nobody but who knows of it" : "reaches nobody";
    step_entry(d, mark, &recipients, again, waits ? next_due(d, chain, next) : d->now, cause);
    if (reached)
        draft_page_recipients(d, &recipients, again, cause);
    else if (!known)
        draft_catch_all(d, cause);
    recipients_deinit(&recipients);
    return waits;
}

void draft_next_step(struct draft *d, struct draft_cause cause)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain.id));

    d->chain.stepped = true;
    if (!chain) {
        end_chain(d, cause, "its chain is no longer in the configuration");
        return;
    }
    while (advance(d, chain)) {
        if (do_step(d, chain, cause))
            return;
        if (d->chain.round > 0) /* then no further repeat reaches anybody either */
            break;
    }
    if (d->chain.step <= chain->n_steps) {
        d->chain.step = (unsigned)chain->n_steps + 1;
        d->chain.round = 0;
    }
    end_chain(d, cause, "the chain has ended unanswered");
}

void draft_called(struct draft *d, struct recipients *recipients)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain.id));
    const uint64_t *marks = chain ? marks_of(d, chain) : NULL;

    for (size_t n = 0; chain && n < chain->n_steps; n++)
        if (is_done(d, marks[n], n))
            recipients_add_targets(recipients, d->office, chain->steps[n].targets,
                                   chain->steps[n].n_targets, d->now);
    if (d->incident->ended)
        recipients_add_catch_all(recipients, d->office, d->now);
}

/* ---- a page that nobody will answer ---- */

/* Of the step that was done last, in the chain as it is now; n_steps when it is not there. */
static size_t find_latest(struct draft *d, const struct chain *chain)
{
    const struct incident *i = d->incident;
    const uint64_t *marks = marks_of(d, chain);
    size_t n = 0;

    if (i->n_marks == 0 || i->ended)
        return chain->n_steps;
    while (n < chain->n_steps && marks[n] != i->marks[i->n_marks - 1])
        n++;
    return n;
}

/* Anybody of the incident, where the latest step is not known any more. */
static bool is_anybody_open(const struct draft *d, const struct callout *but)
{
    for (size_t n = 0; n < d->incident->n_callouts; n++) {
        const struct callout *c = &d->incident->callouts[n];
        if (c != but && callout_may_answer(c) &&
            rules_person(d->office->rules, slice_of(c->person)))
            return true;
    }
    return false;
}

/* May anybody whom the latest step names, or named when the page was decided, still answer? Who was
 * paged by a step before had their time. */
static bool is_step_open(struct draft *d, const struct chain *chain, const struct callout *but)
{
    size_t latest = chain ? find_latest(d, chain) : 0;
    struct recipients recipients = {0};
    const struct step *step;
    bool open;

    if (!chain || latest == chain->n_steps)
        return is_anybody_open(d, but);
    step = &chain->steps[latest];
    recipients_add_targets(&recipients, d->office, step->targets, step->n_targets, d->now);
    recipients_add_targets(&recipients, d->office, step->targets, step->n_targets, but->queued);
    open = eligible_may_answer(d, &recipients, but);
    recipients_deinit(&recipients);
    return open;
}

void draft_page_lost(struct draft *d, const struct callout *page, const struct person *failed)
{
    const struct chain *chain = rules_chain(d->office->rules, slice_of(d->chain.id));
    struct draft_cause cause = {.failed = failed};

    assert(d->incident && incident_callout_by_page(d->incident, page->page) == page);
    if (d->chain.stepped || is_step_open(d, chain, page))
        return;
    if (incident_is_testing(d->incident)) {
        cause.declined = rollcall_missed(d, MISSED_NOT_SENT);
        draft_next_step(d, cause);
        return;
    }
    if (incident_is_asking(d->incident)) /* a roll call is on the console, too */
        return;
    cause.reason = "no page of the step before got through";
    if (chain && find_next(d, chain) < chain->n_steps)
        draft_next_step(d, cause);
    draft_catch_all(d, cause);
}
