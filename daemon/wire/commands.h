#pragma once
/*
 * The table of commands: for each its verb, form, words, fields, who may use it, what it is for, an
 * example, and its handler. HELP, the dispatcher, docs/protocol.md and its test read this one
 * table.
 */
#include "wire/session.h"

enum command_flag {
    COMMAND_OPEN = 1 << 0,   /* may be used before LOGIN */
    COMMAND_WRITES = 1 << 1, /* takes key= */
    COMMAND_READS = 1 << 2,  /* waits for all earlier replies of its session */
    COMMAND_TEXT = 1 << 3,   /* may have a text */
    COMMAND_NEEDS_TEXT = 1 << 4
};

struct request {
    const struct command_info *info;
    const struct line *line; /* text: with << the lines that followed, joined by LF */
    struct instant now;
    uint64_t digest; /* of the command without its key= */
};

struct command_info {
    const char *verb;    /* "REPORT" */
    const char *form;    /* "REPORT [field…] text" */
    const char *what;    /* one line for HELP */
    const char *detail;  /* more lines for HELP REPORT, separated by \n; or NULL */
    const char *example; /* a line that works */
    unsigned ranks;      /* bit 1 << rank */
    unsigned flags;
    size_t min_words, max_words;
    const char *const *words; /* their names in error messages */
    const enum field_id
        *fields; /* taken as they are in field_table; ended by FIELD_COUNT; NULL = none */
    const char *const *own; /* names of further fields that the handler reads itself (since, limit
                               …); ended by NULL; or NULL */
    void (*run)(struct session *s, const struct request *r);
};

/* In the order of HELP. */
extern const struct command_info *const command_table[];
extern const size_t command_table_len;

/* Case ignored; NULL. */
const struct command_info *command_find(struct slice verb);

/* What a session that has a whole line wants done: finds the verb, checks login, rank, words,
 * fields, key; replies with the error, or calls the handler. `rest` is what stands behind the verb;
 * `text` is non-NULL when the text came with <<. */
void command_dispatch(struct session *s, const struct command_info *info, struct slice raw,
                      const struct line *line);
/* The checks that come before a text is asked for with 350: 0, or the reply has been given. */
int command_refuse_early(struct session *s, const struct command_info *info,
                         const struct line *line);
