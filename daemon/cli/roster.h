#pragma once
/* dutyd --roster: prints the coming days. */

#define ROSTER_DAYS 30 /* unless given */
#define ROSTER_DAYS_MAX 3660

/* As written; NULL: not given. */
struct roster_options {
    const char *days, *post, *person, *format;
};

/* Prints to standard output, errors to standard error. Returns the exit code. */
int cli_print_roster(const char *file, const struct roster_options *o);
