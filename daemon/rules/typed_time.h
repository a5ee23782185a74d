#pragma once
/*
 * Times that people type. The only code that reads one: a field says in its row of a table what
 * its time means (enum time_sense), and everything else follows here: which day "23:50" is of, what
 * is too far from now to be meant, what is asked back, and in which words. Programs write RFC 3339,
 * which rules/calendar.h reads.
 *
 * A time is RFC 3339; local, with or without a date, in the forms of rules/time_form.h; or as far
 * from now ("-20m").
 */
#include "rules/calendar.h"

/* What the time of a field means. */
enum time_sense {
    TIME_NONE,     /* the field holds no time, or none that anybody types */
    TIME_HAPPENED, /* something that has happened */
    TIME_SINCE,    /* where what is past is looked at from */
    TIME_UNTIL,    /* ... and up to where: after its since, if there is one */
    TIME_FROM,     /* when something begins that is to come, or has just begun */
    TIME_TO_COME,  /* when it ends: after it has begun */
    TIME_EITHER,   /* any moment, looked at */
    TIME_GATEWAY   /* a program's clock: exact, and taken as it is, whatever it says, because the
                      message that it comes with must not be lost */
};

/* What a time depends on, besides its sense. */
struct time_frame {
    struct instant now;
    struct instant begin; /* TIME_UNTIL, TIME_TO_COME: the time that it ends; or INSTANT_NONE */
    bool sure;            /* it is meant, however far from now */
};

/*
 * Reads the time that stands in the field `name`. False: *why is what is wrong and what would be
 * right, with examples in the office's zone; appended to.
 */
bool typed_time_read(struct slice text, enum time_sense sense, const struct time_frame *frame,
                     const char *name, struct instant *ret, struct buffer *why);
