#pragma once
/* Notices: what somebody hears without being asked for an answer. For the files of the machine
 * only. */
#include "office/draft/draft.h"
#include "office/state/callout.h"
#include "office/state/incident.h"

/* Long enough for a gateway that is away for a while; later than that nobody wants to hear it. */
#define NOTICE_LIFE SPAN_HOURS(1)

/* A notice to the person, by their first means, after the entries drafted so far; about the draft's
 * incident, if it has one. `more` (n of them) are further fields of the entry: what it is known by
 * later. False: the person has no contact. */
bool draft_notice_with(struct draft *d, const struct person *p, struct slice text, struct span life,
                       const struct field *more, size_t n);
bool draft_notice(struct draft *d, const struct person *p, struct slice text, struct span life);
/* By another of their means. */
bool draft_notice_by(struct draft *d, const struct person *p, unsigned means, struct slice text,
                     struct instant until);
/* To the catch-all, whoever that is now. */
void draft_tell_catch_all(struct draft *d, struct slice text);
/* After an ACK, or the end of the incident: exactly those hear of it to whom a page of it went,
 * but for the one who did it (`by`; NULL: the office itself). `what` is "closed", "merged" …
 * Nothing if the rules do not want that. */
void draft_tell_taken(struct draft *d, const struct person *by);
void draft_tell_over(struct draft *d, const struct incident *i, const struct person *by,
                     const char *what);
/* What has become of an incident, in words, and by whom (or NULL); which of what it is they say
 * already. */
struct telling {
    const char *what;
    const struct person *by;
    bool is_said[FIELD_COUNT];
};

/* To the person: what has become of the draft's incident, and what it is after the entries drafted
 * so far; `more` (or NULL) is a further field of the entry. False: the person has no contact. */
bool draft_tell_what(struct draft *d, const struct person *p, const struct telling *t,
                     const struct field *more);
/* Whoever has the incident has left their post, and nobody took it over: these hear of it, or the
 * catch-all if there are none. */
void draft_tell_left(struct draft *d, const struct recipients *recipients);
/* A page of the callout went out although its incident had been taken, or had ended, meanwhile. */
void draft_tell_late(struct draft *d, const struct callout *c);
