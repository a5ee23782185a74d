#pragma once
/*
 * What a command is: its verb, form, words, fields, who may use it, what it is for, an example, and
 * its handler. HELP, the dispatcher, docs/protocol.md and its test read this.
 *
 * The commands are in the files that are named for what they are about; each has a list of its
 * commands, and table.c has the lists.
 */
#include "base/line.h"
#include "config/load.h"
#include "desk/desk.h"
#include "wire/net/reply.h"

struct auditor;
struct command_table;
struct heartbeat;
struct net;
struct paging;

enum command_flag {
    COMMAND_OPEN = 1 << 0,   /* may be used before LOGIN */
    COMMAND_WRITES = 1 << 1, /* takes key= */
    COMMAND_READS = 1 << 2,  /* waits for all earlier replies of its session */
    COMMAND_TEXT = 1 << 3,   /* may have a text */
    COMMAND_NEEDS_TEXT = 1 << 4,
    COMMAND_EARLY = 1 << 5, /* may be used before the journal has been read */
    /* Its text is a secret or somebody else's: nothing in it is a field (line.h). */
    COMMAND_TO_THE_LETTER = 1 << 6,
    COMMAND_ENDED = 1 << 7, /* is about an incident that has ended */
    /* It is about one incident: a text of nothing but numbers is taken for more of them. */
    COMMAND_ONE = 1 << 8,
    /* Its text is a reason that may be left out: not to be mistaken for the end of a value. */
    COMMAND_REASON = 1 << 9
};

/* What commands may use of the daemon, beside the desk of their session. */
struct command_env {
    struct net *net;
    const struct config *config; /* in force */
    struct paging *paging;
    const struct auditor *auditor;     /* may be NULL */
    const struct heartbeat *heartbeat; /* may be NULL */
    const char *version;
    struct instant started; /* by the monotonic clock; INSTANT_NONE: not said */
    /* Reads the configuration again; true when it was taken. What there is to say is put in
     * ret_report either way. */
    bool (*reload)(void *arg, const struct person *by, struct config_report *ret_report);
    void *reload_arg;
};

struct request {
    const struct command_info *info;
    const struct command_table *table; /* of all commands */
    const struct command_env *env;
    const struct line *line; /* text: with << the lines that followed, joined by LF */
    struct instant now;
    struct slice key; /* empty: none was given */
    uint64_t digest;  /* of the command without its key=; 0 without a key */
};

/* A field that a handler reads itself. */
struct own_field {
    const char *name;
    const char *what;
    enum time_sense time; /* what a time in it means; TIME_NONE: it holds none */
};

struct command_info {
    const char *verb;    /* "REPORT" */
    const char *form;    /* "REPORT [field…] text" */
    const char *what;    /* one line for HELP */
    const char *detail;  /* more lines for HELP REPORT, separated by \n; or NULL */
    const char *example; /* a line that works where incidents 1 and 2 are open */
    unsigned ranks;      /* bit 1 << rank */
    unsigned flags;
    size_t min_words, max_words;
    const char *const *words;    /* max_words names for error messages; NULL without words */
    const enum field_id *fields; /* as in field_table; ended by FIELD_COUNT; NULL = none */
    const struct own_field *own; /* ended by a NULL name; NULL = none */
    void (*run)(struct session *s, const struct request *r);
};

#define RANK_BIT(rank) (1u << (rank))
#define RANKS_ALL (RANK_BIT(RANK_COUNT) - 1)
/* Those who do duty. */
#define RANKS_DUTY (RANK_BIT(RANK_OFFICER) | RANK_BIT(RANK_SUPERVISOR) | RANK_BIT(RANK_LEADER))
/* Those who may read everything. */
#define RANKS_READ (RANKS_DUTY | RANK_BIT(RANK_OBSERVER) | RANK_BIT(RANK_ADMIN))

/* All commands, in the order of HELP: the lists of their files. */
struct command_table {
    const struct command_info *const *const *files; /* both ended by NULL */
};

/* The n-th from 0 on; NULL beyond the last. */
const struct command_info *command_at(const struct command_table *t, size_t n);
/* Case ignored; NULL. */
const struct command_info *command_find(const struct command_table *t, struct slice verb);
/* Has it a field for a time that somebody types? Then it takes sure= as well. */
bool command_takes_time(const struct command_info *info);
/* What the command takes by this name, case ignored; key= is one of its fields where it writes. */
enum line_key command_key(const struct command_info *info, struct slice name);
bool command_has_fields(const struct command_info *info);
/* The field that is meant by the name (meaning.h), or whose name is nearest; NULL. */
const char *command_nearest_field(const struct command_info *info, struct slice name);
/* 502, with what does the same here (meaning.h), or the nearest verb. */
void command_reply_unknown(struct session *s, const struct command_table *t, struct slice verb);
