#pragma once
/*
 * The grammar of a line, as in docs/protocol.md; pure. The client uses it too, so nothing here
 * knows about sessions or offices.
 *
 *     command = VERB *( SP word ) *( SP key=value ) [ SP "--" ] [ SP text ]
 *
 * The number of words depends on the verb, so reading takes two steps: line_verb, then line_rest.
 */
#include "base/buffer.h"

#define LINE_MAX_BYTES 8192 /* with its end */
#define LINE_MAX_WORDS 4
#define LINE_MAX_FIELDS 32

struct line_field {
    struct slice name;  /* as it was written; matched without regard to case */
    struct slice value; /* without quotes and escapes */
};

struct line {
    struct slice verb;
    struct slice words[LINE_MAX_WORDS];
    size_t n_words;
    struct line_field fields[LINE_MAX_FIELDS];
    size_t n_fields;
    struct slice text; /* verbatim to the end; empty when there is none */
    bool has_text;
    bool text_follows;     /* the text is exactly "<<" */
    struct buffer scratch; /* holds unescaped values */
};

enum line_error {
    LINE_OK,
    LINE_EMPTY, /* only spaces: no command, no reply */
    LINE_BAD_UTF8,
    LINE_BAD_GBK, /* not UTF-8, but looks like GBK */
    LINE_BAD_NUL,
    LINE_BAD_CONTROL,
    LINE_UNTERMINATED_QUOTE,
    LINE_BAD_ESCAPE,      /* a backslash in quotes before anything but \ and " */
    LINE_BAD_AFTER_QUOTE, /* no space after a closing quote */
    LINE_TOO_MANY_FIELDS,
    LINE_FIELD_TWICE
};

/* The client's reply, to follow "500 ". */
const char *line_error_to_string(enum line_error error);

/* May the bytes of one line, without its end (LF, CR LF), be read at all? Also for each line of a
 * text sent with <<. */
enum line_error line_check(struct slice raw);
/* The verb of a checked line; *ret_rest is what follows. */
struct slice line_verb(struct slice raw, struct slice *ret_rest);
/*
 * Reads what follows the verb: up to max_words words (not counting "--", or a word in the form of a
 * field), fields, text. Everything in ret points into `rest` or ret->scratch, and is valid until
 * the next call. Zero ret before its first use, and call line_deinit after the last.
 */
enum line_error line_rest(struct slice rest, size_t max_words, struct line *ret);
void line_deinit(struct line *l);

const struct line_field *line_find(const struct line *l, const char *name);
