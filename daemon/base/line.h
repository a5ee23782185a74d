#pragma once
/*
 * The grammar of a line, as in docs/protocol.md; pure. The client uses it too, so nothing here
 * knows about sessions or offices.
 *
 *     command = VERB *( SP word ) *( SP key=value ) [ SP "--" ] [ SP text *( SP key=value ) ]
 *
 * The number of words and the fields depend on the verb, so reading takes two steps: line_verb,
 * then line_rest. Signs are read as they are meant (typed.h); a text is kept as it is.
 */
#include "base/line_parts.h"

/* May the bytes of one line, without its end (LF, CR LF), be read at all? Also for each line of a
 * text sent with <<. After an error *ret_fault is where it is. */
enum line_error line_check(struct slice raw, struct slice *ret_fault);
/* Reads the verb of a checked line into ret->verb, in plain signs; *ret_rest is what follows. */
void line_verb(struct slice raw, struct line *ret, struct slice *ret_rest);
/*
 * Reads what follows the verb: words (not "--", or what has the form of a field), fields, text, and
 * those known fields that stand at the very end of it. All that it
 * puts into ret points into `rest` or ret->scratch, and is valid until the next call. Zero ret
 * before its first use, and call line_deinit after the last.
 */
enum line_error line_rest(struct slice rest, const struct line_form *form, struct line *ret);
void line_deinit(struct line *l);

const struct line_field *line_find(const struct line *l, const char *name);
