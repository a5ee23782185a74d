#pragma once
/*
 * The configuration in force: read from libconfig files, checked as a whole, never changed
 * afterwards, with counted references. The rules (people, posts, chains) are the office's; the rest
 * says how the daemon runs. docs/config.md describes every key, and a test compares it with the
 * reader's table.
 */
#include "config/rate.h"
#include "rules/rules.h"

enum listen_kind { LISTEN_TCP, LISTEN_TLS, LISTEN_UNIX };

struct listen_config {
    enum listen_kind kind;
    char *address;     /* "127.0.0.1:2424", "[::1]:2424", or a path */
    unsigned mode;     /* LISTEN_UNIX: permissions of the socket */
    char *certificate; /* LISTEN_TLS: PEM files */
    char *key;
};

struct hook_config {
    char *via;
    char **command;      /* argv, ended by NULL; command[0] is an absolute path */
    bool lines;          /* mode "lines": one process for many pages */
    bool telephone;      /* its addresses are telephone numbers */
    struct span timeout; /* default 30s */
    unsigned parallel;   /* pages at a time; default 8 */
    unsigned retries;    /* the most runs for one page while the hook exits with 75; default 5 */
    struct span backoff; /* after the first 75, then doubled; default 5s */
    struct rates per_number; /* messages to one address; default: no limit */
    unsigned breaker;        /* failures in a row until it is down; 0 = never; default 5 */
    struct span probe;       /* between tries while it is down; default 30s */
};

struct heartbeat_config {
    char **command; /* as of a hook; NULL: there is none */
    struct span every, timeout;
};

struct config {
    unsigned references;
    struct rules *rules;
    char *file; /* as given, for RELOAD */
    char *conninfo;
    struct span commit_limit;
    struct listen_config *listens;
    size_t n_listens;
    struct hook_config *hooks;
    size_t n_hooks;
    struct heartbeat_config heartbeat;
    bool strict;             /* a gap is an error */
    struct span audit_slack; /* anything later than this is an alarm; default 30s */
    /* With more live pages than this, a person gets several in one message; 0 = never. */
    unsigned bundle;
    struct sessions_config {
        unsigned connections; /* at most; beyond: 421 */
        unsigned per_address; /* at most from one address; 0 = no separate limit */
        unsigned per_person;  /* at most that are left open by one person; 0 = no separate limit */
        struct span idle;     /* without a whole command, and not logged in: 421 */
        struct span login_delay; /* of the answer to a second wrong password of a person from an
                                    address; doubled each time, up to 1 min */
    } sessions;
};

struct config *config_ref(struct config *c);
void config_unref(struct config *c); /* accepts NULL */

const struct hook_config *config_hook(const struct config *c, struct slice via);

/* The names of settings that take effect only at a start (database, listen, office id, zone) and
 * differ between the two, separated by ", "; empty: none. */
void config_fixed_changes(const struct config *old, const struct config *new, struct buffer *out);
