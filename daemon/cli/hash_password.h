#pragma once
/* dutyd --hash-password. */

/* Reads a password from standard input, without echo on a terminal, and prints its hash. Returns
 * the exit code. */
int cli_hash_password(void);
