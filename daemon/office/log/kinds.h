#pragma once
/*
 * The table of the kinds of entry: one row for each, with all that distinguishes a kind from the
 * others before anybody looks at what the entry says. A new kind is a constant in this enum and a
 * row in kinds.c; what it does to the office stands in the parts (office/parts.c) that apply it.
 */
#include "office/log/field.h"
#include "office/log/page_state.h"

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
    ENTRY_PASSED, /* other people hold a post that it was brought to, or whose holder had it */
    ENTRY_PAGE,   /* queued; its seq is the page's id */
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
    ENTRY_HELD_UP,   /* by the database: it took so long to make entries durable */
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
    ENTRY_REMINDED, /* who was reminded of the shift that begins at "since" */
    /* about a notice: a message that asks for no answer; its seq is the notice's id */
    ENTRY_NOTICE,
    ENTRY_NOTICE_SENT,
    ENTRY_NOTICE_DEFERRED,
    ENTRY_NOTICE_FAILED,
    ENTRY_NOTICE_DROPPED,
    /* from a gateway */
    ENTRY_RECEIVED,         /* a message came in, from whomever; "outcome" says what came of it */
    ENTRY_PAGE_TRANSMITTED, /* the network took it */
    ENTRY_PAGE_DELIVERED,   /* the telephone has it; nobody has answered */
    ENTRY_PAGE_UNDELIVERED, /* it will not get there */
    /* the office about itself */
    ENTRY_AUDIT,      /* something due was not done (office/audit.h), or is well again */
    ENTRY_SELFTEST,   /* who is at a post is asked for an answer by SMS, to see that it works */
    ENTRY_HEARTBEAT,  /* its hook fails, or works again */
    ENTRY_CHECKPOINT, /* how many entries were needed here, and their digest (office/state/live.h)
                       */
    ENTRY_KIND_COUNT
};

/* What an entry is mainly about. Entries about pages are about their incident, too. */
enum kind_topic {
    TOPIC_OFFICE,
    TOPIC_INCIDENT,
    TOPIC_PAGE,
    TOPIC_NOTICE,
    TOPIC_PRESENCE, /* who is at a post */
    TOPIC_GATEWAY   /* what came in by a gateway */
};

/* Where a page or a notice stands with it. */
enum kind_stage {
    STAGE_NONE,    /* the entry says nothing of that */
    STAGE_QUEUED,  /* it begins */
    STAGE_WAITS,   /* it is put off */
    STAGE_OUTCOME, /* it has left the office's hands: sent, failed or dropped */
    STAGE_RECEIPT  /* what its gateway reports afterwards */
};

/* The reply to the command that the entry was written for: its word, whether it says by whom (by=),
 * which fields it repeats, and whether the entry's text comes before that, line for line. */
#define KIND_REPLY_FIELDS 5
struct kind_reply {
    const char *word;
    bool by;
    enum field_id fields[KIND_REPLY_FIELDS]; /* ended by FIELD_COUNT */
    bool with_text;
};

struct kind {
    const char *name; /* in the log and in every reply: "page-sent" */
    enum kind_topic topic;
    enum kind_stage stage;
    enum page_state state;   /* of the page or notice from here on; not with STAGE_RECEIPT */
    enum page_report report; /* STAGE_RECEIPT */
    const char *push;        /* "state=" of the line for watchers; NULL: it is not about a page */
    struct kind_reply reply; /* no word: "done" */
};

extern const struct kind kind_table[ENTRY_KIND_COUNT];

const char *entry_kind_to_string(enum entry_kind kind);
/* Capitals or not; false: there is no such kind. */
bool entry_kind_from_slice(struct slice s, enum entry_kind *ret_kind);

/* Does it say what is known of an incident: a report, or what completes or corrects one? */
bool entry_kind_says_facts(enum entry_kind kind);
/* A notice, or what became of it. */
bool entry_kind_is_notice(enum entry_kind kind);
/* What a gateway reports of a page that it took. */
bool entry_kind_is_receipt(enum entry_kind kind);
/* What became of a page, for good or until it is tried again. */
bool entry_kind_is_page_result(enum entry_kind kind);
/* ... for good. */
bool entry_kind_is_page_outcome(enum entry_kind kind);
