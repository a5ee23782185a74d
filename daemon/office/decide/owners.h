#pragma once
/* Whose number a message came from. */
#include "base/phone_match.h"
#include "rules/rules.h"

#define OWNERS_MOST 8 /* of one number: a telephone of the duty room */

struct owners {
    struct phone phone;
    enum phone_match match; /* the best there is */
    const struct person *people[OWNERS_MOST];
    size_t n;
    /* Somebody else's number fits as well, and neither fits better: then it is nobody's. */
    const struct person *either, * or ;
};

/*
 * The person with that number as a contact, by whatever means, or under `also`; several, where they
 * share it. Where nobody has just this number, it is whoever has another form of it, and then
 * whoever has it without the country's code: that only if it is nobody else's.
 */
void owners_find(struct owners *owners, const struct rules *rules, struct slice from);
/* The number for the log: in E.164, or as the gateway has it where the country is that of whoever
 * was found, or nobody's. */
void owners_format_number(const struct owners *owners, struct buffer *out);
/* Which of the person's contacts the number is, by that means; else the first one by that means,
 * else the first one. */
unsigned owners_means(const struct owners *owners, const struct rules *rules,
                      const struct person *person, struct slice via);
