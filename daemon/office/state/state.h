#pragma once
/*
 * What an office consists of. For the files of the machine only (office.c, apply.c, decide*.c,
 * due.c, draft.c): everyone else asks through office/office.h.
 */
#include <string.h>

#include "office/office.h"

struct gap_watch;
struct gateway_ids;
struct remind_watch;
struct presence;
struct notice;

/* A name that many incidents share: kept once. */
struct name {
    UT_hash_handle by_text;
    size_t holders;                  /* of office_hold_name that have not let it go */
    bool stays;                      /* as long as the office */
    unsigned live[2][OFFICE_GRADES]; /* a person's live pages: real or of a drill, by badness */
    char text[];
};

/* The use of a command key. */
struct key_use {
    struct digest_prefix {
        uint64_t high, low;
    } id; /* of the key's digest */
    uint64_t digest, seq;
    struct instant at;
    UT_hash_handle by_id;
    struct key_use *prev, *next; /* in order of time */
};

/* A reply code that was given out. It is not given out again before `free_at`. */
struct code_use {
    unsigned code;
    struct incident_id incident;
    const char *person;
    struct instant free_at; /* never while its incident is open or acknowledged */
    UT_hash_handle by_code;
};

/* left.h */
struct superseded_pages {
    struct superseded_page *pages; /* in no order; mostly none */
    size_t n, cap;
};

struct office {
    struct rules *rules;
    struct gap_watch *gaps;          /* gap.h */
    struct presence *presence;       /* presence.h */
    struct notice *notices;          /* notice.h; by id */
    struct gateway_ids *gateway_ids; /* gateway_ids.h */
    struct remind_watch *reminds;    /* remind.h */
    const struct random_source *random;
    uint64_t last_seq;
    struct incident_id last_incident;
    struct incident *incidents;    /* by id */
    struct incident *live, *ended; /* lists, by prev and next */
    struct heap wakes;
    struct name *names;
    struct key_use *keys, *oldest_key;
    struct code_use *codes;
    struct selftest selftest;
    struct superseded_pages superseded;
    struct instant next_sweep; /* of codes whose rest is over */
    struct office_counts counts;
};

/* The office's own copy of a name; good as long as the office. */
const char *office_intern(struct office *o, struct slice text);
/* The same for words that callers choose, of which there may be ever more: good until as many have
 * let it go as hold it. "" needs no letting go. */
const char *office_hold_name(struct office *o, struct slice text);
void office_let_go_name(struct office *o, const char *name);
/* NULL when it was not used within OFFICE_KEY_LIFE. */
const struct key_use *office_key(const struct office *o, struct slice key, struct instant now);
struct incident *office_find(const struct office *o, struct incident_id id);
/* A new one, in no list yet. */
struct incident *office_add(struct office *o, struct incident_id id);
/* Is the code free to be given out at `now`? */
bool office_code_is_free(const struct office *o, unsigned code, struct instant now);
void office_use_code(struct office *o, unsigned code, struct incident_id incident,
                     const char *person);
void office_release_codes(struct office *o, const struct incident *i, struct instant at);
/* What is known of the code, also for a day after its incident; NULL. */
const struct code_use *office_code_use(const struct office *o, unsigned code);
/* Counts the incident's live pages for their people: by 1 or -1, behind and before any change. */
void office_count_live(const struct incident *i, int by);
/* Adds to the right list, or moves there, after a change of state. */
void office_list(struct office *o, struct incident *i, enum incident_state before, bool is_new);
/* After any change to its instants. */
void office_rewake(struct office *o, struct incident *i);
