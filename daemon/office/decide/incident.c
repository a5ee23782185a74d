#include "office/decide/incident.h"

#include "office/decide/allowed.h"
#include "office/draft/chain.h"
#include "office/draft/inform.h"
#include "office/draft/missed.h"
#include "office/draft/news.h"
#include "office/draft/take.h"
#include "office/draft/tell.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/numbers.h"
#include "office/state/presence.h"
#include "rules/route.h"

/* What routes look at, when the command's values are taken over those that were known. */
static struct occasion occasion_with(const struct command *c, struct occasion known)
{
    for (size_t n = 0; n < c->n_fields; n++) {
        const struct field *f = &c->fields[n];
        if (f->id == FIELD_GRADE)
            known.grade = (unsigned)f->number;
        else if (f->id == FIELD_CLASS)
            known.class = f->text;
        else if (f->id == FIELD_PLACE)
            known.place = f->text;
        else if (f->id == FIELD_DRILL)
            known.drill = f->number != 0;
    }
    return known;
}

static const struct route *route_of(const struct draft *d, const struct occasion *o)
{
    return rules_route(d->office->rules, o);
}

/* Says in the entry's fields who has it by typing it; NULL: nobody, the chain is to run. */
static const struct person *add_taker(const struct draft *d, const struct route *route,
                                      struct field *fields, size_t *n)
{
    const struct person *p = take_by_typing(d, route);

    if (p)
        fields[(*n)++] = FIELD_TEXT_OF(FIELD_ACKED, slice_of(p->id));
    return p;
}

/* After that entry. */
static void take_or_start_chain(struct draft *d, const struct person *taker,
                                const struct route *route, const char *how)
{
    if (taker) {
        take_entry(d, route, how);
        return;
    }
    draft_is_typed(d);
    draft_start_chain(d);
}

void decide_report(struct draft *d, const struct command *c)
{
    const struct occasion now = occasion_with(c, (struct occasion){.at = d->now});
    const struct route *route = route_of(d, &now);
    struct field fields[FIELD_COUNT];
    const struct person *taker;
    size_t n = 0;

    if (command_text(c, FIELD_TEXT).len == 0) {
        draft_refuse(d, REFUSAL_VALUE, "a report needs a text: REPORT smell of gas at …");
        return;
    }
    for (; n < c->n_fields; n++)
        fields[n] = c->fields[n];
    d->drill.is = now.drill;
    d->drill.reporter = d->author.actor;
    n += draft_route(d, route, fields + n);
    taker = add_taker(d, route, fields, &n);
    d->id = numbers_next(d->office, d->now);
    draft_entry(d, ENTRY_REPORT, fields, n);
    take_or_start_chain(d, taker, route, "reporting");
    draft_inform(d, NULL, route, taker ? "taken" : "reported");
}

/* ---- SET ---- */

static void describe_old(const struct draft *d, const struct command *c, struct buffer *out)
{
    for (size_t n = 0; n < c->n_fields; n++) {
        struct field old;
        if (c->fields[n].id == FIELD_TEXT || !incident_fact(d->incident, c->fields[n].id, &old))
            continue;
        if (out->len)
            buffer_append_char(out, ' ');
        buffer_append_string(out, field_table[old.id].name);
        buffer_append_char(out, '=');
        field_format_value(&old, out);
    }
}

/* A corrected text names the entry that has the wording before it. */
static size_t add_corrected(const struct draft *d, const struct command *c, struct field *fields)
{
    if (!command_field(c, FIELD_TEXT))
        return 0;
    fields[0] = FIELD_NUMBER_OF(FIELD_CORRECTS, (int64_t)d->incident->text_seq);
    return 1;
}

static bool has_fact(const struct command *c)
{
    for (size_t n = 0; n < c->n_fields; n++)
        if (c->fields[n].id <= FIELD_TEXT)
            return true;
    return false;
}

static bool check_set(struct draft *d, const struct command *c)
{
    const struct field *grade = command_field(c, FIELD_GRADE), *text = command_field(c, FIELD_TEXT);

    if (!has_fact(c))
        draft_refuse(d, REFUSAL_VALUE,
                     "SET needs at least one field: SET 123 place=\"12 Renmin Rd\"");
    else if (text && text->text.len == 0)
        draft_refuse(d, REFUSAL_VALUE,
                     "a report keeps a text: CORRECT 123 smell of gas at number 12, not 21");
    else if (grade && d->incident->grade && grade->number != d->incident->grade)
        draft_refuse(d, REFUSAL_STATE, "the grade is %u already: re-grade with GRADE and a reason",
                     d->incident->grade);
    else
        return decide_allowed(d, ENTRY_SET, false) && decide_goes_on(d);
    return false;
}

static size_t add_ack_rank(const struct route *route, struct field *fields)
{
    fields[0] = FIELD_TEXT_OF(FIELD_ACK_RANK, slice_of(rank_to_string(route->ack_rank)));
    return 1;
}

static bool is_same_occasion(const struct occasion *a, const struct occasion *b)
{
    return a->grade == b->grade && slice_equal(a->class, b->class) &&
           slice_equal(a->place, b->place) && a->drill == b->drill;
}

/* A drill that is none, or is one after all, is another matter: other people are to know of it. Who
 * has taken it keeps it, unless they took it for an exercise. */
static bool is_other_matter(const struct incident *i, const struct occasion *new)
{
    return i->state == INCIDENT_OPEN ? i->drill != new->drill
                                     : i->state == INCIDENT_ACKED && i->drill && !new->drill;
}

/*
 * With a chain of its own if what became known calls for another one now. That the time of day has
 * become another since the chain was started is no reason: what is compared is the route of what
 * was known and of what is known, both now.
 */
static size_t add_route(struct draft *d, const struct command *c, struct field *fields)
{
    const struct incident *i = d->incident;
    const struct occasion old = incident_occasion(i, d->now), new = occasion_with(c, old);
    const struct route *route = route_of(d, &new);
    struct occasion then = new;

    if (is_same_occasion(&old, &new))
        return 0;
    d->drill.is = new.drill;
    if (is_other_matter(i, &new) || (i->state == INCIDENT_OPEN && route != route_of(d, &old) &&
                                     !slice_equal_string(slice_of(route->chain->id), i->chain)))
        return draft_route(d, route, fields);
    then.at = i->chain_start; /* the chain goes on that was started then */
    route = route_of(d, &then);
    return route->ack_rank != i->ack_rank ? add_ack_rank(route, fields) : 0;
}

/* A grade that becomes known, and what is no drill after all, is told to all whom the route informs
 * now; another class or place to those whom the route before did not. */
static void inform_of_change(struct draft *d, const struct command *c)
{
    const struct incident *i = d->incident;
    const struct occasion old = incident_occasion(i, d->now), new = occasion_with(c, old);
    const struct route *was = route_of(d, &old);
    bool graded = old.grade != new.grade, again = graded || (old.drill && !new.drill);

    if ((i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED) && !is_same_occasion(&old, &new))
        draft_inform(d, again ? NULL : was, route_of(d, &new), graded ? "graded" : "reported");
}

void decide_set(struct draft *d, const struct command *c)
{
    struct field fields[FIELD_COUNT];
    struct buffer old = BUFFER_INIT;
    size_t n = 0;

    if (!check_set(d, c))
        return;
    describe_old(d, c, &old);
    for (; n < c->n_fields; n++)
        fields[n] = c->fields[n];
    if (old.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_OLD, buffer_slice(&old));
    n += add_corrected(d, c, fields + n);
    n += draft_news(d, fields, n, fields + n);
    n += add_route(d, c, fields + n);
    draft_entry(d, ENTRY_SET, fields, n);
    buffer_deinit(&old);
    if (d->chain.anew)
        take_or_start_chain(d, NULL, NULL, NULL);
    inform_of_change(d, c);
}

/* ---- GRADE ---- */

/* Who has it found that it is worse, and the route leaves it with the same chain: whom that would
 * page first is the one who says so. */
static bool is_still_theirs(const struct draft *d, const struct route *route)
{
    const struct incident *i = d->incident;

    return i->state == INCIDENT_ACKED && slice_equal_string(d->author.actor, i->acker) &&
           slice_equal_string(slice_of(route->chain->id), i->chain);
}

void decide_grade(struct draft *d, const struct command *c)
{
    const struct incident *i = d->incident;
    const struct field *said = command_field(c, FIELD_GRADE);
    unsigned grade = said ? (unsigned)said->number : 0;
    bool worse = grade && (i->grade == 0 || grade < i->grade);
    struct occasion as;
    const struct route *route;
    const struct person *taker = NULL;
    struct field fields[5 + DRAFT_ROUTE_FIELDS];
    size_t n = 0;

    if (grade == 0 || command_text(c, FIELD_REASON).len == 0) {
        draft_refuse(d, REFUSAL_VALUE,
                     "GRADE needs 1, 2, 3 or 4 and the reason: GRADE 123 2 "
                     "second building on fire");
        return;
    }
    if (grade == i->grade) {
        draft_refuse(d, REFUSAL_STATE, "the grade is %u already", grade);
        return;
    }
    bool anew = worse && (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED);
    if (!decide_allowed(d, ENTRY_GRADE, anew) || !decide_goes_on(d))
        return;
    fields[n++] = FIELD_NUMBER_OF(FIELD_GRADE, grade);
    fields[n++] = *command_field(c, FIELD_REASON);
    as = incident_occasion(i, anew ? d->now : i->chain_start);
    as.grade = grade;
    route = route_of(d, &as);
    n += anew ? draft_route(d, route, fields + n) : add_ack_rank(route, fields + n);
    if (anew && is_still_theirs(d, route))
        taker = add_taker(d, route, fields, &n);
    n += draft_news(d, fields, n, fields + n);
    draft_entry(d, ENTRY_GRADE, fields, n);
    if (anew) {
        take_or_start_chain(d, taker, route, "grading");
        draft_inform(d, NULL, route, i->grade ? "worse" : "graded");
    }
}

/* ---- the end, and whether it was ---- */

/* A roll call that waits for its answer is not done away with by those who are asked. */
static bool may_end(struct draft *d, const struct command *c)
{
    const struct incident *i = d->incident;

    if (!incident_is_asking(i) || !c->actor || c->actor->rank >= RANK_LEADER)
        return true;
    draft_refuse(d, REFUSAL_RANK,
                 "a %s ends when %s says HERE and the code; else a leader may end it",
                 rollcall_name(i), i->asked);
    return false;
}

/* How it ended: as=, and what is said of it. False: refused. */
static bool read_closing(struct draft *d, const struct command *c, enum closing *ret_closing)
{
    const struct field *as = command_field(c, FIELD_AS);

    *ret_closing = CLOSING_UNSAID;
    if (as && !closing_from_slice(as->text, ret_closing)) {
        draft_refuse(d, REFUSAL_VALUE, "as is " CLOSING_NAMES ", not \"%.*s\"",
                     SLICE_ARG(as->text));
        return false;
    }
    if (command_text(c, FIELD_OUTCOME).len || !closing_needs_text(*ret_closing))
        return true;
    if (*ret_closing == CLOSING_PASSED_ON)
        draft_refuse(d, REFUSAL_VALUE,
                     "CLOSE as=passed-on needs to whom: CLOSE 123 as=passed-on to the water board");
    else
        draft_refuse(d, REFUSAL_VALUE,
                     "CLOSE needs the outcome: CLOSE 123 leak sealed, nobody hurt; as=false (a "
                     "false alarm) and as=duplicate do without");
    return false;
}

void decide_close(struct draft *d, const struct command *c)
{
    struct field fields[2];
    enum closing closing;
    size_t n = 0;

    if (!read_closing(d, c, &closing) || !decide_allowed(d, ENTRY_CLOSE, false) || !may_end(d, c))
        return;
    if (closing != CLOSING_UNSAID)
        fields[n++] = FIELD_TEXT_OF(FIELD_AS, slice_of(closing_to_string(closing)));
    if (command_text(c, FIELD_OUTCOME).len)
        fields[n++] = *command_field(c, FIELD_OUTCOME);
    draft_entry(d, ENTRY_CLOSE, fields, n);
    draft_tell_over(d, d->incident, c->actor, closing_words(closing));
}

void decide_reopen(struct draft *d, const struct command *c)
{
    const struct route *route = draft_find_route(d);
    struct field fields[2 + DRAFT_ROUTE_FIELDS];
    const struct person *taker;
    size_t n = 0;

    if (command_text(c, FIELD_REASON).len == 0) {
        draft_refuse(d, REFUSAL_VALUE, "REOPEN needs the reason: REOPEN 123 smell of gas again");
        return;
    }
    if (!decide_allowed(d, ENTRY_REOPEN, true))
        return;
    fields[n++] = *command_field(c, FIELD_REASON);
    n += draft_route(d, route, fields + n);
    taker = add_taker(d, route, fields, &n);
    draft_entry(d, ENTRY_REOPEN, fields, n);
    take_or_start_chain(d, taker, route, "reopening");
    draft_inform(d, NULL, route, "reopened");
}

void decide_merge(struct draft *d, const struct command *c)
{
    const struct incident *into = incidents_find(d->office, c->other);
    struct buffer name = BUFFER_INIT;

    if (incident_id_equal(c->incident, c->other)) {
        draft_refuse(d, REFUSAL_VALUE, "an incident cannot be merged into itself");
        return;
    }
    if (!decide_allowed(d, ENTRY_MERGE, false) || !may_end(d, c))
        return;
    incident_id_format(c->other, &name);
    if (into->asked) {
        draft_refuse(d, REFUSAL_STATE, "%s is a %s: it speaks for no other", name.data,
                     rollcall_name(into));
    } else if (into->drill != d->incident->drill) {
        draft_refuse(d, REFUSAL_STATE,
                     "%s is %s: a drill and what is none cannot speak for each other; "
                     "SET drill=%s if that is wrong",
                     name.data,
                     into->drill ? "a drill, and this one is not" : "no drill, and this one is",
                     into->drill ? "no" : "yes");
    } else if (into->state == INCIDENT_OPEN || into->state == INCIDENT_ACKED) {
        struct field fields[] = {FIELD_TEXT_OF(FIELD_OTHER, buffer_slice(&name)),
                                 FIELD_TEXT_OF(FIELD_REASON, command_text(c, FIELD_REASON))};
        draft_entry(d, ENTRY_MERGE, fields, fields[1].text.len ? 2 : 1);
        draft_tell_over(d, d->incident, c->actor, "merged");
    } else {
        draft_refuse(d, REFUSAL_STATE, "%s is %s: only an open incident can speak for another",
                     name.data, incident_state_to_string(into->state));
    }
    buffer_deinit(&name);
}
