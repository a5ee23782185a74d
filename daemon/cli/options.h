#pragma once
/* What the daemon is asked to do on its command line. */
enum {
    EXIT_OK = 0,
    EXIT_WRONG = 1,   /* --check or --roster found errors */
    EXIT_USAGE = 64,  /* EX_USAGE: an option that there is not */
    EXIT_SYSTEM = 71, /* EX_OSERR: a listener could not be opened, … */
    EXIT_FENCED = 75, /* EX_TEMPFAIL: another daemon writes this log; start again */
    EXIT_CONFIG = 78  /* EX_CONFIG: the configuration is wrong */
};

struct options {
    const char *config; /* path */
};

/* Returns -1 when the daemon should run, else the exit code: all is done (--help, --version,
 * --check, --roster, --hash-password), or the options were wrong. */
int options_read(int argc, char **argv, struct options *ret_options);
