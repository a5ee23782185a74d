#pragma once
/*
 * The pure machine. An office is what the journal says; it is asked through decide and due, which
 * return what is to be written, and changed by apply alone.
 *
 *     decide(office, command, now)  ->  entries, or a refusal: what the rules say to a command
 *     due(office, now)              ->  entries: what the rules say to the passing of time
 *     apply(office, entry)              what an entry means
 *
 * None of them knows a clock, a socket, a database; chance comes from the source that is handed in
 * (for reply codes). What an office consists of is the table of office/parts.c.
 */
#include "base/random.h"
#include "office/decide/decide.h"
#include "office/due/selftest.h"
#include "office/state/apply.h"
#include "office/state/codes.h"
#include "office/state/grades.h"
#include "office/state/holders.h"
#include "office/state/incidents.h"
#include "office/state/keys.h"
#include "office/state/live.h"
#include "office/state/live_pages.h"
#include "office/state/notices.h"
#include "office/state/numbers.h"
#include "office/state/presence.h"
#include "office/state/reliefs.h"
#include "office/state/selftest.h"
#include "office/state/standing.h"
#include "office/state/superseded.h"
#include "office/state/watch.h"
#include "rules/roster.h"

struct office;

/* The rules are borrowed with a reference of the office's own. */
struct office *office_new(struct rules *rules, const struct random_source *random);
void office_free(struct office *o);
/* As it was when it was new, with the rules in force: the log is to be read again. */
void office_clear(struct office *o);

/* ---- decide and due ---- */

/* What time has brought up to now, of the first part that has something; no entries: nothing is
 * due. Apply them, then ask again. Clears *ret first. Changes nothing but when the parts want to be
 * asked next. */
void office_due(struct office *o, struct instant now, struct decision *ret);
/* When office_due wants to be asked next; INSTANT_NEVER if only a command can bring something. */
struct instant office_next_due(const struct office *o);

/* ---- what is not decided ---- */

/* The rules in force from now on (their entry is the caller's to write). */
void office_set_rules(struct office *o, struct rules *rules);
/* At a start, when what is live has been folded: the log ends with last_seq. */
void office_resume(struct office *o, uint64_t last_seq);
/* Lets go of what time has ended, and of the longest ended incidents beyond `keep` (but of none
 * with an entry after `durable`). What the journal has is not touched. */
void office_forget(struct office *o, size_t keep, uint64_t durable, struct instant now);
/* While the log is folded at a start: entries still to come open the incident again, so memory must
 * not let it go. Until office_hold_no_incident. */
void office_hold_incident(struct office *o, struct incident_id id);
/* An entry of such an incident from before the log that is folded; nothing when the office knew the
 * incident when it was held. */
void office_recall_held(struct office *o, const struct entry *e);
void office_hold_no_incident(struct office *o);
/* What is live, for the journal's copy of it. */
struct live *office_live(struct office *o);

/* ---- questions ---- */

const struct rules *office_rules(const struct office *o);
/* Who has signed on at the post, and what is offered; NULL when nothing was ever said of it. */
const struct watch *office_watch(const struct office *o, struct slice post);
/* When the person last did anything that is in the log; INSTANT_NONE: never. */
struct instant office_seen(const struct office *o, const struct person *p);
/* Standing orders, the oldest first; look at `until`: some may be over. */
const struct standing *office_standing(const struct office *o, size_t *ret_n);
/* The reliefs made at run time that are not over, in the order in which they were made. */
const struct cover *office_covers(const struct office *o, size_t *ret_n);
uint64_t office_last_seq(const struct office *o);
struct incident_id office_last_incident(const struct office *o);
/* The incident that a number without its year means now (state/numbers.h). */
bool office_number_means(const struct office *o, struct number_said said, struct instant now,
                         struct incident_id *ret_id, struct incident_id *ret_other);
/* Of the configuration that the log says was in force last; "": of none. */
const char *office_config_digest(const struct office *o);
const struct incident *office_incident(const struct office *o, struct incident_id id);
/* The open and acknowledged incidents, in the order of their numbers: first, then ->next. */
const struct incident *office_first_live(const struct office *o);
/* The last test of the paging. */
struct selftest office_selftest(const struct office *o);
struct office_counts office_counts(const struct office *o);

/* Is this page still to be handed to its hook? NULL and a reason in words when not. */
const struct callout *office_page_wanted(const struct office *o, struct incident_id id,
                                         uint64_t page, const char **ret_reason);
/* Calls f for every page that has no outcome yet (queued or deferred), in order of the incidents:
 * what paging takes up after a start. Those of incidents that have ended are among them: their
 * outcome has to be written. */
void office_each_waiting_page(const struct office *o,
                              void (*f)(const struct incident *i, const struct callout *c,
                                        void *arg),
                              void *arg);
/* Calls f for each page that another one took the place of while it waited: after a start their
 * outcome has to be written. */
void office_each_superseded_page(const struct office *o,
                                 void (*f)(const struct superseded_page *l, void *arg), void *arg);
/* Calls f for each page to the person for that incident that has no outcome yet: the latest, and
 * those that it took the place of. */
void office_each_page_to(const struct office *o, struct incident_id id, const char *person,
                         void (*f)(uint64_t page, void *arg), void *arg);
/* Is the notice (state/notices.h) still to be handed to its hook? NULL and a reason
 * in words when not. */
const struct notice *office_notice_wanted(const struct office *o, uint64_t id, struct instant now,
                                          const char **ret_reason);
void office_each_notice(const struct office *o, void (*f)(const struct notice *n, void *arg),
                        void *arg);
