#pragma once
/* A server on a journal in memory and a clock that is moved by hand, for tests of sessions. */
#include "journal/memory.h"
#include "wire/server.h"

struct room {
    struct event_base *base;
    struct instant time; /* by both clocks */
    struct clock clock;
    uint64_t seed;
    struct random_source random;
    struct config *config;
    struct office *office;
    struct desk *desk;
    struct journal *journal;
    struct server *server;
};

/* Consumes the configuration. Duty has begun, and nothing is pending. */
void room_open(struct room *r, struct config *config);
void room_close(struct room *r);
