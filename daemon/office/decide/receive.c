/*
 * A message that came in. Whose number is it, which page does it answer, and what is meant; then it
 * is what the person would have said at the console. What cannot be done is kept in the log, and
 * explained to the sender.
 */
#include "office/decide/receive.h"

#include <assert.h>

#include "office/decide/answer.h"
#include "office/decide/incident.h"
#include "office/decide/owners.h"
#include "office/decide/presence.h"
#include "office/decide/reply.h"
#include "office/decide/speaker.h"
#include "office/draft/explain.h"
#include "office/draft/tell.h"
#include "office/state/callout.h"
#include "office/state/codes.h"
#include "office/state/explained.h"
#include "office/state/gateway_ids.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/presence.h"

#define SAME_ANSWER SPAN_MINUTES(1) /* the same one within this is the message delivered twice */

struct incoming {
    struct draft *d;
    const struct command *c;
    struct owners owners;
    struct buffer number;
    struct reply reply;
    struct open_pages open;         /* of the owners */
    const struct person *who;       /* of the owners: whose word it is */
    const struct incident *about;   /* NULL: none, or not known */
    const struct incident *settled; /* acknowledged, and the latest of those they were paged for */
    const struct person *settled_for;
    unsigned code;         /* of the page that is answered; 0: none */
    struct buffer refused; /* why the last command was not done */
};

/* ---- whose number ---- */

static void find_owners(struct incoming *in)
{
    struct slice said = command_text(in->c, FIELD_ADDRESS);

    owners_find(&in->owners, in->d->office->rules, said);
    if (in->owners.phone.digits[0])
        owners_format_number(&in->owners, &in->number);
    else
        buffer_append_slice(&in->number, slice_trim(said));
    if (in->owners.n)
        in->who = in->owners.people[0];
}

static const struct person *owner_of(const struct incoming *in, const char *person)
{
    for (size_t n = 0; n < in->owners.n; n++)
        if (person && slice_equal_string(slice_of(person), in->owners.people[n]->id))
            return in->owners.people[n];
    return NULL;
}

/* ---- which page ---- */

/* May this page have been seen, and does the office still wait for its answer? */
static bool is_waited_for(const struct incident *i, const struct code_use *use)
{
    const struct callout *c = incident_callout(i, slice_of(use->person));

    if (i->state != INCIDENT_OPEN)
        return false;
    if (incident_is_asking(i) && i->code == use->code)
        return true;
    return c && !c->declined && c->code == use->code && callout_may_be_seen(c);
}

static bool is_before(const struct open_page *a, const struct open_page *b)
{
    struct incident_id x = a->incident->id, y = b->incident->id;

    return x.year != y.year ? x.year < y.year : x.number < y.number;
}

/* Keeps the first few in order; a page more pushes the last one out. */
static void add_open(struct open_pages *open, struct open_page page)
{
    size_t at = open->n < EXPLAIN_CODES ? open->n : EXPLAIN_CODES;

    open->n++;
    if (at == EXPLAIN_CODES && !is_before(&page, &open->pages[--at]))
        return;
    for (; at > 0 && is_before(&page, &open->pages[at - 1]); at--)
        open->pages[at] = open->pages[at - 1];
    open->pages[at] = page;
}

static void find_open(struct incoming *in)
{
    const struct code_use *use, *next;

    HASH_ITER(by_code, in->d->office->codes, use, next)
    {
        const struct person *p =
            instant_is_never(code_use_free_at(use)) ? owner_of(in, use->person) : NULL;
        const struct incident *i = p ? incidents_find(in->d->office, use->incident) : NULL;

        if (!i)
            continue;
        if (is_waited_for(i, use)) {
            add_open(&in->open, (struct open_page){p, i, use->code});
        } else if (i->state == INCIDENT_ACKED &&
                   (!in->settled || instant_before(in->settled->acked, i->acked))) {
            in->settled = i;
            in->settled_for = p;
        }
    }
}

/* By its code; false when there is no such page of the sender's. */
static bool find_by_code(struct incoming *in)
{
    const struct office *o = in->d->office;

    for (size_t n = 0; n < in->owners.n && !in->about; n++) {
        const struct person *p = in->owners.people[n];
        struct incident_id id = decide_code_of(o, in->reply.code, slice_of(p->id));

        if (!id.year)
            continue;
        in->who = p;
        in->about = incidents_find(o, id);
        in->code = in->reply.code;
    }
    return in->about != NULL;
}

/* A message that was on its way for long may have been written before this page was: then it
 * speaks of another. */
static bool is_about_an_earlier_one(const struct incoming *in, const struct open_page *page)
{
    const struct callout *c = incident_callout(page->incident, slice_of(page->person->id));
    const struct field *when = command_field(in->c, FIELD_OCCURRED);

    return when && when->number < (c ? c->first_queued : page->incident->reported).us;
}

/* Without a code: the only one that waits, else what they took or another took. */
static void find_by_itself(struct incoming *in)
{
    if (in->open.n == 1 && is_about_an_earlier_one(in, &in->open.pages[0]))
        return;
    if (in->open.n == 1) {
        in->who = in->open.pages[0].person;
        in->about = in->open.pages[0].incident;
        in->code = in->open.pages[0].code;
    } else if (in->open.n == 0 && in->settled) {
        in->who = in->settled_for;
        in->about = in->settled;
    }
}

/* ---- what is written ---- */

static void take_back(struct draft *d)
{
    decision_drop_entries(d->decision);
    d->decision->refusal = REFUSAL_NONE;
}

/* `told` is what the sender is told; `sends`: it is sent, too. */
static void received_entry(struct incoming *in, const char *outcome, struct slice told, bool sends)
{
    struct draft *d = in->d;
    struct buffer digest = BUFFER_INIT;
    struct field fields[8];
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_ADDRESS, buffer_slice(&in->number));
    if (in->who)
        fields[n++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(in->who->id));
    fields[n++] = *command_field(in->c, FIELD_VIA);
    if (command_field(in->c, FIELD_OCCURRED))
        fields[n++] = *command_field(in->c, FIELD_OCCURRED);
    fields[n++] = FIELD_TEXT_OF(FIELD_OUTCOME, slice_of(outcome));
    if (told.len)
        fields[n++] = FIELD_TEXT_OF(FIELD_REASON, told);
    if (sends) {
        explained_format_digest(told, &digest);
        fields[n++] = FIELD_TEXT_OF(FIELD_DIGEST, buffer_slice(&digest));
    }
    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, command_text(in->c, FIELD_TEXT));
    draft_entry(d, ENTRY_RECEIVED, fields, n);
    if (in->who)
        draft_speak_as(d, in->who);
    d->author.speaks = true;
    buffer_deinit(&digest);
}

/* As the person would have said it: all or nothing. */
static bool do_command(struct incoming *in, enum verb verb, const char *outcome)
{
    static const struct {
        decide_verb *decide;
        enum field_id text;
    } rules_of[] = {
        [VERB_NOTE] = {decide_note, FIELD_TEXT},
        [VERB_ACK] = {decide_ack, FIELD_TEXT},
        [VERB_DECLINE] = {decide_decline, FIELD_REASON},
        [VERB_ESCALATE] = {decide_escalate, FIELD_REASON},
        [VERB_HERE] = {decide_here, FIELD_TEXT},
    };
    struct field fields[2];
    struct command c = {.verb = verb, .actor = in->c->actor, .fields = fields};
    struct draft_author author = in->d->author;

    received_entry(in, outcome, (struct slice){0}, false);
    if (verb == VERB_NOTE || verb == VERB_ESCALATE)
        c.n_fields = decide_route(&c, in->who, fields);
    else
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(in->who->id));
    if (in->reply.text.len && verb != VERB_HERE)
        fields[c.n_fields++] = FIELD_TEXT_OF(rules_of[verb].text, in->reply.text);
    rules_of[verb].decide(in->d, &c);
    if (in->d->decision->refusal == REFUSAL_NONE)
        return true;
    buffer_clear(&in->refused);
    buffer_append_slice(&in->refused, buffer_slice(&in->d->decision->why));
    take_back(in->d);
    in->d->author = author;
    return false;
}

/* ---- what is explained ---- */

/* What was said is kept with the incident, in the sender's own words. */
static void note_entry(struct incoming *in)
{
    struct field fields[2];
    struct slice text = in->reply.text;
    size_t n = 0;

    fields[n++] = FIELD_TEXT_OF(FIELD_TEXT, text.len ? text : command_text(in->c, FIELD_TEXT));
    n += decide_route(in->c, in->who, fields + n);
    draft_entry(in->d, ENTRY_NOTE, fields, n);
}

/* To the number that the message came from. */
static void send(struct incoming *in, struct slice told)
{
    unsigned means =
        owners_means(&in->owners, in->d->office->rules, in->who, command_text(in->c, FIELD_VIA));

    in->d->author.speaks = false;
    draft_notice_by(in->d, in->who, means, told, instant_add(in->d->now, NOTICE_LIFE));
}

/* With `noted` the message is kept as a note of the incident besides. */
static void explain(struct incoming *in, struct explain x, bool noted)
{
    struct buffer told = BUFFER_INIT;
    struct draft *d = in->d;
    bool sends;

    x.office = d->office;
    x.now = d->now;
    x.open = &in->open;
    if (!x.incident)
        x.incident = in->about;
    explain_compose(&x, &told);
    sends = explained_may(d->office, buffer_slice(&in->number), buffer_slice(&told), d->now);
    received_entry(in,
                   noted   ? "noted"
                   : sends ? "explained"
                           : "ignored",
                   buffer_slice(&told), sends);
    if (noted)
        note_entry(in);
    if (sends)
        send(in, buffer_slice(&told));
    buffer_deinit(&told);
}

static void explain_wrong_code(struct incoming *in)
{
    const struct code_use *use = office_code_use(in->d->office, in->reply.code);
    struct explain x = {.what = EXPLAIN_NO_SUCH_CODE, .code = in->reply.code};

    if (use && !instant_is_never(code_use_free_at(use)) && owner_of(in, use->person)) {
        x.what = EXPLAIN_OVER;
        x.id = use->incident;
        x.incident = incidents_find(in->d->office, use->incident);
        in->who = owner_of(in, use->person);
        if (x.incident)
            draft_turn_to(in->d, x.incident);
    }
    explain(in, x, false);
}

/* Why the person's answer was not taken, in words for them. */
static void explain_refusal(struct incoming *in, enum verb verb)
{
    const struct callout *c = incident_callout(in->about, slice_of(in->who->id));
    struct explain x = {.what = EXPLAIN_REFUSED, .words = buffer_slice(&in->refused)};

    if (verb == VERB_ACK && in->who->rank < in->about->ack_rank)
        x.what = EXPLAIN_RANK;
    else if (verb == VERB_DECLINE && c && c->declined)
        x.what = EXPLAIN_DECLINED;
    explain(in, x, x.what == EXPLAIN_RANK || in->reply.text.len > 0);
}

static void do_or_explain(struct incoming *in, enum verb verb, const char *outcome)
{
    if (!do_command(in, verb, outcome))
        explain_refusal(in, verb);
}

/* Carriers deliver a message twice at times, and each escalation pages somebody higher. */
static void escalate(struct incoming *in)
{
    const struct callout *c = incident_callout(in->about, slice_of(in->who->id));

    if (c && instant_since(in->d->now, c->escalated).us < SAME_ANSWER.us)
        explain(in, (struct explain){.what = EXPLAIN_ESCALATED}, in->reply.text.len > 0);
    else
        do_or_explain(in, VERB_ESCALATE, "escalated");
}

/* Somebody has it: the sender, or another. */
static void answer_settled(struct incoming *in)
{
    bool own = slice_equal_string(slice_of(in->who->id), in->about->acker);
    enum reply_kind kind = in->reply.kind;

    if (!own)
        explain(in, (struct explain){.what = EXPLAIN_TAKEN}, in->reply.text.len > 0);
    else if (kind == REPLY_DECLINE && in->code)
        do_or_explain(in, VERB_DECLINE, "declined");
    else if (kind == REPLY_ESCALATE && in->code)
        escalate(in);
    else if (in->reply.text.len)
        do_or_explain(in, VERB_NOTE, "noted");
    else
        explain(in, (struct explain){.what = EXPLAIN_YOURS}, false);
}

static void answer(struct incoming *in)
{
    bool asked = in->about->asked && slice_equal_string(slice_of(in->who->id), in->about->asked);

    switch (in->reply.kind) {
    case REPLY_ACK:
        do_or_explain(in, asked ? VERB_HERE : VERB_ACK, asked ? "here" : "acked");
        break;
    case REPLY_DECLINE:
        do_or_explain(in, VERB_DECLINE, "declined");
        break;
    case REPLY_ESCALATE:
        escalate(in);
        break;
    case REPLY_TEXT:
    case REPLY_UNCLEAR:
        explain(in, (struct explain){.what = EXPLAIN_HOW, .code = in->code}, true);
        break;
    }
}

/* ---- all of it ---- */

static void decide_known(struct incoming *in)
{
    struct slice message = command_text(in->c, FIELD_TEXT);
    bool found;

    find_open(in);
    in->reply = reply_parse(message, true);
    found = in->reply.code && find_by_code(in);
    if (!found && in->reply.code_at_end)
        in->reply = reply_parse(message, false);
    if (!found && in->reply.code) {
        explain_wrong_code(in);
        return;
    }
    if (!found)
        find_by_itself(in);
    assert(in->who && (!in->code || in->about));
    if (in->about) {
        draft_turn_to(in->d, in->about);
        if (in->about->state == INCIDENT_ACKED)
            answer_settled(in);
        else
            answer(in);
    } else {
        explain(in, (struct explain){.what = in->open.n ? EXPLAIN_WHICH : EXPLAIN_NONE_OPEN},
                false);
    }
}

static void ignore(struct incoming *in)
{
    const struct owners *o = &in->owners;
    struct buffer why = BUFFER_INIT;

    if (o->either)
        buffer_printf(&why, "the number may be %s's or %s's", o->either->id, o->or->id);
    else
        buffer_append_string(&why, "the number is not in the configuration");
    received_entry(in, "ignored", buffer_slice(&why), false);
    buffer_deinit(&why);
}

void decide_receive(struct draft *d, const struct command *c)
{
    struct incoming in = {.d = d, .c = c};

    find_owners(&in);
    if (in.owners.n)
        decide_known(&in);
    else
        ignore(&in);
    buffer_deinit(&in.number);
    buffer_deinit(&in.refused);
}
