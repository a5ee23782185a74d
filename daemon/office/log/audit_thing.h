#pragma once
/*
 * What the auditor finds undone. In the log because an entry says which of them it was
 * (FIELD_THING).
 */
#include <stdbool.h>

#include "base/slice.h"

enum audit_thing {
    AUDIT_CHAIN, /* the chain of command was to go on, or an idle incident to be paged again */
    AUDIT_TRY,   /* a person was to be tried again */
    AUDIT_PAGE,  /* a page waits that nobody hands to its hook */
    AUDIT_STILL, /* live, and nothing will ever happen */
    AUDIT_FAR,   /* what is next is further ahead than any rule can say */
    AUDIT_WAKE,  /* the daemon will be woken for it at another time than it is due, or not at all */
    AUDIT_LIST,  /* live, and not among the live ones */
    AUDIT_THING_COUNT
};

const char *audit_thing_to_string(enum audit_thing thing); /* "chain" … */
/* "the chain of command was to go on" … */
const char *audit_thing_words(enum audit_thing thing);
bool audit_thing_from_slice(struct slice s, enum audit_thing *ret_thing);
/* Is it a fault of this process only, that a new one, which computes all of it afresh, has not? */
bool audit_thing_is_mendable(enum audit_thing thing);
/* Is it about something that should have happened at a certain instant? */
bool audit_thing_is_timed(enum audit_thing thing);
