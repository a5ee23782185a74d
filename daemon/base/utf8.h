#pragma once
/* UTF-8 as the protocol and SMS need it. */
#include <stdint.h>

#include "base/slice.h"

/* Complete and valid by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_is_valid(struct slice s);
/* True if the bytes are not UTF-8 but would be valid GBK (a guess, for the wording of the refusal).
 */
bool utf8_looks_like_gbk(struct slice s);
/* Decodes the character at s->data (s valid, not empty) and moves past it. */
uint32_t utf8_next(struct slice *s);
/* UTF-16 code units: what counts for an SMS whose text is not GSM 7-bit. */
size_t utf8_utf16_units(struct slice s);
/* Septets in the GSM 03.38 default alphabet (extension characters count two), or -1 if a character
 * is not in it. */
long utf8_gsm7_septets(struct slice s);
/* The longest beginning of s with at most n bytes that ends between characters. */
struct slice utf8_head(struct slice s, size_t n);
/* Is any of it written in Chinese characters (s valid)? */
bool utf8_has_han(struct slice s);
/* Columns in fixed-width output: two for Chinese, Japanese and Korean characters and their
 * full-width punctuation, none for combining marks, else one (s valid). */
size_t utf8_columns(struct slice s);
