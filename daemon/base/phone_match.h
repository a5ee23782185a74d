#pragma once
/*
 * Whose number is it? What a gateway shows of a sender, compared with the numbers of the
 * configuration: gateways leave out the plus, the country, or the 0 that belongs to a number, and
 * keep forms that a country has given up.
 */
#include "base/phone.h"

enum phone_match {
    PHONE_OTHER,
    PHONE_NATIONAL, /* the same without the country's code, which one of them does not show */
    PHONE_FORM, /* another form of the number: old, or without the 0 that is kept, or with one */
    PHONE_SAME,
};

/* A sender's number, or another, read for comparing. */
struct phone {
    struct phone_number read;
    char digits[PHONE_BYTES]; /* as given, without the plus; "": it is none */
    bool plus;
    bool whole;            /* they begin with a country's code, for sure */
    char key[PHONE_BYTES]; /* "": no country is known for sure */
};

void phone_parse(struct slice text, struct phone_home home, struct phone *ret);
/* Neither is the one that is asked about: it is the same the other way round. */
enum phone_match phone_compare(const struct phone *a, const struct phone *b);
/* Can it be a number that ends as `phone` does? For what would be compared with many. */
bool phone_may_be(const struct phone *phone, struct slice text);
/* The number as it is most likely meant, in E.164, or the digits alone where no country is known.
 * Nothing for no number. */
void phone_format(const struct phone *phone, struct buffer *out);
