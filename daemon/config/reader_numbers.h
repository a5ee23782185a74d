#pragma once
/* Telephone numbers: converts them to E.164, or reports a fault. */
#include "config/reader.h"

/* Are the hook's addresses telephone numbers by default? By its name, or that of its program. */
bool numbers_are_for(const struct hook_config *hook);
/* What a contact's `to`, or `sms`, is for that hook (NULL: not known); a new string. */
char *reader_address(struct reader *r, const config_setting_t *at, const char *text,
                     const struct hook_config *hook);
/* The person's `also`. */
void read_also(struct reader *r, const config_setting_t *list, struct person *p);
/* After read_people: a number that two people have. */
void check_shared_numbers(struct reader *r);
