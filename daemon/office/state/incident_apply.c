/*
 * What entries mean for the incidents they are about, and for those who are called out for them.
 */
#include "office/state/incident_apply.h"

#include <assert.h>

#include "base/mem.h"
#include "office/log/audit_thing.h"
#include "office/state/gateway_ids.h"
#include "office/state/incident_facts.h"
#include "office/state/incidents.h"
#include "office/state/live.h"
#include "office/state/live_pages.h"
#include "office/state/names.h"
#include "office/state/news.h"
#include "office/state/state.h"
#include "office/state/superseded.h"
#include "rules/mark.h"

static void set_ack_rank(struct incident *i, const struct entry *e)
{
    enum rank rank;

    if (rank_from_slice(entry_text(e, FIELD_ACK_RANK), &rank))
        i->ack_rank = rank;
}

/* The chain of command of the entry, from its first step; nothing of the one before is wanted any
 * more. */
static void start_chain(struct office *o, struct incident *i, const struct entry *e)
{
    i->chain = office_intern(o, entry_text(e, FIELD_CHAIN));
    i->step = 0;
    i->round = 0;
    incident_clear_marks(i);
    i->chain_start = e->at;
    i->gave_back = false;
    i->starter = e->actor.len ? office_intern(o, e->actor) : NULL;
    i->typist = NULL;
    i->chain_due = entry_instant(e, FIELD_DUE, INSTANT_NEVER);
    for (size_t n = 0; n < i->n_callouts; n++) {
        i->callouts[n].earlier = true;
        i->callouts[n].declined = false;
        i->callouts[n].due = INSTANT_NEVER;
    }
}

static void stop_paging(struct incident *i)
{
    i->chain_due = INSTANT_NEVER;
    for (size_t n = 0; n < i->n_callouts; n++)
        i->callouts[n].due = INSTANT_NEVER;
}

/* ---- one function for each kind of entry ---- */

/* The post it is about; of a roll call also whom it asks, and the code of the answer. */
static void keep_about(struct office *o, struct incident *i, const struct entry *e)
{
    struct slice duty = entry_text(e, FIELD_DUTY), asked = entry_text(e, FIELD_PERSON);

    if (duty.len)
        i->duty = office_intern(o, duty);
    if (asked.len)
        i->asked = office_intern(o, asked);
    i->code = (uint16_t)entry_number(e, FIELD_CODE, 0);
}

static void apply_report(struct office *o, struct incident *i, const struct entry *e)
{
    i->reported = i->began = e->at;
    i->reporter = office_intern(o, e->actor);
    i->origin = incident_origin_of(e);
    keep_about(o, i, e);
    incident_keep_facts(o, i, e);
    start_chain(o, i, e);
}

static void apply_set(struct office *o, struct incident *i, const struct entry *e)
{
    incident_keep_facts(o, i, e);
    if (entry_field(e, FIELD_CHAIN))
        start_chain(o, i, e);
}

/* From here on the incident is that person's, who holds that post (or none). Who takes it without
 * having been paged has it as it is now. */
static void hold(struct office *o, struct incident *i, struct slice person, struct slice post,
                 const struct entry *e)
{
    struct callout *c = incident_callout(i, person);

    i->acker = office_intern(o, person);
    i->how = NULL;
    i->acker_post = post.len ? office_intern(o, post) : NULL;
    i->acker_seq = e->seq;
    i->acker_left = false;
    if (c)
        c->refused = false;
    if (!c || !c->reached)
        news_know(i, i->acker, e->seq);
}

static void apply_ack(struct office *o, struct incident *i, const struct entry *e)
{
    struct slice how = entry_text(e, FIELD_HOW);

    stop_paging(i);
    hold(o, i, e->actor, e->post, e);
    i->how = how.len ? office_intern(o, how) : NULL;
    i->acked = e->at;
    i->after = instant_since(e->at, i->chain_start);
    i->waited = instant_since(e->at, i->began);
    i->idle = (struct span){entry_number(e, FIELD_IDLE, 0)};
}

/* It is nobody's again: those who heard that it was taken do not know that. */
static void give_back(struct incident *i)
{
    for (size_t n = 0; i->state == INCIDENT_ACKED && n < i->n_callouts; n++)
        i->callouts[n].given_back = !callout_is_waiting(&i->callouts[n]);
}

/* The chain goes on because of what the person does, who knows without being paged. Whoever did so
 * before may hear of it now. */
static void keep_typist(struct office *o, struct incident *i, struct slice person)
{
    const char *before = i->typist;

    i->typist = person.len ? office_intern(o, person) : NULL;
    if (before != i->typist)
        agenda_reset(&o->agendas[PART_INCIDENTS]);
}

static void apply_decline(struct office *o, struct incident *i, const struct entry *e)
{
    struct callout *c = incident_callout(i, e->actor);

    i->gave_back = i->gave_back || (i->starter && slice_equal_string(e->actor, i->starter));
    give_back(i);
    if (c) {
        c->declined = c->refused = true;
        c->due = INSTANT_NEVER;
    } else {
        keep_typist(o, i, e->actor);
    }
}

static void apply_escalate(struct office *o, struct incident *i, const struct entry *e)
{
    struct callout *c = incident_callout(i, e->actor);

    give_back(i);
    keep_typist(o, i, e->actor);
    if (c)
        c->escalated = e->at;
}

static void apply_anew(struct office *o, struct incident *i, const struct entry *e)
{
    start_chain(o, i, e);
}

static void apply_close(struct office *o, struct incident *i, const struct entry *e)
{
    enum closing closing;

    (void)o;
    stop_paging(i);
    news_free(i);
    incident_clear_marks(i); /* opened again, it starts from its first step */
    i->alarmed = 0;
    i->closed = e->at;
    i->closing = closing_from_slice(entry_text(e, FIELD_AS), &closing) ? closing : CLOSING_UNSAID;
}

static void apply_merge(struct office *o, struct incident *i, const struct entry *e)
{
    apply_close(o, i, e);
    incident_id_parse(entry_text(e, FIELD_OTHER), i->id.year, &i->parent);
}

static void apply_reopen(struct office *o, struct incident *i, const struct entry *e)
{
    i->closed = INSTANT_NONE;
    i->closing = CLOSING_UNSAID;
    i->parent = INCIDENT_NONE;
    i->began = i->reported; /* how the clock was set before its end is forgotten */
    start_chain(o, i, e);
    for (size_t n = 0; n < i->n_callouts; n++)
        superseded_put(o, i->id, &i->callouts[n]);
    i->n_callouts = 0; /* its codes rest: those who are paged again get new ones */
    i->code = 0;
    i->missed = i->asked != NULL; /* a roll call is over with its first end */
}

static void apply_step(struct office *o, struct incident *i, const struct entry *e)
{
    uint64_t mark = mark_parse(entry_text(e, FIELD_MARK));

    (void)o;
    i->step = (uint8_t)entry_number(e, FIELD_STEP, i->step);
    i->ended = mark == MARK_END;
    if (mark == MARK_NONE)
        i->unmarked = i->step;
    else if (mark != MARK_END)
        incident_add_mark(i, mark);
    i->round = (uint16_t)entry_number(e, FIELD_ROUND, 0);
    i->chain_due = entry_instant(e, FIELD_DUE, INSTANT_NEVER);
}

/* Of an open incident: to those who have left the post nothing more is sent. */
static void let_go_of(struct incident *i, const struct entry *e)
{
    struct slice people = entry_text(e, FIELD_OUT);

    while (people.len) {
        struct callout *c = incident_callout(i, slice_cut(&people, ','));

        if (!c)
            continue;
        c->due = INSTANT_NEVER;
        if (entry_field(e, FIELD_LAST))
            c->last = true;
        else
            c->left = true;
    }
}

/* Of one that somebody has: it passes to whoever took the post over, for whom its idle time begins;
 * or nobody did. */
static void apply_passed(struct office *o, struct incident *i, const struct entry *e)
{
    struct slice in = entry_text(e, FIELD_IN);

    if (i->state == INCIDENT_OPEN) {
        let_go_of(i, e);
        return;
    }
    if (!in.len) {
        i->acker_left = true;
        return;
    }
    hold(o, i, in, entry_text(e, FIELD_DUTY), e);
    i->chain_due = i->idle.us ? instant_add(e->at, i->idle) : INSTANT_NEVER;
}

static void apply_page(struct office *o, struct incident *i, const struct entry *e)
{
    const char *person = office_intern(o, entry_text(e, FIELD_PERSON));
    const char *via = office_intern(o, entry_text(e, FIELD_VIA));
    const char *address = office_intern(o, entry_text(e, FIELD_ADDRESS));
    struct slice post = entry_text(e, FIELD_DUTY);
    struct callout *c = incident_add_callout(i, person);
    struct instant sent = c->via == via && c->address == address ? c->sent : INSTANT_NONE;
    bool first = callout_begins(c);
    bool reached = c->reached;

    superseded_put(o, i->id, c);
    *c = (struct callout){
        .person = person,
        .via = via,
        .address = address,
        .post = post.len ? office_intern(o, post) : NULL,
        .page = e->seq,
        .queued = e->at,
        .first_queued = first ? e->at : c->first_queued,
        .due = INSTANT_NEVER,
        .escalated = c->escalated,
        .sent = sent,
        .gap = {entry_number(e, FIELD_GAP, 0)},
        .code = (uint16_t)entry_number(e, FIELD_CODE, 0),
        .step = (uint8_t)entry_number(e, FIELD_STEP, 0),
        .means = (uint8_t)entry_number(e, FIELD_MEANS, 0),
        .try = (uint8_t)entry_number(e, FIELD_TRY, 1),
        .n_pages = (uint16_t)(c->n_pages + 1u),
        .told = !first && c->told,
        .state = PAGE_QUEUED,
        .reached = reached,
        .last = entry_field(e, FIELD_LAST) != NULL,
    };
}

/* Also by a page that another one has taken the place of. */
static void reach(struct incident *i, struct callout *c, const struct entry *e)
{
    if (!c)
        return;
    c->reached = true;
    news_know(i, c->person, (uint64_t)entry_number(e, FIELD_KNOWN, (int64_t)e->seq));
}

static void apply_page_outcome(struct office *o, struct incident *i, const struct entry *e)
{
    uint64_t page = (uint64_t)entry_number(e, FIELD_PAGE, 0);
    struct callout *c = incident_callout_by_page(i, page);

    if (e->kind == ENTRY_PAGE_SENT)
        gateway_ids_put(o, entry_text(e, FIELD_VIA), entry_text(e, FIELD_GATEWAY),
                        &(struct gateway_page){i->id, page, entry_field(e, FIELD_BUNDLED) != NULL});
    if (e->kind == ENTRY_PAGE_SENT || e->kind == ENTRY_PAGE_BUNDLED)
        reach(i, c ? c : incident_callout(i, entry_text(e, FIELD_PERSON)), e);
    if (!c)
        return;
    if (e->kind == ENTRY_PAGE_SENT || e->kind == ENTRY_PAGE_BUNDLED)
        c->told = true;
    if (e->kind == ENTRY_PAGE_SENT) /* the message counts for its number once */
        c->sent = e->at;
    if (e->kind == ENTRY_PAGE_BUNDLED)
        c->carrier = (uint64_t)entry_number(e, FIELD_OF, 0);
    c->due = entry_instant(e, FIELD_DUE, INSTANT_NEVER);
    if (!callout_is_waiting(c)) /* it has its outcome; this one came late, or twice */
        return;
    if (c->last) /* they may have come back while it waited */
        agenda_reset(&o->agendas[PART_INCIDENTS]);
    c->state = kind_table[e->kind].state;
    c->stuck = e->kind == ENTRY_PAGE_HELD && entry_number(e, FIELD_DOWN, 0);
    c->attempt = (uint8_t)entry_number(e, FIELD_ATTEMPT, c->attempt);
    c->retry = entry_instant(e, FIELD_RETRY, INSTANT_NONE);
}

/* What has been delivered stays so, whatever is reported later. */
static void apply_report_of_page(struct office *o, struct incident *i, const struct entry *e)
{
    struct callout *c = incident_callout_by_page(i, (uint64_t)entry_number(e, FIELD_PAGE, 0));

    (void)o;
    if (!c || c->report == REPORT_DELIVERED)
        return;
    c->report = kind_table[e->kind].report;
    if (e->kind == ENTRY_PAGE_UNDELIVERED && callout_is_open(c)) {
        c->state = PAGE_FAILED;
        c->due = INSTANT_NEVER;
    }
}

/* Of a roll call: its chain waited for the answer, and begins with this. Older versions wrote no
 * text. */
static void apply_absence(struct office *o, struct incident *i, const struct entry *e)
{
    const struct field *text = entry_field(e, FIELD_TEXT);

    if (text) /* who is missing now, and since when */
        incident_set_fact(i, text);
    if (i->asked) {
        i->missed = true;
        i->chain_start = e->at;
    }
    if (entry_field(e, FIELD_CHAIN))
        start_chain(o, i, e);
}

static void apply_audit(struct office *o, struct incident *i, const struct entry *e)
{
    enum audit_thing thing;

    (void)o;
    if (entry_field(e, FIELD_OUTCOME))
        i->alarmed = 0;
    else if (audit_thing_from_slice(entry_text(e, FIELD_THING), &thing))
        i->alarmed |= (uint8_t)(1U << thing);
}

static void apply_nothing_more(struct office *o, struct incident *i, const struct entry *e)
{
    (void)o;
    (void)i;
    (void)e;
}

static void (*const meanings[ENTRY_KIND_COUNT])(struct office *, struct incident *,
                                                const struct entry *) = {
    [ENTRY_REPORT] = apply_report,
    [ENTRY_SET] = apply_set,
    [ENTRY_NOTE] = apply_nothing_more,
    [ENTRY_ACK] = apply_ack,
    [ENTRY_DECLINE] = apply_decline,
    [ENTRY_ESCALATE] = apply_escalate,
    [ENTRY_GRADE] = apply_set,
    [ENTRY_CLOSE] = apply_close,
    [ENTRY_REOPEN] = apply_reopen,
    [ENTRY_MERGE] = apply_merge,
    [ENTRY_STEP] = apply_step,
    [ENTRY_IDLE] = apply_anew,
    [ENTRY_PASSED] = apply_passed,
    [ENTRY_PAGE] = apply_page,
    [ENTRY_PAGE_SENT] = apply_page_outcome,
    [ENTRY_PAGE_DEFERRED] = apply_page_outcome,
    [ENTRY_PAGE_FAILED] = apply_page_outcome,
    [ENTRY_PAGE_DROPPED] = apply_page_outcome,
    [ENTRY_PAGE_HELD] = apply_page_outcome,
    [ENTRY_PAGE_BUNDLED] = apply_page_outcome,
    [ENTRY_ABSENCE] = apply_absence,
    [ENTRY_HERE] = apply_nothing_more,
    [ENTRY_RECEIVED] = apply_nothing_more,
    [ENTRY_PAGE_TRANSMITTED] = apply_report_of_page,
    [ENTRY_PAGE_DELIVERED] = apply_report_of_page,
    [ENTRY_PAGE_UNDELIVERED] = apply_report_of_page,
    [ENTRY_AUDIT] = apply_audit,
};

/* ---- what is needed of the log ---- */

/* All of a live one; and of one that has ended while a page was under way, until the log says what
 * became of that. */
static bool is_needed(const struct office *o, const struct incident *i)
{
    if (i->state == INCIDENT_OPEN || i->state == INCIDENT_ACKED)
        return true;
    for (size_t n = 0; n < i->n_callouts; n++)
        if (callout_is_waiting(&i->callouts[n]))
            return true;
    return superseded_has(o, i->id);
}

static void settle(struct office *o, struct incident *i, const struct entry *e)
{
    bool needed = is_needed(o, i);

    if (needed && i->is_needed) {
        if (e)
            live_keep(o, PART_INCIDENTS, e->seq);
        return;
    }
    for (size_t n = 0; needed != i->is_needed && n < i->n_entries; n++) {
        if (needed)
            live_keep(o, PART_INCIDENTS, i->entries[n]);
        else
            live_drop(o, PART_INCIDENTS, i->entries[n]);
    }
    i->is_needed = needed;
}

static void remember(struct incident *i, const struct entry *e)
{
    if (i->n_entries == i->cap_entries) { /* three fill the smallest block of memory there is */
        i->cap_entries = i->cap_entries ? 2 * i->cap_entries : 3;
        i->entries = xrealloc(i->entries, i->cap_entries * sizeof(*i->entries));
    }
    i->entries[i->n_entries++] = e->seq;
}

/* ---- all of it ---- */

/* Nobody has it, whoever had it before. */
static void forget_acker(struct incident *i)
{
    i->acker = i->acker_post = i->how = NULL;
    i->acker_seq = 0;
    i->acker_left = false;
    i->acked = INSTANT_NONE;
    i->after = i->waited = i->idle = (struct span){0};
}

/* Does it show that somebody is at work on it? */
static bool is_work(const struct entry *e)
{
    return e->actor.len && e->kind != ENTRY_RECEIVED && !entry_field(e, FIELD_RANK);
}

static void change(struct office *o, struct incident *i, const struct entry *e, bool is_new)
{
    enum incident_state before = i->state;
    const struct transition *t =
        incident_transition(before, e->kind, entry_field(e, FIELD_CHAIN) != NULL);

    struct before *before_it = news_look(i, e);

    live_pages_count(i, -1);
    meanings[e->kind](o, i, e);
    news_compare(o, i, e, before_it);
    if (t)
        i->state = t->to;
    if (i->state == INCIDENT_OPEN)
        forget_acker(i);
    live_pages_count(i, 1);
    set_ack_rank(i, e);
    i->last_seq = e->seq;
    i->last_entry = e->at;
    if (i->state == INCIDENT_ACKED && i->idle.us && is_work(e))
        i->chain_due = instant_add(e->at, i->idle);
    if (before == INCIDENT_ACKED && i->state == INCIDENT_OPEN) /* to be known at its posts again */
        agenda_reset(&o->agendas[PART_INCIDENTS]);
    if (is_new || i->state != before)
        incidents_list(o, i, before, is_new);
    incidents_rewake(o, i);
    remember(i, e);
    settle(o, i, e);
}

/* A notice of what has changed: the person hears of all up to some entry, by this or not at all. */
static void hear(struct office *o, struct incident *i, const struct entry *e)
{
    news_know(i, office_intern(o, entry_text(e, FIELD_PERSON)),
              (uint64_t)entry_number(e, FIELD_KNOWN, 0));
    incidents_rewake(o, i);
    remember(i, e);
    settle(o, i, e);
}

void incident_apply(struct office *o, const struct entry *e)
{
    struct incident *i;
    bool is_new;

    if (!e->incident.year)
        return;
    /* What is mainly about an incident means something for it. */
    assert(meanings[e->kind] || (kind_table[e->kind].topic != TOPIC_INCIDENT &&
                                 kind_table[e->kind].topic != TOPIC_PAGE));
    i = incidents_find(o, e->incident);
    is_new = !i && e->kind == ENTRY_REPORT;
    superseded_apply(o, e);
    if (is_new) {
        i = incidents_add(o, e->incident);
        i->first_seq = e->seq;
    }
    if (i && meanings[e->kind])
        change(o, i, e, is_new);
    else if (i && entry_kind_is_notice(e->kind) && entry_field(e, FIELD_KNOWN))
        hear(o, i, e);
}

static void shift(struct incident *i, struct span by)
{
    if (!instant_is_never(i->chain_due))
        i->chain_due = instant_add(i->chain_due, by);
    i->chain_start = instant_add(i->chain_start, by);
    i->began = instant_add(i->began, by);
    news_shift(i, by);
    for (size_t n = 0; n < i->n_callouts; n++) {
        struct callout *c = &i->callouts[n];
        if (!instant_is_never(c->due))
            c->due = instant_add(c->due, by);
        if (c->state == PAGE_DEFERRED)
            c->retry = instant_add(c->retry, by);
        if (instant_is_set(c->sent))
            c->sent = instant_add(c->sent, by);
        if (instant_is_set(c->escalated))
            c->escalated = instant_add(c->escalated, by);
    }
}

void incident_apply_clock_step(struct office *o, struct span by, struct instant at)
{
    (void)at;
    for (struct incident *i = o->incidents->live; i; i = i->next) {
        shift(i, by);
        incidents_rewake(o, i);
    }
}

static bool is_held_up(const struct incident *i, uint64_t first, uint64_t last)
{
    for (size_t n = 0; n < i->n_callouts; n++) {
        const struct callout *c = &i->callouts[n];

        if (c->page >= first && c->page <= last && callout_is_waiting(c) && callout_is_wanted(c))
            return true;
    }
    return false;
}

/* The time to answer a page begins when it is handed over: the next step is put off as long as the
 * page was. */
void incident_apply_held_up(struct office *o, uint64_t first, uint64_t last, struct span by)
{
    for (struct incident *i = o->incidents->live; i; i = i->next) {
        if (i->state != INCIDENT_OPEN || instant_is_never(i->chain_due) ||
            !is_held_up(i, first, last))
            continue;
        i->chain_due = instant_add(i->chain_due, by);
        incidents_rewake(o, i);
    }
}

void incident_apply_begin(struct office *o)
{
    o->incidents = xcalloc(1, sizeof(*o->incidents));
    o->superseded = xcalloc(1, sizeof(*o->superseded));
    gateway_ids_begin(o);
}

void incident_apply_end(struct office *o)
{
    gateway_ids_end(o);
    superseded_end(o);
    incidents_end(o);
    free(o->superseded);
    free(o->incidents);
}
