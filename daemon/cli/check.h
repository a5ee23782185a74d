#pragma once
/* dutyd --check. */

/* Prints the faults of the configuration or, if there are none, who is on duty in the coming days.
 * Returns the exit code. */
int cli_check(const char *file);
