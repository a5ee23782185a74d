#pragma once
/* The words and fields of a line, one after the other. */
#include "base/line_name.h"

/* Reads the field that begins with `name`, and moves *s past it. After an error line->fault is
 * where it is, and *s is as it was. */
enum line_error line_take_field(const struct line_reader *r, const struct line_name *name,
                                struct slice *s, struct line_field *ret);
/* One word, not empty, in plain signs; moves *s past it and past a comma or colon behind it. */
struct slice line_take_word(const struct line_reader *r, struct slice *s);
