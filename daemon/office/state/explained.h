#pragma once
/* To which numbers it was explained lately how to answer, so that two machines do not talk to each
 * other for ever. For the files of the machine only. */
#include "base/instant.h"
#include "office/log/entry.h"

struct office;

struct explained_to {
    const char *number; /* interned: only numbers of the configuration are explained to */
    uint64_t digest;    /* of the words */
    struct instant at;
    uint64_t seq;
};

struct explained {
    struct explained_to *list; /* in the order of the log */
    size_t n, cap;
};

/* May the number be sent this explanation now? Three a minute, so that a person who errs twice
 * hears it twice; twelve an hour; and the same words not twice within ten minutes. `just_now` so
 * many are sent besides, of which the log does not know yet. */
bool explained_may(const struct office *o, struct slice number, struct slice text,
                   struct instant now, size_t just_now);
/* By what an entry says which explanation was sent. */
void explained_format_digest(struct slice text, struct buffer *out);

void explained_apply(struct office *o, const struct entry *e);
void explained_end(struct office *o);
