#pragma once
/*
 * What is explained by SMS to somebody whose answer did not do what they meant: why, and what to
 * say instead. In Chinese and English, each within one SMS of 70 units. For the files of the
 * machine only.
 */
#include "office/state/incident.h"
#include "office/state/state.h"

#define EXPLAIN_CODES 6 /* more are counted only */

/* Pages that wait for an answer of one telephone number, in the order of their incidents. */
struct open_pages {
    struct open_page {
        const struct person *person;
        const struct incident *incident;
        unsigned code;
    } * list;
    size_t n, cap;
};

enum explanation {
    EXPLAIN_NO_SUCH_CODE, /* `code` is nobody's, or another's */
    EXPLAIN_OVER,         /* its incident has ended */
    EXPLAIN_WHICH,        /* more than one page waits: which one? */
    EXPLAIN_NONE_OPEN,    /* no page waits */
    EXPLAIN_TAKEN,        /* somebody else has taken it */
    EXPLAIN_YOURS,        /* the sender has taken it already */
    EXPLAIN_DECLINED,     /* the sender has declined it already */
    EXPLAIN_ESCALATED,    /* the sender has escalated it already, just now */
    EXPLAIN_RANK,         /* a higher rank has to take it */
    EXPLAIN_SECOND,       /* somebody else has to take it: the sender reported it */
    EXPLAIN_REFUSED,      /* something else: in the office's own `words` */
    EXPLAIN_HOW,          /* `asked` were not taken by that: this is how to take or decline them */
    EXPLAIN_CONFIRM       /* `asked` were taken by the sender */
};

struct explain {
    enum explanation what;
    const struct office *office;
    struct instant now;
    const struct incident *incident; /* NULL where it is not known */
    struct incident_id id;           /* EXPLAIN_OVER: also of one that is no longer in memory */
    unsigned code;                   /* 0: none */
    struct slice words;              /* EXPLAIN_REFUSED */
    const struct open_pages *open, *asked;
    bool is_shared; /* the telephone is of several persons */
};

/* Appends the words. */
void explain_compose(const struct explain *x, struct buffer *out);
