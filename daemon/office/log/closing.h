#pragma once
/*
 * How an incident ended, beside what is said of it: to be counted. In the log (FIELD_AS) and in
 * duty.incident by its name.
 */
#include <stdbool.h>

#include "base/slice.h"

enum closing {
    CLOSING_UNSAID, /* its text alone says it; also of what older versions wrote */
    CLOSING_DONE,
    CLOSING_FALSE,     /* a false alarm */
    CLOSING_DUPLICATE, /* of another incident, which MERGE would name */
    CLOSING_PASSED_ON, /* to another office */
    CLOSING_COUNT
};

#define CLOSING_NAMES "done, false (a false alarm), duplicate or passed-on"

/* "done" …; NULL: it is not said. */
const char *closing_to_string(enum closing closing);
/* As people may write it, capitals or not: also "false-alarm", "误报" … */
bool closing_from_slice(struct slice s, enum closing *ret_closing);
/* What a message says of the incident: "closed as a false alarm" … */
const char *closing_words(enum closing closing);
/* Does that alone say too little? */
bool closing_needs_text(enum closing closing);
