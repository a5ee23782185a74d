#pragma once
/* dutyd --check. */

/* Prints what is wrong with the configuration or, when it is good, who is on duty in the coming
 * days. Returns the exit code. */
int cli_check(const char *file);
