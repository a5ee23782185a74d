#pragma once
/* The digits of a telephone number as people and gateways write it, and what stands in their way.
 */
#include <stdint.h>

#include "base/slice.h"

#define PHONE_TEXT_DIGITS 40 /* kept; more are counted */
#define PHONE_TEXT_SIGN 24

enum phone_text_kind {
    PHONE_TEXT_GOOD,
    PHONE_TEXT_WORDS,     /* no number at all */
    PHONE_TEXT_SIGN_IN,   /* `sign` is among the digits */
    PHONE_TEXT_LETTER_IN, /* `sign` looks like a digit, which is what stands in `digits` */
    PHONE_TEXT_TWO,       /* numbers */
    PHONE_TEXT_EXTENSION, /* behind the number */
};

struct phone_text {
    enum phone_text_kind kind;
    char digits[PHONE_TEXT_DIGITS + 1];
    size_t n_digits;
    bool plus;
    char sign[PHONE_TEXT_SIGN + 1];
};

/*
 * Spaces, hyphens, dots, slashes and parentheses are passed over, also as other scripts and
 * telephones write them; digits of full width and of other scripts are digits. A "tel:" in front is
 * understood with its parameters (RFC 3966).
 */
void phone_text_read(struct slice text, struct phone_text *ret);

/* What a character of any script means in a number: a digit, a sign in ASCII, or one of these. */
#define PHONE_TEXT_NOTHING '\0' /* cannot be seen */
#define PHONE_TEXT_OTHER '?'    /* stands in no number */
char phone_text_sign(uint32_t c);
