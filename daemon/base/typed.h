#pragma once
/*
 * What is meant by the signs that people type around words and values. An input method, a clever
 * keyboard or a word processor gives other characters than the ones that a grammar names: a
 * full-width equals sign, an ideographic or a no-break space, curly quotes, characters that cannot
 * be seen. They mean what they look like. Pure; all text is valid UTF-8.
 */
#include <stdint.h>

#include "base/buffer.h"

enum typed {
    TYPED_OTHER,   /* letters, digits, and signs that part nothing */
    TYPED_UNSEEN,  /* nothing is drawn for it */
    TYPED_SPACE,   /* of any width, and TAB */
    TYPED_JOINING, /* a space at which no line may be broken: a space, or part of what it joins */
    TYPED_EQUALS,
    TYPED_COLON,
    TYPED_COMMA, /* parts what stands on both sides: comma, semicolon, 、 ; | & when glued */
    TYPED_STOP,  /* ends a sentence: 。 and, at an end only, the full stop */
    TYPED_MATH   /* what is not equals, but looks as if it were meant: ≈ ≡ → */
};

/* What the character at s.data (s not empty) is; *ret_len: its bytes. */
enum typed typed_at(struct slice s, size_t *ret_len);
/* Is the character one of the wide forms of East Asia? "，" but not ",". */
bool typed_is_wide(struct slice s);
/* Without what is a space or cannot be seen at its beginning; at its end. */
struct slice typed_skip(struct slice s);
struct slice typed_trim_end(struct slice s);
/* The same, but nothing that can be seen goes. */
struct slice typed_skip_unseen(struct slice s);

/*
 * A value in quotes: “ ” „ ‟ 〝 〟 ＂ ″, « », ‹ ›, 「 」, 『 』, ‘ ’ ‚ and ', of one family at both
 * ends; also " at one of them. The closing one has a space, a comma or the end after it.
 */
enum typed_quoted {
    TYPED_UNQUOTED, /* does not begin with a quote, or with one that is an apostrophe */
    TYPED_QUOTED,
    TYPED_OPEN, /* it does not end */
    TYPED_GLUED /* something stands right behind its end */
};
/* *ret_inner is what stands between them; *ret_len: all of its bytes. */
enum typed_quoted typed_quoted(struct slice s, struct slice *ret_inner, size_t *ret_len);

/* May a value end before s: is there nothing more, a space, or a sign that parts? */
bool typed_ends(struct slice s);

/* "，" (U+FF0C FULLWIDTH COMMA): the first character of s, for a reply. */
void typed_name(struct slice s, struct buffer *out);
