#pragma once
/*
 * The table of commands: for each its verb, form, words, fields, who may use it, what it is for, an
 * example, and its handler. HELP, the dispatcher, docs/protocol.md and its test read this one
 * table.
 */
#include "base/line.h"
#include "config/load.h"
#include "desk/desk.h"
#include "wire/net/reply.h"
#include "wire/net/session.h"

struct auditor;
struct heartbeat;
struct net;
struct paging;

enum command_flag {
    COMMAND_OPEN = 1 << 0,   /* may be used before LOGIN */
    COMMAND_WRITES = 1 << 1, /* takes key= */
    COMMAND_READS = 1 << 2,  /* waits for all earlier replies of its session */
    COMMAND_TEXT = 1 << 3,   /* may have a text */
    COMMAND_NEEDS_TEXT = 1 << 4,
    COMMAND_EARLY = 1 << 5 /* may be used before the journal has been read */
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

/* In the order of HELP. */
extern const struct command_info *const command_table[];
extern const size_t command_table_len;

extern const struct command_info help_command, login_command, ping_command, quit_command,
    report_command, set_command, note_command, ack_command, decline_command, escalate_command,
    grade_command, close_command, reopen_command, merge_command, show_command, list_command,
    log_command, find_command, who_command, roster_command, watch_command, status_command,
    reload_command, check_command, verify_command, on_command, off_command, handover_command,
    take_over_command, refuse_command, relieve_command, rollcall_command, here_command,
    standing_command, receive_command, receipt_command;

/* What each reply code means: for HELP codes and docs/protocol.md. */
struct command_code {
    int code;
    const char *what;
};
extern const struct command_code command_codes[];
extern const size_t command_codes_len;

/* Case ignored; NULL. */
const struct command_info *command_find(struct slice verb);
/* 502, with the nearest verb. */
void command_reply_unknown(struct session *s, struct slice verb);

/* A whole line came in: checks login, rank, words, fields, key; replies with the error, or calls
 * the handler. With info NULL it is command_reply_unknown for the line's verb. */
void command_dispatch(struct session *s, const struct command_info *info,
                      const struct command_env *env, const struct line *line);
/* The checks that come before a text is asked for with 350: 0, or the reply has been given. */
int command_refuse_early(struct session *s, const struct command_info *info,
                         const struct line *line);

/* For handlers: values of own fields. False: 501 has been replied. Outputs are untouched when the
 * field was not given. */
bool command_own_instant(struct session *s, const struct request *r, const char *name,
                         struct instant *ret_instant);
bool command_own_number(struct session *s, const struct request *r, const char *name, long long min,
                        long long max, long long *ret_number);
/* 554 for a post that is not there; NULL when none was given. */
bool command_own_post(struct session *s, const struct request *r, const struct rules *rules,
                      const struct post **ret_post);
bool command_parse_incident(struct session *s, const struct request *r, struct slice text,
                            struct incident_id *ret_id);
