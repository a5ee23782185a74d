#pragma once
/* Other protocols that knock at the door: a browser, ssh, TLS where there is none. Pure. */
#include "base/slice.h"

/* Does a connection begin with these bytes as TLS does? */
bool foreign_is_tls(const char *bytes, size_t n);
/* What to say to whoever sends such a line, before the connection is closed; NULL: it is no line of
 * another protocol. */
const char *foreign_words(struct slice line);
