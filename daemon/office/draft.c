#include "office/draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "office/roster.h"

struct draft draft_begin(const struct office *o, const struct command *c, const struct incident *i,
                         struct instant now, struct decision *decision)
{
    struct draft d = {.office = o, .now = now, .decision = decision, .command = c, .incident = i};

    if (c && c->actor) {
        struct roster roster = office_roster(o);
        const struct post *post = roster_post_of(&roster, c->actor, now);
        d.actor = slice_of(c->actor->id);
        d.post = slice_of(post ? post->id : NULL);
    }
    if (i) {
        d.id = i->id;
        d.chain = i->chain;
        d.step = i->step;
        d.round = i->round;
    }
    return d;
}

void draft_end(struct draft *d)
{
    free(d->paged);
    free(d->codes);
}

void draft_entry(struct draft *d, enum entry_kind kind, const struct field *fields, size_t n)
{
    struct decision *to = d->decision;
    struct field with_digest[FIELD_COUNT];
    char hex[17];
    struct entry_head head = {
        .seq = d->office->last_seq + to->n_entries + 1,
        .at = d->now,
        .kind = kind,
        .incident = d->id,
    };

    if (to->n_entries == 0) { /* what follows from a person's act is the office's own */
        head.actor = d->actor;
        head.post = d->post;
    }
    if (to->n_entries == 0 && d->command && d->command->key.len) {
        head.key = d->command->key;
        snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)d->command->digest);
        if (n)
            memcpy(with_digest, fields, n * sizeof(*fields));
        with_digest[n++] = FIELD_TEXT_OF(FIELD_COMMAND, slice_of(hex));
        fields = with_digest;
    }
    to->entries = xgrow(to->entries, &to->cap_entries, to->n_entries + 1, sizeof(struct entry *));
    to->entries[to->n_entries++] = entry_new(&head, fields, n);
}

void draft_refuse(struct draft *d, enum refusal refusal, const char *format, ...)
{
    va_list args;

    d->decision->refusal = refusal;
    buffer_clear(&d->decision->why);
    va_start(args, format);
    buffer_vprintf(&d->decision->why, format, args);
    va_end(args);
}

/* ---- the chain of command ---- */

#define DEFAULT_EVERY                                                                              \
    SPAN_MINUTES(5)            /* between repeats of the last step, when the rules do not say */
#define REMINDER SPAN_HOURS(1) /* once the chain has ended unanswered */

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
            break;
        case TARGET_RANK:
            for (size_t i = 0; i < rules->n_people; i++)
                if (rules->people[i].rank == targets[t].rank)
                    crowd_add(c, &rules->people[i]);
            break;
        }
    }
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

    if (p == d->declined || p == d->failed || p->n_contacts == 0 || is_in_draft(d, p))
        return false;
    if (!c)
        return true;
    return !c->declined && (c->state == PAGE_DROPPED || (again && !callout_is_waiting(c)));
}

/* Does the step reach anybody at all, now or by a page that is on its way or was sent? */
static bool is_reached(const struct draft *d, const struct person *p, bool again)
{
    const struct callout *c = callout_of(d, p);

    if (p == d->declined || p == d->failed || p->n_contacts == 0)
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

static void step_entry(struct draft *d, const struct crowd *crowd, bool again, struct instant due,
                       const char *reason)
{
    struct field fields[6];
    struct buffer whom = BUFFER_INIT;
    size_t n = 0;

    name_crowd(d, crowd, again, &whom);
    fields[n++] = FIELD_NUMBER_OF(FIELD_STEP, d->step);
    if (d->round)
        fields[n++] = FIELD_NUMBER_OF(FIELD_ROUND, d->round);
    fields[n++] = FIELD_TEXT_OF(FIELD_WHOM, buffer_slice(&whom));
    if (!instant_is_never(due))
        fields[n++] = FIELD_INSTANT_OF(FIELD_DUE, due);
    if (reason)
        fields[n++] = FIELD_TEXT_OF(FIELD_REASON, slice_of(reason));
    draft_entry(d, ENTRY_STEP, fields, n);
    buffer_deinit(&whom);
}

/* What cannot go on by itself goes to the catch-all, and says so again every hour. */
static void end_chain(struct draft *d, const char *reason)
{
    struct crowd crowd = {0};
    const struct rules *rules = d->office->rules;

    crowd_add_targets(&crowd, d->office, rules->catch_all, rules->n_catch_all, d->now);
    step_entry(d, &crowd, true, instant_add(d->now, REMINDER), reason);
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

/* When the chain goes on by itself behind d->step and d->round. */
static struct instant next_due(const struct draft *d, const struct chain *chain)
{
    const struct step *last = &chain->steps[chain->n_steps - 1];

    if (d->step < chain->n_steps)
        return instant_add(d->now, chain->steps[d->step].after);
    return instant_add(d->now, last->every.us ? last->every : DEFAULT_EVERY);
}

/* Moves on to the next step or repeat; false when there is none. */
static bool advance(struct draft *d, const struct chain *chain)
{
    if (d->step < chain->n_steps) {
        d->step++;
        d->round = 0;
        return true;
    }
    d->round++;
    return d->step == chain->n_steps && d->round <= chain->steps[chain->n_steps - 1].repeat;
}

/* One step; false when it reached nobody and the next one must not wait. Repeats of a step whose
 * pages have just failed do wait, or a gateway that is down for a minute would use them all up. */
static bool do_step(struct draft *d, const struct chain *chain, const char *reason)
{
    const struct step *step = &chain->steps[d->step - 1];
    struct crowd crowd = {0};
    bool again = d->round > 0, reached = false, failed = false, waits;

    crowd_add_targets(&crowd, d->office, step->targets, step->n_targets, d->now);
    for (size_t i = 0; i < crowd.n; i++) {
        reached = reached || is_reached(d, crowd.people[i], again);
        failed = failed || crowd.people[i] == d->failed;
    }
    waits = reached || (failed && d->step == chain->n_steps);
    step_entry(d, &crowd, again, waits ? next_due(d, chain) : d->now,
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

/* ---- pages ---- */

#define FIRST_CODE 1000
#define N_CODES 9000

static bool is_code_free(const struct draft *d, unsigned code)
{
    for (size_t i = 0; i < d->n_codes; i++)
        if (d->codes[i] == code)
            return false;
    return office_code_is_free(d->office, code, d->now);
}

/* 4 digits that no live page has, and none had within a day; 0 when all are taken: such a page is
 * answered by its incident's number. */
static unsigned draw_code(struct draft *d)
{
    unsigned offset = (unsigned)random_below(d->office->random, N_CODES);
    size_t given_out = HASH_CNT(by_code, d->office->codes) + d->n_codes;

    for (unsigned n = 0; n < N_CODES && given_out < N_CODES; n++) {
        unsigned code = FIRST_CODE + (offset + n) % N_CODES;
        if (!is_code_free(d, code))
            continue;
        d->codes = xgrow(d->codes, &d->cap_codes, d->n_codes + 1, sizeof(*d->codes));
        d->codes[d->n_codes++] = code;
        return code;
    }
    return 0;
}

/* The same person keeps the code for as long as the incident has it; once that was closed, its
 * codes may be another's. */
static unsigned code_for(struct draft *d, const struct callout *before)
{
    const char *person;

    if (before && before->code &&
        incident_id_equal(office_code(d->office, before->code, &person), d->id))
        return before->code;
    return draw_code(d);
}

bool draft_page(struct draft *d, const struct person *p, unsigned means, unsigned try)
{
    const struct callout *before =
        d->incident ? incident_callout(d->incident, slice_of(p->id)) : NULL;
    const struct contact *contact;
    struct field fields[8];
    unsigned code, step = d->step;
    size_t n = 0;

    if (means >= p->n_contacts)
        return false;
    contact = &p->contacts[means];
    code = code_for(d, before);
    if (before && !before->earlier && !d->anew && (means > 0 || try > 1))
        step = before->step;
    fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(p->id));
    fields[n++] = FIELD_TEXT_OF(FIELD_VIA, slice_of(contact->via));
    fields[n++] = FIELD_TEXT_OF(FIELD_ADDRESS, slice_of(contact->to));
    fields[n++] = FIELD_NUMBER_OF(FIELD_STEP, step);
    fields[n++] = FIELD_NUMBER_OF(FIELD_MEANS, means);
    fields[n++] = FIELD_NUMBER_OF(FIELD_TRY, try);
    fields[n++] = FIELD_NUMBER_OF(FIELD_GAP, contact->gap.us);
    if (code)
        fields[n++] = FIELD_NUMBER_OF(FIELD_CODE, code);
    d->paged = xgrow(d->paged, &d->cap_paged, d->n_paged + 1, sizeof(*d->paged));
    d->paged[d->n_paged++] = p;
    draft_entry(d, ENTRY_PAGE, fields, n);
    return true;
}
