#pragma once
/*
 * The one table of all keys of the configuration, and of where each value goes. The reader checks
 * every setting against it, takes defaults from it, and writes values that have a member to that
 * member. A test compares the table with docs/config.md, line by line.
 */
#include "base/buffer.h"
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
    SECTION_ANSWERS,
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
    KEY_LATER /* reserved for a later version; refused by this one */
};

/* Where a value is written: the C type of the member must be that of the key's type. */
enum member_place {
    IN_NOTHING, /* has no member: its reader_*.c reads it, or it is only for people */
    IN_CONFIG,  /* struct config */
    IN_RULES,   /* struct rules */
    IN_ITEM     /* the struct of the list's element: struct post, struct hook_config, ... */
};

enum member_type {
    MEMBER_NONE,
    MEMBER_TEXT,     /* char *, allocated */
    MEMBER_BOOL,     /* bool */
    MEMBER_INT,      /* int */
    MEMBER_UNSIGNED, /* unsigned, or an enum */
    MEMBER_SPAN,     /* struct span */
    MEMBER_DATE,     /* struct date */
    MEMBER_RATES     /* struct rates */
};

struct key {
    enum section section;
    const char *name;
    enum key_type type;
    enum key_need need;
    const char *preset; /* the default, as it would be written; NULL: none */
    int64_t min, max;   /* both 0: only the type's own limits */
    struct member {
        enum member_place place;
        enum member_type type;
        size_t offset;
    } member;
    const char *what;
};

extern const struct key keys[];
extern const size_t n_keys;

/* As in a heading of docs/config.md: "people.contacts"; the top is "". */
const char *section_path(enum section section);
/* By its path; -1 if there is none. */
int section_find(const char *path);
/* As in a sentence: "a contact". */
const char *section_noun(enum section section);

/* NULL if there is none. */
const struct key *key_find(enum section section, const char *name);
/* The key that a wrong name probably means, or NULL. */
const char *key_nearest(enum section section, const char *name);
/* "1 to 64 bytes", or "" without limits. */
void key_print_limits(const struct key *k, struct buffer *out);
