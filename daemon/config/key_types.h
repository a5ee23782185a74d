#pragma once
/* What values are of which type. */
#include <libconfig.h>

#include "config/keys.h"

const char *key_type_name(enum key_type type);
/* How a value of the type is written: "write true or false, without quotes". */
const char *key_type_right(enum key_type type);
/* Is the value of the key's type and within its limits? If not, says what is wrong and what would
 * be right. */
bool key_fits(const struct key *k, const config_setting_t *value, struct buffer *ret_why);

struct cycle {
    unsigned every;
    bool months;
};

/* "2026-11-05" or "2026-11-05 17:30"; which of them. */
bool when_parse(struct slice text, bool *ret_is_date);
bool cycle_parse(struct slice text, struct cycle *ret_cycle);
