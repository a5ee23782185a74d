#pragma once
/*
 * The one table of what may stand in the configuration. The reader checks every setting against it,
 * takes defaults from it, and a test compares it with docs/config.md, line by line.
 */
#include <libconfig.h>

#include "base/instant.h"

enum section {
    SECTION_TOP,
    SECTION_OFFICE,
    SECTION_DATABASE,
    SECTION_LISTEN,
    SECTION_SESSIONS,
    SECTION_PERSON,
    SECTION_CONTACT,
    SECTION_POST,
    SECTION_ROTATION,
    SECTION_CHAIN,
    SECTION_STEP,
    SECTION_ROUTE,
    SECTION_HOOK,
    SECTION_HOLIDAY,
    SECTION_LEAVE,
    SECTION_RELIEF,
    SECTION_LIMITS,
    SECTION_TEAM,
    SECTION_HEARTBEAT,
    SECTION_COUNT
};

enum key_type {
    KEY_GROUP,   /* { … } */
    KEY_GROUPS,  /* ( { … }, … ); min and max count them */
    KEY_TEXT,    /* min and max count bytes */
    KEY_ID,      /* letters, digits, and . _ - */
    KEY_PATH,    /* absolute */
    KEY_NUMBER,  /* min to max */
    KEY_SPAN,    /* min to max in microseconds */
    KEY_DATE,    /* a local date */
    KEY_TIME,    /* a local time of day */
    KEY_CYCLE,   /* "1d", "2w", "1month" */
    KEY_RANK,    /* the name of one */
    KEY_MODE,    /* permissions, octal */
    KEY_TEXTS,   /* ( "…", … ) */
    KEY_TURNS,   /* ( "id", ( "id", "id" ), … ) */
    KEY_TARGETS, /* "post:ID" or a list of such */
    KEY_GRADES,  /* a number 1..4 or a list of such */
    KEY_BOOL,    /* true or false */
    KEY_WHEN,    /* a local date, or date and time */
    KEY_DATES,   /* ( "2026-10-10", ... ) */
    KEY_DAYS,    /* "mon-fri", "sat,sun,holiday" */
    KEY_COUNT,   /* "calendar" or "active" */
    KEY_WORDS,   /* "words" or a list of such */
    KEY_RUN,     /* "process" or "lines" */
    KEY_RATES,   /* "3/1m,10/1h" */
    KEY_TYPE_COUNT
};

enum key_need {
    KEY_OPTIONAL,
    KEY_REQUIRED,
    KEY_LATER /* described for a later version; refused by this one */
};

struct key {
    enum section section;
    const char *name;
    enum key_type type;
    enum key_need need;
    const char *preset; /* the default, as it would be written; NULL: none */
    int64_t min, max;   /* both 0: no limits but the type's own */
    const char *what;
};

extern const struct key keys[];
extern const size_t n_keys;

/* As in a heading of docs/config.md: "people.contacts"; the top is "". */
const char *section_path(enum section section);
/* As in a sentence: "a contact". */
const char *section_noun(enum section section);
const char *key_type_name(enum key_type type);
/* How a value of the type is written: "write true or false, without quotes". */
const char *key_type_right(enum key_type type);

/* NULL when there is none. */
const struct key *key_find(enum section section, const char *name);
/* The key that was meant by a wrong name, or NULL. */
const char *key_nearest(enum section section, const char *name);
/* Is the value of the key's type and within its limits? If not, says what is wrong and what would
 * be right. */
bool key_fits(const struct key *k, const config_setting_t *value, struct buffer *ret_why);
/* "1 to 64 bytes", "" when there are none. */
void key_print_limits(const struct key *k, struct buffer *out);
/* The head of the key's row in docs/config.md: "| `id` | id | required | 1 to 64 bytes |". */
void key_print_row(const struct key *k, struct buffer *out);

struct cycle {
    unsigned every;
    bool months;
};

/* "2026-11-05" or "2026-11-05 17:30"; which of them. */
bool when_parse(struct slice text, bool *ret_is_date);
bool cycle_parse(struct slice text, struct cycle *ret_cycle);
