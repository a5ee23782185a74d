#pragma once
/* A statement that is prepared once for each connection. */
struct statement {
    const char *name, *sql;
};
