#pragma once
/*
 * Where a line ends: at LF or CR LF; for terminals that send them, at CR or CR NUL. Which it is,
 * the first line of a connection shows; afterwards a CR is nothing but a character that a line must
 * not contain, so that nobody can put a command into a text that is passed on. Pure.
 */
#include <stdbool.h>
#include <stddef.h>

enum cutter_ends { CUTTER_UNKNOWN, CUTTER_LF, CUTTER_CR };

struct cutter {
    enum cutter_ends ends : 2;
    bool after_cr : 1; /* the last byte was a CR that ended a line: its LF or NUL may follow */
};

struct cutter_line {
    size_t len;  /* of the line without its end */
    size_t done; /* with it, as far as it is there */
    struct cutter after;
};

/* The rest of the last line's end, which came later: 0 or 1 bytes; n > 0. */
size_t cutter_skip(struct cutter *c, const char *bytes, size_t n);
/* The first line in these bytes. False: it does not end yet. The cutter has to become ret->after
 * when the line is done with. */
bool cutter_cut(struct cutter c, const char *bytes, size_t n, struct cutter_line *ret);
