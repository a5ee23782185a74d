#pragma once
/* The rules for each command, cut by what the commands are about. For the files of the machine
 * only; everyone else calls office_decide. */
#include "office/draft/draft.h"

typedef void decide_verb(struct draft *d, const struct command *c);

/* decide_incident.c: what becomes of an incident */
decide_verb decide_report, decide_set, decide_note, decide_grade, decide_close, decide_reopen,
    decide_merge;
/* decide_answer.c: who answers for it */
decide_verb decide_ack, decide_decline, decide_escalate;
/* Whose answer it is: the actor's, or, from a service, that of the person it names. False: refused.
 */
bool decide_speaker(struct draft *d, const struct command *c, const struct person **ret_person);
/* By which service the answer of that person came in, or from where they spoke if the command says
 * so: FIELD_ROUTE, or nothing. Returns how many. */
size_t decide_route(const struct command *c, const struct person *p, struct field *ret_fields);
/* decide_presence.c: who is there */
decide_verb decide_on, decide_off, decide_handover, decide_take, decide_refuse, decide_rollcall,
    decide_here, decide_config;
/* decide_relief.c: who comes in another's place */
decide_verb decide_relieve;
/* decide_standing.c: what is ordered for all shifts */
decide_verb decide_standing;
/* The post that the command names, and its watch (NULL: nothing was ever said of it). False:
 * refused. */
bool decide_post(struct draft *d, const struct command *c, const struct post **ret_post,
                 const struct watch **ret_watch);
/* The person of that id, said in `field`. NULL: refused. */
const struct person *decide_person(struct draft *d, struct slice id, const char *field);
/* Is the rank high enough for the post? False: refused. */
bool decide_may_hold(struct draft *d, const struct person *p, const struct post *post);
/* decide_receive.c: a message that came in */
decide_verb decide_receive;
/* decide_page.c: what became of a page; what its gateway reports of it later */
decide_verb decide_receipt;
/* The page will not get there, by this means: the next means, else it is as if nobody had been
 * paged. Nothing if it has failed already, or nobody waits for it. */
void decide_page_is_lost(struct draft *d, const struct callout *callout);
decide_verb decide_page_sent, decide_page_deferred, decide_page_failed, decide_page_dropped,
    decide_page_held, decide_page_bundled;
/* ... and of a hook */
decide_verb decide_hook_down, decide_hook_up;
/* decide_notice.c: what became of a notice */
decide_verb decide_notice_sent, decide_notice_deferred, decide_notice_failed, decide_notice_dropped;

/* decide_audit.c: what the auditor has found */
decide_verb decide_alarm;

/* True if the incident can take such an event in its state; else the refusal has been drafted, in
 * words. */
bool decide_allowed(struct draft *d, enum entry_kind event, bool anew);
/* False, and refused: a roll call that waits for its answer takes no other way. */
bool decide_goes_on(struct draft *d);
