/*
 * A message that came in. Whose number is it, which pages does it answer, and what is meant; then
 * it is what the person would have said at the console. What cannot be done is kept in the log, and
 * explained to the sender; where it is in doubt what was meant, the chain goes on, and they are
 * asked.
 */
#include "office/decide/receive.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "office/decide/answer.h"
#include "office/decide/incident.h"
#include "office/decide/incoming.h"
#include "office/decide/note.h"
#include "office/decide/presence.h"
#include "office/decide/received.h"
#include "office/decide/speaker.h"
#include "office/draft/take.h"
#include "office/state/callout.h"
#include "office/state/codes.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"

#define SAME_ANSWER SPAN_MINUTES(1) /* the same one within this is the message delivered twice */

/* What a message comes to: an answer to one page, or what is explained where no page is known. */
struct matter {
    struct incoming_page page;
    struct answer said;
    bool is_explained;
    struct explain why;
};

struct receiving {
    struct incoming in;
    struct draft *d; /* the command's: what it has given out goes on from answer to answer */
    struct matter *matters;
    size_t n, cap;
    struct open_pages taken; /* by this message */
};

/* ---- each answer is a draft of its own ---- */

static struct answering begin(struct receiving *r, const struct matter *t)
{
    struct draft *d = r->d;
    struct answering a = {.in = &r->in, .page = t->page, .said = t->said};

    a.draft = draft_begin(d->office, r->in.command, t->page.about, d->now, d->decision);
    draft_hand_codes(d, &a.draft);
    return a;
}

static void end(struct receiving *r, struct answering *a)
{
    draft_hand_codes(&a->draft, r->d);
    draft_end(&a->draft);
}

/* ---- what a known page is answered ---- */

/* As the person would have said it: all or nothing. False: refused, `why` is appended to. */
static bool do_command(struct answering *a, enum verb verb, const char *outcome, struct buffer *why)
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
    struct command c = {.verb = verb, .actor = a->in->command->actor, .fields = fields};
    struct decision *decision = a->draft.decision;
    struct draft_author author = a->draft.author;
    size_t before = decision->n_entries;

    received_entry(a, outcome, (struct slice){0}, false);
    if (verb == VERB_NOTE || verb == VERB_ESCALATE)
        c.n_fields = decide_route(&c, a->page.who, fields);
    else
        fields[c.n_fields++] = FIELD_TEXT_OF(FIELD_PERSON, slice_of(a->page.who->id));
    if (a->said.text.len && verb != VERB_HERE)
        fields[c.n_fields++] = FIELD_TEXT_OF(rules_of[verb].text, a->said.text);
    rules_of[verb].decide(&a->draft, &c);
    if (decision->refusal == REFUSAL_NONE)
        return true;
    buffer_append_slice(why, buffer_slice(&decision->why));
    decision_drop_after(decision, before);
    decision->refusal = REFUSAL_NONE;
    a->draft.author = author;
    return false;
}

/* Why the person's answer was not taken, in words for them. */
static void explain_refusal(struct answering *a, enum verb verb, struct slice why)
{
    const struct incident *i = a->page.about;
    const struct callout *c = incident_callout(i, slice_of(a->page.who->id));
    struct explain x = {.what = EXPLAIN_REFUSED, .words = why};
    enum take_bar bar = take_bar(a->in->office, i, a->page.who);

    if (verb == VERB_ACK && bar != TAKE_FREE)
        x.what = bar == TAKE_NEEDS_RANK ? EXPLAIN_RANK : EXPLAIN_SECOND;
    else if (verb == VERB_DECLINE && c && c->declined)
        x.what = EXPLAIN_DECLINED;
    received_explain(a, x,
                     x.what == EXPLAIN_RANK || x.what == EXPLAIN_SECOND || a->said.text.len > 0);
}

/* False: it was refused, and that is explained. */
static bool do_or_explain(struct answering *a, enum verb verb, const char *outcome)
{
    struct buffer why = BUFFER_INIT;
    bool done = do_command(a, verb, outcome, &why);

    if (!done)
        explain_refusal(a, verb, buffer_slice(&why));
    buffer_deinit(&why);
    return done;
}

/* Carriers deliver a message twice at times, and each escalation pages somebody higher. */
static void escalate(struct answering *a)
{
    const struct callout *c = incident_callout(a->page.about, slice_of(a->page.who->id));

    if (c && instant_since(a->in->now, c->escalated).us < SAME_ANSWER.us)
        received_explain(a, (struct explain){.what = EXPLAIN_ESCALATED}, a->said.text.len > 0);
    else
        do_or_explain(a, VERB_ESCALATE, "escalated");
}

/* Somebody has it: the sender, or another. Who has it says much that is no answer any more: only
 * what is sure gives it up. */
static void answer_settled(struct answering *a)
{
    bool own = slice_equal_string(slice_of(a->page.who->id), a->page.about->acker);
    enum answer_kind kind = a->said.kind;

    if (!own)
        received_explain(a, (struct explain){.what = EXPLAIN_TAKEN}, a->said.text.len > 0);
    else if (kind == ANSWER_NO && a->said.is_sure && a->page.code)
        do_or_explain(a, VERB_DECLINE, "declined");
    else if (kind == ANSWER_UP && a->page.code)
        escalate(a);
    else if (a->said.text.len)
        do_or_explain(a, VERB_NOTE, "noted");
    else
        received_explain(a, (struct explain){.what = EXPLAIN_YOURS}, false);
}

static void answer_yes(struct receiving *r, struct answering *a)
{
    const struct incident *i = a->page.about;
    bool asked = i->asked && slice_equal_string(slice_of(a->page.who->id), i->asked);

    if (asked)
        do_or_explain(a, VERB_HERE, "here");
    else if (do_or_explain(a, VERB_ACK, "acked"))
        incoming_add_page(&r->taken, (struct open_page){a->page.who, i, a->page.code});
}

/* ---- what it comes to ---- */

static void add(struct receiving *r, struct matter matter)
{
    r->matters = xgrow(r->matters, &r->cap, r->n + 1, sizeof(*r->matters));
    r->matters[r->n++] = matter;
}

static void add_explained(struct receiving *r, struct explain why, struct incoming_page page)
{
    add(r, (struct matter){.page = page, .is_explained = true, .why = why});
}

/* Of one incident only one answer counts, a yes before all others: two persons may have one
 * telephone, and each a code. */
static void add_answer(struct receiving *r, struct incoming_page page, const struct answer *said)
{
    for (size_t n = 0; n < r->n; n++) {
        struct matter *other = &r->matters[n];

        if (other->is_explained || other->page.about != page.about)
            continue;
        if (said->kind == ANSWER_YES && other->said.kind != ANSWER_YES)
            *other = (struct matter){.page = page, .said = *said};
        return;
    }
    add(r, (struct matter){.page = page, .said = *said});
}

/* It waits for nothing that can be known. */
static void add_question(struct receiving *r)
{
    const struct explain x = {.what = r->in.open.n ? EXPLAIN_WHICH : EXPLAIN_NONE_OPEN};

    add_explained(r, x, (struct incoming_page){.who = r->in.owners.people[0]});
}

static void add_by_itself(struct receiving *r, const struct answer *said)
{
    struct incoming_page page;

    if (incoming_by_itself(&r->in, &page))
        add_answer(r, page, said);
    else
        add_question(r);
}

/* Who has a drill and the real thing before them may mean only one of the two by "all". */
static bool is_mixed(const struct open_pages *pages)
{
    for (size_t n = 1; n < pages->n; n++)
        if (pages->list[n].incident->drill != pages->list[0].incident->drill)
            return true;
    return false;
}

static void add_pages(struct receiving *r, const struct open_pages *pages, struct answer said)
{
    if (is_mixed(pages))
        said.kind = ANSWER_UNCLEAR;
    for (size_t n = 0; n < pages->n; n++) {
        const struct open_page *page = &pages->list[n];

        add_answer(r, (struct incoming_page){page->person, page->incident, page->code}, &said);
    }
}

static void add_all(struct receiving *r, const struct answer *said)
{
    struct open_pages pages = {0};

    incoming_all(&r->in, &pages);
    if (pages.n == 0)
        add_by_itself(r, said);
    else if (said->code == REPLY_BOTH && pages.n != 2)
        add_question(r);
    else
        add_pages(r, &pages, *said);
    free(pages.list);
}

/* The code is none of theirs, or its incident has ended. */
static void add_wrong_code(struct receiving *r, unsigned code)
{
    const struct code_use *use = office_code_use(r->in.office, code);
    const struct person *owner = use ? incoming_owner(&r->in, use->person) : NULL;
    struct explain x = {.what = EXPLAIN_NO_SUCH_CODE, .code = code};
    struct incoming_page page = {.who = r->in.owners.people[0]};

    if (owner && !instant_is_never(code_use_free_at(use))) {
        x.what = EXPLAIN_OVER;
        x.id = use->incident;
        x.incident = incidents_find(r->in.office, use->incident);
        page = (struct incoming_page){.who = owner, .about = x.incident};
    }
    add_explained(r, x, page);
}

static void add_by_code(struct receiving *r, const struct answer *said)
{
    struct incoming_page page;

    if (incoming_by_code(&r->in, said->code, &page))
        add_answer(r, page, said);
    else
        add_wrong_code(r, said->code);
}

static void find_matters(struct receiving *r)
{
    const struct reply *reply = &r->in.reply;

    if (reply->wrong_code) {
        add_wrong_code(r, reply->wrong_code);
        return;
    }
    for (size_t n = 0; n < reply->n; n++) {
        const struct answer *said = &reply->answers[n];

        if (said->code == REPLY_NO_CODE)
            add_by_itself(r, said);
        else if (said->code == REPLY_ALL || said->code == REPLY_BOTH)
            add_all(r, said);
        else
            add_by_code(r, said);
    }
}

/* ---- all of it ---- */

/* In doubt: kept, and asked back, all together. */
static bool is_asked_back(const struct matter *t)
{
    return !t->is_explained && t->page.about->state != INCIDENT_ACKED &&
           t->said.kind == ANSWER_UNCLEAR;
}

static void do_matter(struct receiving *r, const struct matter *t)
{
    struct answering a = begin(r, t);

    assert(t->page.who);
    if (t->is_explained)
        received_explain(&a, t->why, false);
    else if (t->page.about->state == INCIDENT_ACKED)
        answer_settled(&a);
    else if (t->said.kind == ANSWER_YES)
        answer_yes(r, &a);
    else if (t->said.kind == ANSWER_NO)
        do_or_explain(&a, VERB_DECLINE, "declined");
    else
        escalate(&a);
    end(r, &a);
}

static void ask_back(struct receiving *r)
{
    struct open_pages asked = {0};
    struct buffer words = BUFFER_INIT;
    bool sends = false, is_first = true;

    for (size_t n = 0; n < r->n; n++) {
        const struct incoming_page *page = &r->matters[n].page;

        if (is_asked_back(&r->matters[n]))
            incoming_add_page(&asked, (struct open_page){page->who, page->about, page->code});
    }
    for (size_t n = 0; n < r->n; n++) {
        struct answering a;

        if (!is_asked_back(&r->matters[n]))
            continue;
        a = begin(r, &r->matters[n]);
        if (is_first)
            sends = received_compose(&a, (struct explain){.what = EXPLAIN_HOW, .asked = &asked},
                                     &words);
        received_entry(&a, "noted", buffer_slice(&words), is_first && sends);
        received_note(&a);
        if (is_first && sends)
            received_send(&a, buffer_slice(&words));
        is_first = false;
        end(r, &a);
    }
    buffer_deinit(&words);
    free(asked.list);
}

static void confirm(struct receiving *r)
{
    const struct open_page *page = r->taken.list;
    struct matter matter;
    struct answering a;

    if (!r->taken.n || !r->d->office->rules->answers.confirm)
        return;
    matter = (struct matter){.page = {page->person, page->incident, page->code}};
    a = begin(r, &matter);
    received_confirm(&a, &r->taken);
    end(r, &a);
}

static void ignore(struct receiving *r)
{
    const struct owners *o = &r->in.owners;
    const struct matter nobody = {0};
    struct answering a = begin(r, &nobody);
    struct buffer why = BUFFER_INIT;

    if (o->either)
        buffer_printf(&why, "the number may be %s's or %s's", o->either->id, o->or->id);
    else
        buffer_append_string(&why, "the number is not in the configuration");
    received_entry(&a, "ignored", buffer_slice(&why), false);
    end(r, &a);
    buffer_deinit(&why);
}

void decide_receive(struct draft *d, const struct command *c)
{
    struct receiving r = {.d = d};

    incoming_init(&r.in, d->office, c, d->now);
    if (r.in.owners.n) {
        find_matters(&r);
        for (size_t n = 0; n < r.n; n++)
            if (!is_asked_back(&r.matters[n]))
                do_matter(&r, &r.matters[n]);
        ask_back(&r);
        confirm(&r);
    } else {
        ignore(&r);
    }
    incoming_deinit(&r.in);
    free(r.matters);
    free(r.taken.list);
}
