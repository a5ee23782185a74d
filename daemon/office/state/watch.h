#pragma once
/*
 * The watch at a post: who has signed on and since when, which handover is offered, whether the
 * shift was there in time. An office keeps one for each post that was ever spoken of; apply alone
 * changes it.
 */
#include "office/log/entry.h"

/* Remarks that a handover's brief may still speak of: the latest so many, for so long. */
#define PRESENCE_REMARKS 1000
#define PRESENCE_REMARK_LIFE SPAN_DAYS(7)

/* One person who has signed on at a post. */
struct attendance {
    const char *person;
    struct instant since;
    const char *standin; /* was not on the roster: "authorised" or "unauthorised"; else NULL */
};

/* A handover that was offered, and not yet taken or refused. */
struct offer {
    uint64_t seq; /* of its entry */
    const char *out, *in;
    struct instant at;
    struct instant due; /* when it is an absence; never when it is one already, or none is told */
    bool late;          /* it was told */
};

struct watch {
    const char *post;
    struct attendance *on; /* in the order in which they signed on */
    size_t n_on, cap_on;
    struct offer *offers;
    size_t n_offers, cap_offers;
    struct instant handed; /* the last handover; INSTANT_NONE */
    bool watched;          /* who does not sign on is told */
    struct span grace;
    struct instant checked;     /* shifts that began up to here have been looked at */
    struct instant recheck;     /* after new rules: from here on too few are an absence; never */
    struct incident_id absence; /* that was told and is not over; INCIDENT_NONE */
    struct instant *calls;      /* the roll calls that the rest of the shift still has */
    size_t n_calls, cap_calls;
    struct instant planned; /* up to here the times have been drawn */
};

/* NULL when the person has not signed on there. */
const struct attendance *watch_attendance(const struct watch *w, struct slice person);
/* NULL: nobody has offered the post to this person. */
const struct offer *watch_offer_to(const struct watch *w, struct slice person);

/* Relief made at run time: `in` takes the place of `out` at the post from .. to. */
struct cover {
    uint64_t seq; /* of its entry */
    const char *post, *out, *in;
    struct instant from, to;
    char *reason;
};

/* What a leader has ordered for all shifts until `until` (may be never) or until it is ended. */
struct standing {
    uint64_t seq; /* of its entry */
    struct instant at, until;
    const char *by;
    char *text;
};

/* A free entry of the log. */
struct log_note {
    struct instant at;
    const char *by;
    char *text;
};
