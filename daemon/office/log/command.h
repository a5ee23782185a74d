#pragma once
/*
 * What somebody wants of the office, already read and checked for form: a line from a client, the
 * outcome of a hook, a fact about the daemon itself. Borrowed throughout: it is good for one call
 * of decide.
 */
#include "office/log/entry.h"
#include "rules/rules.h"

enum verb {
    VERB_REPORT,
    VERB_SET,
    VERB_NOTE,
    VERB_ACK, /* fields of these two: PERSON when a service speaks; CODE instead of the incident */
    VERB_DECLINE,
    VERB_ESCALATE,
    VERB_GRADE,
    VERB_CLOSE,
    VERB_REOPEN,
    VERB_MERGE,
    VERB_LOG,
    VERB_LOGIN,        /* fields: ROUTE */
    VERB_LOGIN_FAILED, /* fields: ROUTE, PERSON as it was said; of several: TALLY, SINCE, UNTIL, and
                          PERSON or WHOM */
    VERB_PAGE_SENT,    /* fields: PAGE, ATTEMPT, GATEWAY, TRUNCATED, KNOWN */
    VERB_PAGE_DEFERRED, /* fields: PAGE, ATTEMPT, RETRY, REASON */
    VERB_PAGE_FAILED,   /* fields: PAGE, ATTEMPT, REASON */
    VERB_PAGE_DROPPED,  /* fields: PAGE, REASON */
    VERB_PAGE_BUNDLED,  /* fields: PAGE, OF: the page that carried it, KNOWN */
    VERB_PAGE_HELD,     /* fields: PAGE, UNTIL (at the earliest), REASON, DOWN */
    VERB_CONFIG,        /* fields: DIGEST, CONFIG */
    VERB_START,         /* fields: VERSION */
    VERB_STOP,          /* fields: REASON */
    VERB_CHECKPOINT,
    VERB_CLOCK_STEP,    /* fields: BY */
    VERB_DATABASE_LOST, /* fields: REASON */
    VERB_DATABASE_FOUND,
    VERB_HELD_UP,   /* fields: OF, the first entry that was not durable for so long, ENTRIES, how
                       many; BY */
    VERB_HOOK_DOWN, /* fields: VIA, REASON */
    VERB_HOOK_UP,   /* fields: VIA, SINCE: when it went down */
    VERB_ON,        /* fields of these and the next: DUTY, the post */
    VERB_OFF,       /* PERSON: somebody else, by a leader */
    VERB_HANDOVER,  /* ADDRESSEE: to whom; TEXT: remarks */
    VERB_TAKE,
    VERB_REFUSE,  /* REASON */
    VERB_RELIEVE, /* OUT, IN, SINCE (or from now on), UNTIL, REASON */
    VERB_ROLLCALL,
    VERB_NOTICE_SENT, /* fields of these four: as of a page's, PAGE is the notice's id */
    VERB_NOTICE_DEFERRED,
    VERB_NOTICE_FAILED,
    VERB_NOTICE_DROPPED,
    VERB_STANDING,     /* TEXT; UNTIL; or OF, the one that ends, and TEXT, why */
    VERB_HERE,         /* the same; CODE is that of the roll call */
    VERB_RECEIVE,      /* fields: ADDRESS it came from, VIA, TEXT */
    VERB_RECEIPT_SENT, /* fields of these three: VIA, GATEWAY or PAGE or both, REASON */
    VERB_RECEIPT_DELIVERED,
    VERB_RECEIPT_FAILED,
    VERB_AUDIT, /* about an incident; fields: THING, SINCE, PAGE, REASON; or OUTCOME: well again */
    VERB_ALARM, /* the same, and the catch-all is notified */
    VERB_HEARTBEAT, /* REASON: it fails; or OUTCOME: it works again */
    VERB_COUNT
};

struct command {
    enum verb verb;
    const struct person *actor; /* NULL: the office itself */
    struct slice key;           /* may be empty */
    uint64_t digest; /* of the command without its key, and of who gave it; with a key only */
    struct incident_id incident; /* the incident it is about; none where FIELD_CODE says it */
    struct incident_id other;    /* MERGE: into this one */
    const struct field
        *fields; /* a text is FIELD_TEXT, a reason FIELD_REASON, an outcome FIELD_OUTCOME, … */
    size_t n_fields;
    const struct rules *rules; /* VERB_CONFIG: that come into force with it */
};

const struct field *command_field(const struct command *c, enum field_id id);
struct slice command_text(const struct command *c, enum field_id id);
