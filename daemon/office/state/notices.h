#pragma once
/*
 * A notice: a message, by the same hooks as a page, that asks for no answer:
 * that another has taken the incident, that it is over, what was wrong with a reply. It has no
 * code, escalates nothing, and is dropped when it could not be sent in time. An office keeps those
 * that have no outcome yet.
 */
#include <uthash.h>

#include "base/instant.h"
#include "office/log/entry.h"

struct office;

struct notice {
    uint64_t id;                        /* of the entry that queued it */
    uint64_t deferral;                  /* the entry that put it off last; 0: none did */
    struct incident_id about;           /* or INCIDENT_NONE */
    const char *person, *via, *address; /* the office's own copies (office_intern) */
    char *text;                         /* as the log has it; may be longer than one message */
    struct instant queued;
    struct instant until;   /* dropped from then on */
    struct instant retry;   /* INSTANT_NONE: at once */
    bool drill;             /* it is about one */
    uint8_t means, attempt; /* as of a callout */
    UT_hash_handle by_id;
};

/* NULL when it has its outcome, or never was. */
const struct notice *notice_find(const struct office *o, uint64_t id);

void notices_apply(struct office *o, const struct entry *e);
void notices_on_clock_step(struct office *o, struct span by, struct instant at);
void notices_end(struct office *o);
