#pragma once
/* What the daemon is asked to do on its command line. */

struct options {
    const char *config; /* path */
};

/* Returns -1 when the daemon should run, else the exit code: all is done (--help, --version,
 * --check, --roster, --hash-password), or the options were wrong. */
int options_read(int argc, char **argv, struct options *ret_options);
