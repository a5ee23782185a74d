#pragma once
/* The daemon's exit codes. */

enum {
    EXIT_OK = 0,
    EXIT_WRONG = 1,   /* --check or --roster found errors */
    EXIT_USAGE = 64,  /* EX_USAGE: an unknown option */
    EXIT_SYSTEM = 71, /* EX_OSERR: a listener could not be opened, … */
    EXIT_FENCED = 75, /* EX_TEMPFAIL: another daemon writes this log; start again */
    EXIT_CONFIG = 78  /* EX_CONFIG: the configuration is wrong */
};
