#pragma once
/* The types of values. */
#include <libconfig.h>

#include "config/keys.h"

const char *key_type_name(enum key_type type);
/* How a value of the type is written: "write true or false, without quotes". */
const char *key_type_right(enum key_type type);
/* The member's C type; MEMBER_NONE if the reader makes more than one value of it. */
enum member_type key_type_member(enum key_type type);
/* Does the value have the key's type, and is it within its limits? If not, ret_why has what is
 * wrong and what would be right. */
bool key_fits(const struct key *k, const config_setting_t *value, struct buffer *ret_why);
/* Writes the value, which must be valid, or for NULL the key's default. Without either, the member
 * stays as it is. */
void key_store(const struct key *k, const config_setting_t *value, void *member);

struct cycle {
    unsigned every;
    bool months;
};

/* "2026-11-05" or "2026-11-05 17:30", and which of them it is. */
bool when_parse(struct slice text, bool *ret_is_date);
bool cycle_parse(struct slice text, struct cycle *ret_cycle);
