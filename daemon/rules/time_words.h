#pragma once
/*
 * The words of a typed time, in English, German, French, Spanish and Chinese. They are matched
 * against folded text (base/fold.h) without accents.
 */
#include "base/instant.h"

/* Which hours "11" may be. */
enum day_part {
    DAY_PART_NONE,
    DAY_PART_DAWN, /* after midnight, before the morning */
    DAY_PART_MORNING,
    DAY_PART_NOON,
    DAY_PART_AFTERNOON,
    DAY_PART_EVENING, /* up to midnight, and no further */
    DAY_PART_NIGHT,   /* on both sides of midnight */
    DAY_PART_AM,
    DAY_PART_PM
};

enum time_word_kind {
    TIME_WORD_DAY,   /* .day from today, perhaps with a .part: "last night" */
    TIME_WORD_PART,  /* .part */
    TIME_WORD_CLOCK, /* .value: minute of the day, "noon" */
    TIME_WORD_NOW,
    TIME_WORD_MONTH, /* .value 1..12 */
    TIME_WORD_FILL,  /* "at": says nothing */
    /* after a number */
    TIME_WORD_HOUR, /* .value 12: of the dial, on which 11 is twice a day */
    TIME_WORD_MINUTE,
    TIME_WORD_SECOND,
    TIME_WORD_HALF,    /* half an hour past */
    TIME_WORD_QUARTER, /* so many quarters past */
    TIME_WORD_IN_YEAR, /* the signs after the parts of a date */
    TIME_WORD_IN_MONTH,
    TIME_WORD_IN_DAY
};

struct time_word {
    const char *text;
    enum time_word_kind kind;
    int day;
    enum day_part part;
    int value;
};

enum span_word_kind {
    SPAN_WORD_UNIT,     /* after a number: .us each */
    SPAN_WORD_AND_HALF, /* the same, and half of one more */
    SPAN_WORD_WHOLE,    /* "half an hour": .us */
    SPAN_WORD_ONE,      /* "an", before a unit */
    SPAN_WORD_BACK,     /* "vor", "ago": from now into the past */
    SPAN_WORD_AHEAD     /* "in", "后": from now into what is to come */
};

struct span_word {
    const char *text;
    enum span_word_kind kind;
    int64_t us;
};

/* The longest word that the text begins with; NULL. A word of Latin letters ends where the letters
 * end. */
const struct time_word *time_word_at(struct slice text);
const struct span_word *span_word_at(struct slice text);
