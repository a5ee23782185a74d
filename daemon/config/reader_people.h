#pragma once
/* People and their contacts. */
#include "config/reader.h"

/* After read_daemon. */
void read_people(struct reader *r);

/* Finds the person whose id a setting gives, or reports that there is none. */
const struct person *reader_person(struct reader *r, const config_setting_t *at, const char *id);
/* False if something is wrong with the person: faults that only follow from that are not reported.
 */
bool reader_is_sure(const struct reader *r, const struct person *person);
void reader_want(struct reader *r, const struct person *person);
