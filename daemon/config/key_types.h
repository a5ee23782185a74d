#pragma once
/* What values are of which type. */
#include <libconfig.h>

#include "config/keys.h"

const char *key_type_name(enum key_type type);
/* How a value of the type is written: "write true or false, without quotes". */
const char *key_type_right(enum key_type type);
/* Of which C type the member is; MEMBER_NONE for those of which the reader makes more than a value.
 */
enum member_type key_type_member(enum key_type type);
/* Is the value of the key's type and within its limits? If not, says what is wrong and what would
 * be right. */
bool key_fits(const struct key *k, const config_setting_t *value, struct buffer *ret_why);
/* Writes the value, which has to fit, or for NULL the key's default. Where there is neither, the
 * member stays as it is. */
void key_store(const struct key *k, const config_setting_t *value, void *member);

struct cycle {
    unsigned every;
    bool months;
};

/* "2026-11-05" or "2026-11-05 17:30"; which of them. */
bool when_parse(struct slice text, bool *ret_is_date);
bool cycle_parse(struct slice text, struct cycle *ret_cycle);
