#pragma once
/* The command line. */

struct options {
    const char *config; /* path */
};

/* Returns -1 if the daemon should run, else the exit code: everything is done (--help, --version,
 * --check, --roster, --hash-password), or the options were wrong. */
int options_read(int argc, char **argv, struct options *ret_options);
