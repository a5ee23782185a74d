#pragma once
/*
 * An entry of the duty log: what happened, when, by whom in which post. Made once by decide or due
 * (or read back from the journal), never changed, and the only thing that changes an office. One
 * block of memory holds all of it.
 */
#include "office/log/field.h"

enum entry_kind {
    /* about an incident, by people */
    ENTRY_REPORT,
    ENTRY_SET,
    ENTRY_NOTE,
    ENTRY_ACK,
    ENTRY_DECLINE,
    ENTRY_ESCALATE,
    ENTRY_GRADE,
    ENTRY_CLOSE,
    ENTRY_REOPEN,
    ENTRY_MERGE,
    /* about an incident, by the chain of command */
    ENTRY_STEP,
    ENTRY_IDLE,
    ENTRY_PAGE, /* queued; its seq is the page's id */
    ENTRY_PAGE_SENT,
    ENTRY_PAGE_DEFERRED, /* the hook said: try again */
    ENTRY_PAGE_FAILED,
    ENTRY_PAGE_DROPPED, /* no longer wanted when its turn came */
    ENTRY_PAGE_BUNDLED, /* its code and grade were in the message of another page */
    ENTRY_PAGE_HELD,    /* waits: its number has had enough messages, or its hook is down */
    /* about the office */
    ENTRY_LOG,
    ENTRY_LOGIN,
    ENTRY_LOGIN_FAILED,
    ENTRY_CONFIG,
    ENTRY_START,
    ENTRY_STOP,
    ENTRY_CLOCK_STEP,
    ENTRY_DATABASE_LOST,
    ENTRY_DATABASE_FOUND,
    ENTRY_HOOK_DOWN, /* too many runs in a row were not taken: the next means takes over */
    ENTRY_HOOK_UP,
    /* about who is at a post; "duty" names it */
    ENTRY_ON,
    ENTRY_OFF,
    ENTRY_HANDOVER,
    ENTRY_TAKE,
    ENTRY_REFUSE,
    ENTRY_RELIEVE,
    ENTRY_RELIEF_VOID, /* the roster moved under it: it is no longer applied */
    ENTRY_WATCH,       /* presence is watched from here on, or not; or a shift has signed on */
    ENTRY_ABSENCE,     /* who should be there is not: at a shift's start, a handover, a roll call */
    ENTRY_STAYS,       /* nobody relieved those who stay */
    ENTRY_ROLLCALL,
    ENTRY_ROLLCALL_PLAN, /* the times drawn for a shift */
    ENTRY_HERE,
    ENTRY_STANDING, /* an order for all shifts to come, or the end of one */
    ENTRY_REMINDED, /* who was told of the shift that begins at "since" */
    /* about what somebody is told without an answer being asked for; its seq is the notice's id */
    ENTRY_NOTICE,
    ENTRY_NOTICE_SENT,
    ENTRY_NOTICE_DEFERRED,
    ENTRY_NOTICE_FAILED,
    ENTRY_NOTICE_DROPPED,
    /* what a gateway tells */
    ENTRY_RECEIVED,         /* a message came in, from whomever; "outcome" says what came of it */
    ENTRY_PAGE_TRANSMITTED, /* the network took it */
    ENTRY_PAGE_DELIVERED,   /* the telephone has it; nobody has answered */
    ENTRY_PAGE_UNDELIVERED, /* it will not get there */
    /* the office about itself */
    ENTRY_AUDIT,     /* something due was not done (office/audit.h), or is well again */
    ENTRY_SELFTEST,  /* who is at a post is asked for an answer by SMS, to see that it works */
    ENTRY_HEARTBEAT, /* its hook fails, or works again */
    ENTRY_KIND_COUNT
};

/* A notice, or what became of it. */
static inline bool entry_kind_is_notice(enum entry_kind kind)
{
    return kind >= ENTRY_NOTICE && kind <= ENTRY_NOTICE_DROPPED;
}

/* What a gateway reports of a page that it took. */
static inline bool entry_kind_is_receipt(enum entry_kind kind)
{
    return kind >= ENTRY_PAGE_TRANSMITTED && kind <= ENTRY_PAGE_UNDELIVERED;
}

const char *entry_kind_to_string(enum entry_kind kind); /* "report", "page-sent" … */
bool entry_kind_from_slice(struct slice s, enum entry_kind *ret_kind);

/* "2026-000123": the local year of the report, and its number in that year. year 0: no incident. */
struct incident_id {
    uint16_t year;
    uint32_t number;
};

#define INCIDENT_NONE ((struct incident_id){0})

static inline bool incident_id_equal(struct incident_id a, struct incident_id b)
{
    return a.year == b.year && a.number == b.number;
}
void incident_id_format(struct incident_id id, struct buffer *out);
/* "2026-000123", or "123" for this_year's. */
bool incident_id_parse(struct slice text, int this_year, struct incident_id *ret_id);

struct entry {
    uint64_t seq; /* its number in the duty log, from 1, without gaps */
    struct instant at;
    enum entry_kind kind;
    struct incident_id incident; /* subject; or INCIDENT_NONE */
    struct slice actor;          /* a person's id; empty: the office itself */
    struct slice post;           /* the post the actor held then; may be empty */
    struct slice key;            /* the client's own name for the command; may be empty */
    struct slice body;           /* the exact JSON that is hashed and kept */
    size_t n_fields;
    struct field fields[]; /* what the body says; texts point into this block */
};

/* What an entry is made of; everything is copied. */
struct entry_head {
    uint64_t seq;
    struct instant at;
    enum entry_kind kind;
    struct incident_id incident;
    struct slice actor, post, key;
};

/* Owned by the caller; free with free(). Encodes the body. */
struct entry *entry_new(const struct entry_head *head, const struct field *fields, size_t n_fields);
/* From the journal: decodes `body`. NULL when the body is no JSON object; unknown members are
 * passed over (a later version wrote them). */
struct entry *entry_decode(const struct entry_head *head, struct slice body);

/* What the entry was made of besides its body, which it must outlive. */
struct entry_head entry_head_of(const struct entry *e);

/* NULL when the entry does not have it. */
const struct field *entry_field(const struct entry *e, enum field_id id);
/* Empty when it does not have it. */
struct slice entry_text(const struct entry *e, enum field_id id);
/* `otherwise` when it does not have it. */
int64_t entry_number(const struct entry *e, enum field_id id, int64_t otherwise);
struct instant entry_instant(const struct entry *e, enum field_id id, struct instant otherwise);
