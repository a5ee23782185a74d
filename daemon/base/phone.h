#pragma once
/*
 * Telephone numbers, in E.164: however a configuration or a gateway writes one ("+86
 * 138-0000-0002", "008613800000002", "8613800000002", "(0)138 0000 0002"), it is +8613800000002.
 * All that is known of countries is in phone_plan.c.
 */
#include "base/buffer.h"

#define PHONE_BYTES 24 /* of a number, with the plus and the NUL */

/* Where numbers without a country's code are of. */
struct phone_home {
    const char *country; /* "+86"; NULL: nobody said */
    const char *trunk; /* dialled in front within the country: "0", or "": nothing is; NULL: as the
                          table of countries has it */
};

/* A copy with strings of its own. */
struct phone_home phone_home_copy(struct phone_home home);
void phone_home_deinit(struct phone_home *home);

enum phone_verdict {
    PHONE_GOOD,
    /* odd: to be taken, and to be looked at */
    PHONE_OLD,     /* a form from before the country changed its numbers; read as that of today */
    PHONE_ODD,     /* a digit too few, or one or two too many, or no such number is known */
    PHONE_SERVICE, /* short, without a country: 110, 12345 */
    /* wrong */
    PHONE_WORDS,
    PHONE_SIGN,
    PHONE_LETTER,
    PHONE_TWO,
    PHONE_EXTENSION,
    PHONE_SHORT,
    PHONE_LONG,
    PHONE_NO_SUCH_COUNTRY,
    PHONE_NO_SUCH_NUMBER, /* it begins with a 0 that is neither dialled nor kept there */
    PHONE_NO_COUNTRY,     /* neither the number nor the office says which */
    PHONE_FOREIGN,        /* as if of another country, whose plus was forgotten */
};

/* A number read. */
struct phone_number {
    enum phone_verdict verdict;
    char number[PHONE_BYTES];   /* in E.164, or the digits of a service; of what is wrong: what may
                                   have been meant, or "" */
    char sign[PHONE_BYTES + 1]; /* what is in the way */
    char code[4];               /* of the country, "" if not known */
    unsigned digits;            /* behind the code, or all */
    unsigned lengths;           /* right ones, bit n for n digits; 0: none are known */
};

void phone_read(struct slice text, struct phone_home home, struct phone_number *ret);
bool phone_is_wrong(enum phone_verdict verdict);
/* What is odd or wrong with the text that was read as `p`, and what would be right, in a sentence.
 */
void phone_explain(const struct phone_number *p, struct slice text, struct buffer *out);

/* "+" and the code of a country that there is? */
bool phone_is_country(struct slice text);
