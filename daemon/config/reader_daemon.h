#pragma once
/* How the daemon runs: office, database, listen, sessions, hooks, heartbeat. */
#include "config/reader.h"

void read_daemon(struct reader *r);
