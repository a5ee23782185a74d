#pragma once
/* The rules for each command, cut by what the commands are about. For the files of the machine
 * only; everyone else calls office_decide. */
#include "office/draft.h"

typedef void decide_verb(struct draft *d, const struct command *c);

/* decide_incident.c: what becomes of an incident */
decide_verb decide_report, decide_set, decide_note, decide_grade, decide_close, decide_reopen,
    decide_merge;
/* decide_answer.c: who answers for it */
decide_verb decide_ack, decide_decline, decide_escalate;
/* Whose answer it is: the actor's, or, from a service, that of the person it names. False: refused.
 */
bool decide_speaker(struct draft *d, const struct command *c, const struct person **ret_person);
/* By which service the answer of that person came in: FIELD_ROUTE, or nothing. Returns how many. */
size_t decide_route(const struct command *c, const struct person *p, struct field *ret_fields);
/* decide_presence.c: who is there */
decide_verb decide_on, decide_off, decide_handover, decide_take, decide_refuse, decide_relieve,
    decide_rollcall, decide_here, decide_config;
/* decide_page.c: what became of a page */
decide_verb decide_page_sent, decide_page_deferred, decide_page_failed, decide_page_dropped;
/* decide_notice.c: what became of a notice */
decide_verb decide_notice_sent, decide_notice_deferred, decide_notice_failed, decide_notice_dropped;

/* True if the incident can take such an event in its state; else the refusal has been drafted, in
 * words. */
bool decide_allowed(struct draft *d, enum entry_kind event, bool anew);
/* The number of the next report. */
struct incident_id decide_next_incident(const struct office *o, struct instant now);
