#pragma once
/*
 * How the office comes back from the log at a start: what was live as of the last checkpoint, then
 * every entry since. What is read is proven: the checkpoint, an entry of the log itself, says how
 * many rows were live and their digest. Where that does not fit, or there is no checkpoint that
 * this version can read, the whole log is folded, from its first entry, and the table made again.
 */
#include "journal/connection.h"
#include "journal/journal.h"
#include "journal/tail.h"

/* Makes duty.live if it is not there. */
extern const char replay_live_table[];

struct replay {
    const struct journal_listener *listener; /* borrowed, as is the next */
    struct tail *tail;                       /* keeps what was replayed */

    uint64_t end_seq;    /* of the log */
    uint64_t checkpoint; /* its entry; 0: none that can be used */
    struct live_digest promised, found;
    uint64_t live_row;       /* the last one of duty.live */
    uint64_t n_live;         /* entries that the log had of those that its rows stand for */
    uint64_t replayed;       /* the last entry that was handed on */
    bool has_live;           /* all that was live as of the checkpoint has been handed on */
    uint64_t recalled;       /* the last entry of an incident that is opened again */
    bool is_whole;           /* the whole log is folded */
    bool is_distrusted;      /* ... since the table does not fit */
    struct digest last_hash; /* of the entry before the next one of the log */
    bool is_broken;          /* the chain of hashes was found broken, and that was said */
    struct buffer progress;  /* in words, while the whole log is folded */
};

void replay_deinit(struct replay *r);

/* Each asks from the last entry that was handed on: the connection may have been lost meanwhile. */
void replay_ask_checkpoint(struct replay *r, struct connection *c);
void replay_on_checkpoint(struct replay *r, const PGresult *result, int row);
void replay_ask_live(struct replay *r, struct connection *c);
void replay_on_live(struct replay *r, const PGresult *result, int row);
void replay_on_live_end(struct replay *r);
/* Incidents that are opened again in the part of the log that is to be folded; then what the log
 * has of them up to there, since it was not needed as of the checkpoint. */
void replay_ask_opened_again(struct replay *r, struct connection *c);
void replay_on_opened_again(struct replay *r, const PGresult *result, int row);
void replay_ask_recalled(struct replay *r, struct connection *c);
void replay_on_recalled(struct replay *r, const PGresult *result, int row);
void replay_ask_log(struct replay *r, struct connection *c);
void replay_on_log(struct replay *r, const PGresult *result, int row);
