#pragma once
/*
 * A connection to a daemon, for programs that drive it hard: replies come in the order of the
 * commands, as many commands under way as the owner likes. Opening blocks (10 s at most), the rest
 * does not.
 */
#include "base/buffer.h"

struct client {
    int fd; /* -1: not open */
    struct buffer in, out;
    size_t taken; /* of in */
    char why[200];
};

/* Connects to "HOST:PORT" or to the path of a Unix socket, reads the greeting, and logs in unless
 * `login` ("person password") is NULL. False: c->why says it in words. */
bool client_open(struct client *c, const char *address, const char *login);
void client_close(struct client *c);
/* Writes what is in c->out, as far as it goes. False: the connection is lost. */
bool client_write(struct client *c);
/* Takes what has come in. False: the connection is lost, or was ended by the other side; lines that
 * had come in before can still be taken. */
bool client_read(struct client *c);
/* The last line of the next reply; what comes unasked, and the lines before the last, are passed
 * over. Good until the next call. False: not here yet. */
bool client_reply(struct client *c, int *ret_code, struct slice *ret_words);
