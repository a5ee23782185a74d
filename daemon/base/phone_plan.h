#pragma once
/*
 * What is known of the numbering plans of the countries: codes, lengths, what is dialled in front
 * within the country, and the forms that numbers had before. The one table of it.
 *
 * All numbers here are digits without the plus, the country's code first.
 */
#include <stdbool.h>
#include <stddef.h>

#define PHONE_E164_DIGITS 15 /* at most, the country's code included */

struct phone_plan {
    const char *code; /* of the country, or of the region that shares it */
    /* What is dialled in front of a national number and is no part of it, separated by spaces; x is
     * any digit. NULL: a 0 in front is part of the number, from abroad too. */
    const char *trunks;
    const char *abroad; /* what is dialled to leave the country, in the same way */
    /* How many digits a national number has by how it begins: "1[3-9]:11 :10-11". The first that
     * fits counts; nothing before the colon fits all. Where nothing fits there is no such number.
     */
    const char *lengths;
};

/* The plan of the country that the number is of, or NULL: no country has such a code. */
const struct phone_plan *phone_plan_of(const char *digits);
/* The lengths that a national number that begins so may have, bit n for n digits; 0: none. */
unsigned phone_plan_lengths(const struct phone_plan *plan, const char *national);
/* All lengths of the country's numbers. */
unsigned phone_plan_all_lengths(const struct phone_plan *plan);

/* Takes the next word off a list as in `trunks`, which may be NULL. *ret_len: how many digits of
 * `text` it is, or 0 where the text does not begin with it. False at the end of the list. */
bool phone_plan_next_head(const char **list, const char *text, size_t *ret_len);

/* Turns the form that a number had before its country changed its numbers into that of today. False
 * when it is none. `digits` has room for PHONE_E164_DIGITS and the NUL. */
bool phone_plan_renew(char *digits);
/* What all forms of the number have in common, old and new, with a kept zero and without: for
 * comparing. The same room. */
void phone_plan_key(const char *digits, char *ret_key);
