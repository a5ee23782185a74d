#pragma once
/* What a line is made of, and what has to be known of its verb to read it (line.h). */
#include "base/buffer.h"
#include "base/phone.h"

#define LINE_MAX_BYTES 8192 /* with its end */
#define LINE_MAX_WORDS 4
#define LINE_MAX_FIELDS 32
#define LINE_MAX_STRAYS 4 /* more are not said */

/* What a command has a field for, and how far its value reaches where it is not quoted. */
enum line_key {
    LINE_KEY_NONE,
    LINE_KEY_NEAR,   /* none, but the name of one may have been meant */
    LINE_KEY_TEXT,   /* up to the next space, as it is */
    LINE_KEY_WORD,   /* up to the next space or wide comma or colon, in plain signs */
    LINE_KEY_NUMBER, /* the same */
    LINE_KEY_TIME,   /* the same, and a time of day behind a space */
    LINE_KEY_LIST,   /* up to the next space, in plain signs; there may be commas in it */
    LINE_KEY_TOKEN,  /* up to the next space, in plain signs, whatever ends it */
    LINE_KEY_PHONE   /* a telephone number, in groups too (phone_run.h) */
};

/* What has to be known of a verb to read its line. Zeroed: no words, no fields are known. */
struct line_form {
    size_t max_words;
    /* What follows is a secret, or somebody else's words: fields stand in front only, written to
     * the letter. */
    bool to_the_letter;
    enum line_key (*key)(const void *arg, struct slice name); /* NULL: no fields are known */
    const void *arg;
    struct phone_home home;
};

struct line_field {
    struct slice name;  /* as it was written, in plain signs; matched without regard to case */
    struct slice value; /* without quotes and escapes */
    struct slice whole; /* all of it, as it was written */
    bool at_end;        /* it stood behind the text */
};

/* What has the form of a field and stands in the text. */
struct line_stray {
    struct slice name, whole;
};

struct line {
    struct slice verb;
    struct slice words[LINE_MAX_WORDS]; /* in plain signs */
    size_t n_words;
    struct line_field fields[LINE_MAX_FIELDS];
    size_t n_fields;
    struct slice text; /* verbatim; empty when there is none */
    bool has_text;
    bool text_follows; /* the text is exactly "<<" */
    bool dashed;       /* "--" precedes it: a text, whatever it looks like */
    struct line_stray strays[LINE_MAX_STRAYS];
    size_t n_strays;
    struct slice fault; /* after an error: where it is, from there on */
    /* hold what could not be taken as it is */
    struct buffer verb_scratch, scratch;
};

enum line_error {
    LINE_OK,
    LINE_EMPTY, /* only spaces: no command, no reply */
    LINE_BAD_UTF8,
    LINE_BAD_GBK, /* not UTF-8, but looks like GBK */
    LINE_BAD_UTF16,
    LINE_BAD_NUL,
    LINE_BAD_CONTROL,
    LINE_UNTERMINATED_QUOTE,
    LINE_BAD_ESCAPE,      /* a backslash in quotes before anything but \ and " */
    LINE_BAD_AFTER_QUOTE, /* no space after a closing quote */
    LINE_BAD_SPACE,       /* a no-break space: is it part of the value? */
    LINE_BAD_EQUALS,      /* another sign where = belongs */
    LINE_BAD_PHONE,       /* where does the number end? */
    LINE_TOO_MANY_FIELDS,
    LINE_FIELD_TWICE
};
