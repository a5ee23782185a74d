#pragma once
/*
 * The named values that commands, entries and incidents are made of: one table says for each its
 * name (the same on the wire, in the journal's JSON and in SHOW), its type and its limits.
 */
#include "rules/typed_time.h"

enum field_id {
    /* what a caller reports: REPORT and SET take these, an incident keeps them */
    FIELD_CLASS,
    FIELD_GRADE,
    FIELD_PLACE,
    FIELD_CALLER,
    FIELD_UNIT,
    FIELD_PHONE,
    FIELD_CHANNEL,
    FIELD_OCCURRED,
    FIELD_LEARNED,
    FIELD_DEATHS,
    FIELD_MISSING,
    FIELD_TRAPPED,
    FIELD_INJURED,
    FIELD_LOSS,
    FIELD_DRILL,
    FIELD_CONFIDENTIAL,
    FIELD_ADDRESSEE, /* "to" of a report */
    FIELD_TEXT,
    /* what entries say besides */
    FIELD_OLD,   /* JSON-free text: what a SET replaced, "grade=3 place=…" */
    FIELD_CHAIN, /* chain of command in force from here on */
    FIELD_DUE,   /* when the chain goes on by itself */
    FIELD_IDLE,  /* span allowed without an entry after the acknowledgement */
    FIELD_ACK_RANK,
    FIELD_STEP,  /* 1-based step of the chain */
    FIELD_ROUND, /* 0 for a step's first time, then 1, 2 … for its repeats */
    FIELD_REASON,
    FIELD_WHOM, /* people, separated by commas */
    FIELD_PERSON,
    FIELD_VIA,
    FIELD_ADDRESS,
    FIELD_MEANS, /* 0-based contact of the person */
    FIELD_TRY,   /* 1-based try by this means */
    FIELD_GAP,
    FIELD_CODE,      /* 4-digit reply code */
    FIELD_PAGE,      /* id of a page: the number of the entry that queued it */
    FIELD_GATEWAY,   /* the gateway's own id for a message */
    FIELD_RETRY,     /* when a deferred page is handed to its hook again */
    FIELD_ATTEMPT,   /* 1-based run of the hook for one page */
    FIELD_TRUNCATED, /* the text was cut to fit the message */
    FIELD_OTHER,     /* another incident */
    FIELD_CORRECTS,  /* an earlier entry */
    FIELD_OUTCOME,
    FIELD_AS,    /* how an incident ended: office/log/closing.h */
    FIELD_ROUTE, /* where a client spoke from */
    FIELD_DIGEST,
    FIELD_CONFIG, /* text of a configuration */
    FIELD_VERSION,
    FIELD_BY,       /* how far the clock stepped, or how long entries were held up; microseconds */
    FIELD_COMMAND,  /* short digest of a keyed command, hex */
    FIELD_GAP_POST, /* a post that too few will hold ... */
    FIELD_GAP_FROM,
    FIELD_GAP_TO, /* ... between these times */
    FIELD_MARK,   /* by which a step is known when its chain is edited: office/mark.h */
    FIELD_DUTY,   /* the post that an entry is about; "post" is the actor's */
    FIELD_OUT,    /* who leaves a post */
    FIELD_IN,     /* who comes in their place */
    FIELD_SINCE,
    FIELD_UNTIL,
    FIELD_STANDIN, /* who is not on the roster: "authorised" or "unauthorised" */
    FIELD_OF,      /* the entry that this one answers or ends */
    FIELD_GRACE,   /* how long after a shift's start a sign-on is waited for */
    FIELD_TIMES,   /* of the roll calls drawn for a shift, separated by commas */
    FIELD_AFTER,   /* how long the chain of command had run when somebody took it */
    FIELD_WAITED,  /* how long ago it had been reported then */
    FIELD_THING,   /* what an audit is about: office/audit.h */
    FIELD_DOWN,    /* the hook is down, and the person has no other means */
    FIELD_BUNDLED, /* how many other pages were in the message */
    FIELD_ENTRIES, /* how many entries are live, or were held up */
    FIELD_ACKED,   /* who has it by having typed this; an ack follows */
    FIELD_RANK,    /* of who wrote a remark: they do no duty, and it is no sign of work */
    FIELD_HOW,     /* ... in that ack: by what they typed */
    FIELD_TELL,    /* when who was paged hears of what the entry changes */
    FIELD_KNOWN,   /* up to this entry the message takes everything into account */
    FIELD_TALLY,   /* "count": how many refused logins an entry sums up */
    FIELD_LAST,    /* the person has left, and is paged this once more */
    FIELD_COUNT
};

enum field_type {
    FIELD_TYPE_TEXT,
    FIELD_TYPE_WORD,    /* text without spaces: a class, an id */
    FIELD_TYPE_PHONE,   /* text: a telephone number as somebody wrote it */
    FIELD_TYPE_NUMBER,  /* whole, within min..max */
    FIELD_TYPE_FLAG,    /* yes, no */
    FIELD_TYPE_INSTANT, /* in JSON as UTC RFC 3339 text */
    FIELD_TYPE_SPAN     /* in JSON as microseconds */
};

struct field_info {
    const char *name;
    enum field_type type;
    long long min, max; /* NUMBER: its range; TEXT, WORD and PHONE: max bytes */
    enum time_sense
        time;         /* INSTANT: what it means where somebody types it; TIME_NONE: nobody does */
    const char *what; /* in one phrase, for help and docs */
    /* How messages name it: in the alphabet of GSM 7-bit, and where they are in Chinese. */
    const char *word, *han;
    bool is_news;   /* who was paged hears of it when it changes */
    bool is_figure; /* of people: a page says it by its word */
};

extern const struct field_info field_table[FIELD_COUNT];

/* One value; text is borrowed. Numbers, flags, instants and spans are all in `number`. */
struct field {
    enum field_id id;
    bool is_unknown; /* there is no value: it says that nobody knows it, or that it was wrong */
    struct slice text;
    int64_t number;
};

#define FIELD_TEXT_OF(field_id, slice) ((struct field){.id = (field_id), .text = (slice)})
#define FIELD_NUMBER_OF(field_id, n) ((struct field){.id = (field_id), .number = (n)})
#define FIELD_INSTANT_OF(field_id, i) ((struct field){.id = (field_id), .number = (i).us})
#define FIELD_UNKNOWN_OF(field_id) ((struct field){.id = (field_id), .is_unknown = true})

bool field_is_text(enum field_id id);
/* May somebody say that it is not known? What a caller reports, but for its text, its grade (which
 * changes with a reason) and flags (what is not yes is no). */
bool field_may_be_unknown(enum field_id id);
/* By its name in the table. False when there is none. */
bool field_from_name(struct slice name, enum field_id *ret_id);
/*
 * Reads a value as a client wrote it, by the field's type and limits (times by their sense and the
 * frame). False: *why is what was wrong and what would be right ("grade is 1 to 4"), appended to,
 * and *ret_field is untouched. Nothing at all, or a word for it ("unknown", "?"), makes a field
 * unknown that may be so.
 */
bool field_parse(enum field_id id, struct slice value, const struct time_frame *frame,
                 struct field *ret_field, struct buffer *why);
/* The value in wire form, quoted where needed, times in the office's zone: what follows
 * "name=". */
void field_format_value(const struct field *f, struct buffer *out);
/* A text in wire form: bare when it can be, else quoted with \" and \\ (control characters become
 * spaces). */
void field_format_text(struct slice text, struct buffer *out);
/* The same value and the same field? */
bool field_equal(const struct field *a, const struct field *b);
