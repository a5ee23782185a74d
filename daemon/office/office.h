#pragma once
/*
 * The pure machine. An office is what the journal says; it is asked through decide and due, which
 * return what is to be written, and changed by apply alone.
 *
 *     decide(office, command, now) -> entries, or a refusal        what the rules say to a command
 *     due(office, now)             -> entries                      what the rules say to the
 * passing of time apply(office, entry)                                         what an entry means
 *
 * None of them knows a clock, a socket, a database; chance comes from the source that is handed in
 * (for reply codes).
 */
#include "base/random.h"
#include "office/decide/decide.h"
#include "office/state/incident.h"
#include "office/state/notice.h"
#include "office/state/watch.h"
#include "rules/roster.h"

struct office;

/* The rules are borrowed with a reference of the office's own. */
struct office *office_new(struct rules *rules, const struct random_source *random);
void office_free(struct office *o);

/* ---- decide and due ---- */

/* What time has brought up to now for the one incident that has waited longest; no entries: nothing
 * is due. Apply them, then ask again. Clears *ret first. */
void office_due(const struct office *o, struct instant now, struct decision *ret);
/* When office_due wants to be asked next; INSTANT_NEVER if only a command can bring something. */
struct instant office_next_due(const struct office *o);

/* ---- apply ---- */

/* The only code that changes an office. Cannot fail. */
void office_apply(struct office *o, const struct entry *e);
/* The same for an incident that the journal still has and the office has let go: its entries, in
 * order, between begin and end. Does not move the numbering. */
void office_recall(struct office *o, const struct entry *e);
/* The rules in force from now on (their entry is the caller's to write). */
void office_set_rules(struct office *o, struct rules *rules);
/* At the start, when the whole past is not read: numbers go on behind these. */
void office_resume(struct office *o, uint64_t last_seq, struct incident_id last_incident);
/* A key that was used at `at` for entry seq, by a command with that digest (at the start, from the
 * journal). */
void office_remember_key(struct office *o, struct slice key, uint64_t digest, uint64_t seq,
                         struct instant at);
/* When a person's last entry was made (at the start, from the journal). */
void office_remember_seen(struct office *o, struct slice person, struct instant at);
/* Lets go of the longest closed incidents beyond `keep` (but of none with an entry behind
 * `durable`: who writes its row still asks for it), and of keys older than OFFICE_KEY_LIFE. What
 * the journal has is not touched. */
void office_forget(struct office *o, size_t keep, uint64_t durable, struct instant now);

#define OFFICE_KEY_LIFE SPAN_DAYS(7)

/* A reply code of an incident that ended at `closed` and is not in memory (at the start, from the
 * journal, behind what is live): it rests. */
void office_rest_code(struct office *o, unsigned code, struct incident_id id, struct slice person,
                      struct instant closed);

/* A code is not given out again for so long after its incident. */
#define OFFICE_CODE_REST SPAN_HOURS(24)

/* ---- questions ---- */

const struct rules *office_rules(const struct office *o);
/* What the roster's resolver is asked with; good until the next entry is applied. */
struct roster office_roster(const struct office *o);
/* Who has signed on at the post, and what is offered; NULL when nothing was ever said of it. */
const struct watch *office_watch(const struct office *o, struct slice post);
/* When the person last did anything that is in the log; INSTANT_NONE when memory does not know. */
struct instant office_seen(const struct office *o, const struct person *p);
/* Standing orders, the oldest first; look at `until`: some may be over. */
const struct standing *office_standing(const struct office *o, size_t *ret_n);
/* The reliefs made at run time that are not over, in the order in which they were made. */
const struct cover *office_covers(const struct office *o, size_t *ret_n);
/* The post at which the person has signed on, else the one they are on the roster of; or NULL. */
const struct post *office_post_of(const struct office *o, const struct person *p,
                                  struct instant now);
uint64_t office_last_seq(const struct office *o);
struct incident_id office_last_incident(const struct office *o);
const struct incident *office_incident(const struct office *o, struct incident_id id);
/* The open and acknowledged incidents, in the order of their numbers: first, then ->next. */
const struct incident *office_first_live(const struct office *o);
/* The last test of the paging: of so many people asked. */
struct selftest {
    struct instant at;        /* when it was made; INSTANT_NONE: there was none */
    int64_t day;              /* the local day whose test it was, moved with a clock that is set */
    struct incident_id first; /* of its incidents, whose numbers follow each other */
    unsigned asked;
    unsigned answered; /* in time */
    unsigned missed;   /* not answered in time, or done away with */
    unsigned late;     /* answered all the same */
    unsigned console;  /* of all answers: not by SMS */
};
struct selftest office_selftest(const struct office *o);
/* When the next one is planned; INSTANT_NEVER: the rules have none. */
struct instant office_selftest_next(const struct office *o, struct instant now);
struct office_counts {
    size_t open, acked, closed; /* closed: still in memory */
};
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
/* A page that another one took the place of while it waited: it has no outcome yet. */
struct superseded_page {
    struct incident_id incident;
    uint64_t page;
    const char *via, *address; /* good as long as the office */
};
/* Calls f for each of them: behind a start their outcome has to be written. */
void office_each_superseded_page(const struct office *o,
                                 void (*f)(const struct superseded_page *l, void *arg), void *arg);
/* What waits to be told (office/notice.h). Is it still to be handed to its hook? NULL and a reason
 * in words when not. */
const struct notice *office_notice_wanted(const struct office *o, uint64_t id, struct instant now,
                                          const char **ret_reason);
void office_each_notice(const struct office *o, void (*f)(const struct notice *n, void *arg),
                        void *arg);
/* How many pages of the person may still be answered: of open incidents, that wait or were sent.
 * Those of drills are counted apart. */
unsigned office_live_pages(const struct office *o, struct slice person, bool drill);
/* The person's page for the incident, if it may; NULL. */
const struct callout *office_live_page(const struct incident *i, struct slice person);
/* How bad the worst of them is (office_badness); OFFICE_GRADES when there is none. */
unsigned office_worst_live(const struct office *o, struct slice person, bool drill);
/* The page of the worst incident (the oldest of that grade), and its incident; NULL: none. O(n) of
 * the live incidents. */
const struct callout *office_worst_page(const struct office *o, struct slice person, bool drill,
                                        const struct incident **ret_incident);
/* Calls f with each page that went out in the message of that one (ENTRY_PAGE_BUNDLED), and is
 * still the last of its person for its incident. O(n) of the live incidents. */
void office_each_bundled(const struct office *o, uint64_t carrier,
                         void (*f)(const struct incident *i, const struct callout *c, void *arg),
                         void *arg);
/* In the order of how bad they are: 0 the worst. A grade that is not known stands between II and
 * III. */
#define OFFICE_GRADES 5
unsigned office_badness(unsigned grade);
/* The incident of a live reply code, and the person it was given to; INCIDENT_NONE when no live
 * page has it. */
struct incident_id office_code(const struct office *o, unsigned code, const char **ret_person);
