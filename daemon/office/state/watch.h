#pragma once
/*
 * The watch at a post: who has signed on and since when, which handover is offered, whether the
 * shift was there in time. An office keeps one for each post that was ever spoken of; apply alone
 * changes it.
 */
#include "base/instant.h"
#include "office/log/entry.h"

/* One person who has signed on at a post. */
struct attendance {
    const char *person;
    struct instant since;
    const char *standin; /* was not on the roster: "authorised" or "unauthorised"; else NULL */
    uint64_t seq;        /* of the entry */
};

/* A handover that was offered, and not yet taken or refused. */
struct offer {
    uint64_t seq; /* of its entry */
    const char *out, *in;
    struct instant at;
    struct instant
        due;   /* when it is an absence; never when it is one already, or presence is not watched */
    bool late; /* that was reported */
    uint64_t late_seq;
};

/* Somebody whose place at the post was taken over from them before their shift's end. */
struct departure {
    const char *person, *in; /* who took it */
    struct instant until;    /* the end of that shift, as it was then; not later: it was over */
    uint64_t seq;            /* of the entry */
};

/* The last handover that was taken. */
struct takeover {
    struct instant at; /* INSTANT_NONE: there was none */
    uint64_t seq;
    const char *by;   /* who took it */
    uint64_t off_seq; /* with which entry they left again; 0: with none */
};

struct watch {
    const char *post;
    struct attendance *on; /* in the order in which they signed on */
    size_t n_on, cap_on;
    struct offer *offers;
    size_t n_offers, cap_offers;
    struct takeover taken;
    struct departure *departures; /* the last one of each person */
    size_t n_departures, cap_departures;
    bool watched; /* who does not sign on is reported */
    struct span grace;
    struct instant checked;     /* shifts that began up to here have been looked at */
    struct instant recheck;     /* after new rules: from here on too few are an absence; never */
    uint64_t looked_seq;        /* the entry that says these */
    struct incident_id absence; /* reported, and not over; INCIDENT_NONE */
    uint64_t absence_seq;
    struct instant *calls; /* the roll calls that the rest of the shift still has */
    size_t n_calls, cap_calls;
    struct instant planned; /* up to here the times have been drawn */
    uint64_t planned_seq;
    uint64_t *called; /* the roll calls since that took some of them away */
    size_t n_called, cap_called;
    uint64_t *kept; /* the entries that all of this is made of, as they were last said to be live */
    size_t n_kept, cap_kept;
};

/* NULL when the person has not signed on there. */
const struct attendance *watch_attendance(const struct watch *w, struct slice person);
/* NULL: nobody has offered the post to this person. */
const struct offer *watch_offer_to(const struct watch *w, struct slice person);
/* When the person last handed the post over; NULL: never. */
const struct departure *watch_departure(const struct watch *w, struct slice person);

void watch_free(struct watch *w);
