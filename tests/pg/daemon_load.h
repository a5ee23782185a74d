#pragma once
/*
 * Reports with keys over several connections that are cut, refused and sent again, and what the
 * daemon has said to each: for the test that everything it has answered is in the log, once.
 */
#include "base/random.h"
#include "daemon_help.h"

#define LOAD_SENDERS 8
#define LOAD_WINDOW 4 /* reports without an answer on one connection */

struct sender {
    struct line line;
    size_t flying[LOAD_WINDOW]; /* wishes, in the order in which they were sent */
    size_t n_flying;
    uint64_t last_entry;       /* of this connection's answers */
    struct instant hold_until; /* after a 450 */
};

struct load {
    struct station *station;
    struct random_source random;
    uint64_t seed;
    struct sender senders[LOAD_SENDERS];
    struct wish {
        bool answered;
        uint64_t entry;
        char *incident;
    } * wishes; /* wish i has the key k-i */
    size_t n_wishes, cap_wishes;
    size_t *again, n_again, cap_again; /* cut or refused: to be sent once more */
    bool finishing;                    /* no new ones */
    size_t answered;
    size_t refused; /* 450 and 452 */
    size_t repeats; /* answered with again=yes */
};

void load_init(struct load *load, struct station *s);
void load_deinit(struct load *load);
/* Connects what is not connected. */
void load_connect(struct load *load);
/* Sends what there is room for, waits a little, and reads the answers. False: all are cut off. */
bool load_turn(struct load *load);
/* Until so many are answered in all. */
void load_until(struct load *load, size_t answered);
/* Reads what was still said to connections that are being cut off. */
void load_drain(struct load *load);
/* Until everything is answered; then compares it with the log, and checks that. */
void load_finish(struct load *load);
