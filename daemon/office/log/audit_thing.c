#include "office/log/audit_thing.h"

static const struct {
    const char *name, *words;
    bool mendable, timed;
} things[AUDIT_THING_COUNT] = {
    [AUDIT_CHAIN] = {"chain", "the chain of command was to go on", true, true},
    [AUDIT_TRY] = {"try", "was to be tried again", true, true},
    [AUDIT_PAGE] = {"page", "has not been handed to its hook", true, false},
    [AUDIT_STILL] = {"still", "it is live, and nothing is to happen any more", false, false},
    [AUDIT_FAR] = {"far", "what is next is further ahead than any rule says", false, false},
    [AUDIT_WAKE] = {"wake", "the timer does not know when it is due", true, false},
    [AUDIT_LIST] = {"list", "it is in the wrong list of incidents", true, false},
};

const char *audit_thing_to_string(enum audit_thing thing)
{
    return things[thing].name;
}

const char *audit_thing_words(enum audit_thing thing)
{
    return things[thing].words;
}

bool audit_thing_from_slice(struct slice s, enum audit_thing *ret_thing)
{
    for (enum audit_thing t = 0; t < AUDIT_THING_COUNT; t++) {
        if (slice_equal_string(s, things[t].name)) {
            *ret_thing = t;
            return true;
        }
    }
    return false;
}

bool audit_thing_is_mendable(enum audit_thing thing)
{
    return things[thing].mendable;
}

bool audit_thing_is_timed(enum audit_thing thing)
{
    return things[thing].timed;
}
