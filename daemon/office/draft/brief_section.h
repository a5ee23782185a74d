#pragma once
/* One section of a handover's brief: what there is of one kind, counted, and the first of them in
 * words. Zero one before its use. */
#include "base/buffer.h"

struct brief_section {
    struct buffer lines, line;
    size_t n, shown;
    size_t bytes; /* of its lines at most; 0: as usual */
};

/* The next line; put words into it, then end it. NULL: it is only counted, there is no room. */
struct buffer *brief_section_line(struct brief_section *s);
void brief_section_end_line(struct brief_section *s);
/* The first line of a text, shortened. */
void brief_section_head(struct slice text, struct buffer *out);
/* Appends the section under its title, and frees what it holds. */
void brief_section_put(struct brief_section *s, const char *title, struct buffer *out);
