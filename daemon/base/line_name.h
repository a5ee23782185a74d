#pragma once
/* A line that is being read: the names of its fields, and what stands around them. */
#include "base/line_parts.h"

/* A line that is being read. */
struct line_reader {
    const struct line_form *form;
    struct line *line;
};

/* "key=" at the beginning of something, in one of the ways that it is typed. */
struct line_name {
    struct slice name;   /* in plain signs */
    enum line_key known; /* what the command takes by this name */
    size_t len;          /* all bytes of it, with the sign */
    bool colon;          /* known, and a colon with something behind it stands for = */
    bool label;          /* known, and a colon and then nothing, as "place: " in a text */
    bool wrong;          /* known, and a sign stands for = that only looks like it */
};

/* False: s does not begin with a name. In a name that is written to the letter, everything is ASCII
 * and = stands right behind it. */
bool line_name_at(const struct line_reader *r, struct slice s, struct line_name *ret);
/* The bytes of the name at the beginning of s, whatever stands behind it; 0 for none. */
size_t line_name_length(struct slice s);
/* In plain signs. */
struct slice line_plain(const struct line_reader *r, struct slice s);

static inline struct slice line_behind(struct slice s, size_t n)
{
    return (struct slice){s.data + n, s.len - n};
}

/* Past the spaces. */
struct slice line_skip(const struct line_reader *r, struct slice s);
bool line_is_dashes(struct slice s);
/* Is it << and nothing more? */
bool line_is_mark(struct slice s);
/* Room for all that reading `text` puts into the scratch, so that it does not move. */
void line_reserve(struct line *l, struct slice text);
