#include "office/decide/decide.h"

#include <assert.h>

#include "office/decide/answer.h"
#include "office/decide/audit.h"
#include "office/decide/checkpoint.h"
#include "office/decide/config.h"
#include "office/decide/hook.h"
#include "office/decide/incident.h"
#include "office/decide/note.h"
#include "office/decide/notice.h"
#include "office/decide/page.h"
#include "office/decide/presence.h"
#include "office/decide/receipt.h"
#include "office/decide/receive.h"
#include "office/decide/relief.h"
#include "office/decide/speaker.h"
#include "office/decide/standing.h"
#include "office/state/incident.h"
#include "office/state/incidents.h"
#include "office/state/keys.h"
#include "office/state/numbers.h"

/* ---- the table ---- */

/* A fact about the daemon itself: written as it is. */
static decide_verb decide_as_is;

static const struct rule {
    decide_verb *decide;
    enum entry_kind kind;   /* for decide_as_is */
    bool is_about_incident; /* which must be there */
} rules_of[VERB_COUNT] = {
    [VERB_REPORT] = {decide_report, ENTRY_REPORT, false},
    [VERB_SET] = {decide_set, ENTRY_SET, true},
    [VERB_NOTE] = {decide_note, ENTRY_NOTE, true},
    [VERB_ACK] = {decide_ack, ENTRY_ACK, true},
    [VERB_DECLINE] = {decide_decline, ENTRY_DECLINE, true},
    [VERB_ESCALATE] = {decide_escalate, ENTRY_ESCALATE, true},
    [VERB_GRADE] = {decide_grade, ENTRY_GRADE, true},
    [VERB_CLOSE] = {decide_close, ENTRY_CLOSE, true},
    [VERB_REOPEN] = {decide_reopen, ENTRY_REOPEN, true},
    [VERB_MERGE] = {decide_merge, ENTRY_MERGE, true},
    [VERB_LOG] = {decide_log, ENTRY_LOG, false},
    [VERB_LOGIN] = {decide_as_is, ENTRY_LOGIN, false},
    [VERB_LOGIN_FAILED] = {decide_as_is, ENTRY_LOGIN_FAILED, false},
    [VERB_PAGE_SENT] = {decide_page_sent, ENTRY_PAGE_SENT, false},
    [VERB_PAGE_DEFERRED] = {decide_page_deferred, ENTRY_PAGE_DEFERRED, false},
    [VERB_PAGE_FAILED] = {decide_page_failed, ENTRY_PAGE_FAILED, false},
    [VERB_PAGE_DROPPED] = {decide_page_dropped, ENTRY_PAGE_DROPPED, false},
    [VERB_PAGE_BUNDLED] = {decide_page_bundled, ENTRY_PAGE_BUNDLED, false},
    [VERB_PAGE_HELD] = {decide_page_held, ENTRY_PAGE_HELD, false},
    [VERB_CONFIG] = {decide_config, ENTRY_CONFIG, false},
    [VERB_START] = {decide_as_is, ENTRY_START, false},
    [VERB_CHECKPOINT] = {decide_checkpoint, ENTRY_CHECKPOINT, false},
    [VERB_STOP] = {decide_as_is, ENTRY_STOP, false},
    [VERB_CLOCK_STEP] = {decide_as_is, ENTRY_CLOCK_STEP, false},
    [VERB_DATABASE_LOST] = {decide_as_is, ENTRY_DATABASE_LOST, false},
    [VERB_DATABASE_FOUND] = {decide_as_is, ENTRY_DATABASE_FOUND, false},
    [VERB_HELD_UP] = {decide_as_is, ENTRY_HELD_UP, false},
    [VERB_HOOK_DOWN] = {decide_hook_down, ENTRY_HOOK_DOWN, false},
    [VERB_HOOK_UP] = {decide_hook_up, ENTRY_HOOK_UP, false},
    [VERB_ON] = {decide_on, ENTRY_ON, false},
    [VERB_OFF] = {decide_off, ENTRY_OFF, false},
    [VERB_HANDOVER] = {decide_handover, ENTRY_HANDOVER, false},
    [VERB_TAKE] = {decide_take, ENTRY_TAKE, false},
    [VERB_REFUSE] = {decide_refuse, ENTRY_REFUSE, false},
    [VERB_RELIEVE] = {decide_relieve, ENTRY_RELIEVE, false},
    [VERB_ROLLCALL] = {decide_rollcall, ENTRY_ROLLCALL, false},
    [VERB_NOTICE_SENT] = {decide_notice_sent, ENTRY_NOTICE_SENT, false},
    [VERB_NOTICE_DEFERRED] = {decide_notice_deferred, ENTRY_NOTICE_DEFERRED, false},
    [VERB_NOTICE_FAILED] = {decide_notice_failed, ENTRY_NOTICE_FAILED, false},
    [VERB_NOTICE_DROPPED] = {decide_notice_dropped, ENTRY_NOTICE_DROPPED, false},
    [VERB_STANDING] = {decide_standing, ENTRY_STANDING, false},
    [VERB_HERE] = {decide_here, ENTRY_HERE, true},
    [VERB_RECEIVE] = {decide_receive, ENTRY_RECEIVED, false},
    [VERB_RECEIPT_SENT] = {decide_receipt, ENTRY_PAGE_TRANSMITTED, false},
    [VERB_RECEIPT_DELIVERED] = {decide_receipt, ENTRY_PAGE_DELIVERED, false},
    [VERB_RECEIPT_FAILED] = {decide_receipt, ENTRY_PAGE_UNDELIVERED, false},
    [VERB_AUDIT] = {decide_as_is, ENTRY_AUDIT, false},
    [VERB_ALARM] = {decide_alarm, ENTRY_AUDIT, false},
    [VERB_HEARTBEAT] = {decide_as_is, ENTRY_HEARTBEAT, false},
};

static void decide_as_is(struct draft *d, const struct command *c)
{
    draft_entry(d, rules_of[c->verb].kind, c->fields, c->n_fields);
}

/* ---- what holds for all ---- */

/* Could the journal know an incident of that number? */
static bool may_exist(const struct office *o, struct incident_id id)
{
    struct incident_id last = o->numbers->last;

    return id.year < last.year || (id.year == last.year && id.number <= last.number);
}

static const struct incident *find_incident(struct draft *d, struct incident_id id)
{
    const struct incident *i = incidents_find(d->office, id);
    struct buffer name = BUFFER_INIT;

    if (i)
        return i;
    incident_id_format(id, &name);
    draft_refuse(d, may_exist(d->office, id) ? REFUSAL_RECALL : REFUSAL_UNKNOWN,
                 "there is no incident %s", name.data);
    buffer_deinit(&name);
    return NULL;
}

/* NULL: refused. */
static const struct incident *find_target(struct draft *d, const struct command *c)
{
    struct incident_id id = decide_target(d, c);
    const struct incident *i = NULL;

    if (d->decision->refusal == REFUSAL_NONE)
        i = find_incident(d, id);
    return i && c->other.year && !find_incident(d, c->other) ? NULL : i;
}

/* The same command a second time changes nothing; true when the matter is settled. */
static bool is_again(struct draft *d, const struct command *c)
{
    const struct key_use *use;

    if (!c->key.len)
        return false;
    use = office_key(d->office, c->key, d->now);
    if (!use)
        return false;
    if (use->digest != c->digest) {
        draft_refuse(d, REFUSAL_KEY,
                     "the key %.*s was used for another command (entry %llu): take a new one",
                     SLICE_ARG(c->key), (unsigned long long)use->seq);
        return true;
    }
    d->decision->refusal = REFUSAL_AGAIN;
    d->decision->again = use->seq;
    return true;
}

void office_decide(const struct office *o, const struct command *c, struct instant now,
                   struct decision *ret)
{
    const struct rule *rule = &rules_of[c->verb];
    struct draft d;

    decision_clear(ret);
    d = draft_begin(o, c, NULL, now, ret);
    if (is_again(&d, c)) {
        draft_end(&d);
        return;
    }
    d.id = c->incident;
    if (rule->is_about_incident) {
        const struct incident *i = find_target(&d, c);
        if (!i) {
            draft_end(&d);
            return;
        }
        d = draft_begin(o, c, i, now, ret);
    }
    rule->decide(&d, c);
    draft_end(&d);
    if (ret->refusal != REFUSAL_NONE)
        decision_drop_entries(ret);
    else
        assert(ret->n_entries > 0); /* what was done is in the log */
    decision_check(ret, o->last_seq, now);
}
