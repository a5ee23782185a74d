#pragma once
/*
 * The values of fields and words that a handler reads itself. False: the error has been replied.
 * Outputs are not touched when the field was not given.
 */
#include "wire/commands/command.h"

/* What times in this command depend on; begin is INSTANT_NONE. */
struct time_frame command_time_frame(const struct request *r);
/* A time in one of the command's own fields, whose row says what it means. `begin`: what it ends;
 * or INSTANT_NONE. */
bool command_own_time(struct session *s, const struct request *r, const char *name,
                      struct instant begin, struct instant *ret_instant);
/* since= and until=. */
bool command_own_range(struct session *s, const struct request *r, struct instant *ret_since,
                       struct instant *ret_until);
bool command_own_number(struct session *s, const struct request *r, const char *name, long long min,
                        long long max, long long *ret_number);
/* grade=, as REPORT reads it. */
bool command_own_grade(struct session *s, const struct request *r, long long *ret_grade);
/* post=: 554 for one that is not there. NULL when none was given. */
bool command_own_post(struct session *s, const struct request *r, const struct rules *rules,
                      const struct post **ret_post);
/* "2026-000123", or "123": of the year in which it is open, as office_number_means says. The one
 * place where a command's incident is read. */
bool command_parse_incident(struct session *s, const struct request *r, struct slice text,
                            struct incident_id *ret_id);
/* 554, with the nearest post. */
void command_reply_no_post(struct session *s, const struct rules *rules, struct slice said);
