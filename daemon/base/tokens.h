#pragma once
/* Words, numbers and signs of a text, as it is understood. */
#include "base/fold.h"

enum token_kind {
    TOKEN_WORD,     /* letters of one script, with the apostrophes inside: "can't" */
    TOKEN_WIDE,     /* one character that is a word: Chinese, Japanese, Korean, an emoji */
    TOKEN_NUMBER,   /* digits, also with - / : . , between: "10", "4711", "10:30", "2026-000123" */
    TOKEN_BREAK,    /* a sign that parts: , . ; : ! ( ) - … */
    TOKEN_QUESTION, /* a question mark */
    TOKEN_LINE,     /* the end of a line */
    TOKEN_STRANGE   /* any other sign */
};

struct token {
    enum token_kind kind;
    struct slice text; /* folded, without accents; three letters and more of one kind are one */
    bool spaced;       /* a space stands before it */
    size_t from, to;   /* where in the original */
    size_t at, end;    /* where in the folded text */
};

struct tokens {
    struct folded folded;
    struct token *list;
    size_t n;
    struct buffer texts;
};

/* Of valid UTF-8. */
void tokens_init(struct tokens *t, struct slice text);
void tokens_deinit(struct tokens *t);
/* Is this character, folded, a word of its own? */
bool tokens_is_wide(uint32_t c);
