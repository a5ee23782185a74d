#pragma once
/*
 * Telephone numbers, compared in E.164: however a gateway or a configuration writes one
 * ("+86 138-0000-0002", "008613800000002", "8613800000002", "13800000002"), it is the same number.
 */
#include "base/buffer.h"

#define PHONE_DIGITS 20 /* E.164 has 15 at most; services have fewer, some networks more */

/* A number read. Without a plus it may be meant with the country's code or without: then it has two
 * readings. */
struct phone {
    struct phone_reading {
        char digits[PHONE_DIGITS + 1];
        bool international; /* begins with a country's code */
    } readings[2];
    size_t n; /* 0: no telephone number */
};

/* `country` is the code that is left out within the office's country: "+86"; or NULL. Spaces,
 * hyphens, dots, slashes, parentheses and full-width digits are passed over or understood. */
struct phone phone_parse(struct slice text, const char *country);
/* Can they be the same number? */
bool phone_equal(const struct phone *a, const struct phone *b);
/* The number as it is most likely meant, "+8613800000002", or the digits alone where no country is
 * known. Nothing for no number. */
void phone_format(const struct phone *p, const char *country, struct buffer *out);
/* "+" and 1 to 3 digits? */
bool phone_is_country(struct slice text);
